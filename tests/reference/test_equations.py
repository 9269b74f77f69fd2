"""The reference against the equations, run as they stand: two roads written apart."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_docs import Network, cells, reference
from lstm_docs.derive import trace
from tests.every_cell import PROJECTED, WITNESSED

from .peers import random_state


def networks():
    for cell in WITNESSED:
        for projection in (None, 3):
            for bias in (True, False):
                if cell in PROJECTED or not projection:
                    yield Network(cell=cell, input=4, hidden=6, projection=projection, bias=bias)


def traced(net, weights, x, state, sequence):
    """Every named vector of every step of one sequence of the batch, (T, rows) by name."""
    cell = net.equations
    given = {"h": state.h, "c": state.c}
    first = {s.name: given[cells.state_letter(s)][0][sequence][:, None] for s in cell.states}
    steps = trace(cell, weights.layers[0][0], [column[:, None] for column in x[:, sequence]], first)
    return {name: np.stack([step.values[name][:, 0] for step in steps]) for name in steps[0].values}


@pytest.mark.parametrize("net", list(networks()), ids=lambda n: f"{n.cell}-p{n.projection}-bias{n.bias}")
@pytest.mark.parametrize("batch", [1, 3, 9])
def test_every_vector_of_every_step(net, batch):
    weights, x = reference.random_weights(net, 5, scale=0.9), reference.random_inputs(net, 7, batch, 6)
    state = random_state(net, batch, 7)
    (ours,) = reference.gates(net, weights, x, state)
    out = reference.run(net, weights, x, state)
    for sequence in range(batch):
        theirs = traced(net, weights, x, state, sequence)
        assert ours.keys() == theirs.keys()
        for name, array in theirs.items():
            np.testing.assert_allclose(ours[name][:, sequence], array, rtol=0, atol=1e-12, err_msg=name)
        np.testing.assert_allclose(out.output[:, sequence], theirs["h_t"], rtol=0, atol=1e-12)
        np.testing.assert_allclose(out.h_n[0][sequence], theirs["h_t"][-1], rtol=0, atol=1e-12)
        if out.c_n is not None:
            np.testing.assert_allclose(out.c_n[0][sequence], theirs["c_t"][-1], rtol=0, atol=1e-12)


def test_gates_of_every_layer_and_direction():
    net = Network(input=3, hidden=(4, 5), bidirectional=True)
    weights, x = reference.random_weights(net, 1), reference.random_inputs(net, 6, 2, 2)
    gates, out = reference.gates(net, weights, x), reference.run(net, weights, x)
    assert [one["f_t"].shape for one in gates] == [(6, 2, 4)] * 2 + [(6, 2, 5)] * 2
    np.testing.assert_array_equal(np.concatenate([gates[2]["h_t"], gates[3]["h_t"]], axis=2), out.output)
    np.testing.assert_array_equal(gates[3]["c_t"][0], out.state.c[3])
