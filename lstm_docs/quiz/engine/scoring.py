"""How much of its marks an answer earns when part of it is right: the rules that a set chooses from."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from .kinds import KINDS

if TYPE_CHECKING:
    from .asking import Question


class Scoring(StrEnum):
    """`balanced`: each right thing found adds its share, each wrong option chosen takes its share of all wrong ones.

    `all-or-nothing`: only the whole answer counts. `per-option`: each option rightly chosen or rightly left alone counts.
    """

    BALANCED = "balanced"
    ALL_OR_NOTHING = "all-or-nothing"
    PER_OPTION = "per-option"


class Tally(NamedTuple):
    """Of `right` things to find, `hits` were found; of `wrong` options that can be chosen, `chosen` were.

    Only `several` has options that are wrong to choose: in an order or a matching a thing is found when it stands in its
    place or beside its partner, and there is nothing else to choose.
    """

    hits: int
    right: int
    chosen: int = 0
    wrong: int = 0


def share(scoring: Scoring, tally: Tally) -> Fraction:
    """The share of its marks that an answer earns, 0 to 1."""
    hits, right, chosen, wrong = tally
    if scoring is Scoring.PER_OPTION:
        return Fraction(hits + wrong - chosen, right + wrong)
    if scoring is Scoring.ALL_OR_NOTHING:
        return Fraction(hits == right and chosen == 0)
    return max(Fraction(0), Fraction(hits, right) - Fraction(chosen, max(1, wrong)))


def tally(asked: Question, places: tuple[int, ...]) -> Tally:
    """What is right of the options chosen: one place, all right ones, an order, or a partner for each."""
    if asked.kind == "several":
        right, chosen = set(asked.answer), set(places)
        return Tally(len(chosen & right), len(right), len(chosen - right), len(asked.options) - len(right))
    wanted = (asked.key,) if KINDS[asked.kind].single else asked.answer
    return Tally(sum(one == other for one, other in zip(places, wanted, strict=True)), len(wanted))
