"""What of a step has to wait for the step before: only that cannot be computed for all steps at once.

An operation waits if it reads a previous state and a next state needs it. The input before is no such state, since all
inputs are known from the start.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import sympy

from .. import cells
from ..cells.algebra import factored
from ..cells.nodes import Equation, Negative, Node, OneMinus, Product, Quotient, Sum, Symbol, Transposed
from .kinds import kind_of

if TYPE_CHECKING:
    from ..cells import Cell


@cache
def waiting_macs(cell: Cell) -> sympy.Expr:
    """The multiply-accumulates of a step that stand between the states before it and the states after it."""
    sizes = cells.sizes_of(cell)
    _line_by_line(cell)
    met = {node for state in _handed(cell) for node in _below(cell.next_of(state))}
    products = (node for node in met if isinstance(node, Product) and degree(cell, node))
    return factored(sympy.Add(*(kind_of(node).operations(node, sizes)["macs"] for node in products)))


@cache
def scans(cell: Cell) -> bool:
    """Whether each next state is its own old value times something known, plus something known, component by component.

    Then a scan gives all states at once, in about as many rounds as T has binary digits.
    """
    _line_by_line(cell)
    return all(degree(cell, cell.next_of(state)) == 1 for state in _handed(cell))


@lru_cache(maxsize=2**14)
def degree(cell: Cell, node: Node) -> int:
    """In which degree a node holds previous states: 0 not, 1 as a sum of multiples by what holds none, 2 any other way."""
    if isinstance(node, Symbol):
        return int(node in _handed(cell))
    if isinstance(node, Equation):
        return degree(cell, node.body)
    degrees = [degree(cell, part) for part in node.parts]
    highest = max(degrees, default=0)
    match node:
        case _ if highest == 0:
            return 0
        case Sum() | OneMinus() | Negative() | Transposed():
            return highest
        case Quotient():
            return degrees[0] if degrees[1] == 0 else 2
    return (
        2 if isinstance(node, Product) or len(degrees) == 1 or kind_of(node).operator(node) in ("max", "min") else sum(degrees)
    )


def _line_by_line(cell: Cell) -> None:
    """Know the degrees of the lines one by one, so that a long chain of lines is not walked at once."""
    for equation in cell.equations:
        degree(cell, equation)


def _handed(cell: Cell) -> tuple[Symbol, ...]:
    """The previous states but for the input before."""
    return tuple(state for state in cell.states if cells.state_letter(state) != "x")


def _below(node: Node) -> set[Node]:
    """A node and everything that it is computed from in this step."""
    met: set[Node] = set()
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if here not in met:
            met.add(here)
            waiting += [here.body] if isinstance(here, Equation) else here.parts
    return met
