"""Sensitivities against PyTorch's Jacobians, and against what is known of single units."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch

from lstm_docs import Network, derive, reference
from lstm_docs.facts import sensitivity
from lstm_docs.ground.errors import ConformError, SizeError
from tests.every_cell import WITNESSED

from ..reference.peers import torch_network

STEPS = 7


def drawn(net, seed=3, scale=0.9):
    return reference.random_weights(net, seed, scale), reference.random_inputs(net, STEPS, 1, seed)


def spectral(jacobian):
    return np.linalg.svd(jacobian, compute_uv=False)[0]


@pytest.mark.parametrize(
    "net",
    [
        Network(cell="rnn-tanh", input=3, hidden=5),
        Network(cell="rnn-relu", input=3, hidden=5, bias=False),
        Network(cell="gru-reset-after", input=4, hidden=3),
        Network(cell="lstm", input=2, hidden=5),
        Network(cell="lstm", input=3, hidden=5, projection=2),
    ],
    ids=lambda net: f"{net.cell}-{net.projection}",
)
def test_inputs_against_autograd(net):
    weights, x = drawn(net)
    module, jacobians = torch_network(net, weights), sensitivity.of(net, weights, x).h_by_x
    jacobian = torch.autograd.functional.jacobian(lambda x: module(x)[0], torch.from_numpy(x))[:, 0, :, :, 0].numpy()
    for t in range(STEPS):
        for s in range(STEPS):
            assert jacobians[t, s] == pytest.approx(spectral(jacobian[t, :, s]), rel=1e-10, abs=1e-14)
    assert not np.triu(jacobians, 1).any()


def test_in_the_long_run_the_radius_decides_and_the_norm_only_bounds():
    """On the network of the page: after 23 steps the norm is off by five powers of ten, the radius by less than one."""
    net = Network(cell="rnn-tanh", input=8, hidden=12)
    weights, x = reference.random_weights(net, 1), reference.random_inputs(net, 24, 1, 1)
    slope, norm, radius = sensitivity.rates(net, weights, x)
    felt = sensitivity.of(net, weights, x).first_input
    left = felt[-1] / felt[0]
    assert (slope * radius) ** 23 == pytest.approx(left, rel=0.2)
    assert 2e5 < (slope * norm) ** 23 / left < 3e5
    U, steps = torch.from_numpy(weights.layers[0][0]["U_h"]), torch.from_numpy(x)
    layer = torch_network(net, weights)
    assert torch.linalg.matrix_norm(U, 2).item() == pytest.approx(norm)
    assert torch.linalg.eigvals(U).abs().max().item() == pytest.approx(radius)
    assert (1 - layer(steps)[0] ** 2).mean().item() == pytest.approx(slope)


@pytest.mark.parametrize("net", [Network(input=2, hidden=3), Network(cell="rnn-tanh", input=2, hidden=3, layers=2)])
def test_rates_are_of_one_plain_layer(net):
    with pytest.raises(ConformError, match="rates are those of one rnn-tanh layer"):
        sensitivity.rates(net, *drawn(net))


@pytest.mark.parametrize(("scale", "grows"), [(0.9, False), (1.1, True)])
def test_a_recurrent_matrix_may_amplify_and_only_tanh_cannot(scale, grows):
    U = scale * np.eye(4)
    assert (np.linalg.norm(np.linalg.matrix_power(U, 10) @ np.ones(4)) > np.linalg.norm(np.ones(4))) == grows
    assert (np.abs(np.tanh(np.linspace(-9, 9, 1001))) <= np.abs(np.linspace(-9, 9, 1001))).all()


def test_cell_states_against_autograd():
    """c_s is changed where it is made: h_s = o_s ⊙ tanh(c_s) changes with it."""
    net = Network(input=2, hidden=5)
    weights, x = drawn(net)
    module, jacobians = torch_network(net, weights), sensitivity.of(net, weights, x).c_by_c
    (value,) = reference.gates(net, weights, x)
    c, o, sequence = (torch.from_numpy(array) for array in (value["c_t"], value["o_t"], x))
    for s in range(STEPS - 1):
        for t in range(s + 1, STEPS):

            def later(changed, s=s, t=t):
                return module(sequence[s + 1 : t + 1], (o[s : s + 1] * torch.tanh(changed), changed))[1][1]

            jacobian = torch.autograd.functional.jacobian(later, c[s : s + 1])[0, 0, :, 0, 0].numpy()
            assert jacobians[t, s] == pytest.approx(spectral(jacobian), rel=1e-10)
    np.testing.assert_array_equal(np.diag(jacobians), 1)


@pytest.mark.parametrize("projected", [False, True])
@pytest.mark.parametrize("name", [name for name in WITNESSED if name.startswith("lstm")])
def test_every_lstm_against_the_gradient_of_its_equations(name, projected):
    """By components: the last c and h by the c and x of every step, a row for each component."""
    net = Network(cell=name, input=2, hidden=4, projection=3 if projected else None)
    weights, x = drawn(net)
    ((named,),) = weights.layers
    states, columns = derive.zero_states(net), list(x[:, 0, :, np.newaxis])
    done = derive.trace(net.equations, named, columns, states)
    rows = {"c_t": [], "h_t": []}
    for letter, by_one in rows.items():
        for unit in range(len(done[-1].values[letter])):
            by_next = {f"{s[0]}_t": np.zeros_like(array) for s, array in states.items()}
            by_next[letter][unit] = 1
            by_one.append(walked_back(net, named, columns, states, done, by_next))
    jacobians = sensitivity.of(net, weights, x)
    for s in range(STEPS):
        c_by_c = np.stack([row[s]["c_t"][:, 0] for row in rows["c_t"]])
        h_by_x = np.stack([row[s]["x_t"][:, 0] for row in rows["h_t"]])
        assert jacobians.c_by_c[-1, s] == pytest.approx(spectral(c_by_c), rel=1e-10)
        assert jacobians.last_state[s] == pytest.approx(spectral(h_by_x), rel=1e-10)


def walked_back(net, named, columns, states, done, by_next):
    """The gradients of every step, given those by the last states."""
    norms = []
    for t in reversed(range(STEPS)):
        before = {name: done[t - 1].values[f"{name[0]}_t"] for name in states} if t else states
        norms.append(derive.gradient(net.equations, {**named, **before, "x_t": columns[t]}, done[t], by_next))
        by_next = {f"{name[0]}_t": norms[-1][name] for name in states}
    return norms[::-1]


def test_the_direct_path_is_all_there_is_without_recurrence():
    """With every U zero no gate sees a state, and c_t depends on c_s through the forget gates alone."""
    net = Network(input=3, hidden=4)
    weights, x = drawn(net)
    ((named,),) = weights.layers
    alone = reference.Weights((({n: np.zeros_like(a) if n[0] == "U" else a for n, a in named.items()},),))
    jacobians = sensitivity.of(net, alone, x)
    np.testing.assert_allclose(jacobians.direct, jacobians.c_by_c, rtol=1e-12)
    (value,) = reference.gates(net, alone, x)
    assert jacobians.direct_mean[4, 1] == pytest.approx(np.mean(value["f_t"][2:5, 0].prod(axis=0)))
    assert (jacobians.direct_mean <= jacobians.direct).all()


def test_one_unit_by_hand():
    """h_t = tanh(w x_t + u h_t-1) at x = 0 is a product of u: it vanishes below 1 and explodes above."""
    net = Network(cell="rnn-tanh", input=1, hidden=1, bias=False)
    for u in (0.5, 1.0, 1.5):
        weights = reference.Weights((({"W_h": np.array([[2.0]]), "U_h": np.array([[u]])},),))
        jacobians = sensitivity.of(net, weights, np.zeros((STEPS, 1, 1)))
        np.testing.assert_allclose(jacobians.first_input, 2 * u ** np.arange(STEPS), rtol=1e-14)
        np.testing.assert_allclose(jacobians.last_state, 2 * u ** np.arange(STEPS)[::-1], rtol=1e-14)
    assert jacobians.c_by_c is jacobians.direct is jacobians.direct_mean is None


def test_without_a_forget_gate_nothing_is_lost_on_the_direct_path():
    net = Network(cell="lstm-1997", input=2, hidden=3)
    np.testing.assert_array_equal(sensitivity.of(net, *drawn(net)).direct, np.tri(STEPS))


def test_a_forget_bias_keeps_more():
    net = Network(input=3, hidden=8)
    weights, x = drawn(net, scale=0.3)
    by_bias = [sensitivity.of(net, sensitivity.with_forget_bias(net, weights, bias), x) for bias in (0, 1, 3)]
    for less, more in pairwise(by_bias):
        assert (less.first_input[1:] < more.first_input[1:]).all()
        assert less.direct_mean[-1, 0] < more.direct_mean[-1, 0]
    changed = sensitivity.with_forget_bias(net, weights, 1).layers[0][0]
    assert {name for name in changed if not np.array_equal(changed[name], weights.layers[0][0][name])} == {"b_f"}
    np.testing.assert_array_equal(changed["b_f"], np.ones((8, 1)))


@pytest.mark.parametrize(
    ("net", "words"),
    [
        (Network(cell="gru-reset-after", input=3, hidden=4), "gru-reset-after has no forget gate, so there is no b_f to set"),
        (Network(input=3, hidden=4, bias=False), "lstm is without biases, so there is no b_f to set"),
    ],
)
def test_a_forget_bias_where_there_is_none(net, words):
    with pytest.raises(ConformError) as caught:
        sensitivity.with_forget_bias(net, reference.random_weights(net, 1), 1)
    assert str(caught.value) == words


@pytest.mark.parametrize(
    ("sizes", "shape", "error", "words"),
    [
        ({"layers": 2}, (5, 1, 3), ConformError, "of one layer in one direction, not of 2 in 1"),
        ({"bidirectional": True}, (5, 1, 3), ConformError, "of one layer in one direction, not of 1 in 2"),
        ({}, (5, 2, 3), ConformError, r"x holds 2 sequences, expected one: \(T, 1, 3\)"),
        ({}, (5, 3), ConformError, r"x is \(5, 3\), expected three axes"),
        ({}, (5, 1, 2), ConformError, "its last axis is 2, but the network's input is 3"),
        ({}, (0, 1, 3), SizeError, r"x is \(0, 1, 3\)"),
        ({"hidden": 512}, (100, 1, 3), SizeError, "the Jacobians of 100 steps and a state 1024 wide are too large"),
    ],
)
def test_what_it_refuses(sizes, shape, error, words):
    net = Network(**{"input": 3, "hidden": 4} | sizes)
    with pytest.raises(error, match=words):
        sensitivity.of(net, reference.random_weights(net, 1), np.zeros(shape))
