"""Wrong paths to the width of a bidirectional output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...cells.sizes import H, L
from ..keys.directions import directions
from ..registry import Key, Wrong, misconception
from ..texts import said

if TYPE_CHECKING:
    import sympy

    from ..case import Case


def _width(value: sympy.Expr, text: str) -> Wrong:
    return Wrong((value,), said("{width} " + text, width=value))


@misconception("width-one-direction")
def width_one_direction(case: Case, key: Key) -> Wrong | None:
    """H."""
    if not case.bidirectional:
        return None
    return _width(H, "is one direction; the other stands beside it.")


@misconception("width-both-directions")
def width_both_directions(case: Case, key: Key) -> Wrong | None:
    """2H where there is one direction."""
    if case.bidirectional:
        return None
    return _width(2 * H, "counts a second direction; this network has one.")


@misconception("width-of-all-layers")
def width_of_all_layers(case: Case, key: Key) -> Wrong:
    """Every layer side by side."""
    return _width(directions(case) * L * H, "puts all {L} layers side by side; only the top one is the output.")


@misconception("width-four-gates")
def width_four_gates(case: Case, key: Key) -> Wrong:
    """The packed gates."""
    return _width(4 * directions(case) * H, "is four gates wide; the output is the hidden state.")


@misconception("width-both-states")
def width_both_states(case: Case, key: Key) -> Wrong:
    """h and c."""
    return _width(2 * directions(case) * H + H, "adds the cell state; only the hidden state is put out.")


@misconception("width-plus-layers")
def width_plus_layers(case: Case, key: Key) -> Wrong:
    """H + L."""
    return _width(directions(case) * H + L, "adds the layers; depth does not change the width of the output.")
