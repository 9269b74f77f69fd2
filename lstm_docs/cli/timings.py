"""`timings`: what machines did with recurrent layers, beside what was to be expected."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import timings as domain
from ..cells.sizes import LARGEST_SIZE
from ..ground.columns import columns
from ..ground.located import load

if TYPE_CHECKING:
    from ..site.fences.tables import Table

SIZE = click.IntRange(1, LARGEST_SIZE)
SHOWN = ("machines", "ceilings", "within")
"""What is told if nothing is asked for."""


@click.command(epilog="Example: lstm-docs timings mine.json --belief second-layer")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--belief", type=click.Choice(tuple(domain.BELIEFS)), help="The points of one belief.")
@click.option("--energy", is_flag=True, help="Picojoules for each multiply-accumulate.")
@click.option("--memory", is_flag=True, help="Bytes that training keeps.")
@click.option("--input", "inputs", type=SIZE, help="Features I of your layer: what is expected, and the points near it.")
@click.option("--hidden", type=SIZE, help="Units H of your layer.")
@click.option("--steps", type=SIZE, default=100, show_default=True, help="Steps T.")
@click.option("--batch", type=SIZE, default=1, show_default=True, help="Sequences B.")
@click.option("--dtype", type=click.Choice(tuple(domain.BYTES)), default="float32", show_default=True, help="Precision.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON: every point of every machine.")
def timings(
    files: tuple[Path, ...],
    belief: str | None,
    energy: bool,
    memory: bool,
    inputs: int | None,
    hidden: int | None,
    steps: int,
    batch: int,
    dtype: str,
    as_json: bool,
) -> None:
    """Recurrent layers measured on the machines whose files are in the package, and on those of FILES.

    FILES are written by benchmarks/gpu_recurrent.py. Each number that was measured is given for both passes.
    """
    machines = [*map(domain.stored, domain.names()), *map(domain.read, files)]
    if as_json:
        click.echo(json.dumps([asdict(machine) for machine in machines], ensure_ascii=False, indent=1))
        return
    if (inputs is None) != (hidden is None):
        raise click.UsageError("--input and --hidden go together.")
    asked = [f"show: belief\nbelief: {belief}"] if belief else []
    asked += [f"show: {name}" for name, wanted in (("energy", energy), ("memory", memory)) if wanted]
    if hidden is not None:
        asked.append(f"show: near\nsteps: {steps}\nbatch: {batch}\ninput: {inputs}\nhidden: {hidden}\ndtype: {dtype}")
    _tell(machines, asked or [f"show: {name}" for name in SHOWN])


def _tell(machines: list[domain.Machine], asked: list[str]) -> None:
    from ..site.fences import timing_tables

    for place, body in enumerate(asked):
        click.echo("\n" * (place > 0) + _text(timing_tables.table_of(load(body, "options", 1), machines)))


def _text(table: Table) -> str:
    rows = [[table.name, *table.columns], *([row.label.unescape(), *row.cells] for row in table.rows)]
    return columns(rows, "<>")
