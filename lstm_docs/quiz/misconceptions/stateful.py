"""Wrong paths between batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...cells.sizes import B, T
from ..keys.stateful import N
from ..registry import Key, Wrong, misconception
from ..texts import said

if TYPE_CHECKING:
    import sympy

    from ..case import Case


def _number(value: sympy.Expr, text: str) -> Wrong:
    return Wrong((value,), said("{value} " + text, value=value))


@misconception("successor-next-sample")
def successor_next_sample(case: Case, key: Key) -> Wrong:
    """N + 1."""
    return _number(N + 1, "is the next sample; it lies in another row and goes on from the row above it in the last batch.")


@misconception("successor-itself")
def successor_itself(case: Case, key: Key) -> Wrong:
    """N."""
    return _number(N, "is the sample itself; its state is handed on to a later one.")


@misconception("successor-a-row-early")
def successor_a_row_early(case: Case, key: Key) -> Wrong:
    """N + B - 1."""
    return _number(N + B - 1, "is a row too early: {B} samples lie between the same rows of two batches.")


@misconception("successor-a-row-late")
def successor_a_row_late(case: Case, key: Key) -> Wrong:
    """N + B + 1."""
    return _number(N + B + 1, "is a row too late: {B} samples lie between the same rows of two batches.")


@misconception("reach-other")
def reach_other(case: Case, key: Key) -> Wrong:
    """The state's reach for the gradient's, or the other way round."""
    if case.form == "gradient":
        return _number(N * T, "is how far the state goes back; the gradient is cut at the border of the piece.")
    return _number(T, "is how far a gradient goes back; the state is handed on from piece to piece.")


@misconception("reach-pieces")
def reach_pieces(case: Case, key: Key) -> Wrong:
    """The number of pieces."""
    return _number(N, "is the number of pieces; each has {T} steps.")


@misconception("reach-a-step-short")
def reach_a_step_short(case: Case, key: Key) -> Wrong:
    """One step too few."""
    return _number(key.values[0] - 1, "leaves out a step: the step itself counts.")


@misconception("reach-a-step-long")
def reach_a_step_long(case: Case, key: Key) -> Wrong:
    """One step too many."""
    return _number(key.values[0] + 1, "is a step too many.")


@misconception("reach-added")
def reach_added(case: Case, key: Key) -> Wrong:
    """N + T."""
    return _number(N + T, "adds pieces and steps; every piece has {T} steps.")
