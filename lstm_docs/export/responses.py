"""What candidates sent back: rows of a CSV file, or the files that the HTML paper saves.

Whatever cannot be used is told as a problem with its place; nothing is guessed and nothing dropped.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..errors import LstmDocsError, reason
from .table import opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LARGEST_FILE = 2**22
_PLACE = re.compile(r"(?:q|question)?\s*(\d{1,4})")


@dataclass(frozen=True)
class Response:
    """The answers of one paper by place, the code on it, the name if it was sent, and where it stands."""

    where: str
    code: str
    candidate: str
    answers: Mapping[int, str]


@dataclass(frozen=True)
class Problem:
    """Something that somebody must look at: where, and what."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def responses(path: Path, encoding: str = "utf-8-sig") -> Iterator[Response | Problem]:
    """The responses of a CSV file, a saved file, or every saved file below a folder, one at a time.

    Raises `LstmDocsError` if there is nothing to read, or a CSV file has no column `code`.
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in (".json", ".csv"))
        if not files:
            raise LstmDocsError(f"{path} holds no file that a paper saved (*.json) and no *.csv")
        for file in files:
            yield from responses(file, encoding)
    elif path.suffix.lower() == ".json":
        yield _saved(path)
    else:
        yield from _rows(path, encoding)


def points(path: Path, encoding: str = "utf-8-sig") -> dict[tuple[str, int], Fraction]:
    """An interviewer's points by code and question: a CSV file with the columns `code`, `question`, `points`.

    Raises `LstmDocsError` with file:line for a row that cannot be read, or two rows for one answer.
    """
    found: dict[tuple[str, int], Fraction] = {}
    for line, row in opened(path, encoding, ("code", "question", "points")):
        where = f"{path}:{line}"
        try:
            key, value = (tidy(row["code"]), _place(row["question"])), Fraction(row["points"].replace(",", "."))
        except (ValueError, ZeroDivisionError):
            raise LstmDocsError("expected a question's number and points, such as 3 and 2.5", where=where) from None
        if value < 0 or key in found:
            raise LstmDocsError("points below zero" if value < 0 else "this answer has points already", where=where)
        found[key] = value
    return found


def _place(text: str) -> int:
    """A question's number: `3`, `Q3` or `question 3`. Raises `ValueError`."""
    found = _PLACE.fullmatch(text.strip().casefold())
    if not found:
        raise ValueError(text)
    return int(found[1])


def tidy(code: str) -> str:
    """A code however it was typed: in small letters, no spaces, no apostrophe of a spreadsheet."""
    return "".join(code.split()).lstrip("'").casefold()


def _rows(path: Path, encoding: str) -> Iterator[Response | Problem]:
    for line, row in opened(path, encoding, ("code",)):
        where = f"{path}:{line}"
        answers: dict[int, str] = {}
        for column, text in row.items():
            place = _PLACE.fullmatch(column)
            if place:
                answers[int(place[1])] = text.removeprefix("'") if text.startswith(("'=", "'+", "'-", "'@")) else text
            elif column not in ("code", "name", "number") and text:
                yield Problem(where, f"column {column[:40]!r} is no question's number and is not marked")
        yield Response(where, tidy(row["code"]), row.get("name", ""), answers)


def _saved(path: Path) -> Response | Problem:
    """A file saved by the HTML paper; it came from outside, so nothing of it is taken on trust."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return Problem(str(path), "larger than an answer file can be")
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        return Problem(str(path), f"cannot be read: {reason(error)}")
    except (ValueError, RecursionError):
        return Problem(str(path), "is not a file that a paper saved: no JSON in UTF-8")
    return _checked(path, data)


def _checked(path: Path, data: Any) -> Response | Problem:  # noqa: ANN401 - whatever JSON holds
    answers = data.get("answers") if isinstance(data, dict) else None
    code, candidate = (data.get("code"), data.get("candidate", "")) if isinstance(data, dict) else (None, "")
    if not (isinstance(answers, dict) and isinstance(code, str) and isinstance(candidate, str)):
        return Problem(str(path), "is not a file that a paper saved: expected code, candidate and answers")
    if not all(key.isascii() and key.isdigit() and isinstance(text, str) for key, text in answers.items()):
        return Problem(str(path), "its answers are not texts by the number of the question")
    return Response(str(path), tidy(code), candidate, {int(key[:6]): text for key, text in answers.items()})
