"""CSV files that people wrote: the encoding, the header, and every row by the names of its columns."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError, reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

LONGEST_LINE = 2**20
LARGEST_TABLE = 2**28
COST_OF_A_LINE = 2**8


def opened(file: Path, encoding: str, *required: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a file that hold anything: the line, and the cells by column, in small letters.

    `required` are columns that must be there; of several lists, all of one. The file is read once from its beginning to
    its end, so it may be a pipe. Raises `LstmDocsError` with file:line if a required column is missing or any stands
    twice, for a row that does not fit the header, for text that is not in the encoding, and for what is no CSV or has no
    end.
    """
    for line, row in rows(file, encoding, *required):
        if isinstance(row, LstmDocsError):
            raise row
        yield line, row


def rows(file: Path, encoding: str, *required: Sequence[str]) -> Iterator[tuple[int, dict[str, str] | LstmDocsError]]:
    """As `opened`; but a row that does not fit the header is given as its error, and those after it are read."""
    with _explained(file, encoding), file.open(encoding=encoding, newline="") as text:
        csv.field_size_limit(LONGEST_LINE)
        lines = _lines(text)
        first = next(lines, "")
        reader = csv.reader(chain([first], lines), strict=True, delimiter=_delimiter(first, {*chain(*required)}))
        header = [cell.strip().casefold() for cell in next(reader, [])]
        _check_header(header, required, file)
        try:
            for row in reader:
                cells = _cells(row, header, f"{file}:{reader.line_num}")
                if isinstance(cells, LstmDocsError) or any(cells.values()):
                    yield reader.line_num, cells
        except csv.Error as error:
            raise LstmDocsError(f"not a CSV file: {error}", where=f"{file}:{reader.line_num}") from None


def _lines(text: TextIO) -> Iterator[str]:
    """The lines of a text, none of which fills the memory, nor do all."""
    left = LARGEST_TABLE
    while line := text.readline(LONGEST_LINE):
        left -= len(line) + COST_OF_A_LINE
        if len(line) == LONGEST_LINE or left < 0:
            raise csv.Error(f"a line of more than {LONGEST_LINE:,} characters" if left >= 0 else "it has no end; split it")
        yield line


def _cells(row: Sequence[str], header: Sequence[str], where: str) -> dict[str, str] | LstmDocsError:
    """The cells of a row by column."""
    if any(cell.strip() for cell in row[len(header) :]):
        return LstmDocsError(
            f"{len(row):,} cells under {len(header)} columns; put a cell that holds a comma into quotes", where=where
        )
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=False) if name}
    return dict.fromkeys(header, "") | cells


def _delimiter(first: str, required: set[str]) -> str:
    """What parts the cells of the first row: a comma, a semicolon or a tab, as spreadsheets of other countries have it."""
    if first.startswith("PK"):
        raise csv.Error("it is a spreadsheet; save it as CSV")

    def columns_by(sign: str) -> int:
        return len({cell.strip(' "\r\n').casefold() for cell in first.split(sign)} & required)

    return max(",;\t", key=columns_by)


def _check_header(header: Sequence[str], required: Sequence[Sequence[str]], file: Path) -> None:
    columns = ", ".join(map(repr, header))[:80] or "nothing"
    if not any(set(names) <= set(header) for names in required):
        missing = next(name for name in required[0] if name not in header)
        others = "".join(f", or {' and '.join(map(repr, names))}" for names in required[1:])
        raise LstmDocsError(f"the first row must have a column called {missing!r}{others}; found {columns}", where=f"{file}:1")
    twice = next((name for name in header if name and header.count(name) > 1), None)
    if twice:
        raise LstmDocsError(f"two columns are called {twice!r}", where=f"{file}:1")


@contextmanager
def _explained(file: Path, encoding: str) -> Iterator[None]:
    """Faults of a file in the words of its author."""
    try:
        yield
    except LookupError:
        raise LstmDocsError(f"unknown encoding {encoding!r}; try utf-8, latin-1 or utf-16") from None
    except UnicodeError:
        raise LstmDocsError(
            f"not {encoding.removesuffix('-sig')} text; save it as UTF-8, or name its encoding with --encoding", where=str(file)
        ) from None
    except OSError as error:
        raise LstmDocsError(f"cannot read {file}: {reason(error)}") from None
    except csv.Error as error:
        raise LstmDocsError(f"not a CSV file: {error}", where=str(file)) from None
