"""Whether a paper is passed: points against the share of the marks that a set asks for."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .marking import Marked


def percent(paper: Marked) -> Fraction:
    """The points in percent of those that could be earned, exactly."""
    return 100 * paper.points / paper.most


def passed(paper: Marked, threshold: int | None) -> bool | None:
    """Whether the points reach `threshold` percent; None if there is none, or while answers not yet judged decide it."""
    if threshold is None:
        return None
    least = Fraction(threshold * paper.most, 100)
    open_still = sum(mark.marks for mark in paper.marks if not mark.judged)
    if paper.points >= least:
        return True
    return False if paper.points + open_still < least else None
