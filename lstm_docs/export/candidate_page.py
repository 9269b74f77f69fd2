"""A page for each candidate: every question with what was answered, what is right, and what the difference tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..formulas.digits import AnswerError
from ..marks.passing import passed, percent, together
from ..quiz.engine.judging import answered
from ..quiz.engine.kinds import KINDS
from ..quiz.engine.letters import LETTERS
from .roster import Candidate
from .web_page import fill_page

if TYPE_CHECKING:
    from ..marks.marking import Mark, Marked
    from ..marks.passing import Oral
    from ..quiz.engine.asking import Question
    from ..quiz.papers.paper import Paper
    from .format import Style

FOLDER = "candidates"
STATES = {
    "right": "right",
    "partly": "partly right",
    "wrong": "wrong",
    "empty": "not answered",
    "void": "does not count",
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


def file_of(paper: Marked, folder: str = FOLDER) -> str:
    """The page's address from the report; the file is called as the candidate's paper is."""
    return f"{folder}/{Candidate(paper.number, paper.candidate, 0).file_name}.html"


def candidate_page(
    paper: Paper, marked: Marked, threshold: int | None, style: Style, oral: Oral | None = None, *, keys: bool = True
) -> str:
    """The page of the candidate whose `paper` was `marked`, with the points of what-ifs if any were asked.

    Without `keys` nothing stands in it that tells a right answer.
    """
    return fill_page(
        "candidate.html.j2",
        style,
        paper=paper,
        marked=marked,
        percent=float(percent(marked)),
        threshold=threshold,
        passed=passed(marked, threshold, oral),
        oral=oral,
        together=float(together(percent(marked), oral)),
        answers=answers_of(paper, marked),
        keys=keys,
    )


def answers_of(paper: Paper, marked: Marked) -> list[Answered]:
    """The questions of a paper, each with its mark and what was understood."""
    return [_answered(asked, mark) for asked, mark in zip(paper.questions, marked.marks, strict=True)]


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
