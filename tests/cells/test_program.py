"""A cell as NumPy and as a PyTorch module: both are run beside the equations."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lstm_docs import Network, cells, derive
from lstm_docs.reference import random_inputs, random_weights
from tests.every_cell import EVERY
from tests.facts.test_own_cells import OWN

TEXTS = {**OWN, **{name: name for name in EVERY}}
TEXTS["words of python"] = (
    "# class\nlambda: 1\ntraining: 1\nin = tanh(W_in x + lambda * h)\nstep = sigmoid(in * training) - -in\nh = step * in\n"
)
TEXTS["brackets"] = (
    "a = sigmoid(W_a x + U_a h + b_a)\nb = 1 + sigmoid(W_b x + b_b)\n"
    "h = a / (b * exp(a)) - (a / b) / (b + a) - (a - (b - a)) * (a / (b * b))\n"
)
STEPS, BATCH, HIDDEN = 4, 3, 5


def given(name):
    text = TEXTS[name]
    net = Network(cell=text, input=HIDDEN if "x: H" in text else 2, hidden=HIDDEN)
    weights = random_weights(net, 1).layers[0][0]
    x = random_inputs(net, STEPS, BATCH, 2)
    rng = np.random.default_rng(3)
    first = {state.name: rng.uniform(0.3, 0.8, (BATCH, *net.shape(state))) for state in net.equations.states}
    return net, weights, x, first


def expected(net, weights, x, first):
    """Every h (T, B, H) by the equations, one sequence after another."""
    outputs = []
    for sequence in range(BATCH):
        states = {name: array[sequence] for name, array in first.items()}
        done = derive.trace(net.equations, weights, [column[:, None] for column in x[:, sequence]], states)
        outputs.append([step.values["h_t"][:, 0] for step in done])
    return np.array(outputs).transpose(1, 0, 2)


def module_of(cell):
    names = {}
    exec(compile(derive.torch_program(cell), "cell.py", "exec"), names)
    (made,) = (value for value in names.values() if isinstance(value, type) and issubclass(value, torch.nn.Module))
    return made


@pytest.mark.parametrize("name", TEXTS)
def test_the_numpy_computes_what_the_equations_do(name):
    net, weights, x, first = given(name)
    names = {}
    exec(compile(derive.numpy_program(net.equations), "cell.py", "exec"), names)
    outputs, last = names["run"](weights, x, tuple(first.values()))
    np.testing.assert_allclose(outputs, expected(net, weights, x, first), rtol=0, atol=1e-12)
    assert len(last) == len(first)
    zeros = {state: np.zeros_like(array) for state, array in first.items()}
    np.testing.assert_array_equal(names["run"](weights, x)[0], names["run"](weights, x, tuple(zeros.values()))[0])


@pytest.mark.parametrize("name", TEXTS)
def test_the_module_computes_and_has_gradients_of_what_the_equations_do(name):
    net, weights, x, first = given(name)
    module = module_of(net.equations)(net.input, HIDDEN).double()
    assert sum(parameter.numel() for parameter in module.parameters()) == sum(array.size for array in weights.values())
    with torch.no_grad():
        for parameter, weight in zip(module.parameters(), net.equations.weights, strict=True):
            parameter.copy_(torch.from_numpy(weights[weight.name]))
    outputs, _ = module(torch.from_numpy(x), tuple(map(torch.from_numpy, first.values())))
    np.testing.assert_allclose(outputs.detach().numpy(), expected(net, weights, x, first), rtol=0, atol=1e-12)
    assert module(torch.from_numpy(x))[0].shape == (STEPS, BATCH, HIDDEN)
    outputs.sum().backward()
    assert all(parameter.grad is not None for parameter in module.parameters())


def test_a_title_is_no_code():
    cell = cells.build('# """\nimport os\\". x\n'.replace("\nimport", " import") + "h = tanh(W_h x + U_h h)\n")
    assert "YourCell" not in derive.torch_program(cell)
    module_of(cell)
