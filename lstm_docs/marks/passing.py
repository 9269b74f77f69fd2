"""Whether somebody passes: the points of the paper, and of the what-ifs after it, against the share that a set asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from .marking import Marked

    Oral = tuple[Fraction, int]

FAR = 40
"""By how many percentage points a paper is far better than its what-ifs: by more than one of three that was missed."""


def percent(paper: Marked) -> Fraction:
    """The points in percent of those that could be earned, exactly."""
    return 100 * paper.points / paper.most


def together(share: Fraction, oral: Oral | None) -> Fraction:
    """A percentage of the paper's marks and that of the what-ifs' points, half each; the first alone if none were asked."""
    return (share + _spoken(oral)) / 2 if oral else share


def far_better(paper: Marked, oral: Oral | None) -> bool:
    """Whether the paper earned `FAR` percentage points more than the what-ifs about it."""
    return oral is not None and percent(paper) - _spoken(oral) >= FAR


def passed(paper: Marked, threshold: int | None, oral: Oral | None = None) -> bool | None:
    """Whether paper and what-ifs together reach `threshold` percent, or the paper alone where none were asked.

    None if there is no threshold, or while answers not yet judged decide it.
    """
    if threshold is None:
        return None
    open_still = 100 * paper.scale * sum(mark.marks - mark.points for mark in paper.marks if not mark.judged) / paper.most
    if together(percent(paper), oral) >= threshold:
        return True
    return False if together(percent(paper) + open_still, oral) < threshold else None


def _spoken(oral: Oral) -> Fraction:
    return 100 * oral[0] / oral[1]
