"""Means and their standard errors over the seeds, and the smallest network that is as good as the best."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Any

from .experiment import VARIED

if TYPE_CHECKING:
    from .experiment import Experiment, Row


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One size of network, trained at one rate with one size of batch, over all its seeds.

    `standard_error` is that of the mean score: s/√n, with n - 1 in s.
    """

    units: int
    layers: int
    rate: float
    batch: int
    variant: str
    parameters: int
    macs: int
    seeds: int
    score: float
    standard_error: float
    lowest: float
    highest: float
    train_score: float
    seconds: float


def summary(experiment: Experiment, layers: int | None = None) -> tuple[Summary, ...]:
    """A summary for each place of the grid, in the order of `VARIED`; only those with so many `layers`, if it is given."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in experiment.rows:
        if layers in (None, row.layers):
            groups.setdefault(tuple(getattr(row, name) for name in VARIED), []).append(row)
    return tuple(_summary(groups[key]) for key in sorted(groups))


def _summary(rows: list[Row]) -> Summary:
    scores = [row.score for row in rows]
    return Summary(
        units=rows[0].units,
        layers=rows[0].layers,
        rate=rows[0].rate,
        batch=rows[0].batch,
        variant=rows[0].variant,
        parameters=rows[0].parameters,
        macs=rows[0].macs,
        seeds=len(rows),
        score=fmean(scores),
        standard_error=stdev(scores) / len(scores) ** 0.5 if len(scores) > 1 else 0.0,
        lowest=min(scores),
        highest=max(scores),
        train_score=fmean(row.train_score for row in rows),
        seconds=fmean(row.seconds for row in rows),
    )


def best(experiment: Experiment, layers: int | None = None) -> Summary:
    """The size with the best mean score, the one with fewer parameters if two are equal."""
    sign = -1 if experiment.higher_is_better else 1
    return min(summary(experiment, layers), key=lambda size: (sign * size.score, size.parameters))


def one_standard_error(experiment: Experiment, layers: int | None = None) -> Summary:
    """The size with the fewest parameters whose mean score is within one standard error of the best's.

    The standard error is the best size's own (Breiman and others, 1984).
    """
    top = best(experiment, layers)
    near = (size for size in summary(experiment, layers) if abs(size.score - top.score) <= top.standard_error)
    return min(near, key=lambda size: size.parameters)
