"""Laws that hold for every network: how batches, splits, padding, directions and layouts relate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_docs import Network, reference
from lstm_docs.reference import State, Weights, network
from tests.every_cell import PROJECTED, WITNESSED

from .peers import random_state

TOLERANCE = 1e-12
ARGUMENTS = settings(max_examples=60)


@st.composite
def cases(draw, **fixed):
    """A network, weights, inputs (T, B, I) and a state to start from."""
    cell = draw(st.sampled_from(sorted(WITNESSED)))
    widths = draw(st.lists(st.integers(1, 9), min_size=1, max_size=3))
    options = {
        "cell": cell,
        "input": draw(st.integers(1, 6)),
        "hidden": tuple(widths),
        "bidirectional": draw(st.booleans()),
        "projection": draw(st.sampled_from([None, 1, 3])) if cell in PROJECTED else None,
        "bias": draw(st.booleans()),
    }
    net = Network(**options | fixed)
    steps, batch, seed = draw(st.integers(1, 9)), draw(st.integers(1, 10)), draw(st.integers(0, 999))
    weights, x = reference.random_weights(net, seed, scale=0.7), reference.random_inputs(net, steps, batch, seed)
    return net, weights, x, draw(st.sampled_from([None, random_state(net, batch, seed)]))


def lengths_for(data, x):
    steps, batch, _ = x.shape
    return data.draw(st.lists(st.integers(1, steps), min_size=batch, max_size=batch))


def one_sequence(state, b):
    if state is None:
        return None
    return State([h[b : b + 1] for h in state.h], state.c and [c[b : b + 1] for c in state.c])


def same(left, right):
    assert len(left) == len(right)
    for a, b in zip(left, right, strict=True):
        np.testing.assert_allclose(a, b, rtol=0, atol=TOLERANCE)


def same_state(left, right):
    same(left.h, right.h)
    assert (left.c is None) == (right.c is None)
    same(left.c or (), right.c or ())


@ARGUMENTS
@given(cases(bidirectional=False), st.data())
def test_a_run_can_be_split_anywhere(case, data):
    net, weights, x, state = case
    at = data.draw(st.integers(0, len(x)))
    whole = reference.run(net, weights, x, state)
    if at in (0, len(x)):
        return
    first = reference.run(net, weights, x[:at], state)
    second = reference.run(net, weights, x[at:], first.state)
    same(whole.output, np.concatenate([first.output, second.output]))
    same_state(whole.state, second.state)


@ARGUMENTS
@given(cases(), st.data())
def test_a_sequence_is_not_changed_by_its_batch(case, data):
    net, weights, x, state = case
    lengths = lengths_for(data, x)
    together = reference.run(net, weights, x, state, lengths)
    for b, length in enumerate(lengths):
        alone = reference.run(net, weights, x[:length, b : b + 1], one_sequence(state, b))
        same(together.output[:length, b], alone.output[:, 0])
        assert not together.output[length:, b].any()
        same_state(one_sequence(together.state, b), alone.state)


@ARGUMENTS
@given(cases(), st.data())
def test_what_lies_beyond_a_length_never_matters(case, data):
    net, weights, x, state = case
    lengths = lengths_for(data, x)
    spoilt = x.copy()
    for b, length in enumerate(lengths):
        spoilt[length:, b] = np.nan
    clean, dirty = (reference.run(net, weights, given_, state, lengths) for given_ in (x, spoilt))
    np.testing.assert_array_equal(clean.output, dirty.output)
    for a, b in zip(clean.state.h, dirty.state.h, strict=True):
        np.testing.assert_array_equal(a, b)


@ARGUMENTS
@given(cases(), st.data())
def test_the_batch_may_lead(case, data):
    net, weights, x, state = case
    lengths = data.draw(st.sampled_from([None, lengths_for(data, x)]))
    steps_first = reference.run(net, weights, x, state, lengths)
    batch_first = reference.run(net, weights, x.transpose(1, 0, 2), state, lengths, batch_first=True)
    np.testing.assert_array_equal(steps_first.output.transpose(1, 0, 2), batch_first.output)
    same_state(steps_first.state, batch_first.state)


@ARGUMENTS
@given(cases(), st.data())
def test_the_last_step_is_where_each_direction_ends(case, data):
    net, weights, x, state = case
    lengths = data.draw(st.sampled_from([[len(x)] * x.shape[1], lengths_for(data, x)]))
    out = reference.run(net, weights, x, state, lengths)
    width, last = net.recurrent(net.layers - 1), reference.last_step(out)
    for b, length in enumerate(lengths):
        np.testing.assert_array_equal(last[b, :width], out.output[length - 1, b, :width])
        np.testing.assert_array_equal(last[b, width:], out.output[0, b, width:])


def swapped(weights):
    """The directions of every layer exchanged, in a stack of one layer."""
    return Weights(tuple(layer[::-1] for layer in weights.layers))


@ARGUMENTS
@given(cases(bidirectional=True, hidden=5))
def test_reversing_the_input_swaps_the_directions(case):
    net, weights, x, state = case
    turned = None if state is None else State(state.h[::-1], state.c and state.c[::-1])
    there, back = reference.run(net, weights, x, state), reference.run(net, swapped(weights), x[::-1], turned)
    forward, backward = np.split(there.output, 2, axis=2)
    same(back.output[::-1], np.concatenate([backward, forward], axis=2))
    same_state(there.state, State(back.state.h[::-1], back.state.c and back.state.c[::-1]))


@ARGUMENTS
@given(cases())
def test_a_stack_is_its_layers_one_after_another(case):
    net, weights, x, state = case
    whole, sequence = reference.run(net, weights, x, state), x
    for layer in range(net.layers):
        alone = replace(net, hidden=net.widths[layer], layers=1, input=net.layer_input(layer))
        at = slice(layer * net.directions, (layer + 1) * net.directions)
        own = state and State(state.h[at], state.c and state.c[at])
        out = reference.run(alone, Weights(weights.layers[layer : layer + 1]), sequence, own)
        same_state(State(whole.state.h[at], whole.state.c and whole.state.c[at]), out.state)
        sequence = out.output
    same(whole.output, sequence)


@ARGUMENTS
@given(cases(), st.data())
def test_the_work_is_the_sum_of_the_lengths(case, data):
    net, weights, x, state = case
    lengths = lengths_for(data, x)
    counted, whole_scan = [], network.scan

    def scan(step, p, *arguments):
        counted.append(p.shape[0] * p.shape[2])
        taken = []
        advance = step.advance
        step = step._replace(advance=lambda p_t, h, out: (taken.append(p_t.shape[1]), advance(p_t, h, out)))
        whole_scan(step, p, *arguments)
        assert sum(taken) == counted[-1]

    network.scan = scan
    try:
        reference.run(net, weights, x, state, lengths)
    finally:
        network.scan = whole_scan
    assert sum(counted) == net.layers * net.directions * sum(lengths)


@ARGUMENTS
@given(cases())
def test_packed_once_or_each_time_is_the_same(case):
    net, weights, x, state = case
    prepared = reference.prepare(net, weights)
    first, again, afresh = (reference.run(net, w, x, state) for w in (prepared, prepared, weights))
    np.testing.assert_array_equal(first.output, again.output)
    np.testing.assert_array_equal(first.output, afresh.output)


@ARGUMENTS
@given(cases())
def test_nothing_given_is_changed(case):
    net, weights, x, state = case
    before = [a.copy() for a in (x, *(state.h if state else ()), *((state and state.c) or ()))]
    out = reference.run(net, weights, x, state)
    for given_, copy in zip((x, *(state.h if state else ()), *((state and state.c) or ())), before, strict=True):
        np.testing.assert_array_equal(given_, copy)
    copies = [h.copy() for h in out.state.h]
    reference.run(net, weights, x, out.state)
    same(out.state.h, copies)


def test_states_of_layers_of_one_width_are_one_array():
    net = Network(input=3, hidden=4, layers=2, bidirectional=True, projection=2)
    out = reference.run(net, reference.random_weights(net, 1), reference.random_inputs(net, 5, 6, 1))
    assert (out.h_n.shape, out.c_n.shape) == ((4, 6, 2), (4, 6, 4))
    stacked = State(out.h_n, out.c_n)
    x = reference.random_inputs(net, 5, 6, 2)
    weights = reference.random_weights(net, 1)
    same(reference.run(net, weights, x, stacked).output, reference.run(net, weights, x, out.state).output)


def test_states_of_layers_of_different_widths_are_a_tuple():
    net = Network(input=3, hidden=(4, 5), projection=2)
    out = reference.run(net, reference.random_weights(net, 1), reference.random_inputs(net, 5, 6, 1))
    assert out.h_n.shape == (2, 6, 2)
    assert [c.shape for c in out.c_n] == [(6, 4), (6, 5)]


@pytest.mark.parametrize("seed", range(5))
def test_the_cell_of_1997_shrinks_as_well_as_grows_and_never_forgets(seed):
    """What is added has either sign; and with the gates as they are, the old value stays in the sum with weight 1."""
    net = Network(cell="lstm-1997", input=3, hidden=4)
    weights, x = reference.random_weights(net, seed), reference.random_inputs(net, 30, 1, seed)
    (value,) = reference.gates(net, weights, x)
    size = np.abs(value["c_t"][:, 0])
    assert 0.05 < np.mean(size[1:] < size[:-1]) < 0.95
    np.testing.assert_allclose(np.diff(value["c_t"][:, 0], axis=0), (value["i_t"] * value["g_t"])[1:, 0], atol=1e-12)
