"""The interviewer's page of a candidate: answers to read, rubrics to tick, notes, and points saved as a file for `--points`.

It holds the keys, so it is not for the candidate. What it saves are the points that were given by hand, and marking again
with them changes the total by exactly what was given.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from .candidate_page import answers_of
from .points import COLUMNS
from .response import tidy
from .roster import Candidate
from .web_page import fill_page

if TYPE_CHECKING:
    from ..marks.marking import Marked
    from ..quiz.papers.paper import Paper
    from .format import Style
    from .points import ByAnswer, Points

FOLDER = "grading"


@dataclass(frozen=True)
class Strength:
    """What was earned in a topic, and of how many marks; what nobody has judged yet is in neither."""

    topic: str
    points: Fraction
    marks: int

    @property
    def percent(self) -> float:
        """The share earned."""
        return float(100 * self.points / self.marks)


def file_of(marked: Marked) -> str:
    """The page's address from the report; the file is called as the candidate's paper is."""
    return f"{FOLDER}/{Candidate(marked.number, marked.candidate, 0).file_name}.html"


def grading_page(paper: Paper, marked: Marked, points: Points, style: Style) -> str:
    """The page of the candidate whose `paper` was `marked`; `points` are those given so far."""
    return fill_page(
        "grading.html.j2",
        style,
        paper=paper,
        marked=marked,
        answers=answers_of(paper, marked),
        given=_own({key: value for key, value in points.paper.items() if key not in points.awaits}, marked),
        awaits={place: more for (code, place), more in points.awaits.items() if code == tidy(marked.code)},
        tests={place: tests for (code, place), tests in points.tests.items() if code == tidy(marked.code)},
        oral=_own(points.oral, marked),
        strengths=strengths(paper, marked),
        columns=[*COLUMNS, "note"],
    )


def strengths(paper: Paper, marked: Marked) -> list[Strength]:
    """The topics of a paper with what was earned, the strongest first."""
    totals: dict[str, tuple[Fraction, int]] = {}
    for asked, mark in zip(paper.questions, marked.marks, strict=True):
        if mark.judged and mark.marks:
            points, marks = totals.get(asked.topic, (Fraction(0), 0))
            totals[asked.topic] = points + mark.points, marks + mark.marks
    found = [Strength(topic.replace("-", " "), *total) for topic, total in totals.items()]
    return sorted(found, key=lambda one: (-one.percent, -one.marks))


def _own(points: ByAnswer, marked: Marked) -> dict[int, str]:
    """The points of one candidate by question, as they are typed: a decimal number where it says all, else a fraction."""
    own = {place: value for (code, place), value in points.items() if code == tidy(marked.code)}
    return {place: typed if Fraction(typed := f"{float(value):g}") == value else str(value) for place, value in own.items()}
