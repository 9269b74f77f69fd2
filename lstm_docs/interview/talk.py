"""The state of an interview, and its steps: one question at a time, hints, what-ifs, notes and points.

A step makes a new state of an old one and knows nothing of windows or files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ..export.kit_marks import WHAT_IF
from ..export.outside_text import bounded, whole_characters
from ..export.points import points_of
from ..ground.errors import LstmDocsError
from ..marks.marking import mark_paper

if TYPE_CHECKING:
    from ..marks.marking import Mark
    from ..quiz.papers.paper import Paper

HINT = Fraction(1, 2)
"""The share of its marks that an answer earns after a hint."""


@dataclass(frozen=True)
class Turn:
    """What became of one question: `points` and `oral` (of the what-if) are the interviewer's, as typed.

    `what_if` is None where none was asked, else the misconception at which it is aimed, or nothing.
    """

    answer: str = ""
    seconds: float = 0
    hint: bool = False
    what_if: str | None = None
    note: str = ""
    points: str = ""
    oral: str = ""


@dataclass(frozen=True)
class Talk:
    """An interview: the question on view, from 1, what became of each, and how many steps there were so far."""

    code: str
    turns: tuple[Turn, ...]
    place: int = 1
    step: int = 0
    ended: bool = False

    @property
    def turn(self) -> Turn:
        """What became of the question on view."""
        return self.turns[self.place - 1]


def begun(paper: Paper) -> Talk:
    """An interview about a paper, before its first step."""
    return Talk(paper.code, (Turn(),) * len(paper.questions))


def stepped(talk: Talk, paper: Paper, do: str, value: str, seconds: float = 0) -> Talk:
    """The interview after a step, to which `seconds` were spent on the question on view.

    Raises `LstmDocsError` for a step that there is not, a question that the paper has not, or points that cannot be.
    """
    now = _with(talk, seconds=talk.turn.seconds + max(0.0, seconds))
    after = _after(now, paper, do, bounded(whole_characters(value)).strip())
    return replace(after, step=talk.step + 1)


def _after(talk: Talk, paper: Paper, do: str, value: str) -> Talk:
    if do in ("answer", "note"):
        return _with(talk, **{do: value})
    if do in ("points", "oral"):
        return _with(talk, **{do: _points(value, paper.marks[talk.place - 1] if do == "points" else WHAT_IF)})
    if do == "hint":
        if not paper.questions[talk.place - 1].notes.hint:
            raise LstmDocsError("this question has no hint")
        return _with(talk, hint=True)
    if do == "what-if":
        if paper.questions[talk.place - 1].kind == "open":
            raise LstmDocsError("this question is open and has no what-if: ask about the answer itself")
        return _with(talk, what_if=mark_of(talk, paper, talk.place).misconception)
    if do == "go":
        return replace(talk, place=_place(value, len(talk.turns)))
    if do in ("end", "resume"):
        return replace(talk, ended=do == "end")
    raise LstmDocsError(f"{do[:20]!r} is no step of an interview")


def mark_of(talk: Talk, paper: Paper, place: int) -> Mark:
    """The mark of a question: the interviewer's points, or our own judgement, of which a hint costs a share."""
    turn = talk.turns[place - 1]
    given = {place: points_of(turn.points)} if turn.points else {}
    mark = mark_paper(paper, {place: turn.answer}, given).marks[place - 1]
    return replace(mark, points=mark.points * HINT) if turn.hint and not given else mark


def _with(talk: Talk, **changes: str | float | bool | None) -> Talk:
    turn = replace(talk.turn, **changes)  # type: ignore[arg-type]
    return replace(talk, turns=(*talk.turns[: talk.place - 1], turn, *talk.turns[talk.place :]))


def _points(text: str, most: int) -> str:
    try:
        if text and not 0 <= points_of(text) <= most:
            raise ValueError(text)
    except (ValueError, ZeroDivisionError):
        raise LstmDocsError(f"points are a number from 0 to {most}, not {text[:20]!r}") from None
    return text


def _place(text: str, count: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= count):
        raise LstmDocsError(f"the paper has questions 1 to {count}, not {text[:20]!r}")
    return int(text)
