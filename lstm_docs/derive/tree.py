"""The equations as JSON: nested lists, an operator first, names as strings.

["sigmoid", ["+", ["@", "W_f", "x_t"], ["@", "U_f", "h_t-1"], "b_f"]]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import cells
from ..cells.algebra import written
from ..cells.nodes import (
    Equation,
    Extremum,
    Hadamard,
    Negative,
    Number,
    OneMinus,
    Pointwise,
    Product,
    Quotient,
    Scaled,
    Sum,
    Symbol,
    Transposed,
)

if TYPE_CHECKING:
    from ..cells import Cell
    from ..cells.nodes import Node

Tree = str | list[object]


def tree(cell: Cell) -> dict[str, object]:
    """`cell`, `input`, `states`, `shapes` (by symbol, in the sizes) and `equations` as name and tree."""
    conformed = cells.sizes_of(cell)
    return {
        "cell": cell.name,
        "input": cell.input.name,
        "states": [state.name for state in cell.states],
        "shapes": {str(node): [written(size) for size in conformed.shape(node)] for node in cell.symbols},
        "equations": [[equation.name, _tree(equation.body)] for equation in cell.equations],
    }


def _tree(node: Node) -> Tree:
    match node:
        case Symbol() | Equation():
            return node.name
        case Product(left, right):
            return ["@", _tree(left), _tree(right)]
        case Hadamard(left, right):
            return ["*", _tree(left), _tree(right)]
        case Sum(terms):
            return ["+", *map(_tree, terms)]
        case Pointwise(function, argument):
            return [function, _tree(argument)]
        case OneMinus(argument):
            return ["1-", _tree(argument)]
        case Negative(argument):
            return ["-", _tree(argument)]
        case Number(value):
            return ["n", written(value)]
        case Scaled(scalar, argument):
            return ["scale", _tree(scalar), _tree(argument)]
        case Quotient(left, right):
            return ["/", _tree(left), _tree(right)]
        case Transposed(argument):
            return ["T", _tree(argument)]
        case Extremum(which, left, right):
            return [which, _tree(left), _tree(right)]
    raise TypeError(f"no tree for {type(node).__name__}")
