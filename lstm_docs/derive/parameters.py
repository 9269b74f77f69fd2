"""How many parameters one layer in one direction has: the sizes of its weights, summed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import sympy

from .. import cells

if TYPE_CHECKING:
    from ..cells import Cell


def weight_shapes(cell: Cell) -> dict[str, tuple[sympy.Expr, sympy.Expr]]:
    """(rows, columns) of every weight in the sizes I, H and P, in the order of the equations."""
    conformed = cells.sizes_of(cell)
    return {weight.name: conformed.shape(weight) for weight in cell.weights}


@cache
def parameters(cell: Cell) -> sympy.Expr:
    """The number of weights and biases that the equations themselves have, factored."""
    return sympy.factor(sympy.Add(*(rows * columns for rows, columns in weight_shapes(cell).values())))
