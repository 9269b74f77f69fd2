"""What candidates sent back: rows of a CSV file, or the files that the HTML paper saves.

Whatever cannot be used is told as a problem with its place; nothing is guessed and nothing dropped.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError, reason
from .amc_scans import is_project, scanned
from .outside_text import on_a_line
from .response import Problem, Response, answers_once, tidy
from .saved_answers import saved
from .spreadsheet_cells import text_of
from .table import rows
from .wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ENDINGS = (".json", ".csv")
NOT_ANSWERS = ("code", "name", "number")
_PLACE = re.compile(r"(?:q|question)?\s*(\d{1,4})")


def responses(path: Path, encoding: str = "utf-8-sig") -> Iterator[Response | Problem]:
    """The responses of a CSV file, a saved file, or every saved file below a folder and every sheet that Auto Multiple
    Choice read in a project, one at a time.

    In a folder each file fails alone, and each project. Raises `LstmDocsError` if there is nothing to read, or if a CSV
    file that was named itself is none or has no column `code`.
    """
    if path.is_dir():
        yield from _below(path, encoding)
    elif path.suffix.lower() == ".json":
        yield from saved(path)
    else:
        yield from _rows(path, encoding)


def _below(folder: Path, encoding: str) -> Iterator[Response | Problem]:
    unread: list[OSError] = []
    files: list[Path] = []
    projects: list[Path] = []
    for home, folders, names in os.walk(folder, onerror=unread.append):
        if is_project(Path(home)):
            projects.append(Path(home))
            folders.clear()
            continue
        files += (Path(home, name) for name in names if name.lower().endswith(ENDINGS))
        files += (Path(home, name) for name in folders if Path(home, name).is_symlink())
    if not files and not projects and not unread:
        raise LstmDocsError(f"{on_a_line(str(folder))} holds no file that a paper saved (*.json) and no *.csv")
    yield from (Problem(str(error.filename), f"cannot be read: {reason(error)}") for error in unread)
    for file in sorted(files):
        if not os.path.isfile(file):  # noqa: PTH113 - it never raises; and reading a pipe would wait for its writer
            yield Problem(str(file), "is a pipe, a link or the like, and is not read")
            continue
        yield from _alone(file, responses(file, encoding))
    for project in sorted(projects):
        yield from _alone(project, scanned(project))


def _alone(path: Path, given: Iterator[Response | Problem]) -> Iterator[Response | Problem]:
    """What is given, and why no more of it is."""
    try:
        yield from given
    except LstmDocsError as error:
        yield Problem(error.where or str(path), error.message)


def _rows(path: Path, encoding: str) -> Iterator[Response | Problem]:
    places: dict[str, int] = {}
    strange: dict[str, None] = {}
    for line, row in rows(path, encoding, ("code",)):
        if isinstance(row, LstmDocsError):
            yield Problem(f"{path}:{line}", row.message)
            continue
        places = places or _places(row)
        answers, twice = answers_once((place, text_of(row[column])) for column, place in places.items())
        yield Response(f"{path}:{line}", tidy(row["code"]), row.get("name", ""), answers, twice)
        strange |= dict.fromkeys(name for name, text in row.items() if text and name not in places)
    messages = [*_columns_twice(places), *_no_place([repr(name[:40]) for name in strange if name not in NOT_ANSWERS])]
    yield from (Problem(f"{path}:1", message) for message in messages)


def _places(columns: Iterable[str]) -> dict[str, int]:
    """The columns of questions, and which question each is of."""
    return {column: int(match[1]) for column in columns if (match := _PLACE.fullmatch(column))}


def _columns_twice(places: Mapping[str, int]) -> Iterator[str]:
    columns: dict[int, list[str]] = {}
    for column, place in places.items():
        columns.setdefault(place, []).append(repr(column[:40]))
    for place, names in columns.items():
        if len(names) > 1:
            yield f"columns {listed(names)} are all for question {place}; an answer counts once, where they do not differ"


def _no_place(columns: Sequence[str]) -> Iterator[str]:
    if len(columns) == 1:
        yield f"column {columns[0]} is no question's number and is not marked"
    elif columns:
        yield f"columns {listed(columns)} are no questions' numbers and are not marked"
