"""Marks of a paper: what each answer earns, and why."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - a default is made of it
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ..formulas.digits import AnswerError
from ..quiz.engine.judging import answered
from ..quiz.engine.scoring import share
from .guessing import share_by_guessing

if TYPE_CHECKING:
    from ..quiz.engine.asking import Question
    from ..quiz.papers.paper import Paper

NO_POINTS: Mapping[int, Fraction] = {}
UNJUDGED = ("unreadable", "awaits")
STATES = ("right", "partly", "wrong", "empty", "void", *UNJUDGED)


@dataclass(frozen=True)
class Mark:
    """What one answer earned: `points` of `marks`, and a `state` of `STATES`.

    `misconception` is the one recognised in a wrong answer, `said` what it says; for an unreadable answer `said` is
    what was expected. `guessing` is what guessing earns there on average.
    """

    place: int
    family: str
    typed: str
    state: str
    points: Fraction
    marks: int
    said: str = ""
    misconception: str = ""
    guessing: Fraction = Fraction(0)

    @property
    def judged(self) -> bool:
        """Whether the points stand."""
        return self.state not in UNJUDGED


@dataclass(frozen=True)
class Marked:
    """The marks of a candidate's paper. They are `final` when nothing is unreadable or awaits an interviewer.

    `scale` is above 1 where questions were taken out: the others are then worth what all were.
    """

    code: str
    number: int
    candidate: str
    marks: tuple[Mark, ...]
    scale: Fraction = Fraction(1)

    @property
    def points(self) -> Fraction:
        """All points earned."""
        return self.scale * sum((mark.points for mark in self.marks), Fraction(0))

    @property
    def most(self) -> int:
        """The points that could be earned."""
        return int(self.scale * sum(mark.marks for mark in self.marks))

    @property
    def guessing(self) -> Fraction:
        """The points that guessing earns on average; see `guessing`."""
        return self.scale * sum((mark.guessing for mark in self.marks), Fraction(0))

    @property
    def final(self) -> bool:
        """Whether every answer has been judged."""
        return all(mark.judged for mark in self.marks)


def mark_paper(paper: Paper, answers: Mapping[int, str], points: Mapping[int, Fraction] = NO_POINTS) -> Marked:
    """Judge the answers, by the question's place from 1.

    `points` are an interviewer's, and stand before our own judgement: an open question has no other.
    """
    marks = tuple(
        _mark(paper, place, asked, answers.get(place, "").strip(), points.get(place))
        for place, asked in enumerate(paper.questions, start=1)
    )
    return Marked(paper.code, paper.number, paper.candidate, marks)


def _mark(paper: Paper, place: int, asked: Question, typed: str, given: Fraction | None) -> Mark:
    most = paper.marks[place - 1]
    by_chance = most * share_by_guessing(asked, paper.scoring)

    def mark(state: str, points: Fraction, said: str = "", misconception: str = "") -> Mark:
        return Mark(place, asked.family, typed, state, points, most, said, misconception, by_chance)

    if given is not None:
        return mark("right" if given == most else "partly" if given else "wrong", given)
    if asked.kind == "open":
        return mark("awaits", Fraction(0), "an interviewer's points")
    if not typed:
        return mark("empty", Fraction(0))
    try:
        verdict = answered(asked, typed)
    except AnswerError as error:
        return mark("unreadable", Fraction(0), str(error))
    earned = share(paper.scoring, verdict.tally)
    state = "right" if verdict.right else "partly" if earned else "wrong"
    return mark(state, earned * most, verdict.said, verdict.misconception)
