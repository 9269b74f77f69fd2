"""The candidates of an interview, from a CSV file: one row each, in a column `name`."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import LstmDocsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_CANDIDATES = 100_000
LONGEST_NAME = 300
LONGEST_FILE_NAME = 60
NAME = "name"


@dataclass(frozen=True)
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


def candidates(file: Path, encoding: str = "utf-8-sig") -> Iterator[Candidate]:
    """The candidates of a file, one at a time.

    Raises `LstmDocsError` with file:line if there is no column `name`, a name is missing or too long, the text is
    not in the encoding, or there are more than `MOST_CANDIDATES`.
    """
    try:
        with file.open(encoding=encoding, newline="") as text:
            yield from _rows(text, file)
    except LookupError:
        raise LstmDocsError(f"unknown encoding {encoding!r}; try utf-8, latin-1 or utf-16") from None
    except UnicodeError as error:
        raise LstmDocsError(
            f"not {encoding.removesuffix('-sig')} text ({error.reason if isinstance(error, UnicodeDecodeError) else error}); "
            "save it as UTF-8, or name its encoding with --encoding",
            where=str(file),
        ) from None
    except OSError as error:
        raise LstmDocsError(f"cannot read {file}: {error.strerror}") from None
    except csv.Error as error:
        raise LstmDocsError(f"not a CSV file: {error}", where=str(file)) from None


def check_candidates(file: Path, encoding: str = "utf-8-sig") -> tuple[int, list[str]]:
    """How many candidates a file has, and a warning for each name that stands in it twice.

    Raises as `candidates` does, and for a file without any.
    """
    first: dict[str, int] = {}
    warnings = []
    count = 0
    for candidate in candidates(file, encoding):
        count += 1
        seen = first.setdefault(candidate.name.casefold(), candidate.line)
        if seen != candidate.line:
            warnings.append(f"{file}:{candidate.line}: {candidate.name[:60]!r} stands also on line {seen}; each gets a paper")
    if not count:
        raise LstmDocsError("names no candidates: a first row with the column name, then one row each", where=str(file))
    return count, warnings


def _rows(text: Iterator[str], file: Path) -> Iterator[Candidate]:
    reader = csv.reader(text, strict=True)
    header = [cell.strip().casefold() for cell in next(reader, [])]
    if header.count(NAME) != 1:
        found = ", ".join(map(repr, header))[:80] or "nothing"
        raise LstmDocsError(f"the first row must have one column called {NAME!r}; found {found}", where=f"{file}:1")
    column = header.index(NAME)
    number = 0
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        number += 1
        where = f"{file}:{reader.line_num}"
        if number > MOST_CANDIDATES:
            raise LstmDocsError(f"more than {MOST_CANDIDATES:,} candidates; split the file", where=where)
        yield Candidate(number, _name(row, column, where), reader.line_num)


def _name(row: list[str], column: int, where: str) -> str:
    """A name on one line, without characters that control a terminal or a printer."""
    cell = row[column] if column < len(row) else ""
    name = " ".join("".join(c if c.isprintable() or unicodedata.category(c) == "Cf" else " " for c in cell).split())
    if not name:
        raise LstmDocsError("the name is missing", where=where)
    if len(name) > LONGEST_NAME:
        raise LstmDocsError(f"a name of {len(name)} characters; at most {LONGEST_NAME} fit on a paper", where=where)
    return name
