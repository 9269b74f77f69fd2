"""What two candidates of a set have in common: how many questions with the very same numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError
from ..quiz import exam

if TYPE_CHECKING:
    from ..quiz import Bank
    from ..quiz.papers.blueprint import Blueprint
    from ..quiz.papers.paper import Exam


class OverlapError(LstmDocsError):
    """Two candidates share more than the set allows."""


def overlap(sitting: Exam, candidates: int) -> float:
    """How many questions two of so many candidates share, on average over all pairs."""
    asked = Counter(question for number in range(1, candidates + 1) for question in {*sitting.drawn(number)})
    pairs = candidates * (candidates - 1) // 2
    return sum(times * (times - 1) // 2 for times in asked.values()) / pairs if pairs else 0.0


def check_overlap(blueprint: Blueprint, sitting: Exam, candidates: int) -> None:
    """Raise `OverlapError` at the set if two candidates share more than it allows."""
    if blueprint.overlap is None:
        return
    share = 100 * overlap(sitting, candidates) / blueprint.count
    if share > blueprint.overlap:
        raise OverlapError(
            f"two of {candidates} candidates share {share:.1f} % of the questions on average, and the set allows "
            f"{blueprint.overlap} %; name more families or topics",
            where=blueprint.where,
        )


def told(blueprint: Blueprint, bank: Bank, candidates: int) -> str:
    """The expected overlap in a line. Raises as `check_overlap`."""
    sitting = exam(bank, blueprint, "check")
    check_overlap(blueprint, sitting, candidates)
    shared = overlap(sitting, candidates)
    limit = f"; the set allows {blueprint.overlap} %" if blueprint.overlap is not None else ""
    return (
        f"{blueprint.id}: two of {candidates} candidates share {shared:.2f} of {blueprint.count} questions on average "
        f"({100 * shared / blueprint.count:.1f} %){limit}"
    )
