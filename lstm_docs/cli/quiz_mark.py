"""`quiz mark`: marks, statistics, and what somebody must look at."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import export
from ..export import kit_marks as marking
from ..export.outside_text import on_a_line
from ..export.report import as_data, decimal, write_report
from ..export.responses import points, responses
from ..export.to_look_at import to_look_at
from ..ground.errors import LstmDocsError
from ..quiz import exam, load_bank, load_set
from ..quiz.papers.paper import asked_of
from .papers import FOLDER, bank_option, page_option, set_option, templates_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..export.kit_marks import Kit, Marks
    from ..quiz import Exam, Marked

EXISTING = click.Path(path_type=Path, exists=True)


@click.command(epilog="Example: lstm-docs quiz mark out responses.csv --out marks")
@click.argument("folder", type=FOLDER)
@click.argument("given", metavar="RESPONSES", type=EXISTING)
@click.option("--points", "extra", type=EXISTING, help="A CSV file of an interviewer's points: code, question, points.")
@bank_option
@set_option
@click.option("--encoding", default="utf-8-sig", help="Encoding of the CSV files; UTF-8 by default.")
@templates_option
@page_option
@click.option("--out", type=click.Path(path_type=Path), help="A new or empty folder for the report and its tables.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def mark(
    ctx: click.Context,
    folder: Path,
    given: Path,
    extra: Path | None,
    bank: Path | None,
    set_: str | None,
    encoding: str,
    templates: Path | None,
    page: str,
    out: Path | None,
    as_json: bool,
) -> None:
    """Mark what candidates of the kit in FOLDER sent back.

    RESPONSES is a CSV file with a column called code and one for each question's number, a file that an HTML paper
    saved, or a folder of such files. Exit status 1 if anything must be looked at.
    """
    kit = marking.read_kit(folder)
    sitting = _exam(kit, bank, set_)
    known = points(extra, encoding) if extra else {}
    with _bar("marking", len(kit.names)) as advance:
        marks = marking.mark_kit(kit, sitting, responses(given, encoding), known, advance)
    if out:
        with _bar("pages", len(marks.papers)) as advance:
            write_report(marks, sitting, export.Style(templates, page), out, advance)
    click.echo(json.dumps(as_data(marks), ensure_ascii=False, indent=1) if as_json else _told(marks, out))
    for line in to_look_at(marks):
        click.echo(f"lstm-docs: {line}", err=True)
    if marks.problems or marks.missing:
        ctx.exit(1)


@contextmanager
def _bar(label: str, length: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal; what it gives is called after each step."""
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield lambda: bar.update(1)


def _exam(kit: Kit, bank: Path | None, set_: str | None) -> Exam:
    loaded = load_bank(bank)
    if loaded.digest != kit.bank:
        raise LstmDocsError(
            f"this kit was made with the bank {kit.bank[:12]}, and this one is {loaded.digest}; "
            "give that bank's folder with --bank, or install the version that made it"
        )
    return exam(loaded, kit.blueprint or asked_of(kit.asked, lambda label: load_set(set_ or label, loaded)), kit.seed)


def _told(marks: Marks, out: Path | None) -> str:
    rows = [
        f"{paper.number:>5}  {decimal(paper.points):>8g} of {paper.most}{'' if paper.final else '*'}  {_name(paper)}"
        for paper in marks.papers
    ]
    if not all(paper.final for paper in marks.papers):
        rows.append("* not final: an answer cannot be read, or awaits an interviewer's points")
    if out:
        rows.append(f"the report is {on_a_line(str(out / 'report.html'))}")
    return "\n".join(rows) or "nothing was marked"


def _name(paper: Marked) -> str:
    return paper.candidate or paper.code
