"""Training: epochs of batches in random order, stopped when held-out data no longer get better."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..ground.errors import SizeError
from .adam import Adam, clip_by_global_norm
from .dropout import Dropout
from .model import initial
from .passes import logits, loss_and_gradient
from .streams import Stream

if TYPE_CHECKING:
    from .model import Model
    from .sequences import Sequences
    from .streams import Array, Vector

NO_DROPOUT = Dropout()
ORDER, MASKS = 2, 3
"""Labels of the streams of a seed; `initial` has its own."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How to train. `patience` epochs without a better loss on the held-out data end it; `clip` is the longest gradient.

    Raises `SizeError` for anything that is not above 0.
    """

    rate: float = 0.01
    batch: int = 64
    epochs: int = 50
    patience: int = 5
    clip: float | None = 1.0
    dropout: Dropout = NO_DROPOUT

    def __post_init__(self) -> None:
        for name in ("rate", "batch", "epochs", "patience", "clip"):
            value = getattr(self, name)
            if value is not None and not value > 0:
                raise SizeError(f"{name} is {value}, expected above 0")

    def shorter(self, epochs: int | None) -> Settings:
        """The same, with at most `epochs` epochs, if given."""
        return self if epochs is None else replace(self, epochs=min(self.epochs, epochs))


@dataclass(frozen=True, eq=False)
class Fitted:
    """The parameters of the best epoch, and the losses of every epoch: in training, and on the held-out data after it.

    The training loss of an epoch is the mean over its batches, each before its own step.
    """

    parameters: Vector
    train_losses: tuple[float, ...]
    held_out_losses: tuple[float, ...]

    @property
    def best_epoch(self) -> int:
        """The epoch the parameters are of, from 1."""
        return int(np.argmin(self.held_out_losses)) + 1

    @property
    def epochs(self) -> int:
        """How many epochs were run."""
        return len(self.train_losses)


def fit(model: Model, train: Sequences, held_out: Sequences, seed: int, settings: Settings | None = None) -> Fitted:
    """Train from `initial(model, seed)`. The same seed and data give the same numbers, bit for bit, on one machine.

    Where matrix products are rounded differently, the last bits differ, and after many steps the digits.
    """
    settings = settings or Settings()
    vector, order, masks = initial(model, seed), Stream(seed, ORDER), Stream(seed, MASKS)
    adam = Adam(model.count, settings.rate)
    best, losses, held_out_losses = vector.copy(), [], []
    for _ in range(settings.epochs):
        losses.append(_epoch(model, vector, train, adam, settings, order, masks))
        held_out_losses.append(loss(model, vector, held_out))
        if held_out_losses[-1] == min(held_out_losses):
            best = vector.copy()
        if len(losses) - int(np.argmin(held_out_losses)) > settings.patience:
            break
    return Fitted(best, tuple(losses), tuple(held_out_losses))


def _epoch(
    model: Model, vector: Vector, train: Sequences, adam: Adam, settings: Settings, order: Stream, masks: Stream
) -> float:
    """One pass over the data; `vector` is moved in place. Returns the mean of the batches' losses."""
    indices = order.permutation(len(train))
    total = 0.0
    for start in range(0, len(train), settings.batch):
        batch = train.take(indices[start : start + settings.batch])
        total += len(batch) * step(model, vector, batch, adam, settings, masks)
    return total / len(train)


def step(model: Model, vector: Vector, batch: Sequences, adam: Adam, settings: Settings, masks: Stream) -> float:
    """One step on one batch: `vector` is moved in place. Returns the loss before it."""
    drawn = None
    if settings.dropout != NO_DROPOUT:
        drawn = settings.dropout.draw(model, len(batch.x), len(batch), masks)
    value, gradient = loss_and_gradient(model, vector, batch, drawn)
    adam.step(vector, gradient if settings.clip is None else clip_by_global_norm(gradient, settings.clip))
    return value


def loss(model: Model, vector: Vector, data: Sequences) -> float:
    """The mean loss on `data`, without dropout."""
    return model.activation.loss(logits(model, vector, data), data.targets)[0]


def predict(model: Model, vector: Vector, data: Sequences) -> Array:
    """What the model says of every step it reads, (S, N, O): probabilities, or numbers for the linear head."""
    return model.activation.predict(logits(model, vector, data))
