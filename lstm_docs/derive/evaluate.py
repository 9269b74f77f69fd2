"""The equations run as they stand, on columns of real numbers, keeping every value on the way."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from ..cells.nodes import Equation, Node, Number, Product, Quotient, Scaled, Sum, Symbol, walk
from ..ground.errors import ConformError
from .kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ..cells import Cell
    from ..network import Network

    Array = NDArray[np.float64]


NOTHING: Mapping[str, Array] = MappingProxyType({})


@dataclass(frozen=True)
class Step:
    """One step: `values` of the named vectors by name, each (rows, 1), and `products` of every inner node."""

    values: Mapping[str, Array]
    inner: Mapping[Node, Array]


def zero_states(network: Network) -> dict[str, Array]:
    """The states before the first step of a network's first layer, all zero: (R, 1) for h, (H, 1) for c."""
    return {state.name: np.zeros(network.shape(state)) for state in network.equations.states}


def step(cell: Cell, values: Mapping[str, Array], held: Mapping[str, Array] = NOTHING) -> Step:
    """Run the equations once.

    `values` holds the input, the previous states and the weights by name, each (rows, columns). `held` are
    values that a left-hand side is given whatever its equation says, (rows, 1), NaN where it stays as computed.
    Raises `ConformError` naming the symbols and both shapes where two do not conform.
    """
    named: dict[str, Array] = {}
    inner: dict[Node, Array] = _numbers(cell, values)
    for equation in cell.equations:
        # A quotient by 0 is infinite and the logarithm of a negative number none: values to show, not faults of the program.
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            computed = _run(equation.body, values, inner)
        given = held.get(equation.name)
        value = computed if given is None else np.where(np.isnan(given), computed, given)
        named[equation.name] = inner[equation] = value
    return Step(named, inner)


def trace(cell: Cell, weights: Mapping[str, Array], inputs: Sequence[Array], states: Mapping[str, Array]) -> list[Step]:
    """Run the equations over a sequence of input columns (I, 1), each step from the states of the last.

    `states` holds the first previous states by name (`h_t-1`, `c_t-1`).
    """
    steps: list[Step] = []
    before = dict(states)
    for x in inputs:
        done = step(cell, {**weights, **before, cell.input.name: x})
        before = handed_on(cell, x, done)
        steps.append(done)
    return steps


def handed_on(cell: Cell, x: Array, done: Step) -> dict[str, Array]:
    """The previous states of the next step, by name, after a step that read `x`."""
    values = {**done.values, cell.input.name: x}
    return {state.name: values[cell.next_of(state).name] for state in cell.states}


def _run(node: Node, values: Mapping[str, Array], inner: dict[Node, Array]) -> Array:
    match node:
        case Symbol():
            return values[node.name]
        case Equation() | Number():
            return inner[node]
    parts = [_run(part, values, inner) for part in node.parts]
    _check(node, parts)
    inner[node] = applied(node, parts)
    return inner[node]


def applied(node: Node, parts: Sequence[Array]) -> Array:
    """The value of a node, given those of its parts, each (rows, columns)."""
    return kind_of(node).value(node, *parts)


def _check(node: Node, parts: list[Array]) -> None:
    if isinstance(node, Product):
        alike = parts[0].shape[1] == parts[1].shape[0]
    else:
        one = isinstance(node, Scaled | Quotient | Sum)  # what may be a scalar beside something larger
        shapes = [part.shape for part, of in zip(parts, node.parts, strict=True) if not isinstance(of, Number)]
        alike = len({shape for shape in shapes if not (one and shape == (1, 1))}) <= 1
    if not alike:
        sizes = " and ".join(f"{p} is {'×'.join(map(str, a.shape))}" for p, a in zip(node.parts, parts, strict=True))
        raise ConformError(f"{node} does not conform: {sizes}")


def _numbers(cell: Cell, values: Mapping[str, Array]) -> dict[Node, Array]:
    """The numbers in the equations, each (1, 1); formulas in the sizes with those that the input and the states have."""
    numbers = [node for equation in cell.equations for node in walk(equation.body) if isinstance(node, Number)]
    sizes = {symbol.rows: np.shape(values[symbol.name])[0] for symbol in (cell.input, *cell.states)} if numbers else {}
    return {node: np.array([[float(node.value.subs(sizes))]]) for node in numbers}
