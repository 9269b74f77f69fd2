"""How many parameters one layer in one direction has: the sizes of its weights, summed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import sympy

from .. import cells
from ..cells.nodes import Hadamard, Negative, Product, Scaled, Sum, Symbol, Transposed, walk

if TYPE_CHECKING:
    from ..cells import Cell
    from ..cells.nodes import Node


def weight_shapes(cell: Cell) -> dict[str, tuple[sympy.Expr, sympy.Expr]]:
    """(rows, columns) of every weight in the sizes I, H and P, in the order of the equations."""
    conformed = cells.sizes_of(cell)
    return {weight.name: conformed.shape(weight) for weight in cell.weights}


@cache
def two_biases(cell: Cell) -> sympy.Expr:
    """The number of weights and biases if each sum that has a bias has one for each product of a weight in it."""
    conformed = cells.sizes_of(cell)
    more = sympy.Integer(0)
    for equation in cell.equations:
        for node in walk(equation.body):
            if isinstance(node, Sum) and (biases := sum(map(cells.is_bias, node.terms))):
                rows, columns = conformed.shape(node)
                products = sum(map(_weighs, node.terms))
                more += max(0, products - biases) * rows * columns
    return sympy.factor(parameters(cell) + more)


def _weighs(term: Node) -> bool:
    """Whether a term is a product in which a weight is a factor: `W x`, `p * c` or `w^T x`."""
    if isinstance(term, Negative):
        return _weighs(term.argument)
    factors = isinstance(term, Product | Hadamard | Scaled | Transposed)
    return factors and any(_weighs(part) or (isinstance(part, Symbol) and part.role == "weight") for part in term.parts)


@cache
def parameters(cell: Cell) -> sympy.Expr:
    """The number of weights and biases that the equations themselves have, factored."""
    return sympy.factor(sympy.Add(*(rows * columns for rows, columns in weight_shapes(cell).values())))
