"""Running experiments: every size and seed, on several processes, and writing what came of it."""

from __future__ import annotations

import os
import platform
from dataclasses import asdict, replace
from functools import cache, partial
from itertools import product
from multiprocessing import get_context
from statistics import fmean
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..ground.errors import one_of
from ..training import fit, predict
from . import census, mistakes, synthetic, weather
from .experiment import to_text
from .sources import versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ..training import Model, Sequences
    from ..training.streams import Vector
    from .task import Split, Task

TASKS: dict[str, Task] = {task.name: task for part in (census, mistakes, weather, synthetic) for task in part.TASKS}
SINGLE_THREADED = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "MKL", "OMP", "VECLIB_MAXIMUM")}
"""Small products are slower on several threads, and every process has a core to itself."""


class Job(NamedTuple):
    """One row of an experiment."""

    task: str
    units: int
    layers: int
    rate: float
    batch: int
    seed: int
    variant: str = ""


def chosen(names: Sequence[str]) -> tuple[Task, ...]:
    """The experiments of some names, or all if there are none. Raises `UnknownNameError`."""
    return tuple(TASKS[one_of(name, TASKS, "experiment")] for name in names or TASKS)


def jobs(task: Task) -> list[Job]:
    """Every row of an experiment."""
    planned = []
    for name in task.variants or ("",):
        it = task.variant(name)
        rates, batches = it.rates or (it.settings.rate,), it.batches or (it.settings.batch,)
        planned += [Job(task.name, *each, name) for each in product(it.units, it.layers, rates, batches, it.seeds)]
    return planned


def run(job: Job, *, epochs: int | None = None) -> dict[str, Any]:
    """Train and judge one row; no more than `epochs` epochs, if given. Raises `DataError` without the data."""
    task = TASKS[one_of(job.task, TASKS, "experiment")].variant(job.variant)
    model = task.model(job.units, job.layers)
    settings = replace(task.settings.shorter(epochs), rate=job.rate, batch=job.batch)
    scores, train_scores, first_losses, run_epochs, losses = [], [], [], 0, {}
    start = perf_counter()
    for split in _splits(job.task, job.variant, job.seed):
        fitted = fit(model, split.train, split.stop, job.seed, settings)
        scores.append(_score(task, model, fitted.parameters, split.validation, split))
        train_scores.append(_score(task, model, fitted.parameters, split.train, split))
        first_losses.append(fitted.train_losses[0])
        run_epochs += fitted.epochs
        if task.keeps_losses:
            losses = {"losses": [_rounded(of) for of in (fitted.train_losses, fitted.held_out_losses)]}
    means = {"score": fmean(scores), "train_score": fmean(train_scores)}
    return {
        **{name: value for name, value in job._asdict().items() if name != "task" and value != ""},
        **{name: float(f"{mean:.6g}") for name, mean in means.items()},
        "first_loss": float(f"{fmean(first_losses):.12g}"),
        "epochs": run_epochs,
        "seconds": round(perf_counter() - start, 1),
        **losses,
    }


def _rounded(losses: Sequence[float]) -> list[float]:
    return [float(f"{loss:.4g}") for loss in losses]


def _score(task: Task, model: Model, parameters: Vector, data: Sequences, split: Split) -> float:
    return task.metric.of(predict(model, parameters, data), data.targets, split.scale)


@cache
def _splits(name: str, variant: str, seed: int) -> tuple[Split, ...]:
    return TASKS[name].variant(variant).splits(seed)


def about(task: Task, epochs: int | None = None) -> dict[str, Any]:
    """Everything of an experiment but its rows, as plain data; of one with at most `epochs` epochs, if given."""
    splits = [split for seed in task.seeds for split in _splits(task.name, "", seed)]
    baselines = [task.baselines(split) for split in splits]
    plain = ("name", "says", "source", "seed_means", "head", "input", "output", "steps", "reads")
    return {
        **{name: getattr(task, name) for name in plain},
        "metric": task.metric.name,
        "unit": task.metric.unit,
        "higher_is_better": task.metric.higher_is_better,
        "train_samples": round(fmean(len(split.train) for split in splits)),
        "validation_samples": round(fmean(len(split.validation) for split in splits)),
        "baselines": {name: float(f"{fmean(each[name] for each in baselines):.6g}") for name in baselines[0]},
        "settings": asdict(task.settings.shorter(epochs)),
        "versions": {**computed_with(), **versions(*task.packages)},
    }


def computed_with() -> dict[str, str]:
    """What the last digits depend on."""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": f"{blas['name']} {blas['version']}",
        "machine": platform.machine(),
    }


def run_all(
    tasks: Sequence[Task], processes: int, after_row: Callable[[], None], epochs: int | None = None
) -> Iterator[tuple[str, str]]:
    """Each experiment's name and what its results file holds, as it is done. `after_row` is called after each.

    No training takes more than `epochs` epochs, if given: to try things out. Raises `DataError` without the data.
    """
    known = {task.name: about(task, epochs) for task in tasks}  # first: data may be missing
    os.environ.update(SINGLE_THREADED)  # read when the processes import NumPy
    with get_context("spawn").Pool(processes) as pool:
        for task in tasks:
            rows = []
            for row in pool.imap_unordered(partial(run, epochs=epochs), sorted(jobs(task), key=_weight, reverse=True)):
                rows.append(row)
                after_row()
            yield task.name, to_text(known[task.name], rows)


def _weight(job: Job) -> float:
    """How long it takes, roughly: the longest are begun first."""
    return job.layers * (1000 + job.units**2) / job.batch


def write(name: str, text: str, folder: Path) -> Path:
    """Write a results file, whole or not at all."""
    part, path = folder / f"{name}.json.part", folder / f"{name}.json"
    part.write_text(text, encoding="utf-8", newline="\n")
    return part.replace(path)
