"""The equations themselves: their order, what stands in them, what feeds a gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import cells
from ...cells.nodes import Equation, Symbol, parts, walk
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
    """All equations of a step, the alphabet deciding where several could come; measured: by a traced step."""
    cell = cells.build(case.cell)
    ordered = _in_order(cell)
    items = tuple(
        Item(
            Said(f"${latex_equation(cell, equation)}$"), said=Said(_needs(cell, equation)), misconception="used-before-computed"
        )
        for equation in ordered
    )
    solution = (
        *(Said(_needs(cell, equation)) for equation in ordered if _named_inside(cell, equation)),
        Said("So the order is " + ", ".join(f"${latex_symbol(equation.name)}$" for equation in ordered) + "."),
    )
    return Listed(items, solution, lambda _: tracing.in_order(cell, [equation.name for equation in ordered]))


def _in_order(cell: Cell) -> list[Equation]:
    """The equations as they can be computed: of those whose vectors are there, the first in the alphabet."""
    done: list[Equation] = []
    waiting = sorted(cell.equations, key=lambda equation: equation.name)
    while waiting:
        names = {equation.name for equation in done}
        done.append(next(equation for equation in waiting if names.issuperset(_named_inside(cell, equation))))
        waiting.remove(done[-1])
    return done


def _needs(cell: Cell, equation: Equation) -> str:
    names = [f"${latex_symbol(name)}$" for name in _named_inside(cell, equation)]
    beginning = f"${latex_symbol(equation.name)}$ needs "
    return beginning + (" and ".join(names) + " of the same step." if names else "only the input and what the last step left.")


def _named_inside(cell: Cell, equation: Equation) -> list[str]:
    """The left-hand sides of the same step that an equation reads."""
    inside = {node.name for node in walk(equation.body) if isinstance(node, Equation)}
    return [other.name for other in cell.equations if other.name in inside]


@answer("order-of-a-step")
def order_of_a_step(case: Case) -> Listed:
    """What becomes of $W x_t$ of one gate, up to h_t; measured: in the order in which a traced step computes them."""
    cell = cells.build(case.cell)
    chain = list(_chain(cell, case.gate))
    items = tuple(Item(Said(f"${latex_node(node)}$"), misconception="step-out-of-order") for node in chain)
    solution = (Said("Each is made of the one before: " + ", then ".join(f"${latex_node(node)}$" for node in chain) + "."),)
    return Listed(items, solution, lambda _: tracing.computed_in_order(cell, chain))


def _chain(cell: Cell, gate: str) -> Iterator[Node]:
    """W x of a gate, then whatever is made of it, one after the other, while only one thing is."""
    bodies = {e.body for e in cell.equations}
    operands = {n: parts(n.body if isinstance(n, Equation) else n) for n in cell.nodes if n not in bodies}
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
        Item(Said(f"${latex_symbol(name)}$"), name in inside, said=shown, misconception="gate-reads-the-wrong-vector")
        for name in offered
    )
    return Listed(items, (shown,), lambda _: tuple(tracing.moves(case.cell, case.gate, name) for name in offered))


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
