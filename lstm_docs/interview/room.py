"""Where an interview takes place: the paper, the state that is kept, and what each of the two windows may see of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING, Any

from ..export.candidate_page import STATES
from ..export.format import Style
from ..export.templating import fill
from ..export.wording import counted
from ..formulas.texts import plain
from ..ground.errors import LstmDocsError
from .talk import mark_of, stepped
from .what_if import explained, what_if

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..quiz.engine.asking import Question
    from ..quiz.papers.paper import Exam, Paper
    from .keeping import Kept
    from .seen import Seen
    from .talk import Talk
    from .what_if import WhatIf

CANDIDATES = ("answer",)
"""The steps that a candidate may take."""


@dataclass
class Room:
    """One interview. Steps are taken one after the other, and each is on disk before anybody is told of it."""

    sitting: Exam
    paper: Paper
    seen: Seen
    kept: Kept
    clock: Callable[[], float] = time.monotonic
    talk: Talk = field(init=False)

    def __post_init__(self) -> None:
        """Go on where the interview was left."""
        self.talk = self.kept.load()
        self._since = self.clock()
        self._lock = RLock()
        self._asked: dict[tuple[int, str], WhatIf] = {}

    def step(self, do: str, value: str = "", place: int | None = None) -> None:
        """Take a step on the question on view, which is `place` if that is given.

        Raises `LstmDocsError` as `stepped` and `Kept.save` do, and if another question is on view.
        """
        with self._lock:
            if place not in (None, self.talk.place):
                raise LstmDocsError("another question is on view now")
            if self.talk.ended and do != "resume":
                raise LstmDocsError("the interview has ended; resume it first")
            now = self.clock()
            after = stepped(self.talk, self.paper, do, value, 0 if self.talk.ended else now - self._since)
            self.kept.save(after)
            self.talk, self._since = after, now

    @property
    def asked(self) -> Question:
        """The question on view."""
        return self.paper.questions[self.talk.place - 1]

    @property
    def what_if(self) -> WhatIf | None:
        """The what-if on view, if it was asked: the same one, whatever is answered afterwards."""
        aimed = self.talk.turn.what_if
        if aimed is None:
            return None
        known = self.talk.place, aimed
        if known not in self._asked:
            one = what_if(self.sitting, self.seen, self.talk.place, self.asked, aimed)
            self._asked[known] = one or explained(self.sitting, self.talk.place, self.asked, aimed)
        mark = mark_of(self.talk, self.paper, self.talk.place)
        return self._asked[known].about(mark.typed, mark.said if mark.misconception == aimed != "" else "")

    @property
    def seconds(self) -> int:
        """The time spent on the question on view."""
        return int(self.talk.turn.seconds + (0 if self.talk.ended else self.clock() - self._since))

    @property
    def total(self) -> str:
        """What was earned so far."""
        marks = [mark_of(self.talk, self.paper, place) for place in range(1, len(self.talk.turns) + 1)]
        return f"{float(sum(mark.points for mark in marks)):g} of {counted(sum(self.paper.marks), 'mark')}"

    @property
    def verdict(self) -> str:
        """How the answer on view stands, in words."""
        mark = mark_of(self.talk, self.paper, self.talk.place)
        told = f": {mark.said}" if mark.said and mark.state != "awaits" else ""
        return f"{float(mark.points):g} of {counted(mark.marks, 'mark')}, {STATES[mark.state]}{told}"

    def candidates_view(self) -> dict[str, Any]:
        """What the candidate's window gets: nothing that tells the key is in reach of it."""
        with self._lock:
            values = {"paper": self.paper, "talk": self.talk, "asked": self.asked, "what_if": self.what_if}
            return self._view() | {"html": fill("interview-question.html.j2", Style(), **values)}

    def interviewers_view(self) -> dict[str, Any]:
        """What the interviewer's window gets."""
        with self._lock:
            html = fill("interview-key.html.j2", Style(), room=self, paper=self.paper, talk=self.talk)
            turn = self.talk.turn
            own = {"note": turn.note, "points": turn.points, "oral": turn.oral}
            can = {"hint": bool(self.asked.notes.hint) and not turn.hint, "what-if": self._goes_on and turn.what_if is None}
            told = {"html": html, "verdict": plain(self.verdict), "total": self.total}
            return self._view() | own | told | {"can": can}

    @property
    def _goes_on(self) -> bool:
        """Whether the question on view has a what-if; an open one is talked about anyway."""
        return self.asked.kind != "open"

    def _view(self) -> dict[str, Any]:
        talk = self.talk
        shape = f"{talk.place} {talk.turn.hint} {talk.turn.what_if} {talk.ended}"
        return {"shape": shape, "place": talk.place, "answer": talk.turn.answer, "seconds": self.seconds, "ended": talk.ended}
