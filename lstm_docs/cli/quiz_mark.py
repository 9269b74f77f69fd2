"""`quiz mark`: marks, statistics, and what somebody must look at."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import export
from ..export import kit_marks as marking
from ..export.changes import accepted, add_changes, void
from ..export.gradebook import GRADEBOOKS, gradebook, known_to
from ..export.hand_out import KEYS
from ..export.outside_text import on_a_line
from ..export.points import points
from ..export.report import as_data, decimal, write_report
from ..export.responses import responses
from ..ground.errors import LstmDocsError
from ..marks.passing import FAR, percent
from .kits import EXISTING, bar, encoding_option, exam_of, look_at, points_option, reason_option
from .papers import FOLDER, bank_option, cell_option, page_option, set_option, templates_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..export.changes import Change
    from ..export.kit_marks import Kit, Marks, Ranked
    from ..marks import Marked


@click.command(epilog="Example: lstm-docs quiz mark out responses.csv --out marks")
@click.argument("folders", metavar="FOLDER...", type=FOLDER, nargs=-1, required=True)
@click.argument("given", metavar="RESPONSES", type=EXISTING)
@points_option
@click.option(
    "--void", "voided", multiple=True, help="A question that does not count: 5, or of one paper CODE/5; may be repeated."
)
@click.option(
    "--accept", "right", multiple=True, help="What a question accepts: 7=MISCONCEPTION, or CODE/7=ANSWER; may be repeated."
)
@reason_option
@bank_option
@set_option
@cell_option
@encoding_option
@click.option(
    "--gradebook", "platform", type=click.Choice(sorted(GRADEBOOKS)), help="Write also the file that this gradebook imports."
)
@click.option("--hand-out", type=click.Choice(list(KEYS)), help="Write also a page for the class, and one for each candidate.")
@templates_option
@page_option
@click.option("--out", type=click.Path(path_type=Path), help="A new or empty folder for the report and its tables.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def mark(
    ctx: click.Context,
    folders: tuple[Path, ...],
    given: Path,
    extra: tuple[Path, ...],
    voided: tuple[str, ...],
    right: tuple[str, ...],
    why: str,
    bank: Path | None,
    set_: str | None,
    cell: str | None,
    encoding: str,
    platform: str | None,
    hand_out: str | None,
    templates: Path | None,
    page: str,
    out: Path | None,
    as_json: bool,
) -> None:
    """Mark what candidates of the kit in FOLDER sent back; several folders are its parts.

    RESPONSES is a CSV file with a column called code and one for each question's number, a file that an HTML paper
    saved, or a folder of such files. Exit status 1 if anything must be looked at.
    """
    kit = marking.read_kits(folders)
    if (platform or hand_out) and not out:
        raise LstmDocsError("give --out with --gradebook or --hand-out: they are written beside the report")
    if platform:
        known_to(platform, kit)
    sitting = exam_of(kit, bank, set_, cell)
    more = [*void(voided, sitting, kit.changes, why), *accepted(right, sitting, why)]
    _of_papers_there(more, kit)
    kit = replace(kit, changes=tuple(dict.fromkeys((*kit.changes, *more))))
    with bar("marking", len(kit.names)) as advance:
        marks = marking.mark_kit(kit, sitting, responses(given, encoding), points(extra, encoding), advance)
    add_changes(folders[0], more)  # what cannot be read leaves the kit as it was
    if out:
        with bar("pages", len(marks.papers)) as advance:
            files = {f"gradebook-{platform}.csv": gradebook(platform, marks, sitting.plan.marks)} if platform else {}
            write_report(marks, sitting, export.Style(templates, page), out, advance, files, hand_out)
    click.echo(json.dumps(as_data(marks), ensure_ascii=False, indent=1) if as_json else _told(marks, out))
    if look_at(marks, folders[0], given):
        ctx.exit(1)


def _of_papers_there(changes: Iterable[Change], kit: Kit) -> None:
    """Raise `LstmDocsError` for a change to a paper that the kit does not have."""
    for change in changes:
        if change.code and change.code not in kit.names:
            now = f"; it has {kit.replaced[change.code]} now" if change.code in kit.replaced else ""
            raise LstmDocsError(f"no paper of this kit has the code {change.code[:80]!r}{now}")


def _told(marks: Marks, out: Path | None) -> str:
    rows = [
        f"{paper.number:>5}  {decimal(paper.points):>8g} of {paper.most}{'' if paper.final else '*'}  {_name(paper)}"
        for paper in marks.papers
    ]
    if not all(paper.final for paper in marks.papers):
        rows.append("* not final: an answer cannot be read, or awaits an interviewer's points")
    if marks.ranked:
        rows += ["", "rank  together    paper  what-ifs", *map(_together, marks.ranked)]
        rows.append("together is half the percentage of the paper and half that of the what-ifs")
    if marks.points.overruled:
        rows.append(f"points of tests that a person overruled: {len(marks.points.overruled)}")
    if out:
        rows.append(f"the report is {on_a_line(str(out / 'report.html'))}")
    return "\n".join(rows) or "nothing was marked"


def _together(one: Ranked) -> str:
    asked = f"{decimal(one.oral[0]):g} of {one.oral[1]}"
    far = f"  the paper is far better than the what-ifs, by {FAR} points or more" if one.far_better else ""
    return (
        f"{one.rank:>4}  {float(one.share):>6.1f} %  {float(percent(one.marked)):>5.1f} %  {asked:>8}  {_name(one.marked)}{far}"
    )


def _name(paper: Marked) -> str:
    return paper.candidate or paper.code
