"""What one step of one layer in one direction costs for one sequence, each kind of operation apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import sympy

from .. import cells
from ..cells.algebra import factored
from ..cells.nodes import Equation, Number, Symbol, walk
from .kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..cells import Cell

ARITHMETIC = ("macs", "bias_additions", "additions", "hadamard_products")


@dataclass(frozen=True)
class Operations:
    """Counts, as expressions in the sizes.

    `macs`: multiply-accumulates of matrix products. `bias_additions`: components of bias vectors added.
    `additions`: components of other vectors added (and subtracted from one). `hadamard_products`: components
    multiplied or divided one by one. `evaluations`: by the name of each function, of max and min too, the components
    sent through it; a layer norm takes a square root of each column.
    """

    macs: sympy.Expr
    bias_additions: sympy.Expr
    additions: sympy.Expr
    hadamard_products: sympy.Expr
    evaluations: Mapping[str, sympy.Expr]

    @property
    def activations(self) -> sympy.Expr:
        """The evaluations of all functions together."""
        return factored(sympy.Add(*self.evaluations.values()))


@cache
def operations(cell: Cell) -> Operations:
    """The operations of one step, counted node by node: what is written twice is counted twice, a line of its own once."""
    conformed = cells.sizes_of(cell)
    counts: dict[str, sympy.Expr] = dict.fromkeys(ARITHMETIC, sympy.Integer(0))
    for node in (node for equation in cell.equations for node in walk(equation.body)):
        if not isinstance(node, Symbol | Equation | Number):
            for name, count in kind_of(node).operations(node, conformed).items():
                counts[name] = counts.get(name, sympy.Integer(0)) + count
    found = {name: factored(count) for name, count in counts.items()}
    macs, biases, additions, products = (found.pop(name) for name in ARITHMETIC)
    return Operations(macs, biases, additions, products, found)
