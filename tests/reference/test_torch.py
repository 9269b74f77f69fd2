"""The reference against PyTorch, which was written by others."""

from __future__ import annotations

import random

import numpy as np
import pytest

from lstm_docs import Network, reference

from .peers import TORCH_ROWS, random_state, torch_run

TOLERANCE = 1e-12


def agree(net, seed, steps, batch, *, state=None, lengths=None, dtype=np.float64, tolerance=TOLERANCE):
    weights = reference.random_weights(net, seed)
    x = reference.random_inputs(net, steps, batch, seed).astype(dtype)
    out = reference.run(net, weights, x, state, lengths)
    for ours, theirs in zip((out.output, out.h_n, out.c_n), torch_run(net, weights, x, state, lengths), strict=True):
        if theirs is None:
            assert ours is None
        else:
            assert ours.dtype == dtype
            np.testing.assert_allclose(ours, theirs, rtol=0, atol=tolerance)


@pytest.mark.parametrize("seed", range(50))
def test_a_random_network(seed):
    draw = random.Random(seed)
    cell = draw.choice(["lstm", "lstm", *TORCH_ROWS])
    hidden = draw.randint(2, 12)
    net = Network(
        cell=cell,
        input=draw.randint(1, 9),
        hidden=hidden,
        layers=draw.randint(1, 3),
        bidirectional=draw.random() < 0.5,
        projection=draw.randint(1, hidden - 1) if cell == "lstm" and draw.random() < 0.5 else None,
        bias=draw.random() < 0.8,
    )
    steps, batch = draw.randint(1, 12), draw.randint(1, 12)
    state = random_state(net, batch, seed) if draw.random() < 0.6 else None
    lengths = [draw.randint(1, steps) for _ in range(batch)] if draw.random() < 0.5 else None
    agree(net, seed, steps, batch, state=state, lengths=lengths)


# Sizes at which the products are cut up: (steps, batch, input, hidden).
@pytest.mark.parametrize(
    ("steps", "batch", "inputs", "hidden"),
    [
        (5, 1, 20, 384),
        (5, 1, 3, 401),
        (4, 2, 300, 64),
        (4, 7, 33, 257),
        (4, 8, 70, 256),
        (4, 33, 257, 131),
        (3, 100, 40, 300),
        (1, 1, 1, 1),
    ],
)
@pytest.mark.parametrize("cell", ["lstm", "gru-reset-after", "rnn-tanh"])
def test_a_large_network(cell, steps, batch, inputs, hidden):
    lengths = [steps - k % steps for k in range(batch)]
    agree(Network(cell=cell, input=inputs, hidden=hidden, bidirectional=True), 1, steps, batch, lengths=lengths)


@pytest.mark.parametrize("cell", TORCH_ROWS)
def test_in_float32(cell):
    agree(Network(cell=cell, input=7, hidden=20, layers=2), 3, 20, 9, dtype=np.float32, tolerance=2e-6)
