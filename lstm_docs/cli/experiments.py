"""`experiments`: what was measured about the number of units and about training, and measuring it again."""

from __future__ import annotations

import json
from dataclasses import asdict
from math import log10
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import experiments as domain
from ..ground.columns import columns
from ..ground.errors import LstmDocsError, reason

if TYPE_CHECKING:
    from ..experiments import Experiment, Explained, Summary

HEADINGS = ("layers", "units", "rate", "batch", "parameters", "MACs", "score", "± error", "train", "seconds")


@click.group()
def experiments() -> None:
    """What was measured about the number of units, learning rate and batch size."""


@experiments.command("list", epilog="Example: lstm-docs experiments list")
def list_stored() -> None:
    """The experiments whose results are stored."""
    stored = ((name, domain.stored(name)) for name in domain.names())
    rows = ((name, f"{experiment.says}; {experiment.metric}, {len(experiment.rows)} trainings") for name, experiment in stored)
    click.echo(columns(rows, "<"))


@experiments.command(epilog="Example: lstm-docs experiments show names --layers 1")
@click.argument("name")
@click.option("--layers", type=int, help="Show only networks with this many layers.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON: every training, not only the means.")
@click.option("--live", is_flag=True, help="Train the small network of the page while you watch; only for adding.")
def show(name: str, layers: int | None, as_json: bool, live: bool) -> None:
    """The means over the seeds for each size and setting, their standard errors, and the baselines.

    * marks the best score, + the fewest parameters within one standard error of it.
    """
    experiment = domain.stored(name)
    if live:
        _train(name)
        return
    if as_json:
        click.echo(json.dumps(asdict(experiment), ensure_ascii=False, indent=1))
        return
    if layers not in (None, *(row.layers for row in experiment.rows)):
        raise click.UsageError(f"{name} has no networks of {layers} layers.")
    _tell(experiment, layers)


def _train(name: str) -> None:
    """The published run of the page, line by line as it learns."""
    from .. import live

    if name != "adding":
        raise click.UsageError("only adding is trained live: lstm-docs experiments show adding --live")
    run, stored = live.published()
    click.echo(f"{run.cell}, {run.hidden} units, {run.steps} steps, learning rate {run.rate}, gradient clipped at {run.clip:g}")
    losses: list[float] = []
    for progress in live.train(run):
        losses.append(progress.loss)
        if progress.update % (2 * stored["every"]) == 0:
            mean = sum(losses) / len(losses)
            losses.clear()
            bar = "#" * max(1, round(12 * (4 + log10(mean))))
            click.echo(f"{progress.update:5}  loss {mean:.6f}  gradient {progress.norm:.4f}  {bar}")
    worst = float(abs(progress.parameters - stored["parameters"]).max())
    click.echo(f"The largest difference to the published weights is {worst:.1g}.")


def _tell(experiment: Experiment, layers: int | None) -> None:
    best, near = domain.best(experiment, layers), domain.one_standard_error(experiment, layers)
    way = "higher" if experiment.higher_is_better else "lower"
    click.echo(
        f"{experiment.says}\n{experiment.metric} ({experiment.unit}), {way} is better; seeds vary {experiment.seed_means}"
    )
    click.echo(
        f"{experiment.train_samples} training and {experiment.validation_samples} validation sequences "
        f"of {experiment.steps} steps"
    )
    for baseline, score in experiment.baselines.items():
        click.echo(f"without a network, {baseline}: {score:.4g}")
    headings = ("variant", *HEADINGS) if "variant" in experiment.varied else HEADINGS
    rows = [(*_cells(row), "*" * (row == best) + "+" * (row == near)) for row in domain.summary(experiment, layers)]
    click.echo(columns([(*headings, ""), *rows], ">" * len(headings) + "<"))
    if layers in (None, 1) and "units" in experiment.varied:
        _tell_rules(experiment)
    if {"rate", "batch"} <= set(experiment.varied):
        _tell_shares(domain.explained(experiment))


def _tell_shares(shares: Explained) -> None:
    listed = ", ".join(f"{100 * share:.0f} % by {name}" for name, share in asdict(shares).items())
    click.echo(f"Of the spread between all scores is explained: {listed}")


def _tell_rules(experiment: Experiment) -> None:
    click.echo("The rules of thumb, and the size nearest to each that was tried with one layer:")
    for placed in domain.rules_placed(experiment):
        far = ", far from any that was tried" if placed.beyond else ""
        said = f"{placed.rule.value} units; {placed.tried.units} scored {placed.tried.score:.4g}{far}"
        click.echo(f"  {placed.rule.name}: {said}")


def _cells(row: Summary) -> tuple[str, ...]:
    sizes = (row.layers, row.units, row.rate, row.batch, row.parameters, row.macs)
    return (
        *([row.variant] if row.variant else []),
        *(f"{number:.10g}" for number in sizes),
        f"{row.score:.4g}",
        f"{row.standard_error:.2g}",
        f"{row.train_score:.4g}",
        f"{row.seconds:.1f}",
    )


@experiments.command(epilog="Example: lstm-docs experiments run weather --out results")
@click.argument("names", nargs=-1)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the results files.")
@click.option(
    "--processes", type=click.IntRange(1, 64), default=2, show_default=True, help="How many trainings run at the same time."
)
@click.option("--epochs", type=click.IntRange(1), help="Train for at most this many epochs, to try it out.")
def run(names: tuple[str, ...], out: Path, processes: int, epochs: int | None) -> None:
    """Train every size with every seed, of the experiments NAMES or of all, and write what came of it.

    Needs the data: pip install 'lstm-docs[experiments]'.
    """
    from ..experiments import running

    tasks = running.chosen(names)
    total = sum(len(running.jobs(task)) for task in tasks)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with click.progressbar(length=total, label="training") as bar:
            for name, text in running.run_all(tasks, processes, lambda: bar.update(1), epochs):
                running.write(name, text, out)
    except OSError as error:
        raise LstmDocsError(f"cannot write to {out}: {reason(error)}") from error
