"""`units`: how many to try."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from .. import cells, facts
from ..ground.columns import columns
from ..ground.errors import SizeError
from ..network import Network
from .network import CELL, given_cell

if TYPE_CHECKING:
    from ..facts import Candidate, Units

HEADINGS = ("units", "parameters", "per sample", "MACs", "bytes", "given by")


@click.command(epilog="Example: lstm-docs units --input 30 --output 2 --samples 5000 --steps 11")
@click.option("--cell", callback=given_cell, default="lstm", show_default=True, help=CELL)
@click.option("--input", "input_size", type=int, help="Input size I; left out for a cell that declares x: H.")
@click.option("--output", type=int, help="Outputs of the dense head; with --samples.")
@click.option("--samples", type=int, help="Training sequences; with --output.")
@click.option("--steps", type=int, help="Time steps T of a sequence, for the work and for the rule that copies them.")
@click.option("--budget", type=int, help="How many parameters the recurrent layers may have.")
@click.option("--layers", type=int, default=1, show_default=True, help="Stacked layers L.")
@click.option("--framework", help="The framework whose parameters are counted.")
@click.option("--exact", is_flag=True, help="Refuse a budget that no whole number of units spends to the last parameter.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def units(
    cell: str,
    input_size: int | None,
    output: int | None,
    samples: int | None,
    steps: int | None,
    budget: int | None,
    layers: int,
    framework: str | None,
    exact: bool,
    as_json: bool,
) -> None:
    """Numbers of units to try, by the rules of thumb that give them, or what a budget of parameters buys.

    The rules disagree, and none was made for recurrent networks: train a few sizes and compare them on held-out data.
    """
    if cells.is_square(cell) and (budget is None or (input_size, output, samples) != (None, None, None)):
        raise SizeError("this cell declares x: H, so its input is as wide as its units; give it --budget, and no --input")
    if input_size is None and not cells.is_square(cell):
        raise click.UsageError("Missing option '--input'.")
    network = Network(cell=cell, input=1 if input_size is None else input_size, hidden=1, layers=layers)
    if output is None and samples is None and budget is not None:
        if steps is not None:
            raise click.UsageError("--steps goes with --output and --samples.")
        _tell_budget(facts.units_for(budget, network, framework, exact=exact), as_json)
        return
    if output is None or samples is None:
        raise click.UsageError("Give --output and --samples for the rules of thumb, or --budget, or all three.")
    if exact:
        raise click.UsageError("--exact goes with --budget alone.")
    candidates = facts.candidates(network, output, samples, steps=steps, budget=budget, framework=framework)
    says = {rule.name: rule for rule in facts.rules(network.input, output, samples, steps)}
    if as_json:
        rules = {name: {"formula": r.text, "value": r.value, "says": r.says, "source": r.source} for name, r in says.items()}
        click.echo(
            json.dumps({"rules": rules, "candidates": [_plain(row) for row in candidates]}, ensure_ascii=False, indent=1)
        )
        return
    _tell_table(candidates)
    click.echo("\nThe rules, with I inputs, K outputs, S samples and T steps:")
    for name, rule in says.items():
        click.echo(f"  {name}: {rule.text} — {rule.says} ({rule.source})")


def _tell_budget(units: Units, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**vars(units), "exact": units.exact}, indent=1))
        return
    spent = "exactly;" if units.exact else f"{units.budget - units.parameters} left;"
    click.echo(
        f"{units.units} units: {units.parameters} parameters ({spent} {units.units + 1} units take {units.next_parameters})"
    )


def _plain(row: Candidate) -> dict[str, Any]:
    return {"units": row.units, **vars(row.cost), "per_sample": float(row.per_sample), "rules": list(row.rules)}


def _tell_table(candidates: tuple[Candidate, ...]) -> None:
    rows = [
        (
            str(r.units),
            str(r.cost.parameters),
            f"{float(r.per_sample):.3g}",
            str(r.cost.macs),
            str(r.cost.bytes),
            "; ".join(r.rules),
        )
        for r in candidates
    ]
    click.echo(columns((HEADINGS, *rows), ">>>>><"))
    click.echo("\nParameters, MACs and bytes (weights and every step's vectors) include the dense head; one sequence, float32.")
