"""What several formats say in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..quiz.engine.kinds import KINDS
from ..quiz.engine.letters import LETTERS
from ..quiz.engine.scoring import Scoring

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from fractions import Fraction

    from ..quiz.engine.asking import Question


MOST_NAMED = 10


def listed(items: Sequence[object], most: int = MOST_NAMED) -> str:
    """`1, 2 and 3`; a long list ends with a count: `1, 2, 3 and 199,997 more`."""
    named = [str(item) for item in items[:most]]
    named += [f"{len(items) - most:,} more"] if len(items) > most else []
    return " and ".join(filter(None, [", ".join(named[:-1]), named[-1] if named else ""]))


def counted(number: int, thing: str) -> str:
    """`1 mark`, `2 marks`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def guessing_told(earned: Collection[Fraction], most: int) -> str:
    """What guessing earns on average: `4.31 of 17 marks (25.4 %)`; where papers differ, the least and the most."""
    ends = dict.fromkeys((min(earned), max(earned)))
    points = " to ".join(dict.fromkeys(f"{float(points):.2f}" for points in ends))
    percent = " to ".join(dict.fromkeys(f"{float(100 * points / most):.1f}" for points in ends))
    return f"{points} of {counted(most, 'mark')} ({percent} %)"


def fine_print(kind: str, scoring: Scoring) -> str:
    """What a candidate must know before part of an answer is given: nothing, or words to follow what is expected."""
    if scoring is Scoring.ALL_OR_NOTHING and not KINDS[kind].single and kind != "open":
        return "; only the whole answer counts"
    return "; a wrong one takes marks off" if scoring is Scoring.BALANCED and kind == "several" else ""


def said_of_options(asked: Question) -> list[str]:
    """What is told to whoever is wrong about an option, after its letter; the same is told once, after all letters.

    What the solution says anyway is left out.
    """
    letters_by_remark: dict[str, list[str]] = {}
    for place, option in enumerate(asked.options):
        if option.said and place != asked.key and option.said not in asked.solution:
            letters_by_remark.setdefault(option.said, []).append(LETTERS[place])
    return [f"{', '.join(letters)}: {said}" for said, letters in letters_by_remark.items()]


def rubric_lines(asked: Question) -> list[str]:
    """What earns how many points in an open question."""
    return [f"{counted(points, 'point')}: {text}" for text, points in asked.notes.rubric]
