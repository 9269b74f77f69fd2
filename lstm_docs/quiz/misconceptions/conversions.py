"""Wrong paths to what two frameworks store differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import frameworks
from ...cells.sizes import L
from ..counted import gates
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count

if TYPE_CHECKING:
    from ..case import Case


@misconception("difference-is-none")
def difference_is_none(case: Case, key: Key) -> Wrong | None:
    """The same network has as many parameters everywhere."""
    return wrong_count(
        sympy.Integer(0),
        f"It computes the same, but {frameworks.get(case.framework).name} stores two bias vectors of {{H}} for each gate.",
    )


@misconception("difference-in-one-gate")
def difference_in_one_gate(case: Case, key: Key) -> Wrong | None:
    """One bias vector more."""
    return wrong_count(
        key.values[0] / gates(case), f"{{count}} is one gate's second bias; each of the {gates(case)} gates has one."
    )


@misconception("difference-of-both-biases")
def difference_of_both_biases(case: Case, key: Key) -> Wrong | None:
    """Two against none."""
    return wrong_count(
        2 * key.values[0],
        f"{{count}} counts both bias vectors; {frameworks.get(case.target).name} has one of them too.",
    )


@misconception("difference-in-one-layer")
def difference_in_one_layer(case: Case, key: Key) -> Wrong | None:
    """Layers left out."""
    return wrong_count(key.values[0].subs(L, 1), "{count} is one layer; there are {L}.")


@misconception("difference-in-one-direction")
def difference_in_one_direction(case: Case, key: Key) -> Wrong | None:
    """The backward direction left out."""
    if not case.bidirectional:
        return None
    return wrong_count(key.values[0] / 2, "{count} is one direction; the other has biases of its own.")


@misconception("difference-of-one-number-a-gate")
def difference_of_one_number_a_gate(case: Case, key: Key) -> Wrong | None:
    """A bias as a single number."""
    each = gates(case) * L * (2 if case.bidirectional else 1)
    return wrong_count(each, "{count} takes one number for each gate; a bias vector has {H}, one for each unit.")
