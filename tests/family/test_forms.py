"""The same numbers in other forms: a scan for a loop, a plain form for a stabilised one, all steps at once for one by one."""

from __future__ import annotations

from math import ceil, log2

import numpy as np
import pytest

from lstm_docs import cells, derive, family
from lstm_docs.reference import random_inputs, random_weights

INPUTS, HIDDEN, STEPS = 3, 4, 37


def run(cell, seed=1, scale=1.0):
    """The weights, the input columns and every step of a cell."""
    net = family.network(cell, INPUTS, HIDDEN)
    weights = random_weights(net, seed, scale).layers[0][0]
    columns = [x.T for x in random_inputs(net, STEPS, 1, seed)]
    return weights, columns, derive.trace(net.equations, weights, columns, derive.zero_states(net))


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


@pytest.mark.parametrize("scan", [family.loop, family.strides, family.halves])
@pytest.mark.parametrize("length", [1, 2, 3, 7, 8, 100])
def test_every_scan_gives_what_the_loop_gives(scan, length):
    rng = np.random.default_rng(length)
    a, b, first = rng.uniform(-1, 1, (length, 5)), rng.normal(size=(length, 5)), rng.normal(size=5)
    np.testing.assert_allclose(scan(a, b, first).states, family.loop(a, b, first).states, rtol=0, atol=1e-12)


@pytest.mark.parametrize("scan", [family.loop, family.strides, family.halves])
def test_a_scan_begins_anew_and_hands_on(scan):
    rng = np.random.default_rng(5)
    a, b, first = rng.uniform(0, 1, (20, 3)), rng.normal(size=(20, 3)), rng.normal(size=3)
    a[12] = 0
    a[8:12], b[8:12] = 1, 0
    states = scan(a, b, first).states
    np.testing.assert_allclose(states[12:], scan(a[12:], b[12:], np.full(3, 100.0)).states, rtol=0, atol=1e-12)
    np.testing.assert_allclose(states[8:12], np.tile(states[7], (4, 1)), rtol=0, atol=1e-12)


def test_the_gradient_of_mingru_along_its_state_is_what_it_keeps():
    weights, columns, done = run("mingru")
    cell, step = cells.build("mingru"), 1e-6
    kept = 1 - np.hstack([it.values["z_t"] for it in done])
    moved = {cell.states[0].name: np.full((HIDDEN, 1), step)}
    last = derive.trace(cell, weights, columns, moved)[-1].values["h_t"] - done[-1].values["h_t"]
    np.testing.assert_allclose(last / step, kept.prod(axis=1, keepdims=True), rtol=0, atol=1e-9)
    assert (kept > 0).all()
    assert (kept < 1).all()


@pytest.mark.parametrize("length", [2, 8, 100, 1000])
def test_what_scans_take(length):
    a = b = np.ones((length, 1))
    loop, strides, halves = (scan(a, b, np.zeros(1)) for scan in (family.loop, family.strides, family.halves))
    rounds = ceil(log2(length))
    assert (loop.work, loop.depth) == (length, length)
    assert strides.depth == rounds
    assert strides.work == sum(length - 2**k for k in range(rounds))
    assert halves.work <= 2 * length
    assert halves.depth <= 2 * rounds


@pytest.mark.parametrize("scan", [family.strides, family.halves])
@pytest.mark.parametrize("cell", ["mingru", "minlstm"])
def test_the_minimal_cells_are_a_scan(cell, scan):
    weights, columns, done = run(cell)
    x = np.hstack(columns)

    def linear(letter):
        return (weights[f"W_{letter}"] @ x + weights[f"b_{letter}"]).T

    if cell == "mingru":
        z = sigmoid(linear("z"))
        keep, write = 1 - z, z
    else:
        f, i = sigmoid(linear("f")), sigmoid(linear("i"))
        keep, write = f / (f + i), i / (f + i)
    states = scan(keep, write * linear("g"), np.zeros(HIDDEN)).states
    np.testing.assert_allclose(states, np.hstack([step.values["h_t"] for step in done]).T, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("mingru", True), ("minlstm", True), ("qrnn", True), ("sru", False), ("indrnn", False), ("lstm", False), ("ran", False)],
)
def test_which_cells_are_linear_in_their_states(cell, expected):
    assert derive.scans(cells.build(cell)) is expected


