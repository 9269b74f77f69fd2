"""A cell as a program: NumPy that steps a batch, or a PyTorch module.

Both hold a vector as a column behind a batch, (B, rows, 1), so that `W @ x`, an outer product and a scalar are written as
in the equations.
"""

from __future__ import annotations

import re
from keyword import iskeyword
from typing import TYPE_CHECKING

from .. import cells
from ..cells.nodes import EPSILON, Node, Normalized, Pointwise, walk
from .expressions import NUMPY, TORCH, Dialect, attribute, variable, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..cells import Cell


def numpy_program(cell: Cell) -> str:
    """A function `step` and a function `run` over x (T, B, I), in NumPy; weights by name, shaped as in the equations."""
    inside = "".join(f"    {line}\n" for line in _lines(cell, NUMPY))
    states = [variable(state.name) for state in cell.states]
    wide = {"I": "x.shape[-1]", "H": _width(cell)}
    lettered = "".join(f"    {letter} = {source}\n" for letter, source in wide.items())
    begun = "".join(f"        {name} = np.zeros((x.shape[1], {', '.join(shape)}))\n" for name, shape in _begun(cell))
    return f'''"""{_title(cell)}, in NumPy."""

import numpy as np

{_helpers(cell, NUMPY)}
def step(weights, {", ".join(["x", *states])}):
    """One step on columns (B, rows, 1); gives h and the new states."""
{_only(lettered.replace("x.shape[-1]", "x.shape[-2]"), inside)}{inside}    return {_given(cell)}


def run(weights, x, state=None):
    """Over x (T, B, I): every h (T, B, H), and the last states. `state` are the first, columns; zeros if None."""
{_only(lettered, begun)}    if state is None:
{begun}        state = ({_tuple(states)})
    outputs = []
    for column in x[..., None]:
        h, *state = step(weights, column, *state)
        outputs.append(h)
    return np.stack(outputs)[..., 0], tuple(state)
'''


def torch_program(cell: Cell) -> str:
    """A PyTorch module; its parameters have the names and shapes of the equations."""
    shapes = _shapes(cell)
    parameters = "".join(
        f"        self.{attribute(name)} = nn.Parameter(torch.empty({', '.join(shape)}))\n" for name, shape in shapes.items()
    )
    inside = "".join(f"        {line}\n" for line in _lines(cell, TORCH))
    functional = "from torch.nn import functional\n" if "functional." in inside else ""
    states = [variable(state.name) for state in cell.states]
    begun = "".join(
        f"            {name} = x.new_zeros(x.shape[1], {', '.join(_of_self(side) for side in shape)})\n"
        for name, shape in _begun(cell)
    )
    return f'''"""{_title(cell)}, in PyTorch."""

import torch
from torch import nn
{functional}
{_helpers(cell, TORCH)}
class {_class(cell)}(nn.Module):
    """x (T, B, I) to every h (T, B, H), and the last states."""

    def __init__(self, I, H):
        super().__init__()
        self.I, self.H = I, H
{parameters}        for parameter in self.parameters():
            nn.init.uniform_(parameter, -(H**-0.5), H**-0.5)

    def step(self, {", ".join(["x", *states])}):
        """One step on columns (B, rows, 1); gives h and the new states."""
{inside}        return {_given(cell)}

    def forward(self, x, state=None):
        """`state` are the first states, columns (B, rows, 1); zeros if None."""
        if state is None:
{begun}            state = ({_tuple(states)})
        outputs = []
        for column in x.unsqueeze(-1):
            h, *state = self.step(column, *state)
            outputs.append(h)
        return torch.stack(outputs).squeeze(-1), tuple(state)
'''


def _only(lettered: str, inside: str) -> str:
    """The lines of sizes that a step uses."""
    return "".join(f"{line}\n" for line in lettered.splitlines() if re.search(rf"\b{line.split()[0]}\b", inside))


def _width(cell: Cell) -> str:
    """Where H can be read: from a weight whose rows or columns it is."""
    for name, shape in _shapes(cell).items():
        if "H" in shape:
            return f'weights["{name}"].shape[{shape.index("H")}]'
    return "x.shape[-1]"


def _shapes(cell: Cell) -> dict[str, tuple[str, str]]:
    """(rows, columns) of every weight, as a program says them."""
    sized = cells.sizes_of(cell)
    return {weight.name: (str(sized.shape(weight)[0]), str(sized.shape(weight)[1])) for weight in cell.weights}


def _begun(cell: Cell) -> Iterator[tuple[str, tuple[str, str]]]:
    sized = cells.sizes_of(cell)
    for state in cell.states:
        rows, columns = sized.shape(state)
        yield variable(state.name), (str(rows), str(columns))


def _of_self(side: str) -> str:
    return f"self.{side}" if side.isalpha() else side


def _nodes(cell: Cell) -> Iterator[Node]:
    return (node for equation in cell.equations for node in walk(equation.body))


def _helpers(cell: Cell, dialect: Dialect) -> str:
    """The functions that a program defines for itself."""
    nodes = list(_nodes(cell))
    parts = []
    if dialect is NUMPY and any(isinstance(node, Pointwise) and node.function == "sigmoid" for node in nodes):
        parts.append("def sigmoid(v):\n    return (1 + np.tanh(v / 2)) / 2\n\n")
    if any(isinstance(node, Normalized) for node in nodes):
        mean, variance = (
            ("v.mean(-2, keepdims=True)", "v.var(-2, keepdims=True)")
            if dialect is NUMPY
            else ("v.mean(-2, keepdim=True)", "v.var(-2, correction=0, keepdim=True)")
        )
        root = "np.sqrt" if dialect is NUMPY else "torch.sqrt"
        parts.append(f"def norm(v):\n    return (v - {mean}) / {root}({variance} + {EPSILON})\n\n")
    return "".join(f"\n{part}" for part in parts)


def _lines(cell: Cell, dialect: Dialect) -> Iterator[str]:
    for equation in cell.equations:
        yield f"{variable(equation.name)} = {written(equation.body, dialect)[0]}"


def _given(cell: Cell) -> str:
    """h, and the next value of each state."""
    return ", ".join(["h", *(variable(cell.next_of(state).name) for state in cell.states)]) + "," * (not cell.states)


def _tuple(names: list[str]) -> str:
    return ", ".join(names) + "," * (len(names) == 1)


def _title(cell: Cell) -> str:
    return re.sub(r'["\\]', "", cell.title)


def _class(cell: Cell) -> str:
    words = re.findall(r"[A-Za-z0-9]+", cell.title)
    name = "".join(word[0].upper() + word[1:] for word in words) or "Cell"
    return name if name[0].isalpha() and not iskeyword(name) else f"Cell{name}"
