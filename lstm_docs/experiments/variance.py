"""How much of the spread of scores each setting of a grid explains: an analysis of variance in two ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..ground.errors import ConformError

if TYPE_CHECKING:
    from .experiment import Experiment


@dataclass(frozen=True, kw_only=True)
class Explained:
    """Shares of the sum of squares about the mean of all scores, which add up to 1.

    `rate` and `batch` are what each explains by itself, `both` what the two explain only together, and `seeds`
    what is left between trainings that agree in both.
    """

    rate: float
    batch: float
    both: float
    seeds: float


def explained(experiment: Experiment, lowest: float = 0.0, highest: float = float("inf")) -> Explained:
    """The shares over a grid of learning rates, those from `lowest` to `highest`, and sizes of batches.

    They are shares of the spread that this grid has: another range of rates gives others. Raises `ConformError`
    where there is no such grid, or a place of it has fewer trainings than another.
    """
    rates = [rate for rate in experiment.tried("rate") if lowest <= rate <= highest]
    batches = experiment.tried("batch")
    scores = [
        [[row.score for row in experiment.rows if (row.rate, row.batch) == (rate, batch)] for batch in batches]
        for rate in rates
    ]
    if min(len(rates), len(batches)) < 2 or len({len(cell) for row in scores for cell in row}) != 1:
        raise ConformError(f"{experiment.name} is no full grid of two or more rates and two or more batch sizes")
    grid = np.array(scores)
    mean = grid.mean()
    by_rate, by_batch = grid.mean(axis=(1, 2)) - mean, grid.mean(axis=(0, 2)) - mean
    together = grid.mean(axis=2) - mean - by_rate[:, np.newaxis] - by_batch
    total = float(((grid - mean) ** 2).sum())
    seeds = grid.shape[2]
    rate, batch, both = (
        float(part) * seeds / total
        for part in ((by_rate**2).sum() * len(batches), (by_batch**2).sum() * len(rates), (together**2).sum())
    )
    return Explained(rate=rate, batch=batch, both=both, seeds=1 - rate - batch - both)
