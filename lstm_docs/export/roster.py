"""The candidates of an interview, from a CSV file: one row each, in a column `name`."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError
from .outside_text import JOINERS
from .table import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_CANDIDATES = 100_000
LONGEST_NAME = 300
LONGEST_FILE_NAME = 60
NAME = "name"


@dataclass(frozen=True, slots=True)
class Candidate:
    """`number` counts from 1 in the order of the file and decides the paper; `line` is where the file names them."""

    number: int
    name: str
    line: int

    @property
    def file_name(self) -> str:
        """A name for files: the number, then what of the name every file system takes."""
        letters = "".join(c if c.isalnum() else "-" for c in unicodedata.normalize("NFC", self.name))
        words = "-".join(word for word in letters.split("-") if word)
        short = words.encode()[:LONGEST_FILE_NAME].decode(errors="ignore")
        return f"{self.number:04}-{short}" if short else f"paper-{self.number:04}"


def read_roster(file: Path, encoding: str = "utf-8-sig") -> tuple[list[Candidate], list[str]]:
    """The candidates of a file, which is read once, and a warning for each name that stands in it twice.

    Raises as `candidates` does, and for a file without any.
    """
    people = list(candidates(file, encoding))
    if not people:
        raise LstmDocsError("names no candidates: a first row with the column name, then one row each", where=str(file))
    first: dict[str, int] = {}
    warnings = []
    for person in people:
        seen = first.setdefault(person.name.casefold(), person.line)
        if seen != person.line:
            warnings.append(f"{file}:{person.line}: {person.name[:60]!r} stands also on line {seen}; each gets a paper")
    return people, warnings


def candidates(file: Path, encoding: str = "utf-8-sig") -> Iterator[Candidate]:
    """The candidates of a file, one at a time.

    Raises `LstmDocsError` with file:line if there is no column `name`, a name is missing or too long, the text is
    not in the encoding, or there are more than `MOST_CANDIDATES`.
    """
    for number, (line, row) in enumerate(opened(file, encoding, (NAME,)), start=1):
        if number > MOST_CANDIDATES:
            raise LstmDocsError(f"more than {MOST_CANDIDATES:,} candidates; split the file", where=f"{file}:{line}")
        yield Candidate(number, _name(row[NAME], f"{file}:{line}"), line)


def _name(cell: str, where: str) -> str:
    """A name on one line, without characters that control a terminal or a printer."""
    name = " ".join("".join(c if c.isprintable() or c in JOINERS else " " for c in cell).split())
    if not name:
        raise LstmDocsError("the name is missing", where=where)
    if len(name) > LONGEST_NAME:
        raise LstmDocsError(f"a name of {len(name)} characters; at most {LONGEST_NAME} fit on a paper", where=where)
    return name
