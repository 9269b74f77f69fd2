"""The gradient that follows from the equations: against the hand-written one, differences, and how it reads."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_docs import Network, cells, derive, reference
from lstm_docs.cells.nodes import Equation, Hadamard, Negative, OneMinus, Pointwise, Product, Sum, Symbol, Transposed
from lstm_docs.derive.functions import FUNCTIONS
from lstm_docs.derive.gradient_nodes import Bar, Positive, Squared
from lstm_docs.ground.errors import ConformError
from tests.every_cell import EVERY, PROJECTED, WITNESSED


@st.composite
def networks(draw, among=EVERY):
    cell = draw(st.sampled_from(among))
    projection = draw(st.sampled_from([None, 1, 3])) if cell in PROJECTED else None
    sizes = {"input": draw(st.integers(1, 4)), "hidden": draw(st.integers(1, 5))}
    return Network(cell=cell, **sizes, projection=projection, bias=draw(st.booleans()))


def given_to(net, steps, seed):
    """(weights, input columns, first states, gradients by h_t) of one sequence."""
    draws = np.random.default_rng(seed)
    states = {name: draws.normal(size=zero.shape) for name, zero in derive.zero_states(net).items()}
    inputs = [draws.normal(size=(net.input, 1)) for _ in range(steps)]
    by_outputs = [draws.normal(size=states["h_t-1"].shape) for _ in range(steps)]
    return reference.random_weights(net, seed, scale=0.9).layers[0][0], inputs, states, by_outputs


@settings(max_examples=80)
@given(networks(WITNESSED), st.integers(1, 6), st.integers(0, 2**32))
def test_the_equations_and_the_hand_written_gradients_agree(net, steps, seed):
    weights, inputs, states, by_outputs = given_to(net, steps, seed)
    done = derive.trace(net.equations, weights, inputs, states)
    ours = derive.gradient_trace(net.equations, weights, inputs, states, done, by_outputs)

    x, by = (np.stack(columns).transpose(0, 2, 1) for columns in (inputs, by_outputs))
    rows = {name[0]: [array.T] for name, array in states.items()}
    theirs = reference.gradients(net, reference.Weights(((weights,),)), x, by, reference.State(**rows))
    np.testing.assert_allclose(ours.by("x_t"), theirs.x[:, 0], rtol=0, atol=1e-12)
    assert ours.weights.keys() == theirs.weights.layers[0][0].keys()
    for name, array in theirs.weights.layers[0][0].items():
        np.testing.assert_allclose(ours.weights[name], array, rtol=0, atol=1e-12, err_msg=name)
    for letter in rows:
        (first,) = getattr(theirs.state, letter)
        np.testing.assert_allclose(ours.by(f"{letter}_t-1")[0], first[0], rtol=0, atol=1e-12)


@settings(max_examples=60)
@given(networks(), st.integers(0, 2**32))
def test_one_step_against_central_differences(net, seed):
    """By every component of every symbol that goes into a step."""
    weights, (x,), states, _ = given_to(net, 1, seed)
    cell, values = net.equations, {**weights, **states, "x_t": x}
    draws = np.random.default_rng(seed + 1)
    by_next = {f"{name[0]}_t": draws.normal(size=array.shape) for name, array in states.items()}
    gradient = derive.gradient(cell, values, derive.step(cell, values), by_next)

    def loss(name, place, by):
        moved = values[name].copy()
        moved[place] += by
        after = derive.step(cell, values | {name: moved}).values
        return sum((by_next[state] * after[state]).sum() for state in by_next)

    step = 1e-5 if net.cell != "rnn-relu" else 1e-8  # short, so that few arguments change their sign
    for name, array in values.items():
        assert gradient[name].shape == array.shape
        for place in np.ndindex(array.shape):
            slope = (loss(name, place, step) - loss(name, place, -step)) / (2 * step)
            assert gradient[name][place] == pytest.approx(slope, rel=1e-6, abs=1e-6), name


@pytest.mark.parametrize(
    ("name", "projection"),
    [(name, projection) for name in EVERY for projection in (None, 2) if name in PROJECTED or not projection],
)
def test_the_equations_shown_compute_the_gradient(name, projection):
    net = Network(cell=name, input=3, hidden=4, projection=projection)
    weights, (x,), states, (by_h,) = given_to(net, 1, 7)
    values = {**weights, **states, "x_t": x}
    done = derive.step(net.equations, values)
    by_next = {"h_t": by_h} | ({"c_t": np.full((4, 1), 0.3)} if "c_t-1" in states else {})
    expected = derive.gradient(net.equations, values, done, by_next)
    shown = derive.gradient_equations(net.equations)
    for bar in shown:
        np.testing.assert_allclose(_run(bar.body, {**values, **done.values}, by_next), expected[bar.of], rtol=0, atol=1e-14)
    assert {bar.of for bar in shown} == expected.keys() - {"h_t"}  # which is given


def _run(node, values, by_next):
    def run(part):
        return _run(part, values, by_next)

    match node:
        case Bar(of, None):
            return by_next[of]
        case Bar(_, body):
            return run(body)
        case Symbol() | Equation():
            return values[node.name]
        case Product(left, right):
            return run(left) @ run(right)
        case Hadamard(left, right):
            return run(left) * run(right)
        case Sum(terms):
            return sum(map(run, terms))
        case Pointwise(function, argument):
            return FUNCTIONS[function].value(run(argument))
        case OneMinus(argument):
            return 1 - run(argument)
        case Transposed(argument):
            return run(argument).T
        case Negative(argument):
            return -run(argument)
        case Squared(argument):
            return run(argument) ** 2
        case Positive(argument):
            return run(argument) > 0
    raise TypeError(node)


@pytest.mark.parametrize(
    ("cell", "equations"),
    [
        (
            "lstm",
            [
                r"\bar{c}_{t} = \bar{c}_{t}^{+} + \bar{h}_{t} \odot o_{t} \odot \left(1 - \tanh^{2}\left(c_{t}\right)\right)",
                r"\bar{f}_{t} = \bar{c}_{t} \odot c_{t-1}",
                r"\bar{a}_{f} = \bar{f}_{t} \odot f_{t} \odot \left(1 - f_{t}\right)",
                r"\bar{a}_{g} = \bar{g}_{t} \odot \left(1 - g_{t}^{2}\right)",
                r"\bar{W}_{f} = \bar{a}_{f}\,x_{t}^{\top}",
                r"\bar{b}_{f} = \bar{a}_{f}",
                r"\bar{c}_{t-1} = \bar{c}_{t} \odot f_{t}",
                r"\bar{h}_{t-1} = U_{o}^{\top}\,\bar{a}_{o} + U_{g}^{\top}\,\bar{a}_{g} + U_{f}^{\top}\,\bar{a}_{f}"
                r" + U_{i}^{\top}\,\bar{a}_{i}",
            ],
        ),
        (
            "gru-reset-before",
            [
                r"\bar{z}_{t} = -\bar{h}_{t} \odot n_{t} + \bar{h}_{t} \odot h_{t-1}",
                r"\bar{r}_{t} = \left(U_{n}^{\top}\,\bar{a}_{n}\right) \odot h_{t-1}",
                r"\bar{U}_{n} = \bar{a}_{n}\,\left(r_{t} \odot h_{t-1}\right)^{\top}",
            ],
        ),
        ("gru-reset-after", [r"\bar{b}_{hn} = \bar{a}_{n} \odot r_{t}"]),
        ("rnn-relu", [r"\bar{a}_{h} = \bar{h}_{t} \odot \left[h_{t} > 0\right]"]),
    ],
)
def test_they_read_like_a_textbook(cell, equations):
    lines = [derive.latex_gradient(bar) for bar in derive.gradient_equations(cells.build(cell))]
    assert [equation for equation in equations if equation not in lines] == []


def test_gradients_that_do_not_fit_are_refused():
    net = Network(input=3, hidden=4)
    weights, inputs, states, by_outputs = given_to(net, 2, 1)
    done = derive.trace(net.equations, weights, inputs, states)
    values = {**weights, **states, "x_t": inputs[0]}
    with pytest.raises(ConformError, match="the gradient by c_t is missing, expected 4×1"):
        derive.gradient(net.equations, values, done[0], {"h_t": by_outputs[0]})
    with pytest.raises(ConformError, match="the gradient by h_t is 3×1, expected 4×1"):
        derive.gradient(net.equations, values, done[0], {"h_t": np.zeros((3, 1)), "c_t": np.zeros((4, 1))})
    with pytest.raises(ConformError, match="2 inputs, 2 steps and 1 gradients"):
        derive.gradient_trace(net.equations, weights, inputs, states, done, by_outputs[:1])
    with pytest.raises(ConformError, match=r"a gradient by h_t is \(4,\), expected \(4, 1\)"):
        derive.gradient_trace(net.equations, weights, inputs, states, done, [np.zeros(4), by_outputs[1]])
