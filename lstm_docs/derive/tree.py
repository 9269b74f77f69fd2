"""The equations as JSON: nested lists, an operator first, names as strings.

["sigmoid", ["+", ["@", "W_f", "x_t"], ["@", "U_f", "h_t-1"], "b_f"]]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import cells
from ..cells.algebra import written
from ..cells.nodes import Equation, Number, Symbol
from .kinds import kind_of

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
    if isinstance(node, Symbol | Equation):
        return node.name
    return ["n", written(node.value)] if isinstance(node, Number) else [kind_of(node).operator(node), *map(_tree, node.parts)]
