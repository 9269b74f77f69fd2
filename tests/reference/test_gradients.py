"""Backpropagation through time against PyTorch's autograd, and against central differences of the run itself."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from lstm_docs import Network, reference
from lstm_docs.ground.errors import ConformError, SizeError
from lstm_docs.network import MERGES
from lstm_docs.reference import State
from tests.every_cell import PROJECTED, WITNESSED

from .peers import TORCH_ROWS, random_state, torch_network


def autograd(net, weights, x, by_output, state, by_state, lengths):
    """PyTorch's (gradient by x, by its tensors by name, by the first states) of the same loss."""
    kind = torch.from_numpy(by_output).dtype
    module = torch_network(net, weights, kind).train()
    sequence = torch.from_numpy(x).requires_grad_()
    letters = ("h", "c") if net.cell == "lstm" else ("h",)
    first = [torch.tensor(np.stack(getattr(state, s)), dtype=kind, requires_grad=True) for s in letters]
    packed = sequence if lengths is None else pack_padded_sequence(sequence, torch.tensor(lengths), enforce_sorted=False)
    output, last = module(packed, tuple(first) if net.cell == "lstm" else first[0])
    if lengths is not None:
        output, _ = pad_packed_sequence(output, total_length=len(x))
    loss = (output * torch.from_numpy(by_output)).sum()
    for letter, reached in zip(letters, last if net.cell == "lstm" else (last,), strict=True):
        loss = loss + (reached * torch.tensor(np.stack(getattr(by_state, letter)), dtype=kind)).sum()
    loss.backward()
    by_name = {name: tensor.grad.numpy() for name, tensor in module.named_parameters()}
    return sequence.grad.numpy(), by_name, [array.grad.numpy() for array in first]


def agree(net, seed, steps, batch, *, lengths=None, dtype=np.float64, tolerance=1e-10):
    weights, x = reference.random_weights(net, seed), reference.random_inputs(net, steps, batch, seed).astype(dtype)
    state, by_state = random_state(net, batch, seed), random_state(net, batch, seed + 1)
    width = net.directions * net.recurrent(net.layers - 1)
    by_output = np.random.default_rng(seed).normal(size=(steps, batch, width)).astype(dtype)
    ours = reference.gradients(net, weights, x, by_output, state, by_state, lengths)
    by_x, by_name, by_first = autograd(net, weights, x, by_output, state, by_state, lengths)
    assert ours.x.dtype == ours.state.h[0].dtype == dtype
    reference.check(net, ours.weights)
    for mine, theirs in [(ours.x, by_x), *zip((ours.state.h, ours.state.c), by_first, strict=False)]:
        np.testing.assert_allclose(np.stack(list(mine)), theirs, rtol=0, atol=tolerance * max(1, abs(theirs).max()))
    for name, theirs in by_name.items():
        if not name.startswith("bias_hh") or "gru" in net.cell:  # b stands for both biases: each has its gradient
            mine = in_torch_rows(net, ours.weights, name)
            np.testing.assert_allclose(mine, theirs, rtol=0, atol=tolerance * max(1, abs(theirs).max()), err_msg=name)


def in_torch_rows(net, by_weights, name):
    kind, _, suffix = name.partition("_l")
    layer, _, reverse = suffix.partition("_")
    named, rows = by_weights.layers[int(layer)][bool(reverse)], TORCH_ROWS[net.cell]
    if kind == "weight_hr":
        return named["V_h"]
    if kind == "bias_hh":
        return np.concatenate([named.get(f"bh_{gate}", named[f"b_{gate}"]) for gate in rows])[:, 0]
    letter = {"weight_ih": "W", "weight_hh": "U", "bias_ih": "b"}[kind]
    stacked = np.concatenate([named[f"{letter}_{gate}"] for gate in rows])
    return stacked[:, 0] if letter == "b" else stacked


@pytest.mark.parametrize("seed", range(40))
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
    agree(net, seed, steps, batch, lengths=[draw.randint(1, steps) for _ in range(batch)] if draw.random() < 0.5 else None)


@pytest.mark.parametrize("cell", TORCH_ROWS)
@pytest.mark.parametrize(("steps", "batch", "inputs", "hidden"), [(20, 1, 33, 401), (4, 40, 257, 131)])
def test_a_large_network(cell, steps, batch, inputs, hidden):
    agree(Network(cell=cell, input=inputs, hidden=hidden, bidirectional=True), 1, steps, batch)


@pytest.mark.parametrize("cell", TORCH_ROWS)
def test_in_float32(cell):
    agree(Network(cell=cell, input=7, hidden=20, layers=2), 3, 20, 9, dtype=np.float32, tolerance=5e-6)


