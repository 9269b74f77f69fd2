"""`quiz replace`: another question on a paper that was already made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .. import export
from ..export.kit_marks import read_kit
from ..export.replacing import replace_question
from .kits import exam_of, reason_option
from .papers import FOLDER, bank_option, cell_option, formats_of, page_option, set_option, templates_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    epilog="Example: lstm-docs quiz replace kit 'interview:0f3a9c~4be02d71c6a8~7~5eed5/4' --reason 'a smudged figure'"
)
@click.argument("folder", type=FOLDER)
@click.argument("code", metavar="CODE/N")
@reason_option
@bank_option
@set_option
@cell_option
@click.option("--format", "formats", default="md", show_default=True, help="Formats of the new paper, joined by commas.")
@templates_option
@page_option
def replace(
    folder: Path,
    code: str,
    why: str,
    bank: Path | None,
    set_: str | None,
    cell: str | None,
    formats: str,
    templates: Path | None,
    page: str,
) -> None:
    """Put another question in place of question N on the paper with CODE.

    It has the same topic, level, frameworks and marks. The paper and its key are written beside the old ones, and `quiz mark`
    takes answers under either code.
    """
    kit = read_kit(folder)
    wanted = export.Wanted(formats_of(formats), export.Style(templates, page))
    paper = replace_question(folder, kit, exam_of(kit, bank, set_, cell), code, wanted, why)
    click.echo(f"the paper is {paper.code} now; it lies in {folder / 'papers'}, its key in {folder / 'keys'}")
