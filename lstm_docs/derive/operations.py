"""What one step of one layer in one direction costs for one sequence, each kind of operation apart."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING

import sympy

from .. import cells
from ..cells.algebra import factored
from ..cells.nodes import Extremum, Hadamard, OneMinus, Pointwise, Product, Quotient, Scaled, Sum, walk

if TYPE_CHECKING:
    from ..cells import Cell, Conformed
    from ..cells.nodes import Node


@dataclass(frozen=True)
class Operations:
    """Counts, as expressions in the sizes.

    `macs`: multiply-accumulates of matrix products. `bias_additions`: components of bias vectors added.
    `additions`: components of other vectors added (and subtracted from one). `hadamard_products`: components
    multiplied or divided one by one. `activations`: components sent through a pointwise function, or compared.
    """

    macs: sympy.Expr
    bias_additions: sympy.Expr
    additions: sympy.Expr
    hadamard_products: sympy.Expr
    activations: sympy.Expr

    def __add__(self, other: Operations) -> Operations:
        return Operations(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def factored(self) -> Operations:
        """The same counts, each as a product where it has factors."""
        return Operations(*(factored(getattr(self, f.name)) for f in fields(self)))


@cache
def operations(cell: Cell) -> Operations:
    """The operations of one step, counted node by node."""
    conformed = cells.sizes_of(cell)
    total = _count()
    for equation in cell.equations:
        for node in walk(equation.body):
            total = total + _of(node, conformed)
    return total.factored()


def _count(
    macs: object = 0, bias_additions: object = 0, additions: object = 0, hadamard_products: object = 0, activations: object = 0
) -> Operations:
    counts = (macs, bias_additions, additions, hadamard_products, activations)
    return Operations(*(sympy.Integer(count) if isinstance(count, int) else count for count in counts))


def _of(node: Node, conformed: Conformed) -> Operations:
    match node:
        case Product(left, right):
            rows, inner = conformed.shape(left)
            return _count(macs=rows * inner * conformed.shape(right)[1])
        case Sum(terms):
            rows, columns = conformed.shape(node)
            biases = sum(cells.is_bias(term) for term in terms)
            added = len(terms) - 1 - biases
            return _count(bias_additions=biases * rows * columns, additions=added * rows * columns)
        case Hadamard() | Quotient() | Scaled():
            rows, columns = conformed.shape(node)
            return _count(hadamard_products=rows * columns)
        case Pointwise() | Extremum():
            rows, columns = conformed.shape(node)
            return _count(activations=rows * columns)
        case OneMinus():
            rows, columns = conformed.shape(node)
            return _count(additions=rows * columns)
    return _count()
