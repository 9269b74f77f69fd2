"""Count the MACs of an LSTM while it runs, in NumPy."""

from collections import Counter

import numpy as np

I, H, T, B = 80, 12, 10, 4
done = Counter()


def product(matrix, vectors):
    rows, columns = matrix.shape
    done["MACs"] += rows * columns * vectors.shape[1]
    return matrix @ vectors


def times(a, b):
    done["Hadamard products"] += a.size
    return a * b


def plus(a, b, kind="additions"):
    done[kind] += a.size
    return a + b


def squash(function, a):
    done["activations"] += a.size
    return function(a)


def sigma(a):
    return 1 / (1 + np.exp(-a))


draw = np.random.default_rng(1).normal
W = {gate: draw(size=(H, I)) for gate in "figo"}
U = {gate: draw(size=(H, H)) for gate in "figo"}
b = {gate: draw(size=(H, 1)) for gate in "figo"}


def gate(letter, x, h):
    both = plus(product(W[letter], x), product(U[letter], h))
    a = plus(both, b[letter], "bias additions")
    return squash(np.tanh if letter == "g" else sigma, a)


h, c = np.zeros((H, B)), np.zeros((H, B))
for x in draw(size=(T, I, B)):
    f, i, g, o = (gate(letter, x, h) for letter in "figo")
    c = plus(times(f, c), times(i, g))
    h = times(o, squash(np.tanh, c))

for kind, count in done.items():
    print(f"{kind:18}{count:8}")
assert done["MACs"] == T * B * 4 * H * (I + H)
assert done["bias additions"] == T * B * 4 * H
assert done["Hadamard products"] == T * B * 3 * H
assert done["activations"] == T * B * 5 * H
assert done["additions"] == T * B * 5 * H