@st.composite
def problems(draw):
    """A network of any cell, its weights, an input, states, lengths, and what the loss weighs each of its results by."""
    cell = draw(st.sampled_from(WITNESSED))
    hidden = tuple(draw(st.lists(st.integers(1, 4), min_size=1, max_size=2)))
    both, merge = draw(st.sampled_from([(False, "concat"), *((True, merge) for merge in MERGES)]))
    net = Network(
        cell=cell,
        input=draw(st.integers(1, 3)),
        hidden=hidden,
        bidirectional=both,
        merge=merge,
        projection=draw(st.sampled_from([None, 1, 3])) if cell in PROJECTED else None,
        bias=draw(st.booleans()),
    )
    steps, batch, seed = draw(st.integers(1, 5)), draw(st.integers(1, 3)), draw(st.integers(0, 2**32))
    lengths = draw(st.none() | st.lists(st.integers(1, steps), min_size=batch, max_size=batch))
    return net, steps, batch, seed, lengths


@settings(max_examples=60)
@given(problems())
def test_central_differences(problem):
    """Along one random direction through all weights, inputs and states at once, for every cell."""
    net, steps, batch, seed, lengths = problem
    draws = np.random.default_rng(seed)
    point = (reference.random_weights(net, seed), draws.normal(size=(steps, batch, net.input)), random_state(net, batch, seed))
    way = (reference.random_weights(net, seed + 1), draws.normal(size=point[1].shape), random_state(net, batch, seed + 1))
    by_output = draws.normal(size=(steps, batch, net.output))
    by_state = random_state(net, batch, seed + 2)

    def loss(step):
        weights, x, state = moved(point, way, step)
        out = reference.run(net, weights, x, state, lengths)
        pairs = zip(arrays_of(out.state), arrays_of(by_state), strict=True)
        return (out.output * by_output).sum() + sum((a * b).sum() for a, b in pairs)

    gradients = reference.gradients(net, *point[:2], by_output, point[2], by_state, lengths)
    slope = sum((a * b).sum() for a, b in zip(flat((gradients.weights, gradients.x, gradients.state)), flat(way), strict=True))
    step = 1e-5 if net.cell != "rnn-relu" else 1e-8  # short, so that few arguments change their sign
    assert slope == pytest.approx((loss(step) - loss(-step)) / (2 * step), rel=1e-6, abs=1e-6)


def arrays_of(state):
    return [*state.h, *(state.c or ())]


def flat(point):
    weights, x, state = point
    return [array for layer in weights.layers for named in layer for array in named.values()] + [x, *arrays_of(state)]


def moved(point, way, step):
    """`point` moved by `step` along `way`, in the same structure."""
    arrays = iter([array + step * other for array, other in zip(flat(point), flat(way), strict=True)])
    weights, _, state = point
    layers = tuple(tuple({name: next(arrays) for name in named} for named in layer) for layer in weights.layers)
    x = next(arrays)
    h = tuple(next(arrays) for _ in state.h)
    return reference.Weights(layers), x, State(h, state.c and tuple(arrays))


NET = Network(input=3, hidden=4, bidirectional=True)
WEIGHTS, X, BY = reference.random_weights(NET, 1), reference.random_inputs(NET, 5, 2, 1), np.ones((5, 2, 8))


def test_what_lies_beyond_a_length_has_no_effect():
    beyond = BY.copy()
    beyond[3:, 0] = np.nan
    given, plain = (reference.gradients(NET, WEIGHTS, X, by, lengths=[3, 5]) for by in (beyond, BY))
    np.testing.assert_array_equal(given.x, plain.x)
    np.testing.assert_array_equal(given.weights.layers[0][1]["b_f"], plain.weights.layers[0][1]["b_f"])
    assert not given.x[3:, 0].any()


def test_nothing_given_is_written_to():
    state, by_state = random_state(NET, 2, 3), random_state(NET, 2, 4)
    given = (X, BY, *arrays_of(state), *arrays_of(by_state))
    before = [array.copy() for array in given]
    twice = [reference.gradients(NET, WEIGHTS, X, BY, state, by_state).x for _ in range(2)]
    for array, copy in zip((*given, twice[0]), (*before, twice[1]), strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"output_gradient": BY[..., :4]}, ConformError, "output_gradient is (5, 2, 4) of float64, expected real"),
        ({"output_gradient": BY[:4]}, ConformError, "like the output: (5, 2, 8)"),
        ({"output_gradient": 1.0}, ConformError, "output_gradient is () of float64"),
        ({"output_gradient": [[1, 2], [3]]}, ConformError, "output_gradient is not an array"),
        ({"output_gradient": BY > 0}, ConformError, "output_gradient is (5, 2, 8) of bool"),
        ({"x": X[..., :2]}, ConformError, "x is (5, 2, 2): its last axis is 2, but the network's input is 3"),
        ({"state_gradient": State(np.zeros((2, 2, 4)))}, ConformError, "in state_gradient, state has no c"),
        ({"lengths": [5, 6]}, SizeError, "lengths[1] is 6"),
    ],
)
def test_what_does_not_fit_is_refused(given, error, words):
    with pytest.raises(error) as caught:
        reference.gradients(**{"net": NET, "weights": WEIGHTS, "x": X, "output_gradient": BY} | given)
    assert words in str(caught.value)
