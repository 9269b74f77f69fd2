"""The grades as files: points that `quiz mark` takes, and an object for each test."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from ..export.new_folder import new_folder
from ..export.points import AWAITS, BY, TESTS
from ..export.spreadsheet_cells import cell
from ..export.tests_run import FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from .grading import Grades

POINTS = ("candidate", "code", "question", "points", AWAITS, "reason", BY)


def write_grades(grades: Grades, out: Path) -> None:
    """Write `points.csv` and `tests.json` to a new or empty folder. Raises `LstmDocsError` if it is neither."""
    with new_folder(out) as folder:
        _table(folder / "points.csv", POINTS, _points(grades))
        text = json.dumps(as_data(grades), ensure_ascii=False, indent=1) + "\n"
        (folder / FILE).write_text(text, encoding="utf-8", newline="\n")


def as_data(grades: Grades) -> dict[str, Any]:
    """The grades for a program."""
    return {
        "answers": [
            {
                "number": one.number,
                "candidate": one.candidate,
                "code": one.code,
                "question": one.place,
                "family": one.family,
                "points": str(one.points),
                "marks": one.marks,
                "in_words": str(one.in_words),
                "tests": [{"name": test.name, "state": test.state, "said": test.said} for test in one.verdicts],
            }
            for one in grades.graded
        ],
        "problems": [str(problem) for problem in grades.problems],
    }


def _points(grades: Grades) -> Iterable[Sequence[object]]:
    for one in grades.graded:
        yield one.candidate, one.code, one.place, one.points, one.in_words or "", one.reason, TESTS


def _table(file: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([cell(value) if isinstance(value, str) else value for value in row] for row in rows)
