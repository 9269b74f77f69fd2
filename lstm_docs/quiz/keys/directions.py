"""Two directions: how wide the output is and what the states are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...cells.sizes import B, H, L, T
from .. import probes
from ..registry import Item, Key, Listed, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sympy

    from ..case import Case


def directions(case: Case) -> int:
    """D: 1 or 2."""
    return 2 if case.bidirectional else 1


@answer("output-width")
def output_width(case: Case) -> Key:
    """D·H features a step, whatever the depth; measured: on a run of the reference."""
    value = directions(case) * H
    solution = (
        said("The output is that of the top layer: {H} units" + (" in each of two directions." if case.bidirectional else ".")),
        said("So {width:with} = {width} numbers a step." if case.bidirectional else "So {width} numbers a step.", width=value),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        return (probes.random_run(case.network({"I": 2, **sizes}), 1).output.shape[-1],)

    return Key((value,), solution, measured)


STATES = {
    "({stacked}, {B}, {H})": ("stacked", "B", "H"),
    "({B}, {stacked}, {H})": ("B", "stacked", "H"),
    "({L}, {B}, {wide})": ("L", "B", "wide"),
    "({B}, {H})": ("B", "H"),
    "({stacked}, {T}, {H})": ("stacked", "T", "H"),
}
"""Shapes h_n might have; `stacked` is L·D and `wide` is 2H."""


@answer("last-states-shape")
def last_states_shape(case: Case) -> Listed:
    """(L·D, B, H), whether the input is batch first or not; measured: on a run of the reference."""
    values = _axes(case)
    why = said(
        "One state for each layer and direction, {stacked:with} = {stacked}, each of {B} sequences × {H} units; "
        "batch_first changes the input and the output, not the states.",
        stacked=values["stacked"],
    )
    items = tuple(
        Item(
            said(text, stacked=values["stacked"], wide=values["wide"]),
            axes == ("stacked", "B", "H"),
            said=why,
            misconception="states-like-the-output",
        )
        for text, axes in STATES.items()
    )
    return Listed(items, (why,), lambda sizes: _states(case, sizes))


def _axes(case: Case) -> dict[str, sympy.Expr]:
    return {"stacked": directions(case) * L, "wide": 2 * H, "B": B, "H": H, "L": L, "T": T}


def _states(case: Case, sizes: Mapping[str, int]) -> tuple[bool, ...]:
    out = probes.random_run(case.network({"I": 2, "H": sizes["H"], "L": sizes["L"]}), sizes["T"], sizes["B"])
    found = np.asarray(out.h_n).shape
    values = {name: int(axis.subs({s: sizes[str(s)] for s in axis.free_symbols})) for name, axis in _axes(case).items()}
    return tuple(found == tuple(values[axis] for axis in axes) for axes in STATES.values())
