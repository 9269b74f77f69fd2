"""Wrong paths to how many tensors a layer returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ..registry import Key, Wrong, misconception
from ..texts import said

if TYPE_CHECKING:
    from ..case import Case


def _states(case: Case) -> int:
    return len(case.network().equations.states)


def _count(value: int, text: str) -> Wrong:
    return Wrong((sympy.Integer(value),), said("{count} " + text, count=sympy.Integer(value)))


@misconception("returned-output-only")
def returned_output_only(case: Case, key: Key) -> Wrong:
    """One tensor."""
    return _count(1, "is the output alone; return_state=True adds the states.")


@misconception("returned-states-only")
def returned_states_only(case: Case, key: Key) -> Wrong:
    """The states without the output."""
    return _count(int(key.values[0]) - 1, "counts the states; the output comes first.")


@misconception("returned-one-direction")
def returned_one_direction(case: Case, key: Key) -> Wrong | None:
    """One direction's states."""
    if not case.bidirectional:
        return None
    return _count(1 + _states(case), "has the states of one direction; the other hands back its own.")


@misconception("returned-both-directions")
def returned_both_directions(case: Case, key: Key) -> Wrong | None:
    """Two directions where there is one."""
    if case.bidirectional:
        return None
    return _count(1 + 2 * _states(case), "counts a second direction; this layer has one.")


@misconception("returned-other-cell")
def returned_other_cell(case: Case, key: Key) -> Wrong:
    """One state for two, or two for one."""
    other = 3 - _states(case)
    text = "forgets c: an LSTM has two states." if _states(case) == 2 else "counts a c; this cell has only h."
    return _count(1 + other * (2 if case.bidirectional else 1), text)


@misconception("returned-doubled")
def returned_doubled(case: Case, key: Key) -> Wrong:
    """Outputs twice as well."""
    return _count(int(key.values[0]) + 1, "counts an output too many: the directions come joined in one output.")


@misconception("returned-everything-twice")
def returned_everything_twice(case: Case, key: Key) -> Wrong:
    """Everything for the first and the last step."""
    return _count(2 * int(key.values[0]), "counts everything twice; each state comes once, as it is after the last step.")
