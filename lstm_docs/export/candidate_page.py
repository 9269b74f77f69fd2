"""A page for each candidate: every question with what was answered, what is right, and what the difference tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..formulas.digits import AnswerError
from ..quiz.engine.judging import answered
from ..quiz.engine.kinds import KINDS
from ..quiz.engine.letters import LETTERS
from ..quiz.papers.passing import passed, percent
from .roster import Candidate
from .web_page import fill_page

if TYPE_CHECKING:
    from ..quiz.engine.asking import Question
    from ..quiz.papers.marking import Mark, Marked
    from ..quiz.papers.paper import Paper
    from .format import Style

FOLDER = "candidates"
STATES = {
    "right": "right",
    "partly": "partly right",
    "wrong": "wrong",
    "empty": "not answered",
    "unreadable": "cannot be read",
    "awaits": "awaits points",
}


@dataclass(frozen=True)
class Answered:
    """A question, its mark, what was understood if that is not what was typed, and the places of the options chosen."""

    asked: Question
    mark: Mark
    understood: str
    chosen: tuple[int, ...]

    @property
    def state(self) -> str:
        """How the answer stands, in words."""
        return STATES[self.mark.state]


def file_of(paper: Marked) -> str:
    """The page's address from the report; the file is called as the candidate's paper is."""
    return f"{FOLDER}/{Candidate(paper.number, paper.candidate, 0).file_name}.html"


def candidate_page(paper: Paper, marked: Marked, threshold: int | None, style: Style) -> str:
    """The page of the candidate whose `paper` was `marked`."""
    return fill_page(
        "candidate.html.j2",
        style,
        paper=paper,
        marked=marked,
        percent=float(percent(marked)),
        threshold=threshold,
        passed=passed(marked, threshold),
        answers=[_answered(asked, mark) for asked, mark in zip(paper.questions, marked.marks, strict=True)],
    )


def _answered(asked: Question, mark: Mark) -> Answered:
    understood = _understood(asked, mark)
    letters = tuple(LETTERS.find(letter) for letter in understood.split(", ")) if understood else ()
    chooses = KINDS[asked.kind].single or asked.kind == "several"
    chosen = letters if chooses and all(0 <= place < len(asked.options) for place in letters) else ()
    return Answered(asked, mark, understood if understood != mark.typed else "", chosen)


def _understood(asked: Question, mark: Mark) -> str:
    try:
        return answered(asked, mark.typed).understood if mark.typed and asked.kind != "open" else ""
    except AnswerError:
        return ""