PLAIN = {
    "slstm": """
states: n
n: H
z = tanh(W_z x + U_z h + b_z)
o = sigmoid(W_o x + U_o h + b_o)
i = exp(W_i x + U_i h + b_i)
f = sigmoid(W_f x + U_f h + b_f)
c = f * c + i * z
n = f * n + i
h = o * c / n
""",
    "mlstm": """
states: C, n
C: H x H
n: H
i: 1
f: 1
q = W_q x + b_q
k = 1 / sqrt(size(H)) * (W_k x) + b_k
v = W_v x + b_v
o = sigmoid(W_o x + b_o)
i = exp(w_i^T x + b_i)
f = sigmoid(w_f^T x + b_f)
C = f * C + i * (v k^T)
n = f * n + i * k
h = o * (C q) / max(abs(n^T q), 1)
""",
}


@pytest.mark.parametrize("cell", PLAIN)
def test_the_stabiliser_changes_nothing(cell):
    weights, columns, done = run(cell, scale=2.0)
    plain = cells.parse(PLAIN[cell], f"plain {cell}").build()
    shapes = {state.name: done[0].values[state.name.removesuffix("-1")].shape for state in plain.states}
    expected = derive.trace(plain, weights, columns, {name: np.zeros(shape) for name, shape in shapes.items()})
    for ours, theirs in zip(done, expected, strict=True):
        np.testing.assert_allclose(ours.values["h_t"], theirs.values["h_t"], rtol=0, atol=1e-12)


def test_without_the_stabiliser_large_arguments_overflow():
    weights, columns, done = run("slstm", scale=1.0)
    large = {**weights, "b_i": weights["b_i"] + 800}
    cell = cells.build("slstm")
    kept = derive.trace(cell, large, columns, {state.name: np.zeros((HIDDEN, 1)) for state in cell.states})
    assert np.isfinite(kept[-1].values["h_t"]).all()
    plain = cells.parse(PLAIN["slstm"], "plain").build()
    with np.errstate(over="ignore", invalid="ignore"):
        lost = derive.trace(plain, large, columns, {state.name: np.zeros((HIDDEN, 1)) for state in plain.states})
    assert not np.isfinite(lost[-1].values["h_t"]).all()
    assert np.isfinite(done[-1].values["h_t"]).all()


def test_the_matrix_memory_in_parallel_form():
    """Every step against all before it, as attention with a decay; section 2.3 and appendix A.3 of the paper."""
    weights, columns, done = run("mlstm")
    x = np.hstack(columns)
    q, v = (weights[f"W_{it}"] @ x + weights[f"b_{it}"] for it in "qv")
    k = weights["W_k"] @ x / np.sqrt(HIDDEN) + weights["b_k"]
    o = sigmoid(weights["W_o"] @ x + weights["b_o"])
    log_i = (weights["w_i"].T @ x + weights["b_i"])[0]
    log_f = np.log(sigmoid((weights["w_f"].T @ x + weights["b_f"])[0]))
    so_far = np.cumsum(log_f)
    decay = so_far[:, None] - so_far[None, :] + log_i[None, :]
    decay[np.triu_indices(STEPS, 1)] = -np.inf
    highest = decay.max(axis=1, keepdims=True)
    scores = (q.T @ k) * np.exp(decay - highest)
    norm = np.maximum(np.abs(scores.sum(axis=1, keepdims=True)), np.exp(-highest))
    np.testing.assert_allclose(
        (o.T * (scores / norm @ v.T)).T, np.hstack([step.values["h_t"] for step in done]), rtol=0, atol=1e-12
    )


def test_mamba_with_one_number_of_state_is_a_gate():
    """A = -1 and B = 1: the exact step over a width of softplus(z) keeps 1 - sigmoid(z) and writes sigmoid(z)."""
    z = np.linspace(-20, 20, 101)
    width = np.log1p(np.exp(z))
    gate = sigmoid(z)
    np.testing.assert_allclose(np.exp(-width), 1 - gate, atol=1e-14)
    np.testing.assert_allclose(1 - np.exp(-width), gate, atol=1e-14)
