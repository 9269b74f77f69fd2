from __future__ import annotations

import json

import numpy as np
import pytest

from lstm_docs import cells, derive
from lstm_docs.cells.sizes import H, I
from lstm_docs.ground.errors import ConformError
from lstm_docs.network import Network
from lstm_docs.reference.weights import random_inputs, random_weights
from tests.every_cell import EVERY


@pytest.mark.parametrize(
    ("name", "parameters", "macs", "additions", "hadamard", "activations"),
    [
        ("rnn-tanh", "H*(H + I + 1)", "H*(H + I)", "H", "0", "H"),
        ("lstm", "4*H*(H + I + 1)", "4*H*(H + I)", "5*H", "3*H", "5*H"),
        ("lstm-peephole", "H*(4*H + 4*I + 7)", "4*H*(H + I)", "8*H", "6*H", "5*H"),
        ("lstm-coupled", "3*H*(H + I + 1)", "3*H*(H + I)", "5*H", "3*H", "4*H"),
        ("lstm-1997", "3*H*(H + I + 1)", "3*H*(H + I)", "4*H", "2*H", "4*H"),
        ("gru-reset-after", "H*(3*H + 3*I + 4)", "3*H*(H + I)", "5*H", "3*H", "3*H"),
        ("gru-reset-before", "3*H*(H + I + 1)", "3*H*(H + I)", "5*H", "3*H", "3*H"),
    ],
)
def test_formulas_follow_from_the_equations(name, parameters, macs, additions, hadamard, activations):
    cell = cells.build(name)
    counts = derive.operations(cell)
    formulas = (derive.parameters(cell), counts.macs, counts.additions, counts.hadamard_products, counts.activations)
    assert tuple(map(str, formulas)) == (parameters, macs, additions, hadamard, activations)


def test_the_equations_read_like_the_paper():
    cell = cells.build("lstm")
    assert [derive.latex_equation(cell, equation) for equation in cell.equations] == [
        r"i_{t} = \sigma\left(W_{i}\,x_{t} + U_{i}\,h_{t-1} + b_{i}\right)",
        r"f_{t} = \sigma\left(W_{f}\,x_{t} + U_{f}\,h_{t-1} + b_{f}\right)",
        r"g_{t} = \tanh\left(W_{g}\,x_{t} + U_{g}\,h_{t-1} + b_{g}\right)",
        r"o_{t} = \sigma\left(W_{o}\,x_{t} + U_{o}\,h_{t-1} + b_{o}\right)",
        r"c_{t} = f_{t} \odot c_{t-1} + i_{t} \odot g_{t}",
        r"h_{t} = o_{t} \odot \tanh\left(c_{t}\right)",
    ]


def test_shapes_stand_under_the_symbols():
    cell = cells.build("lstm")
    latex = derive.latex_equation(cell, cell.equations[4], shapes=True)
    assert latex.startswith(r"\underset{H\times 1}{c_{t}} = \underset{H\times 1}{f_{t}} \odot")


def test_products_of_sums_keep_their_parentheses():
    before, after = cells.build("gru-reset-before"), cells.build("gru-reset-after")
    assert r"U_{n}\,\left(r_{t} \odot h_{t-1}\right)" in derive.latex_equation(before, before.equations[2])
    assert r"r_{t} \odot \left(U_{n}\,h_{t-1} + b_{hn}\right)" in derive.latex_equation(after, after.equations[2])
    assert r"\left(1 - z_{t}\right) \odot n_{t}" in derive.latex_equation(after, after.equations[3])


@pytest.mark.parametrize("name", EVERY)
def test_the_json_tree_runs_to_the_same_values(name):
    net = Network(cell=name, input=4, hidden=3)
    tree = json.loads(json.dumps(derive.tree(net.equations)))
    weights = random_weights(net, 5).layers[0][0]
    x = random_inputs(net, 1, 1, 5)[0].T
    values = {**weights, **{s: np.full((3, 1), 0.3) for s in tree["states"]}, tree["input"]: x}
    expected = derive.step(net.equations, values).values
    for equation, body in tree["equations"]:
        values[equation] = _run(body, values)
        assert np.array_equal(values[equation], expected[equation])


def _run(body, values):
    if isinstance(body, str):
        return values[body]
    operator, *parts = body
    arrays = [_run(part, values) for part in parts]
    match operator:
        case "@":
            return arrays[0] @ arrays[1]
        case "*":
            return arrays[0] * arrays[1]
        case "+":
            return sum(arrays[1:], arrays[0])
        case "1-":
            return 1 - arrays[0]
        case "sigmoid":
            return (1 + np.tanh(arrays[0] / 2)) / 2
        case "tanh":
            return np.tanh(arrays[0])
    return np.maximum(arrays[0], 0)


def test_values_that_do_not_conform_are_refused_with_both_shapes():
    net = Network(input=4, hidden=3)
    values = {**random_weights(net, 0).layers[0][0], **derive.zero_states(net), "x_t": np.zeros((5, 1))}
    with pytest.raises(ConformError, match="W_i x_t does not conform: W_i is 3×4 and x_t is 5×1"):
        derive.step(net.equations, values)


def test_layers_add_up():
    per_layer = derive.parameters(cells.build("lstm"))
    deep = Network(input=80, hidden=12, layers=3, bidirectional=True)
    formula = derive.over_layers(per_layer, deep)
    assert str(formula) == "8*H*(3*H + 1)*(L - 1) + 8*H*(H + I + 1)"
    flat = Network(input=80, hidden=12)
    assert derive.over_layers(per_layer, flat).subs({I: 80, H: 12}) == 4464
