"""What one step of one layer in one direction costs for one sequence, each kind of operation apart."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING

import sympy

from .. import cells
from ..cells.algebra import factored
from ..cells.nodes import Equation, Number, Symbol, walk
from .kinds import kind_of

if TYPE_CHECKING:
    from ..cells import Cell


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


@cache
def operations(cell: Cell) -> Operations:
    """The operations of one step, counted node by node: what is written twice is counted twice, a line of its own once."""
    conformed = cells.sizes_of(cell)
    counts: dict[str, sympy.Expr] = {}
    for node in (node for equation in cell.equations for node in walk(equation.body)):
        if not isinstance(node, Symbol | Equation | Number):
            for name, count in kind_of(node).operations(node, conformed).items():
                counts[name] = counts.get(name, sympy.Integer(0)) + count
    return Operations(*(factored(counts.get(f.name, sympy.Integer(0))) for f in fields(Operations)))
