"""An interview on disk: its state, and what `quiz mark` reads, each written whole and renamed after every step.

Below `keys/interviews` of the kit: `state/`, `answers/` and `points/`, a file for each candidate.
"""

from __future__ import annotations

import csv
import io
import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ..export.points import COLUMNS, points_of
from ..export.roster import Candidate
from ..export.spreadsheet_cells import cell
from ..ground.errors import LstmDocsError, reason
from .talk import Talk, Turn, begun, mark_of

if TYPE_CHECKING:
    from pathlib import Path

    from ..quiz.papers.paper import Paper

SCHEMA = 1
FOLDER = "keys/interviews"
STATE, ANSWERS, POINTS = "state", "answers", "points"
KINDS: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("answer", "note", "points", "oral"), str),
    "seconds": (int, float),
    "hint": bool,
    "what_if": (str, type(None)),
}


@dataclass(frozen=True)
class Kept:
    """Where the interview about a paper is kept in a kit."""

    kit: Path
    paper: Paper

    @property
    def home(self) -> Path:
        """The folder of all interviews of the kit."""
        return self.kit / FOLDER

    @property
    def file(self) -> Path:
        """The state."""
        return self.home / STATE / f"{self._name}.json"

    @property
    def _name(self) -> str:
        return Candidate(self.paper.number, self.paper.candidate, 0).file_name

    def load(self) -> Talk:
        """The interview as it was last saved, or before its first step.

        Raises `LstmDocsError` if the file is damaged, or is of a paper with another code.
        """
        try:
            data = json.loads(self.file.read_text(encoding="utf-8"))
            turns = tuple(_turn(turn) for turn in data["turns"])
            talk = Talk(str(data["code"]), turns, int(data["place"]), int(data["step"]), bool(data["ended"]))
            if data["schema"] != SCHEMA or not 1 <= talk.place <= len(turns) == len(self.paper.questions):
                raise ValueError("it is not of this version or this paper")
        except FileNotFoundError:
            return begun(self.paper)
        except OSError as error:
            raise LstmDocsError(f"cannot read {self.file}: {reason(error)}") from None
        except (ValueError, KeyError, TypeError, ZeroDivisionError, RecursionError) as error:
            raise LstmDocsError(f"damaged: {error}; move it away to begin anew", where=str(self.file)) from None
        if talk.code != self.paper.code:
            raise LstmDocsError("the interview was about another paper; move it away to begin anew", where=str(self.file))
        return talk

    def save(self, talk: Talk) -> None:
        """Keep a step. Raises `LstmDocsError` if another window took a step meanwhile, or nothing can be written."""
        if self.load().step != talk.step - 1:
            raise LstmDocsError("another window took a step of this interview meanwhile; go on there, or start again here")
        try:
            _write(self.file, json.dumps({"schema": SCHEMA, **asdict(talk)}, ensure_ascii=False, indent=1) + "\n")
            _write(self.home / ANSWERS / f"{self._name}.json", _answers(talk, self.paper))
            _write(self.home / POINTS / f"{self._name}.csv", _points(talk, self.paper))
        except OSError as error:
            raise LstmDocsError(f"cannot write {self.file}: {reason(error)}") from None


def _turn(data: dict[str, Any]) -> Turn:
    """What became of a question. Raises `ValueError`, or `TypeError`, for what no step writes."""
    turn = Turn(**data)
    strange = [name for name, kinds in KINDS.items() if not isinstance(getattr(turn, name), kinds)]
    if strange:
        raise ValueError(f"{strange[0]} cannot be {getattr(turn, strange[0])!r:.20}")
    for points in filter(None, (turn.points, turn.oral)):
        points_of(points)
    return turn


def _write(file: Path, text: str) -> None:
    """Write beside, and rename: whoever reads sees the old file or the new one, also after a loss of power."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    with beside.open("w", encoding="utf-8", newline="") as content:
        content.write(text)
        content.flush()
        os.fsync(content.fileno())
    beside.replace(file)


def _answers(talk: Talk, paper: Paper) -> str:
    """What the HTML paper would have saved."""
    answers = {str(place): turn.answer for place, turn in enumerate(talk.turns, start=1)}
    saved = {"schema": 1, "code": paper.code, "candidate": paper.candidate, "answers": answers}
    return json.dumps(saved, ensure_ascii=False, indent=1) + "\n"


def _points(talk: Talk, paper: Paper) -> str:
    """The points that marking cannot know: those given by hand, those after a hint, and those of what-ifs."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([*COLUMNS, "note"])
    for place, turn in enumerate(talk.turns, start=1):
        mark = mark_of(talk, paper, place)
        own = turn.points or (str(mark.points) if turn.hint and mark.points else "")
        if own or turn.note:
            rows.writerow([cell(paper.code), place, own, cell(turn.note)])
        if turn.oral:
            rows.writerow([cell(paper.code), f"what-if {place}", turn.oral, ""])
    return text.getvalue()
