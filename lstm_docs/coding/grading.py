"""Answers of a kit that are code: found, run, and counted test by test."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ..export.kit_marks import under_new_codes
from ..export.matching import matched
from ..ground.errors import LstmDocsError
from .drawing import families, share_in_words, trials_of
from .room import BOUNDS, Bounds, outcomes
from .trials import Verdict, verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..export.kit_marks import Kit
    from ..export.response import Problem, Response
    from ..quiz import Exam, Question

BEGINS = re.compile(r"^(?:def |import |from \w+ import |@)", re.MULTILINE)
FENCED = re.compile(r"^ *```[^\n]*\n(.*?)^ *```", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Graded:
    """An answer that was run: whose it is, the question's place on the paper and its marks, and each test.

    `in_words` are the marks for what is said beside the code, which a person gives.
    """

    number: int
    candidate: str
    code: str
    place: int
    family: str
    marks: int
    in_words: Fraction
    verdicts: tuple[Verdict, ...]

    @property
    def passed(self) -> int:
        """How many tests passed."""
        return sum(one.passed for one in self.verdicts)

    @property
    def points(self) -> Fraction:
        """Each test has an equal share of the marks for code."""
        return (self.marks - self.in_words) * Fraction(self.passed, len(self.verdicts))

    @property
    def reason(self) -> str:
        """How many tests passed, for how many points if not all are for code, and how each of the others went."""
        words = f", for {_points(self.points)} of {self.marks} points: {_points(self.in_words)} are for words"
        told = [f"{one.name}: {one.state}{f', {one.said}' if one.said else ''}" for one in self.verdicts if not one.passed]
        return "; ".join([f"{self.passed} of {len(self.verdicts)} tests passed{words * bool(self.in_words)}", *told])


@dataclass(frozen=True)
class Grades:
    """All answers that were run, in the order of the kit; `problems` are those of the responses."""

    graded: tuple[Graded, ...]
    problems: tuple[Problem, ...]


def grade(
    kit: Kit,
    exam: Exam,
    given: Iterable[Response | Problem],
    bounds: Bounds = BOUNDS,
    progress: Callable[[], object] = lambda: None,
) -> Grades:
    """Run every answer to a question about code. An answer that is missing passes no test.

    Raises `LstmDocsError` if the kit asks for no code that can be run, or this machine has no closed room.
    """
    places = [place for place, slot in enumerate(exam.plan.slots, start=1) if set(slot.families) & set(families())]
    if not places:
        raise LstmDocsError(
            "no question of this kit asks for code that is run; lstm-docs quiz list shows those that do as open"
        )
    found = matched(under_new_codes(given, kit), {code: name for code, (_, name) in kit.names.items()}, len(exam.plan.slots))
    graded = []
    for code, (number, name) in kit.names.items():
        if code in found.responses:
            paper, answers = kit.paper(exam, code), found.responses[code].answers
            for place in places:
                question = paper.questions[place - 1]
                if question.family in families():
                    answer, most = answers.get(place, ""), paper.marks[place - 1]
                    verdicts = verdicts_of(question, exam, answer, bounds)
                    in_words = most * share_in_words(question) * bool(answer.strip())
                    graded.append(Graded(number, name, paper.code, place, question.family, most, in_words, verdicts))
        progress()
    return Grades(tuple(graded), tuple(found.problems))


def _points(points: Fraction) -> str:
    return f"{float(points):g}"


def verdicts_of(question: Question, exam: Exam, answer: str, bounds: Bounds = BOUNDS) -> tuple[Verdict, ...]:
    """How each test of a question went with an answer."""
    trials = trials_of(question, exam.bank, exam.seed)
    if not answer.strip():
        return tuple(Verdict(trial.name, "did not return", "nothing was answered") for trial in trials)
    run = outcomes(program(answer), [trial.call for trial in trials], bounds)
    return tuple(verdict(trial, outcome) for trial, outcome in zip(trials, run, strict=True))


def program(answer: str) -> str:
    """The code of an answer: what stands between fences, if it has any; else all, from its first line of code on if people
    wrote a sentence above it."""
    text = answer.replace("\r\n", "\n")
    blocks = FENCED.findall(text)
    if blocks:
        return "\n\n".join(blocks)
    first = BEGINS.search(text)
    return text if first is None or _is_code(text) else "\n" * text.count("\n", 0, first.start()) + text[first.start() :]


def _is_code(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True
