"""Which family is asked next, and why; what an answer changes. The same in assets/practice.js.

What was missed returns after three others, at most at every fourth question; what is due by its memory comes back; and what is
new comes often enough that all is met in time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .fsrs import AGAIN, EASY, GOOD, HARD, retrievability, reviewed
from .state import Card

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .state import Progress

OTHERS = 3  # between two questions of one family, and between two returns
ALL_MET = 180, 1.5  # within so many answers, or so many for each family if that is more


@dataclass(frozen=True)
class Turn:
    """The family to ask, and why now, in a sentence."""

    name: str
    why: str


def next_turn(progress: Progress, names: Sequence[str], day: int, last: str = "") -> Turn:
    """The turn after `last`, among `names` in the order of the course, on a day."""
    cards, asked = progress.families, progress.asked
    known = [name for name in names if name in cards]
    fresh = next((name for name in names if name not in cards), None)
    rested = [name for name in known if asked - cards[name].at >= OTHERS]
    missed = [name for name in rested if cards[name].missed]
    due = [name for name in rested if not cards[name].missed and cards[name].memory.due <= day]
    within = max(ALL_MET[0], ALL_MET[1] * len(names))
    repeats = fresh is None or sum(cards[name].asked for name in known) * len(names) <= len(known) * within
    if missed and repeats and asked - progress.returned >= OTHERS:
        name = min(missed, key=lambda name: cards[name].at)
        return Turn(name, f"You missed this kind {asked + 1 - cards[name].at} questions ago.")
    if due and repeats:
        name = min(due, key=_remembered(progress, day))
        days = day - cards[name].memory.day
        return Turn(name, f"You answered this kind {days} {'day' if days == 1 else 'days'} ago, and it is due.")
    if fresh is not None:
        return Turn(fresh, "New to you.")
    others = [name for name in known if name != last] or known
    some = [name for name in rested if not cards[name].missed] or rested or others
    return Turn(min(some, key=_remembered(progress, day + 1)), "Nothing is due: this is what you would forget first.")


def _remembered(progress: Progress, day: int) -> Callable[[str], tuple[float, int]]:
    cards = progress.families
    return lambda name: (retrievability(cards[name].memory, day), cards[name].at)


def grade(right: bool, seconds: float, taken: float | None) -> int:
    """The grade of an answer that took so many seconds (None: it is not known) of a family that states `seconds`."""
    if not right:
        return AGAIN
    if taken is None:
        return GOOD
    return HARD if taken > 2 * seconds else EASY if 2 * taken < seconds else GOOD


def answered(progress: Progress, name: str, topic: str, grade: int, day: int) -> Progress:
    """The state after an answer to a question of a family."""
    before, asked = progress.families.get(name), progress.asked + 1
    right = grade != AGAIN
    card = Card(
        topic,
        asked=(before.asked if before else 0) + 1,
        right=(before.right if before else 0) + right,
        at=asked,
        missed=not right,
        memory=reviewed(before.memory if before else None, grade, day),
    )
    return replace(
        progress,
        asked=asked,
        returned=asked if before and before.missed else progress.returned,
        families={**progress.families, name: card},
    )
