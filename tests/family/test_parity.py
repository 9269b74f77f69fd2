"""Parity: weights by hand that make no error, and why a stack whose gates see no state comes to rest."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_docs import Network, derive, reference, timings
from lstm_docs.family import parity
from lstm_docs.site.fences import family_block


@pytest.mark.parametrize("cell", parity.BY_HAND)
def test_weights_by_hand_make_no_error_at_any_length(cell):
    """The equations say so of a thousand bits, and the reference, written apart, of the same."""
    bits = np.random.default_rng(1).integers(0, 2, 1000)
    expected = np.cumsum(bits) % 2 == 1
    assert (np.array(parity.odd(cell, bits)) == expected).all()
    weights = parity.BY_HAND[cell]
    network = Network(cell=cell, input=1, hidden=len(weights["b_h" if cell == "rnn-relu" else "b_i"]))
    held = reference.Weights((({name: np.asarray(it) for name, it in weights.items()},),))
    outputs = reference.run(network, held, bits.reshape(-1, 1, 1).astype(float)).output[:, 0]
    assert ((outputs.sum(1) > 0) == expected).all()


def test_the_rnn_has_four_transitions_and_all_are_exact():
    """From each state it can be in, by each bit, into one that it can be in: so for sequences of any length."""
    network = Network(cell="rnn-relu", input=1, hidden=2)
    can_be = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]
    for h in can_be:
        for bit in (0.0, 1.0):
            values = {**parity.BY_HAND["rnn-relu"], "h_t-1": np.array(h)[:, None], "x_t": np.array([[bit]])}
            after = derive.step(network.equations, values).values["h_t"][:, 0]
            assert tuple(after) in can_be
            assert after.sum() == (sum(h) + bit) % 2


@pytest.mark.parametrize("scale", [0.3, 3.0])
def test_a_step_of_mingru_is_smaller_than_the_last_by_what_its_gate_keeps(scale):
    network = Network(cell="mingru", input=1, hidden=5)
    weights = reference.random_weights(network, 7, scale).layers[0][0]
    steps = derive.trace(network.equations, weights, [np.ones((1, 1))] * 12, derive.zero_states(network))
    h = np.hstack([step.values["h_t"] for step in steps])
    moved = np.diff(h, axis=1)
    keeps = 1 - steps[0].values["z_t"]
    np.testing.assert_allclose(moved[:, 1:], keeps * moved[:, :-1], rtol=1e-6, atol=1e-14)
    assert ((keeps > 0) & (keeps < 1)).all()


def test_a_stack_comes_to_rest():
    early, late = parity.unrest(3, [10, 400], hidden=4)
    assert late < 1e-3 * early


def test_the_times_of_the_page_are_those_of_the_card():
    table = family_block.TABLES["time"]()
    machine = timings.stored("h200")
    (row,) = [
        r
        for r in machine.section("forward")
        if (r.kind, r.dtype, r.hidden, r.batch, r.steps, r.layers) == ("LSTM", "float32", 256, 64, 400, 1)
    ]
    products = 2 * row.macs / machine.ceilings.flops["float32"]
    assert [float(cell) for cell in table.rows[1].cells] == pytest.approx(
        [1000 * row.mean("graph"), 1000 * products, row.mean("graph") / products], rel=0.02
    )
