"""`quiz follow-up`: three what-if questions for each candidate, about their own answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..export import Style
from ..export.wording import listed
from ..ground.errors import one_of
from ..interview.choosing import COUNT, follow_ups
from ..interview.seen import seen_in
from ..interview.sheets import FORMATS, FollowUp, write_follow_ups
from .kits import bar, look_at, of_responses

if TYPE_CHECKING:
    from ..export.response import Problem
    from .kits import Sat


@click.command("follow-up", epilog="Example: lstm-docs quiz follow-up interview sent-back --out follow-up")
@of_responses
@click.option("--format", "formats", default="html", show_default=True, help="Formats joined by commas: " + ", ".join(FORMATS))
def follow_up(sat: Sat, formats: str) -> None:
    """Ask three what-ifs about each candidate's own answers.

    Each is a question of the candidate's paper with one size or convention changed, aimed at a misconception that showed, or
    at what was answered rightly. The key, what a good answer says and what earns points lie apart, in OUT/keys. The same
    kit and responses give the same bytes. Exit status 1 if anything must be looked at.
    """
    chosen = tuple(dict.fromkeys(one_of(name.strip(), FORMATS, "format") for name in formats.split(",")))
    with bar("papers", len(sat.kit.names)) as advance:
        seen = seen_in((sat.kit.paper(sat.sitting, code) for code in sat.kit.names), advance)
    papers = [(sat.paper(marked), marked) for marked in sat.marks.papers]
    many = [FollowUp(paper, tuple(follow_ups(sat.sitting, seen, paper, marked))) for paper, marked in papers]
    with bar("what-ifs", len(many)) as advance:
        write_follow_ups(many, chosen, Style(page=sat.page), sat.out, advance)
    asked = sum(len(one.what_ifs) for one in many)
    click.echo(
        f"{asked} what-ifs for {len(many)} in {sat.out / 'papers'}; key and a table for the points in {sat.out / 'keys'}"
    )
    fewer = [one.paper.candidate or one.paper.code for one in many if len(one.what_ifs) < COUNT]
    if fewer:
        click.echo(f"lstm-docs: fewer than {COUNT} questions that can be gone on with: {listed(fewer)}", err=True)
    if look_at(sat.marks, sat.folder, sat.given, also=lambda problem: not _awaits(problem)):
        click.get_current_context().exit(1)


def _awaits(problem: Problem) -> bool:
    """Whether it only says that an open question awaits points, which a follow-up can do without."""
    return "awaits points" in problem.message
