"""`quiz scorecard`: what each candidate showed, as one page and as data for an applicant system."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..export import Style
from ..export.new_folder import new_folder
from ..export.outside_text import on_a_line
from ..export.roster import Candidate
from ..export.scorecard import reasons, scorecard, write_scorecards
from ..ground.errors import one_of
from ..marks.passing import FAR
from .kits import bar, look_at, of_responses
from .papers import templates_option

if TYPE_CHECKING:
    from pathlib import Path

    from .kits import Sat

FORMATS = ("json", "pdf")


@click.command(
    "scorecard", epilog="Example: lstm-docs quiz scorecard interview sent-back --points code/points.csv --out scorecards"
)
@of_responses
@click.option("--format", "formats", default="json,pdf", show_default=True, help="Formats joined by commas: json, pdf")
@templates_option
def scorecard_(sat: Sat, formats: str, templates: Path | None) -> None:
    """Write what each candidate showed, by which answers, and at which level: one page of PDF, and JSON.

    A level counts as shown if its questions, two at the least, earned 60 % of their marks, and so did those of the levels
    below it that were asked. Points of what-ifs count half of each share. The column `reason` of the points stands as
    evidence. Exit status 1 if anything must be looked at.
    """
    chosen = tuple(dict.fromkeys(one_of(name.strip(), FORMATS, "format") for name in formats.split(",")))
    said = reasons(sat.extra, sat.encoding)
    with new_folder(sat.out) as home, bar("scorecards", len(sat.marks.papers)) as advance:
        for marked in sat.marks.papers:
            card = scorecard(sat.paper(marked), marked, sat.marks, said)
            name = Candidate(marked.number, marked.candidate, 0).file_name
            write_scorecards([(name, card)], chosen, Style(templates, sat.page), home)
            name = on_a_line(marked.candidate or marked.code)
            far = f"  the paper is far better than the what-ifs, by {FAR} points or more" if card.far_better else ""
            click.echo(f"{marked.number:>5}  {card.level or 'no level shown':<14}  {name}{far}")
            advance()
    if look_at(sat.marks, sat.folder, sat.given):
        click.get_current_context().exit(1)
