"""Where the terminal keeps what it knows of a learner: one file in the platform's folder for state."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
import platformdirs

from ..ground.errors import LstmDocsError, reason
from ..practice.state import LONGEST, Progress, as_json, parse, today

FILE = "progress.json"


def state_file() -> Path:
    """The file, whether it is there or not."""
    return platformdirs.user_state_path("lstm-docs", appauthor=False) / FILE


def kept() -> Progress:
    """What is kept; nothing before the first answer. Raises `LstmDocsError` for a file that cannot be read or is damaged."""
    file = state_file()
    if not file.exists():
        return Progress()
    try:
        return read(file)
    except LstmDocsError as error:
        advice = "move it away, or forget it with: lstm-docs quiz progress --clear"
        raise LstmDocsError(f"{error.message}; {advice}", where=error.where) from None


def read(file: Path) -> Progress:
    """The state in a file. Raises `LstmDocsError` with the file's name."""
    try:
        with file.open("rb") as opened:
            text = opened.read(4 * LONGEST + 1).decode()
    except OSError as error:
        raise LstmDocsError(f"cannot read {file}: {reason(error)}") from None
    except UnicodeDecodeError:
        raise LstmDocsError("not UTF-8 text", where=str(file)) from None
    try:
        return parse(text, today())
    except LstmDocsError as error:
        raise error.at(str(file)) from None


def write(progress: Progress, file: Path) -> None:
    """Write a state whole or not at all. Raises `LstmDocsError`."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as part:
            part.write(as_json(progress) + "\n")
        Path(part.name).replace(file)
    except OSError as error:
        raise LstmDocsError(f"cannot write {file}: {reason(error)}") from None


class Keeper:
    """The state of one sitting, in memory; each answer is added to what is kept then, so that two terminals lose nothing."""

    def __init__(self) -> None:
        self.progress = kept()
        self.keeps = True

    def save(self, progress: Progress) -> None:
        """Keep a state; where it cannot be kept, say so once and go on."""
        self.progress = progress
        if not self.keeps:
            return
        try:
            write(progress, state_file())
        except LstmDocsError as error:
            self.keeps = False
            click.echo(f"lstm-docs: {error}; your answers count until you leave", err=True)

    def newest(self) -> Progress:
        """What is kept now, also by another terminal."""
        if self.keeps:
            self.progress = kept() if state_file().exists() else self.progress
        return self.progress
