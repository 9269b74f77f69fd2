"""What an experiment trains on and how it is judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..network import Network
from ..training import Model, Sequences, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..training.streams import Array


class Split(NamedTuple):
    """What trains, what says when to stop, and what is judged: no sequence is in two of them.

    `scale` turns a prediction's unit into the score's.
    """

    train: Sequences
    stop: Sequences
    validation: Sequences
    scale: float = 1.0


@dataclass(frozen=True)
class Metric:
    """How predictions are judged: `of(predictions, targets, scale)`, which way is better, and the unit."""

    name: str
    unit: str
    higher_is_better: bool
    of: Callable[[Array, Array, float], float]


@dataclass(frozen=True, kw_only=True, eq=False)
class Task:
    """One experiment: data, model, settings and the grid that is searched.

    `splits(seed)` gives one split, or several whose scores are averaged; `seed` also seeds the training.
    `seed_means` says what changes from seed to seed, and so what the spread of the scores is over.
    `rates` and `batches` are searched as well; where there are none, the one in the settings is taken.
    `keeps_losses` says that the losses of every epoch are stored.
    `variants` are the same task with something changed, each by its name; where there are none, the task is run as it is.
    `baselines(split)` are the scores, on the same validation data, of predictions that need no network.
    """

    name: str
    says: str
    source: str
    packages: tuple[str, ...]
    seed_means: str
    head: str
    input: int
    output: int
    steps: int
    reads: int
    metric: Metric
    splits: Callable[[int], tuple[Split, ...]]
    baselines: Callable[[Split], Mapping[str, float]]
    settings: Settings
    units: tuple[int, ...] = (1, 2, 4, 8, 16, 32, 64)
    layers: tuple[int, ...] = (1, 2)
    rates: tuple[float, ...] = ()
    batches: tuple[int, ...] = ()
    seeds: tuple[int, ...] = (0, 1, 2, 3, 4)
    keeps_losses: bool = False
    variants: Mapping[str, Callable[[Task], Task]] = field(default_factory=dict)

    def variant(self, name: str) -> Task:
        """The task as a variant has it; itself if the name is empty."""
        return self.variants[name](self) if name else self

    def model(self, units: int, layers: int) -> Model:
        """The LSTM of so many units and layers, with the task's head."""
        network = Network(cell="lstm", input=self.input, hidden=units, layers=layers)
        return Model(network=network, head=self.head, outputs=self.output, reads=self.reads)


def _accuracy(predictions: Array, targets: Array, scale: float) -> float:
    return float((predictions.argmax(axis=-1) == targets).mean())


def _root_mean_squared_error(predictions: Array, targets: Array, scale: float) -> float:
    return float(np.sqrt(((predictions - targets) ** 2).mean())) * scale


def _mean_squared_error(predictions: Array, targets: Array, scale: float) -> float:
    return float(((predictions - targets) ** 2).mean()) * scale**2


ACCURACY = Metric("accuracy", "share", higher_is_better=True, of=_accuracy)
ROOT_MEAN_SQUARED_ERROR = Metric("root mean squared error", "°C", higher_is_better=False, of=_root_mean_squared_error)
MEAN_SQUARED_ERROR = Metric("mean squared error", "1", higher_is_better=False, of=_mean_squared_error)
