"""What Auto Multiple Choice read from the scanned sheets of a project: the boxes that are filled, and those in doubt.

AMC keeps it in SQLite files in `data`; what somebody corrected by hand in AMC stands before what it measured.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError
from ..quiz.engine.letters import LETTERS
from .amc_project import STUDENTS, THRESHOLD
from .amc_questions import POINTS, points_to_tick
from .response import Problem, Response, tidy
from .spreadsheet_cells import text_of
from .table import opened
from .wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

CAPTURE = "data/capture.sqlite"
DOUBT = 0.5
"""A box is in doubt whose darkness is nearer to the threshold than this share of the threshold."""
_NAME = re.compile(rf"(\d{{1,4}})(?:([a-p])|{POINTS}([1-9]\d{{0,3}}))?")
_BOXES = (
    "select student, copy, page, name, id_b, manual, black * 1.0 / total from capture_zone "
    "join layout.layout_question on question = id_a where type = 4 and total > 0 order by student, copy, id_a, id_b"
)
_UNSEEN = (
    "select seen.student, seen.copy, box.page, name from (select distinct student, copy from capture_page) seen "
    "join (select distinct student, page, question from layout.layout_box where role = 1) box on box.student = seen.student "
    "join layout.layout_question asked on asked.question = box.question "
    "where not exists (select 1 from capture_page page "
    "where page.student = seen.student and page.copy = seen.copy and page.page = box.page)"
)


@dataclass(frozen=True)
class _Box:
    """A box of a sheet: the question's number, which part of it, and what is chosen by it, a letter or points.

    `manual` is 1 or 0 where somebody said in AMC whether it is filled, and else -1.
    """

    page: int
    question: int
    part: str
    chosen: str
    gives: Fraction | None
    manual: float
    darkness: float

    @staticmethod
    def of(page: int, name: str, place: int, manual: float, darkness: float) -> _Box | None:
        """The box at a place from 1 of the question that AMC calls `name`, if that is one of ours."""
        match = _NAME.fullmatch(name)
        bears = [str(points) for points in points_to_tick(int(match[3]))] if match and match[3] else LETTERS
        if not match or not 1 <= place <= len(bears):
            return None
        gives = Fraction(bears[place - 1]) if match[3] else None
        return _Box(page, int(match[1]), match[2] or "", bears[place - 1], gives, manual, darkness)

    def filled(self, threshold: float) -> bool:
        return self.manual >= DOUBT if self.manual >= 0 else self.darkness >= threshold

    def doubtful(self, threshold: float) -> bool:
        return self.manual < 0 and abs(self.darkness - threshold) < DOUBT * threshold


def is_project(folder: Path) -> bool:
    """Whether a folder is one of AMC's, in which sheets were read."""
    return (folder / CAPTURE).is_file()


def scanned(folder: Path) -> Iterator[Response | Problem]:
    """The response of each sheet that AMC read, and what must be looked at. Raises `LstmDocsError` for a damaged project."""
    codes = {row["id"]: tidy(text_of(row["code"])) for _, row in opened(folder / STUDENTS, "utf-8-sig", ("id", "code"))}
    try:
        with closing(sqlite3.connect(":memory:", uri=True)) as data:
            for name in ("capture", "layout", "scoring"):
                data.execute(f"attach ? as {name}", [f"{(folder / 'data' / f'{name}.sqlite').resolve().as_uri()}?mode=ro"])
            yield from _read(data, folder, codes)
    except sqlite3.Error as error:
        raise LstmDocsError(f"not what Auto Multiple Choice keeps: {error}", where=str(folder / "data")) from None


def _read(data: sqlite3.Connection, folder: Path, codes: Mapping[str, str]) -> Iterator[Response | Problem]:
    told = data.execute("select value from scoring.scoring_variables where name = 'darkness_threshold'").fetchone()
    threshold = float(told[0]) if told else THRESHOLD
    own = {
        student: codes.get(name, name) for student, name in data.execute("select student, id from layout.layout_association")
    }
    unseen: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for student, copy, page, name in data.execute(_UNSEEN):
        if match := _NAME.fullmatch(name):
            unseen[student, copy][int(match[1])] = page
    sheets: dict[tuple[int, int], list[_Box]] = defaultdict(list)
    for student, copy, *measured in data.execute(_BOXES):
        if box := _Box.of(*measured):
            sheets[student, copy].append(box)
    for (student, copy), boxes in sheets.items():
        where = _sheet(folder, student, copy)
        filled = [box for box in boxes if box.filled(threshold)]
        points, twice = _given(filled)
        # Not what somebody answers, so that the marks are not final while a page is missing.
        lost = {question: f"page {page} was not scanned" for question, page in unseen[student, copy].items()}
        yield Response(where, own.get(student, ""), "", _answers(filled) | lost, twice, points)
        yield from (_in_doubt(where, box, threshold) for box in boxes if box.doubtful(threshold))
    for (name,) in data.execute("select filename from capture.capture_failed"):
        yield Problem(str(folder), f"no sheet was found on the scan {name}; turn to it in AMC")


def _sheet(folder: Path, student: int, copy: int) -> str:
    return f"{folder} sheet {student}" + (f" copy {copy}" if copy else "")


def _answers(filled: Iterable[_Box]) -> dict[int, str]:
    """What a person would type: `B`, `A, C`, and for an order or a matching a letter for each place, as `1-C 2-A`."""
    said: dict[int, list[str]] = defaultdict(list)
    for box in filled:
        if box.gives is None:
            said[box.question].append(f"{ord(box.part) - ord('a') + 1}-{box.chosen}" if box.part else box.chosen)
    return {question: (" " if "-" in letters[0] else ", ").join(letters) for question, letters in said.items()}


def _given(filled: Iterable[_Box]) -> tuple[dict[int, Fraction], dict[int, str]]:
    """The points that somebody gave on the sheet, and where two boxes were filled that give them."""
    given: dict[int, list[Fraction]] = defaultdict(list)
    for box in filled:
        if box.gives is not None:
            given[box.question].append(box.gives)
    points = {question: own[0] for question, own in given.items() if len(own) == 1}
    return points, {question: listed([f"{value} points" for value in own]) for question, own in given.items() if len(own) > 1}


def _in_doubt(where: str, box: _Box, threshold: float) -> Problem:
    counts = f"is {100 * box.darkness:.0f} % black and counts as {'filled' if box.filled(threshold) else 'empty'}"
    question = f"question {box.question}{box.part}, box {box.chosen} on page {box.page}"
    return Problem(where, f"{question} {counts}; look at it, and mark again")
