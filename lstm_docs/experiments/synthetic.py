"""Two tasks whose memory span is known: the adding problem and copying (Hochreiter and Schmidhuber, 1997)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..training import Sequences, Settings, Stream
from .task import ACCURACY, MEAN_SQUARED_ERROR, Split, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TRAIN, STOP, VALIDATION = 4000, 500, 1000
ADDING_STEPS = 40
SYMBOLS, COPIED, DELAY = 8, 4, 8


def adding(count: int, stream: Stream) -> Sequences:
    """Numbers in [0, 1) beside marks (T, N, 2): two are marked, one in each half, and their sum is asked for."""
    half = ADDING_STEPS // 2
    x = np.zeros((ADDING_STEPS, count, 2))
    x[..., 0] = stream.uniform(ADDING_STEPS, count)
    first, second = stream.below(half, count), half + stream.below(ADDING_STEPS - half, count)
    each = np.arange(count)
    x[first, each, 1] = x[second, each, 1] = 1
    return Sequences(x.astype(np.float32), (x[first, each, 0] + x[second, each, 0])[np.newaxis, :, np.newaxis])


def copying(count: int, stream: Stream) -> Sequences:
    """COPIED symbols, DELAY empty steps, then a mark on as many steps: the symbols are asked for again, in order."""
    symbols = stream.below(SYMBOLS, COPIED, count)
    x = np.zeros((2 * COPIED + DELAY, count, SYMBOLS + 1), np.float32)
    x[:COPIED, :, :SYMBOLS] = np.eye(SYMBOLS)[symbols]
    x[-COPIED:, :, SYMBOLS] = 1
    return Sequences(x, symbols)


def _splits(make: Callable[[int, Stream], Sequences], seed: int) -> tuple[Split, ...]:
    train, stop, validation = (make(count, Stream(seed, 9, part)) for part, count in enumerate((TRAIN, STOP, VALIDATION)))
    return (Split(train, stop, validation),)


def _mean(split: Split) -> Mapping[str, float]:
    mean = np.full_like(split.validation.targets, split.train.targets.mean())
    return {"the mean": MEAN_SQUARED_ERROR.of(mean, split.validation.targets, 1.0)}


def _guess(split: Split) -> Mapping[str, float]:
    return {"a guess": 1 / SYMBOLS}


SEED_MEANS = "the data and the initial weights"

TASKS = (
    Task(
        name="adding",
        says=f"the sum of the two marked numbers among {ADDING_STEPS}",
        source="made from the seed",
        packages=(),
        seed_means=SEED_MEANS,
        head="linear",
        input=2,
        output=1,
        steps=ADDING_STEPS,
        reads=1,
        metric=MEAN_SQUARED_ERROR,
        splits=lambda seed: _splits(adding, seed),
        baselines=_mean,
        settings=Settings(rate=0.01, batch=64, epochs=30, patience=10),
        units=(1, 2, 4, 8, 16, 32),
        seeds=(0, 1, 2),
    ),
    Task(
        name="copying",
        says=f"{COPIED} of {SYMBOLS} symbols again after {DELAY} empty steps",
        source="made from the seed",
        packages=(),
        seed_means=SEED_MEANS,
        head="softmax",
        input=SYMBOLS + 1,
        output=SYMBOLS,
        steps=2 * COPIED + DELAY,
        reads=COPIED,
        metric=ACCURACY,
        splits=lambda seed: _splits(copying, seed),
        baselines=_guess,
        settings=Settings(rate=0.01, batch=64, epochs=60, patience=10),
        seeds=(0, 1, 2),
    ),
)
