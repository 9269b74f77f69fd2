"""`quiz calibrate`: how hard each family is, and how well it tells candidates apart, from the marks of several kits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..export.calibration_file import calibration_text, sheets
from ..ground.errors import LstmDocsError, reason
from ..marks.calibration import calibrated
from .kits import EXISTING

if TYPE_CHECKING:
    from ..marks.calibration import Calibrated


@click.command(epilog="Example: lstm-docs quiz calibrate marks/* --out calibration.json")
@click.argument("folders", metavar="MARKS...", type=EXISTING, nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file for quiz make --calibration.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def calibrate(folders: tuple[Path, ...], out: Path | None, as_json: bool) -> None:
    """Estimate from the MARKS of several kits how hard each family is: folders that `quiz mark --out` wrote.

    Difficulty is the share of right answers that all these candidates together would be expected to give; discrimination
    stands with its interval or not at all. Takes the extra calibrate.
    """
    found = calibrated(sheets(folders))
    text = calibration_text(found)
    if out:
        try:
            out.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise LstmDocsError(f"cannot be written: {reason(error)}", where=str(out)) from None
    click.echo(text if as_json else _table(found), nl=not as_json)


def _table(found: dict[str, Calibrated]) -> str:
    wide = max(map(len, found))
    rows = [f"{'family':{wide}}  answers  difficulty            discrimination"]
    for name, one in sorted(found.items(), key=lambda item: item[1].difficulty):
        slope = ""
        if one.discrimination is not None and one.discrimination_interval:
            low, high = one.discrimination_interval
            slope = f"{one.discrimination:.2f} ({low:.2f} to {high:.2f})"
        low, high = one.difficulty_interval
        rows.append(f"{name:{wide}}  {one.answers:>7}  {one.difficulty:.2f} ({low:.2f} to {high:.2f})   {slope}".rstrip())
    return "\n".join(rows)
