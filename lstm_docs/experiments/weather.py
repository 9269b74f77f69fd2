"""Tomorrow's highest temperature in Seattle from those of the last days, 2012 to 2015."""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from ..training import Sequences, Settings, forward_chaining, hold_out
from .sources import read
from .task import ROOT_MEAN_SQUARED_ERROR, Split, Task

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..training.streams import Indices, Vector

STEPS = 14
FOLDS = 4
STOP_SHARE = 0.15


@cache
def temperatures() -> Vector:
    """The highest temperature of every day in °C, (1461,). Raises `DataError`."""
    rows = csv.DictReader(read("vega_datasets", "_data/seattle-weather.csv"))
    return np.array([float(row["temp_max"]) for row in rows])


def windows(series: Vector, days: Indices) -> Sequences:
    """For each of `days`, the STEPS values before it (T, N, 1), and its own as target (1, N, 1)."""
    before = days[np.newaxis] + np.arange(-STEPS, 0)[:, np.newaxis]
    return Sequences(series[before][..., np.newaxis].astype(np.float32), series[days][np.newaxis, :, np.newaxis])


def _splits(seed: int) -> tuple[Split, ...]:
    """Forward chaining: every fold trains on the days before those it is judged on, and scales by those alone."""
    series = temperatures()
    days = np.arange(STEPS, len(series))
    splits = []
    for fold in forward_chaining(len(days), FOLDS):
        inner = hold_out(days[fold.train], STOP_SHARE, None)
        seen = series[: days[fold.train[-1]] + 1]
        scaled = (series - seen.mean()) / seen.std()
        train, stop, validation = (windows(scaled, part) for part in (inner.train, inner.validation, days[fold.validation]))
        splits.append(Split(train, stop, validation, scale=float(seen.std())))
    return tuple(splits)


def _baselines(split: Split) -> Mapping[str, float]:
    """The last value, the mean of the last STEPS, and the best linear combination of them."""
    x, targets = split.validation.x[..., 0].astype(np.float64), split.validation.targets
    known = np.concatenate([split.train.x[..., 0], split.stop.x[..., 0]], axis=1).astype(np.float64)
    answers = np.concatenate([split.train.targets, split.stop.targets], axis=1)[0, :, 0]
    fitted = np.linalg.lstsq(_with_one(known), answers, rcond=None)[0]
    guesses = {
        "the last value": x[-1],
        f"the mean of {STEPS} days": x.mean(axis=0),
        f"linear regression on {STEPS} days": _with_one(x) @ fitted,
    }
    of = ROOT_MEAN_SQUARED_ERROR.of
    return {what: of(guess[np.newaxis, :, np.newaxis], targets, split.scale) for what, guess in guesses.items()}


def _with_one(x: Vector) -> Vector:
    return np.concatenate([x.T, np.ones((x.shape[1], 1))], axis=1)


TASKS = (
    Task(
        name="weather",
        says=f"tomorrow's highest temperature in Seattle from those of the last {STEPS} days",
        source="daily weather of the NOAA (public domain), in the package vega-datasets (MIT)",
        packages=("vega-datasets",),
        seed_means=f"the initial weights; each score is the mean of {FOLDS} folds by forward chaining",
        head="linear",
        input=1,
        output=1,
        steps=STEPS,
        reads=1,
        metric=ROOT_MEAN_SQUARED_ERROR,
        splits=_splits,
        baselines=_baselines,
        settings=Settings(rate=0.01, batch=32, epochs=100, patience=15),
    ),
)
