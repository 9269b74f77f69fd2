"""`quiz list`, `check` and `schema`: what a bank holds, and that it is right."""

from __future__ import annotations

import json
import sys
from pathlib import Path  # noqa: TC003 - click reads it
from typing import TYPE_CHECKING

import click

from ..ground.columns import columns
from ..ground.errors import LstmDocsError
from ..practice.about_cell import check_about
from ..quiz import check_bank, check_sets, load_bank, load_set, record
from .network import given_cell
from .papers import FOLDER

if TYPE_CHECKING:
    from ..quiz import Proof


@click.command("list", epilog="Example: lstm-docs quiz list")
@click.argument("bank", required=False, type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def list_(bank: Path | None, as_json: bool) -> None:
    """List the families of a bank, with topic, level, kind and the number of distinct questions."""
    families = list(load_bank(bank).families.read.values())
    if as_json:
        rows = [{"id": f.id, "topic": f.topic, "level": f.level, "kind": f.kind, "questions": f.domain} for f in families]
        click.echo(json.dumps(rows, indent=1))
        return
    cells = ((f.id, f.topic, f"level {f.level}", f.kind, str(f.domain), "questions") for f in families)
    click.echo(columns(cells, "<<<<><"))


@click.command(epilog="Example: lstm-docs quiz check")
@click.argument("bank", required=False, type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--set", "set_name", help="Only say what candidates of this set share; by name or by the path of its file.")
@click.option("--candidates", default=50, show_default=True, type=click.IntRange(2, 10_000), help="How many, for --set.")
@click.option(
    "--cell", callback=given_cell, help="Prove what can be asked about this cell, a name or a file; say why the rest cannot."
)
@click.option("--record", "keep", is_flag=True, help="Record the result in the bank, where the site reads it.")
@click.pass_context
def check(
    ctx: click.Context, bank: Path | None, as_json: bool, keep: bool, set_name: str | None, candidates: int, cell: str | None
) -> None:
    """Prove every family over its whole domain, and that every set can be asked.

    With --cell, prove what the bank can ask about one cell. Exit status 1 if one fails, or nothing can be asked.
    """
    loaded = load_bank(bank)
    if set_name:
        from .overlap import OverlapError, told

        try:
            click.echo(told(load_set(set_name, loaded), loaded, candidates))
        except OverlapError as error:
            click.echo(f"lstm-docs: {error}", err=True)
            ctx.exit(1)
        return
    if cell is not None and keep:
        raise LstmDocsError("what is recorded is the proof of the whole bank; leave --cell out")
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=len(loaded.families), label="proving", file=sys.stderr, hidden=hidden) as bar:
        if cell is None:
            proofs, faults = check_bank(loaded, progress=lambda family: bar.update(1))
            faults += check_sets(loaded)
        else:
            proofs, refused = check_about(loaded, cell, progress=lambda: bar.update(1))
            faults = [] if proofs else refused
            for reason in refused if proofs else ():
                click.echo(f"lstm-docs: {reason}", err=True)
    for fault in faults:
        click.echo(f"lstm-docs: {fault}", err=True)
    proved, second, declared = (sum(getattr(proof, name) for proof in proofs) for name in ("proved", "second", "declared"))
    alone = [proof.family for proof in proofs if not proof.second]
    if as_json:
        counts = {
            "families": len(proofs),
            "proved": proved,
            "second": second,
            "declared": declared,
            "without_second_road": alone,
        }
        click.echo(json.dumps(counts | {"faults": [str(fault) for fault in faults]}))
    else:
        click.echo(columns(((proof.family, str(proof.proved), "proved,", *_road(proof)) for proof in proofs), "<><><"))
        click.echo(
            f"{len(proofs)} families, {proved} questions proved, {second} measured by a second road, {declared} declared"
        )
        if alone:
            count = f"{len(alone)} families have" if len(alone) > 1 else "1 family has"
            click.echo(f"{count} no second road: {', '.join(alone[:10])}{' …' * (len(alone) > 10)}")
    if faults:
        ctx.exit(1)
    if keep:
        record(loaded, proofs)


def _road(proof: Proof) -> tuple[str, str]:
    return (str(proof.second), "measured anew") if proof.second else (str(proof.declared), "declared")


@click.command(epilog="Example: lstm-docs quiz schema families > families.schema.json")
@click.argument("of", type=click.Choice(["families", "sets"]))
def schema(of: str) -> None:
    """The JSON Schema of quiz files or of sets, with which an editor completes names and underlines slips."""
    from ..schemas import from_tables

    click.echo(from_tables.written_out(of), nl=False)
