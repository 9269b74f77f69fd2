"""What candidates sent back: rows of a CSV file, or the files that the HTML paper saves.

Whatever cannot be used is told as a problem with its place; nothing is guessed and nothing dropped.
"""

from __future__ import annotations

import os
import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError, reason
from .outside_text import on_a_line
from .response import Problem, Response, answers_once, tidy
from .saved_answers import saved
from .table import opened, rows
from .wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ENDINGS = (".json", ".csv")
NOT_ANSWERS = ("code", "name", "number")
_PLACE = re.compile(r"(?:q|question)?\s*(\d{1,4})")
_POINTS = re.compile(r"[-+]?(?:\d{1,6}(?:[.,]\d{0,6}|/\d{1,6})?|[.,]\d{1,6})", re.ASCII)


def responses(path: Path, encoding: str = "utf-8-sig") -> Iterator[Response | Problem]:
    """The responses of a CSV file, a saved file, or every saved file below a folder, one at a time.

    In a folder each file fails alone. Raises `LstmDocsError` if there is nothing to read, or if a CSV file that was
    named itself is none or has no column `code`.
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
    for home, folders, names in os.walk(folder, onerror=unread.append):
        files += (Path(home, name) for name in names if name.lower().endswith(ENDINGS))
        files += (Path(home, name) for name in folders if Path(home, name).is_symlink())
    if not files and not unread:
        raise LstmDocsError(f"{on_a_line(str(folder))} holds no file that a paper saved (*.json) and no *.csv")
    yield from (Problem(str(error.filename), f"cannot be read: {reason(error)}") for error in unread)
    for file in sorted(files):
        if not os.path.isfile(file):  # noqa: PTH113 - it never raises; and reading a pipe would wait for its writer
            yield Problem(str(file), "is a pipe, a link or the like, and is not read")
            continue
        try:
            yield from responses(file, encoding)
        except LstmDocsError as error:
            yield Problem(error.where or str(file), error.message)


def points(path: Path, encoding: str = "utf-8-sig") -> dict[tuple[str, int], Fraction]:
    """An interviewer's points by code and question: a CSV file with the columns `code`, `question`, `points`.

    Raises `LstmDocsError` with file:line for a row that cannot be read, or two rows for one answer.
    """
    by_answer: dict[tuple[str, int], Fraction] = {}
    for line, row in opened(path, encoding, ("code", "question", "points")):
        where = f"{path}:{line}"
        try:
            key, value = (tidy(row["code"]), _place(row["question"])), _points(row["points"])
        except (ValueError, ZeroDivisionError):
            raise LstmDocsError("expected a question's number and points, such as 3 and 2.5", where=where) from None
        if value < 0 or key in by_answer:
            raise LstmDocsError("points below zero" if value < 0 else "this answer has points already", where=where)
        by_answer[key] = value
    return by_answer


def _points(text: str) -> Fraction:
    """Points: `2`, `2.5`, `2,5` or `5/2`, not `1e99999999`. Raises `ValueError` or `ZeroDivisionError`."""
    if not _POINTS.fullmatch(text):
        raise ValueError(text)
    return Fraction(text.replace(",", "."))


def _place(text: str) -> int:
    """A question's number: `3`, `Q3` or `question 3`. Raises `ValueError`."""
    match = _PLACE.fullmatch(text.strip().casefold())
    if not match:
        raise ValueError(text)
    return int(match[1])


def _rows(path: Path, encoding: str) -> Iterator[Response | Problem]:
    places: dict[str, int] = {}
    strange: dict[str, None] = {}
    for line, row in rows(path, encoding, ("code",)):
        if isinstance(row, LstmDocsError):
            yield Problem(f"{path}:{line}", row.message)
            continue
        places = places or _places(row)
        answers, twice = answers_once((place, _unquoted(row[column])) for column, place in places.items())
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


def _unquoted(cell: str) -> str:
    """A cell without what keeps a spreadsheet from running it."""
    return cell.removeprefix("'") if cell.startswith(("'=", "'+", "'-", "'@")) else cell
