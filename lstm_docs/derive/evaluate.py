"""The equations run as they stand, on columns of real numbers, keeping every value on the way."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from .. import cells
from ..cells.nodes import (
    Equation,
    Extremum,
    Hadamard,
    Negative,
    Node,
    Number,
    OneMinus,
    Pointwise,
    Product,
    Quotient,
    Scaled,
    Sum,
    Symbol,
    Transposed,
    walk,
)
from ..cells.nodes import parts as parts_of
from ..ground.errors import ConformError
from .functions import FUNCTIONS

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
    widths = {"h": network.recurrent(0), "c": network.widths[0]}
    return {state.name: np.zeros((widths[cells.state_letter(state)], 1)) for state in network.equations.states}


def step(cell: Cell, values: Mapping[str, Array], held: Mapping[str, Array] = NOTHING) -> Step:
    """Run the equations once.

    `values` holds the input, the previous states and the weights by name, each (rows, columns). `held` are
    values that a left-hand side is given whatever its equation says, (rows, 1), NaN where it stays as computed.
    Raises `ConformError` naming the symbols and both shapes where two do not conform.
    """
    named: dict[str, Array] = {}
    inner: dict[Node, Array] = _numbers(cell, values)
    for equation in cell.equations:
        computed = _run(equation.body, values, inner)
        given = held.get(equation.name, computed)
        named[equation.name] = inner[equation] = np.where(np.isnan(given), computed, given)
    return Step(named, inner)


def trace(cell: Cell, weights: Mapping[str, Array], inputs: Sequence[Array], states: Mapping[str, Array]) -> list[Step]:
    """Run the equations over a sequence of input columns (I, 1), each step from the states of the last.

    `states` holds the first previous states by name (`h_t-1`, `c_t-1`).
    """
    steps: list[Step] = []
    before = dict(states)
    for x in inputs:
        done = step(cell, {**weights, **before, cell.input.name: x})
        before = {s.name: done.values[f"{cells.state_letter(s)}_t"] for s in cell.states}
        steps.append(done)
    return steps


def _run(node: Node, values: Mapping[str, Array], inner: dict[Node, Array]) -> Array:
    match node:
        case Symbol():
            return values[node.name]
        case Equation() | Number():
            return inner[node]
    parts = [_run(part, values, inner) for part in parts_of(node)]
    _check(node, parts)
    inner[node] = applied(node, parts)
    return inner[node]


def applied(node: Node, parts: Sequence[Array]) -> Array:
    """The value of a node, given those of its parts, each (rows, columns)."""
    match node:
        case Product():
            return parts[0] @ parts[1]
        case Hadamard():
            return parts[0] * parts[1]
        case Sum():
            total = parts[0]
            for part in parts[1:]:
                total = total + part
            return total
        case OneMinus():
            return 1 - parts[0]
        case Pointwise(function, _):
            return FUNCTIONS[function].value(parts[0])
        case Negative():
            return -parts[0]
        case Quotient():
            return parts[0] / parts[1]
        case Scaled():
            return parts[0] * parts[1]
        case Transposed():
            return parts[0].T
        case Extremum(which, _, _):
            return np.maximum(*parts) if which == "max" else np.minimum(*parts)
    raise TypeError(f"cannot evaluate {type(node).__name__}")


def _check(node: Node, parts: list[Array]) -> None:
    if isinstance(node, Product):
        alike = parts[0].shape[1] == parts[1].shape[0]
    else:
        one = isinstance(node, Scaled | Quotient | Sum)  # what may be a scalar beside something larger
        shapes = [part.shape for part, of in zip(parts, parts_of(node), strict=True) if not isinstance(of, Number)]
        alike = len({shape for shape in shapes if not (one and shape == (1, 1))}) <= 1
    if not alike:
        sizes = " and ".join(f"{p} is {'×'.join(map(str, a.shape))}" for p, a in zip(parts_of(node), parts, strict=True))
        raise ConformError(f"{node} does not conform: {sizes}")


def _numbers(cell: Cell, values: Mapping[str, Array]) -> dict[Node, Array]:
    """The numbers in the equations, each (1, 1); formulas in the sizes with those that the input and the states have."""
    numbers = [node for equation in cell.equations for node in walk(equation.body) if isinstance(node, Number)]
    sizes = {symbol.rows: np.shape(values[symbol.name])[0] for symbol in (cell.input, *cell.states)} if numbers else {}
    return {node: np.array([[float(node.value.subs(sizes))]]) for node in numbers}
