"""Wrong paths to the place of a gate in a packed tensor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import cells, frameworks
from ...cells.sizes import H
from ..case import GATES
from ..registry import Key, Wrong, misconception
from ..texts import said

if TYPE_CHECKING:
    from ..case import Case


def _block(place: int, text: str) -> Wrong:
    return Wrong((place * H, (place + 1) * H), said(text, start=place * H, stop=(place + 1) * H))


def _order(case: Case) -> str:
    return frameworks.gate_order(case.framework, case.network())


def _in_order(case: Case, order: str, whose: str) -> Wrong | None:
    if case.gate not in order:
        return None
    return _block(order.index(case.gate), f"{{start}}:{{stop}} would be right in {whose}, which packs {', '.join(order)}.")


@misconception("onnx-order")
def onnx_order(case: Case, key: Key) -> Wrong | None:
    """ONNX's order in another framework."""
    return _in_order(case, frameworks.gate_order("onnx", case.network()), "ONNX")


@misconception("pytorch-order")
def pytorch_order(case: Case, key: Key) -> Wrong | None:
    """PyTorch's order in another framework."""
    return _in_order(case, frameworks.gate_order("pytorch", case.network()), "PyTorch")


@misconception("order-of-the-equations")
def order_of_the_equations(case: Case, key: Key) -> Wrong | None:
    """Gates in the order a text introduces them: forget first."""
    order = "figo" if set(_order(case)) == set("ifgo") else _order(case)[::-1]
    return _block(
        order.index(case.gate),
        f"{{start}}:{{stop}} follows the order of many texts, {', '.join(order)}; frameworks do not pack by it.",
    )


@misconception("counted-from-one")
def counted_from_one(case: Case, key: Key) -> Wrong | None:
    """Off by one block."""
    place = _order(case).index(case.gate)
    return _block(
        place + 1, f"{{start}}:{{stop}} counts blocks from 1; the {GATES[case.gate]} is block {place} counted from 0."
    )


@misconception("counted-from-the-end")
def counted_from_the_end(case: Case, key: Key) -> Wrong | None:
    """The order reversed."""
    order = _order(case)
    return _block(order[::-1].index(case.gate), "{start}:{stop} counts from the last block backwards.")


@misconception("first-to-stop")
def first_to_stop(case: Case, key: Key) -> Wrong | None:
    """From 0 to the block's end."""
    return Wrong(
        (sympy.Integer(0), key.values[1]),
        said("0:{stop} takes every block up to this one; the slice must start where the one before ends.", stop=key.values[1]),
    )


@misconception("the-rest")
def the_rest(case: Case, key: Key) -> Wrong | None:
    """From the block's start to the end of the tensor."""
    gates = len(cells.build(case.cell).gates)
    return Wrong(
        (key.values[0], gates * H),
        said("{start}:{stop} runs on to the last row; the block is only {H} wide.", start=key.values[0], stop=gates * H),
    )
