"""Cells of a package that knows nothing of us, given as text only: counts, runs and gradients are its own."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import torch
import torchrecurrent

from lstm_docs import cells, derive
from lstm_docs.cells.sizes import H, I

FOLDER = Path(__file__).parent / "published"
INPUTS, HIDDEN, STEPS = 3, 4, 5
TENSORS = {
    "W": "weight_ih",
    "U": "weight_hh",
    "b": "bias_ih",
    "d": "bias_hh",
    "M": "weight_mh",
    "e": "bias_mh",
    "C": "weight_ch",
    "a": "bias_ch",
    "p": "weight_ph",
    "P": "weight_proj",
    "R": "weight_res",
    "Z": "weight_mm",
    "u": "vector_u",
    "O": "weight_ho",
}
"""What the texts call the package's tensors; an index counts the blocks of one."""
HARD_SIGMOID = ("DSGUCell", "SGUCell")
"""PyTorch's gradient of the hard sigmoid multiplies by 1/6 in single precision, also of doubles."""
NAMES = sorted(file.stem for file in FOLDER.glob("*.cell"))


def cell_of(name):
    file = FOLDER / f"{name}.cell"
    return cells.parse(file.read_text(encoding="utf-8"), name, file.name).build()


def drawn(name):
    torch.manual_seed(1)
    module = getattr(torchrecurrent, name)(INPUTS, HIDDEN).double()
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.uniform_(-0.8, 0.8)
    return module


def block(weight, cell, module):
    """The package's tensor behind a weight, and which of how many blocks of it."""
    letter, _, index = weight.partition("_")
    if not index:
        return getattr(module, letter), 0, 1
    count = sum(other.name.startswith(f"{letter}_") for other in cell.weights)
    return getattr(module, TENSORS[letter]), int(index), count


def shaped(array):
    return np.reshape(array, (-1, 1)) if array.ndim < 2 else array


def part(array, index, count):
    return shaped(np.split(np.atleast_1d(array), count)[index])


def test_there_are_at_least_twenty():
    assert len(NAMES) >= 20


@pytest.mark.parametrize("name", NAMES)
def test_the_text_counts_runs_and_learns_as_the_package_does(name):
    cell, module = cell_of(name), drawn(name)
    counted = derive.parameters(cell).subs({I: INPUTS, H: HIDDEN})
    assert counted == sum(parameter.numel() for parameter in module.parameters())

    weights = {w.name: part(t.detach().numpy(), n, k) for w in cell.weights for t, n, k in [block(w.name, cell, module)]}
    inputs = torch.from_numpy(np.random.default_rng(2).uniform(-1, 1, (STEPS, 1, INPUTS))).requires_grad_()
    states = {state.name: np.zeros((HIDDEN, 1)) for state in cell.states}
    columns = [x.detach().numpy().T for x in inputs]
    done = derive.trace(cell, weights, columns, states)

    state, outputs = None, []
    for x in inputs:
        state = module(x, state)
        outputs.append(state[0] if isinstance(state, tuple) else state)
    expected = torch.cat(outputs).detach().numpy()
    assert np.abs(np.hstack([step.values["h_t"] for step in done]).T - expected).max() < 1e-12

    wanted = np.random.default_rng(3).uniform(-1, 1, (STEPS, HIDDEN))
    (torch.cat(outputs) * torch.from_numpy(wanted)).sum().backward()
    gradients = derive.gradient_trace(cell, weights, columns, states, done, [row[:, None] for row in wanted])
    near = 1e-7 if name in HARD_SIGMOID else 1e-10
    for weight in cell.weights:
        tensor, index, count = block(weight.name, cell, module)
        theirs = part(tensor.grad.numpy(), index, count)
        assert np.abs(gradients.weights[weight.name] - theirs).max() < near, weight.name
    assert np.abs(gradients.by("x_t") - inputs.grad.numpy()[:, 0]).max() < near


@pytest.mark.parametrize("name", NAMES)
def test_every_equation_and_gradient_can_be_shown(name):
    cell = cell_of(name)
    shown = [derive.latex_equation(cell, equation, shapes=True) for equation in cell.equations]
    shown += [derive.latex_gradient(bar) for bar in derive.gradient_equations(cell)]
    assert all(text.count("{") == text.count("}") for text in shown)
    assert not any(re.search(r"object at|None", text) for text in shown)
