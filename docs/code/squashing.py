"""Sigmoid from tanh: the same numbers, and no overflow."""

import warnings

import numpy as np

warnings.simplefilter("error")


def sigmoid(a):
    return (1 + np.tanh(a / 2)) / 2


def by_the_book(a):
    return 1 / (1 + np.exp(-a))


a = np.linspace(-20, 20, 401)
difference = abs(sigmoid(a) - by_the_book(a)).max()
print("largest difference on -20 to 20:", difference)
assert difference < 1e-15

print("at -1000:", sigmoid(-1000.0))
try:
    by_the_book(np.array(-1000.0))
except RuntimeWarning as warning:
    print("by the book:", warning)
else:
    raise AssertionError("it should have overflowed")

slope = sigmoid(a) * (1 - sigmoid(a))
print("steepest slope of sigmoid:", slope.max())
print("steepest slope of tanh:", (1 - np.tanh(a) ** 2).max())
assert slope.max() == 0.25
