"""Marks for a learning platform's gradebook, by the rules of its importer.

Moodle (grade/import/csv/classes/load_data.php) finds people by their e-mail address, ID number or username, ends with an
error at the first whom it does not find and at a grade above 100, and takes `-` for no grade. Canvas
(lib/gradebook_importer.rb) wants Student, ID, SIS User ID, SIS Login ID and Section before the columns of assignments, and
the points possible in the second row; a number in brackets at the end of a title is an assignment's own.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError
from ..marks.passing import percent
from .report import decimal
from .response import tidy
from .spreadsheet_cells import cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .kit_marks import Kit, Marks

MOODLE_FINDS_BY = ("ID number", "Email address", "Username")
CANVAS_FINDS_BY = ("ID", "SIS User ID", "SIS Login ID")
NO_GRADE = "-"


def _moodle(marks: Marks, most: int) -> Iterable[list[object]]:
    """Points, and the percentage for a new item, whose best grade Moodle takes for 100."""
    known_by = list(next(iter(marks.identities.values())))
    title = marks.title
    yield [*known_by, f"{title} (points)", f"{title} (percent)"]
    graded = {tidy(paper.code): paper for paper in marks.papers if paper.final}
    for code, person in marks.identities.items():
        paper = graded.get(code)
        grades = [decimal(paper.points), decimal(percent(paper))] if paper else [NO_GRADE] * 2
        yield [*person.values(), *grades]


def _canvas(marks: Marks, most: int) -> Iterable[list[object]]:
    columns = ("Student", *CANVAS_FINDS_BY, "Section")
    title = f"{marks.title} points" if marks.title.endswith(")") else marks.title
    yield [*columns, title]
    yield ["    Points Possible", *[""] * (len(columns) - 1), most]
    graded = {tidy(paper.code): paper for paper in marks.papers if paper.final}
    for code, person in marks.identities.items():
        paper = graded.get(code)
        yield [*(person.get(column, "") for column in columns), decimal(paper.points) if paper else ""]


GRADEBOOKS: Mapping[str, tuple[tuple[str, ...], Callable[[Marks, int], Iterable[list[object]]]]] = {
    "moodle": (MOODLE_FINDS_BY, _moodle),
    "canvas": (CANVAS_FINDS_BY, _canvas),
}


def known_to(platform: str, kit: Kit) -> None:
    """Raise `LstmDocsError` unless the roster of the kit has, for everybody, something that the platform finds people by."""
    finds_by, _ = GRADEBOOKS[platform]
    for code, person in kit.identities.items():
        if not any(person.get(column) for column in finds_by):
            number, name = kit.names[code]
            raise LstmDocsError(
                f"{platform} knows nothing of candidate {number}, {name[:60]!r}: make the papers from its own "
                f"list of participants, with a column {', '.join(finds_by[:-1])} or {finds_by[-1]}"
            )


def gradebook(platform: str, marks: Marks, most: int) -> str:
    """The CSV file that the importer takes, of papers of `most` points; who has no final marks has no grade in it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in GRADEBOOKS[platform][1](marks, most):
        writer.writerow([cell(item) if isinstance(item, str) and item != NO_GRADE else item for item in row])
    return text.getvalue()
