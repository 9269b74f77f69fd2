"""Cells as files: those that lie here, and a reader's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ..ground.errors import LstmDocsError, reason
from .conform import conform
from .reading import Recipe, recipe

SUFFIX = ".cell"
"""How the name of a file of equations ends."""
FIRST = (
    "rnn-tanh",
    "rnn-relu",
    "lstm",
    "lstm-peephole",
    "lstm-coupled",
    "lstm-1997",
    "gru-reset-after",
    "gru-reset-before",
)
"""Cells that are listed before all others."""
MOST_BYTES = 2**18


@cache
def shipped() -> dict[str, Recipe]:
    """The cells whose files lie beside this module, by name: those of `FIRST`, then the others by the alphabet."""
    files = sorted(Path(__file__).parent.glob(f"*{SUFFIX}"), key=lambda file: (_rank(file.stem), file.stem))
    return {file.stem: recipe(file.read_text(encoding="utf-8"), file.stem, file.name) for file in files}


def _rank(name: str) -> int:
    return FIRST.index(name) if name in FIRST else len(FIRST)


def from_file(path: Path, shown: str = "") -> str:
    """The text of a file, its title the file's name if it says none; the name of a cell of ours if the file is a copy of it.

    Raises `LstmDocsError` for a file that cannot be read and, at `shown:line`, for a fault in its text.
    """
    where = shown or str(path)
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES + 1).decode("utf-8")
    except OSError as error:
        raise LstmDocsError(f"{where} cannot be read: {reason(error)}") from None
    except UnicodeDecodeError:
        raise LstmDocsError(f"{where} is no text in UTF-8; a cell is a text of equations") from None
    if len(text) > MOST_BYTES:
        raise LstmDocsError(f"{where} is longer than a cell may be, {MOST_BYTES:,} bytes")
    return from_lines(text, where, path.stem)


def from_lines(text: str, where: str, name: str, first: int = 1) -> str:
    """A text that has been read and is called something; the name of a cell of ours if it is the text of that.

    Raises `LstmDocsError` at `where:line`, the text's first line being `first`.
    """
    ours = next((known.name for known in shipped().values() if known.written.strip() == text.strip()), None)
    read = recipe(text, name, where, first)
    conform(read.build())
    said = read.text.title
    return ours or (text if said else f"# {name}\n{text}")
