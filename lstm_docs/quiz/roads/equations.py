"""The equations themselves: their order, what stands in them, what feeds a gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import cells
from ...cells.nodes import Equation, Symbol, walk
from ...derive import latex_equation, latex_node, latex_symbol
from ...formulas.texts import Said
from ..engine.registry import Item, Listed, answer
from .shared import tracing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...cells import Cell
    from ...cells.nodes import Node
    from ..engine.case import Case


@answer("equation-order")
def equation_order(case: Case) -> Listed:
    """The longest chain of equations from a gate to h_t, each of which reads the one before: no other order is possible.

    Measured: whether each reads the one before in the equations as they are printed.
    """
    cell = cells.build(case.cell)
    chain = _waiting(cell, next(e for e in cell.equations if e.name == f"{case.gate}_t"))
    items = tuple(
        Item(Said(f"${latex_equation(cell, e)}$"), said=Said(_needs(cell, e)), misconception="used-before-computed")
        for e in chain
    )
    solution = (
        Said("An equation waits for every vector of the same step on its right-hand side."),
        Said("So the order is " + ", ".join(f"${latex_symbol(equation.name)}$" for equation in chain) + "."),
    )
    return Listed(items, solution, lambda _: tracing.each_reads_the_one_before(cell, [equation.name for equation in chain]))


def _waiting(cell: Cell, first: Equation) -> list[Equation]:
    """The longest chain of equations that begins with this one; each reads the one before."""
    longer = (_waiting(cell, other) for other in cell.equations if first.name in _named_inside(cell, other))
    return [first, *max(longer, key=len, default=[])]


def _needs(cell: Cell, equation: Equation) -> str:
    names = [f"${latex_symbol(name)}$" for name in _named_inside(cell, equation)]
    beginning = f"${latex_symbol(equation.name)}$ needs "
    listed = " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    return beginning + (f"{listed} of the same step." if names else "only the input and what the last step left.")


def _named_inside(cell: Cell, equation: Equation) -> list[str]:
    """The left-hand sides of the same step that stand on the right of an equation."""
    inside = set(_read(equation.body))
    return [other.name for other in cell.equations if other.name in inside]


def _read(node: Node) -> Iterator[str]:
    """The equations that a body names; what stands inside these is their own."""
    if isinstance(node, Equation):
        yield node.name
    else:
        for part in node.parts:
            yield from _read(part)


@answer("order-of-a-step")
def order_of_a_step(case: Case) -> Listed:
    """What becomes of $W x_t$ of one gate, up to h_t; measured: in the order in which a traced step computes them."""
    cell = cells.build(case.cell)
    chain = list(_chain(cell, case.gate))
    reasons = [
        "is a product with the input, and nothing comes before it",
        *(f"is made of ${latex_node(node)}$" for node in chain),
    ]
    items = tuple(
        Item(Said(f"${latex_node(node)}$"), said=Said(f"${latex_node(node)}$ {of}."), misconception="step-out-of-order")
        for node, of in zip(chain, reasons[:-1], strict=True)
    )
    solution = (Said("Each is made of the one before: " + ", then ".join(f"${latex_node(node)}$" for node in chain) + "."),)
    return Listed(items, solution, lambda _: tracing.computed_in_order(case.cell, chain))


def _chain(cell: Cell, gate: str) -> Iterator[Node]:
    """W x of a gate, then whatever is made of it, one after the other, while only one thing is."""
    bodies = {e.body for e in cell.equations}
    operands = {n: (n.body if isinstance(n, Equation) else n).parts for n in cell.nodes if n not in bodies}
    (node,) = (n for n, of in operands.items() if of and str(of[0]) == f"W_{gate}")
    yield node
    while len(users := [n for n, of in operands.items() if node in of]) == 1:
        (node,) = users
        yield node


READ = {"h": ("x_t", "x_t-1", "h_t-1", "h_t", "r_t", "z_t"), "hc": ("x_t", "x_t-1", "h_t-1", "h_t", "c_t-1", "c_t")}
"""Vectors that a gate might be thought to read, for cells with these states."""


@answer("gate-inputs")
def gate_inputs(case: Case) -> Listed:
    """Which vectors stand in a gate's equation; measured: whether the gate moves with them on the reference."""
    cell = cells.build(case.cell)
    equation = next(e for e in cell.equations if e.name == f"{case.gate}_t")
    inside = {str(node) for node in walk(equation.body) if isinstance(node, Symbol | Equation)}
    offered = [name for name in READ["".join(cells.state_letter(s) for s in cell.states)] if name != equation.name]
    shown = Said(f"The equation is ${latex_equation(cell, equation)}$.")
    items = tuple(
        Item(
            Said(f"${latex_symbol(name)}$"),
            name in inside,
            said=Said(f"${latex_symbol(name)}$ {'stands on the right of the equation' if name in inside else _absent(name)}."),
            misconception="gate-reads-the-wrong-vector",
        )
        for name in offered
    )
    return Listed(items, (shown,), lambda _: tuple(tracing.moves(case.cell, case.gate, name) for name in offered))


def _absent(name: str) -> str:
    """Why a vector does not stand in the equation of a gate."""
    reasons = {
        "x_t-1": "was read a step before; what is left of it is in the states",
        "h_t": "is computed from the gate, and later",
        "c_t-1": "is read by gates only through peepholes, and not by this one",
        "c_t": "is read by gates only through peepholes, and only by the output gate, which is computed after it",
    }
    return reasons.get(name, "is another gate, which this equation does not read")


@answer("right-hand-side")
def right_hand_side(case: Case) -> Listed:
    """Which body belongs to a vector; measured: which one gives the reference's numbers."""
    cell = cells.build(case.cell)
    equation = next(e for e in cell.equations if e.name == case.vector)
    bodies = [(equation.body, ""), *tracing.variants(cell, equation)]
    items = tuple(
        Item(Said(f"${latex_node(body)}$"), not why, said=Said(why), misconception="equation-misremembered")
        for body, why in bodies
    )
    shown = Said(f"The equation is ${latex_equation(cell, equation)}$.")
    return Listed(items, (shown,), lambda _: tracing.agree(cell, case.vector, [body for body, _ in bodies]))
