"""The programs that the page gives of a cell, run: NumPy and PyTorch compute what the equations do."""

from __future__ import annotations

import keyword
import re

import numpy as np
import pytest
import torch

from lstm_docs import cells, derive
from lstm_docs.cells.sizes import H, I
from lstm_docs.derive.expressions import RESERVED
from tests.js.modules import modules

from .test_page import ALL

STEPS, BATCH = 3, 2
STRANGE = {
    "words of Python": "lambda = sigmoid(W_lambda x + is_h * h + b_lambda)\nh = lambda * h + (1 - lambda) * tanh(W_x x)\n",
    "names of the program": "step = tanh(W_a x + to_x * h)\nnp = relu(step) - (step - 0.5)\nh = h * np / (1 + abs(np))\n",
    "numbers": "h = max(0, min(1, (W_h x + U_h h + b_h) / 6 + 0.5)) * exp(-1) + tanh(2) * sqrt(size(H)) * (W_h x)\n",
    "no state": "h = tanh(W_h x + b_h)\n",
}
TEXTS = {**ALL, **STRANGE}
CODE = "page[kind](page.read(text), {input: 3, hidden: 4})"


class Given:
    """A cell with weights, inputs and states, and what the equations make of them."""

    def __init__(self, text):
        self.cell = cells.parse(text, "mine").build()
        sized = cells.conform(self.cell)
        rng = np.random.default_rng(2)

        def drawn(node, low=-0.6):
            return rng.uniform(low, 0.7, tuple(int(size.subs({I: 3, H: 4})) for size in sized.shape(node)))

        self.weights = {weight.name: drawn(weight) for weight in self.cell.weights}
        self.states = {state.name: drawn(state, 0.2) for state in self.cell.states}
        self.inputs = [drawn(self.cell.input) for _ in range(STEPS)]
        done = derive.trace(self.cell, self.weights, self.inputs, self.states)
        self.outputs = [step.values["h_t"] for step in done]


def weight_in(names, name):
    """A weight by its name in a program, which avoids the words of Python."""
    return next(key for key in (name, f"{name}_") if key in names)


@pytest.mark.parametrize("name", TEXTS)
def test_the_program_of_numpy_computes_the_cell(name):
    given = Given(TEXTS[name])
    known = {}
    exec(modules().call(CODE, kind="numpyCode", text=TEXTS[name]), known)
    for key, array in given.weights.items():
        own = weight_in(known, key)
        assert known[own].shape == array.shape
        known[own] = array
    state = tuple(given.states.values())
    assert [np.shape(one) for one in known["state"]] == [one.shape for one in state]
    for x, wanted in zip(given.inputs, given.outputs, strict=True):
        h, state = known["step"](x, *state)
        assert np.abs(h - wanted).max() < 1e-12


@pytest.mark.parametrize("name", TEXTS)
def test_the_module_of_pytorch_computes_the_cell_and_learns(name):
    given = Given(TEXTS[name])
    known = {}
    exec(modules().call(CODE, kind="torchCode", text=TEXTS[name]), known)
    (kind,) = (one for one in known.values() if isinstance(one, type) and issubclass(one, torch.nn.Module))
    module = kind(3, 4).double()
    parameters = dict(module.named_parameters())
    assert len(parameters) == len(given.weights)
    for key, array in given.weights.items():
        parameters[weight_in(parameters, key)].data.copy_(torch.from_numpy(array))
    inputs = torch.tensor(np.stack([np.repeat(x.T, BATCH, 0) for x in given.inputs]))
    outputs, state = module(inputs, [torch.tensor(np.stack([one] * BATCH)) for one in given.states.values()])
    assert outputs.shape == (STEPS, BATCH, given.outputs[0].shape[0])
    assert len(state) == len(given.states)
    assert np.abs(outputs.detach().numpy() - np.stack([np.repeat(h.T, BATCH, 0) for h in given.outputs])).max() < 1e-12
    outputs.sum().backward()
    assert all(weight.grad is not None for weight in parameters.values())
    assert module.float()(inputs.float())[0].dtype == torch.float32


def module_of(program, title):
    known = {"__name__": title}
    exec(program, known)
    return next(one for one in known.values() if isinstance(one, type) and issubclass(one, torch.nn.Module))(3, 4)


@pytest.mark.parametrize("name", TEXTS)
def test_the_module_of_the_page_takes_the_parameters_of_the_command(name):
    text = TEXTS[name]
    page = module_of(modules().call(CODE, kind="torchCode", text=text), "page")
    command = module_of(derive.torch_program(cells.parse(text, "mine").build()), "command")
    page.load_state_dict(command.state_dict())


NAME = r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)?"
UNWRITABLE = {"x", "H", "I", "sigmoid"}
MEANT = {it for it in {*dir(torch.nn.Module()), *keyword.kwlist, *RESERVED} - UNWRITABLE if re.fullmatch(NAME, it)}


def test_a_weight_called_like_something_of_python_or_of_a_module_gets_an_underscore_in_both():
    names = [*sorted(MEANT), "zeta_s", "gamma_1", "eps_1", "b_to", "alpha"]
    chunks = [names[first : first + 20] for first in range(0, len(names), 20)]
    lines = "".join(f"s{n} = {' + '.join(chunk)}\n" for n, chunk in enumerate(chunks))
    declared = "".join(f"{name}: 1\n" for name in names)
    text = f"{declared}{lines}h = tanh(W_h x) * ({' + '.join(f's{n}' for n in range(len(chunks)))})\n"
    page = module_of(modules().call(CODE, kind="torchCode", text=text), "page")
    command = module_of(derive.torch_program(cells.parse(text, "mine").build()), "command")
    page.load_state_dict(command.state_dict())
    assert dict(page.named_parameters()).keys() == {"W_h", *(f"{name}_" if name in MEANT else name for name in names)}
