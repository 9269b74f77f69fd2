"""What every command about a kit on disk does first."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..export import kit_marks as marking
from ..export.points import points
from ..export.response import tidy
from ..export.responses import responses
from ..export.to_look_at import to_look_at
from ..ground.errors import LstmDocsError
from ..interview.keeping import FOLDER as INTERVIEWS
from ..quiz import exam, load_bank, load_set
from ..quiz.papers.paper import asked_of
from .papers import FOLDER, bank_about, bank_option, cell_option, families_in, page_option, set_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..export.kit_marks import Kit, Marks
    from ..export.response import Problem
    from ..marks.marking import Marked
    from ..quiz import Exam, Paper

EXISTING = click.Path(path_type=Path, exists=True)
encoding_option = click.option("--encoding", default="utf-8-sig", help="Encoding of the CSV files; UTF-8 by default.")


def _one_reason(_ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> str:
    """The reason of all changes of a command; of two it would be unclear which is whose."""
    if len(given) > 1:
        raise LstmDocsError("one --reason is kept for all changes of a command; give each change with its own in a command")
    return "".join(given)


reason_option = click.option(
    "--reason",
    "why",
    multiple=True,
    callback=_one_reason,
    help="Why, for the report; it is kept in the kit with every change of this command.",
)
points_option = click.option(
    "--points",
    "extra",
    type=EXISTING,
    multiple=True,
    help="An interviewer's points: CSV with code, question, points; or a folder of such files. Of a second one, what differs "
    "is listed, but a person's points stand before those of grade-code.",
)


@dataclass(frozen=True)
class Sat:
    """What candidates of a kit sent back, marked, and where the command was told to find and to write things."""

    kit: Kit
    sitting: Exam
    marks: Marks
    folder: Path
    given: Path
    extra: tuple[Path, ...]
    encoding: str
    page: str
    out: Path

    def paper(self, marked: Marked) -> Paper:
        """The paper that was marked."""
        return self.kit.paper(self.sitting, tidy(marked.code))


def of_responses(command: Callable[..., None]) -> Callable[..., None]:
    """A command about what candidates sent back, which it gets as `Sat`, with the options that all of these take."""

    @wraps(command)
    def read(
        folder: Path,
        given: Path,
        extra: tuple[Path, ...],
        bank: Path | None,
        set_: str | None,
        cell: str | None,
        encoding: str,
        page: str,
        out: Path,
        **more: object,
    ) -> None:
        kit = marking.read_kit(folder)
        sitting = exam_of(kit, bank, set_, cell)
        marks = marking.mark_kit(kit, sitting, responses(given, encoding), points(extra, encoding))
        command(Sat(kit, sitting, marks, folder, given, extra, encoding, page, out), **more)

    taken = (
        click.argument("folder", metavar="KIT", type=FOLDER),
        click.argument("given", metavar="RESPONSES", type=EXISTING),
        points_option,
        bank_option,
        set_option,
        cell_option,
        encoding_option,
        page_option,
        click.option("--out", type=click.Path(path_type=Path), required=True, help="A new or empty folder."),
    )
    for one in reversed(taken):
        read = one(read)
    return read


def look_at(marks: Marks, folder: Path, given: Path, *, also: Callable[[Problem], bool] = lambda _: True) -> bool:
    """Tell on stderr what somebody must look at, and whether anything must be.

    Of interviews held live, whoever was not interviewed yet is no fault. Problems count for which `also` holds.
    """
    live = given.resolve().is_relative_to((folder / INTERVIEWS).resolve())
    for line in to_look_at(replace(marks, missing=()) if live else marks):
        click.echo(f"lstm-docs: {line}", err=True)
    if live and marks.missing:
        click.echo(f"{len(marks.missing)} of the kit not interviewed yet", err=True)
    return any(map(also, marks.problems)) or bool(marks.missing and not live)


@contextmanager
def bar(label: str, length: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal; what it gives is called after each step."""
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as shown:
        yield lambda: shown.update(1)


def exam_of(kit: Kit, bank: Path | None, set_: str | None, cell: str | None) -> Exam:
    """The papers of a kit. Raises `LstmDocsError` if the bank is not the one it was made with."""
    loaded = load_bank(bank) if cell is None else bank_about(load_bank(bank), cell, set_, families_in(kit.asked))
    if loaded.digest != kit.bank:
        raise LstmDocsError(
            f"this kit was made with the bank {kit.bank[:12]}, and this one is {loaded.digest}; "
            "give that bank's folder with --bank, or the cell it asks about with --cell, or install the version that made it"
        )
    return exam(loaded, kit.blueprint or asked_of(kit.asked, lambda label: load_set(set_ or label, loaded)), kit.seed)
