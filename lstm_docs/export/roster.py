"""The candidates, from a CSV file: one row each, with a column `name`, or as Moodle and Canvas export their participants."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError
from .outside_text import JOINERS
from .table import opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MOST_CANDIDATES = 100_000
LONGEST_NAME = 300
LONGEST_FILE_NAME = 60
CANVAS = ("student", "id")
NAMES = (("name",), ("first name", "last name"), ("first name", "surname"), CANVAS)
"""The columns that hold a name: our own, Moodle's of now and of before 4.0, and Canvas's, whose second tells it from a list."""
IDENTITY = {
    name.casefold(): name
    for name in (
        "First name", "Last name", "Surname", "Username", "ID number", "Email address", "Email", "E-mail",
        "Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Student ID", "Student number", "Matriculation number",
    )
}  # fmt: skip
"""The columns that travel with a candidate to the marks, as they are written there: what a gradebook knows people by."""
NOBODY = ("", "points possible", "student, test")
"""What stands in Canvas's column of students where the row is none of a student."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """`number` counts from 1 in the order of the file and decides the paper; `line` is where the file names them.

    `identity` holds the columns of `IDENTITY` that the file has.
    """

    number: int
    name: str
    line: int
    identity: Mapping[str, str] = field(default_factory=dict)

    @property
    def file_name(self) -> str:
        """A name for files: the number, then what of the name every file system takes."""
        letters = "".join(c if c.isalnum() else "-" for c in unicodedata.normalize("NFC", self.name))
        words = "-".join(word for word in letters.split("-") if word)
        short = words.encode()[:LONGEST_FILE_NAME].decode(errors="ignore")
        return f"{self.number:04}-{short}" if short else f"paper-{self.number:04}"


def read_roster(file: Path, encoding: str = "utf-8-sig") -> tuple[list[Candidate], list[str]]:
    """The candidates of a file, which is read once, and a warning for each name that stands in it twice with
    nothing to tell the two apart.

    Raises as `candidates` does, and for a file without any.
    """
    people = list(candidates(file, encoding))
    if not people:
        raise LstmDocsError("names no candidates: a first row with the column name, then one row each", where=str(file))
    first: dict[tuple[str, ...], int] = {}
    warnings = []
    for person in people:
        seen = first.setdefault((person.name.casefold(), *person.identity.values()), person.line)
        if seen != person.line:
            warnings.append(f"{file}:{person.line}: {person.name[:60]!r} stands also on line {seen}; each gets a paper")
    return people, warnings


def candidates(file: Path, encoding: str = "utf-8-sig") -> Iterator[Candidate]:
    """The candidates of a file, one at a time.

    Raises `LstmDocsError` with file:line if there are no columns of `NAMES`, a name is missing or too long, the text is
    not in the encoding, or there are more than `MOST_CANDIDATES`.
    """
    number = 0
    for line, row in opened(file, encoding, *NAMES):
        columns = next(names for names in NAMES if set(names) <= set(row))
        if columns is CANVAS and row["student"].casefold() in NOBODY:
            continue
        number += 1
        if number > MOST_CANDIDATES:
            raise LstmDocsError(f"more than {MOST_CANDIDATES:,} candidates; split the file", where=f"{file}:{line}")
        name = row["student"] if columns is CANVAS else " ".join(row[column] for column in columns)
        identity = {IDENTITY[column]: _on_a_line(text) for column, text in row.items() if column in IDENTITY}
        yield Candidate(number, _name(name, f"{file}:{line}"), line, identity)


def _name(cell: str, where: str) -> str:
    """A name on one line, without characters that control a terminal or a printer."""
    name = _on_a_line(cell)
    if not name:
        raise LstmDocsError("the name is missing", where=where)
    if len(name) > LONGEST_NAME:
        raise LstmDocsError(f"a name of {len(name)} characters; at most {LONGEST_NAME} fit on a paper", where=where)
    return name


def _on_a_line(cell: str) -> str:
    return " ".join("".join(c if c.isprintable() or c in JOINERS else " " for c in cell).split())
