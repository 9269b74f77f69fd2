"""The gradient of a cell: its equations walked once more, from the last to the first, with one rule for each node.

The walk asks nothing of what it carries but the signs of the equations themselves, so the same rules run on columns
of numbers, to numbers, and on the nodes, to the equations of the gradient. (Reverse mode: Linnainmaa, "Taylor
expansion of the accumulated rounding error", BIT 16, 1976.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic

import numpy as np

from ..cells.nodes import Equation, Node, Number, Pointwise, Symbol, walk
from ..ground.errors import ConformError
from .gradient_nodes import Bar, V
from .kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from ..cells import Cell
    from .evaluate import Step

    Array = NDArray[np.float64]


def gradient(cell: Cell, values: Mapping[str, Array], done: Step, by_next: Mapping[str, Array]) -> dict[str, Array]:
    """The gradients of a loss by everything that has a name in one step, by that name.

    `values` holds the input, the previous states and the weights, as `step` was given them, and `done` is what it gave
    back; `by_next` holds the gradients by the new states, `h_t` (R, 1) and, if the cell has it, `c_t` (H, 1). Beside
    the symbols and the left-hand sides, `a_f` is the argument of the function that makes `f_t`, and so on. Each is
    shaped like what it belongs to. Raises `ConformError` for a gradient that is missing or not shaped like its state.
    """
    for name in (named.name for named in cell.given_out):
        shaped = done.values[name] if name in done.values else values[name]
        if name not in by_next or np.shape(by_next[name]) != np.shape(shaped):
            raise ConformError(f"the gradient by {name} is {_size(by_next.get(name))}, expected {_size(shaped)}")
    by_name: dict[str, Array] = {}

    def named(name: str, by: Array) -> Array:
        by_name[name] = by
        return by

    def value(node: Node) -> Array:
        return values[node.name] if isinstance(node, Symbol) else done.inner[node]

    _Walk(value, named).over(cell, by_next)
    for name, unread in {**values, **done.values}.items():
        by_name.setdefault(name, np.zeros(np.shape(unread)))
    return by_name


def gradient_equations(cell: Cell) -> tuple[Bar, ...]:
    """The equations of the gradient in order of computation: for a left-hand side, an argument or a symbol, its `Bar`.

    The gradients by the new states are given. See `latex_gradient`.
    """
    bodies: dict[Node, Node] = {equation.body: equation for equation in cell.equations}
    used = {node for equation in cell.equations for node in walk(equation.body)}
    bars: list[Bar] = []

    def named(name: str, by: Node) -> Node:
        if isinstance(by, Bar) and by.of == name:
            return by
        bars.append(Bar(name, by))
        return bars[-1]

    given: dict[str, Node] = {e.name: Bar(e.name, partial=e in used) for e in cell.given_out}
    _Walk(lambda node: bodies.get(node, node), named).over(cell, given)
    return tuple(bars)


class _Walk(Generic[V]):
    """One walk back: `value` says what a node was worth, `named` is told each gradient that is complete."""

    def __init__(self, value: Callable[[Node], V], named: Callable[[str, V], V]) -> None:
        self.value: Callable[[Node], V] = value
        self.named: Callable[[str, V], V] = named
        self.owed: dict[Node, V] = {}

    def over(self, cell: Cell, by_next: Mapping[str, V]) -> None:
        """Every equation, the last first, then what they are made from."""
        self.owed = {named: by_next[named.name] for named in cell.given_out if named.name in by_next}
        for equation in reversed([*cell.equations]):
            if equation not in self.owed:
                continue
            by = self.named(equation.name, self.owed[equation])
            body = equation.body
            if isinstance(body, Pointwise):
                (by_argument,) = kind_of(body).back(body, by, self.value)
                self.back(body.argument, self.named(f"a_{equation.name.partition('_')[0]}", by_argument))
            else:
                self.back(body, by)
        for symbol in (*cell.weights, cell.input, *cell.states):
            if symbol in self.owed:
                self.named(symbol.name, self.owed[symbol])

    def back(self, node: Node, by: V) -> None:
        """Hand the gradient by a node to its parts."""
        if isinstance(node, Symbol | Equation):
            self.owed[node] = self.owed[node] + by if node in self.owed else by
        elif not isinstance(node, Number):
            for part, by_part in zip(node.parts, kind_of(node).back(node, by, self.value), strict=True):
                self.back(part, by_part)


def _size(array: Array | None) -> str:
    return "missing" if array is None else "×".join(map(str, np.shape(array)))
