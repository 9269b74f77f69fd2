"""Wrong paths to the operations beside the matrix products, and to how work grows with the units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import cells
from ...cells.sizes import H, I, T
from ..counted import gates
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count
from .costs import unless_equal

if TYPE_CHECKING:
    from ..case import Case


def _vectors(key: Key) -> sympy.Integer:
    """How many vectors a step the key counts."""
    return sympy.Integer(sympy.cancel(key.values[0] / (H * T)))


@misconception("once-for-each-gate")
def once_for_each_gate(case: Case, key: Key) -> Wrong | None:
    """As many vectors as gates."""
    wrong = wrong_count(
        gates(case) * H * T,
        f"{{count}} takes one vector for each of the {gates(case)} blocks of weights; the equations have {_vectors(key)}.",
    )
    return unless_equal(wrong, key)


@misconception("once-for-each-equation")
def once_for_each_equation(case: Case, key: Key) -> Wrong | None:
    """As many vectors as equations."""
    equations = len(cells.build(case.cell).equations)
    wrong = wrong_count(
        equations * H * T,
        f"{{count}} takes one vector for each of the {equations} equations; they hold the operation {_vectors(key)} times.",
    )
    return unless_equal(wrong, key)


@misconception("once-for-each-unit")
def once_for_each_unit(case: Case, key: Key) -> Wrong | None:
    """One vector a step."""
    return wrong_count(H * T, f"{{count}} is one vector a step; there are {_vectors(key)}.")


@misconception("one-vector-too-few")
def one_vector_too_few(case: Case, key: Key) -> Wrong | None:
    """The last one is overlooked."""
    last = {"evaluations of σ or tanh": "; the last is tanh of $c_t$"}.get(case.function, "")
    return wrong_count(
        key.values[0] - H * T,
        f"{{count}} is {_vectors(key) - 1} vectors a step; the equations have {_vectors(key)}{last}.",
    )


@misconception("one-vector-too-many")
def one_vector_too_many(case: Case, key: Key) -> Wrong | None:
    """One counted twice."""
    return wrong_count(
        key.values[0] + H * T,
        f"{{count}} is {_vectors(key) + 1} vectors a step; the equations have {_vectors(key)}.",
    )


@misconception("vectors-of-one-step")
def vectors_of_one_step(case: Case, key: Key) -> Wrong | None:
    """Steps left out."""
    return wrong_count(key.values[0].subs(T, 1), "{count} is one step; there are {T}.")


@misconception("grows-like-the-units")
def grows_like_the_units(case: Case, key: Key) -> Wrong | None:
    """Twice the units, twice the work."""
    return wrong_count(sympy.Integer(2), "A factor of 2 holds for W, whose rows double; U doubles in rows and in columns.")


@misconception("grows-like-the-square")
def grows_like_the_square(case: Case, key: Key) -> Wrong | None:
    """Twice the units, four times the work."""
    return wrong_count(sympy.Integer(4), "A factor of 4 holds for U; W has {I} columns before and after, so it only doubles.")


@misconception("grows-without-the-rows")
def grows_without_the_rows(case: Case, key: Key) -> Wrong | None:
    """The columns of U double, its rows and those of W do not."""
    return wrong_count(
        key.values[0] / 2,
        "{count} widens what a gate reads from {before:with} to {after:with}; there are also twice as many rows.",
        before=I + H,
        after=I + 2 * H,
    )


@misconception("grows-with-both-widths")
def grows_with_both_widths(case: Case, key: Key) -> Wrong | None:
    """Eightfold: rows, columns and gates."""
    return wrong_count(sympy.Integer(8), "A factor of 8 would need a third side that doubles; U has two, rows and columns.")
