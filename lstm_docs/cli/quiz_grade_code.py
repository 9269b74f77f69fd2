"""`quiz grade-code`: answers that are code, run in a closed room and compared outside of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import coding
from ..coding.grading import grade
from ..coding.written import as_data, write_grades
from ..export import kit_marks as marking
from ..export.outside_text import on_a_line
from ..export.report import decimal
from ..export.responses import responses
from .kits import EXISTING, bar, exam_of
from .papers import FOLDER, bank_option, set_option

if TYPE_CHECKING:
    from ..coding.grading import Graded, Grades


@click.command(epilog="Example: lstm-docs quiz grade-code out sent-back --out code, then quiz mark --points code/points.csv")
@click.argument("folder", metavar="KIT", type=FOLDER)
@click.argument("given", metavar="RESPONSES", type=EXISTING)
@bank_option
@set_option
@click.option("--encoding", default="utf-8-sig", help="Encoding of the CSV files; UTF-8 by default.")
@click.option("--out", type=click.Path(path_type=Path), help="A new or empty folder for points.csv and tests.json.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def grade_code(
    ctx: click.Context,
    folder: Path,
    given: Path,
    bank: Path | None,
    set_: str | None,
    encoding: str,
    out: Path | None,
    as_json: bool,
) -> None:
    """Run the answers of a KIT that are code, and count the tests that each passes.

    Each answer runs under bubblewrap: without network and files, in one process of bounded memory, time and output. It gets
    inputs and returns arrays; what is expected stays outside. Exit status 1 if a response must be looked at.
    """
    kit = marking.read_kit(folder)
    sitting = exam_of(kit, bank, set_, None)
    coding.check_room()
    with bar("running", len(kit.names)) as advance:
        grades = grade(kit, sitting, responses(given, encoding), progress=advance)
    if out:
        write_grades(grades, out)
    click.echo(json.dumps(as_data(grades), ensure_ascii=False, indent=1) if as_json else _told(grades, out))
    for problem in grades.problems:
        click.echo(f"lstm-docs: {problem}", err=True)
    if grades.problems:
        ctx.exit(1)


def _told(grades: Grades, out: Path | None) -> str:
    rows = [line for one in grades.graded for line in _lines(one)]
    if out:
        rows.append(f"points for quiz mark --points are in {on_a_line(str(out / 'points.csv'))}")
    return "\n".join(rows) or "no answer was run: nobody sent any"


def _lines(one: Graded) -> list[str]:
    """A line for the answer, and one for each test that did not pass."""
    name = on_a_line(one.candidate or one.code)
    words = f", {decimal(one.in_words):g} more for words await you" * bool(one.in_words)
    head = f"{one.number:>5}  question {one.place}: {decimal(one.points):g} of {one.marks}{words}  {one.family}  {name}"
    return [head, *(f"       {test.name}: {test.state}; {on_a_line(test.said)}" for test in one.verdicts if not test.passed)]
