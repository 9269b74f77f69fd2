"""What turns the top layer's numbers into a prediction, and the loss it is trained with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..ground.errors import one_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Targets = NDArray[Any]
    Loss = Callable[[Array, Targets], tuple[float, Array]]


IGNORED = -1
"""The class of a step behind a sequence's end: it is neither judged nor learnt from."""


@dataclass(frozen=True)
class Head:
    """A dense layer's activation and loss.

    `loss(logits, targets)` is the mean over everything that is predicted, and its gradient by the logits
    (…, O). Targets are classes (…) for the softmax, IGNORED where nothing is to be predicted, and numbers (…, O)
    for the others. `predict(logits)` is
    what the network says: probabilities, or the logits themselves.
    """

    name: str
    loss: Loss
    predict: Callable[[Array], Array]


def head(name: str) -> Head:
    """A head by name: softmax, sigmoid or linear. Raises `UnknownNameError`."""
    return HEADS[one_of(name, HEADS, "head")]


def softmax(logits: Array) -> Array:
    """Probabilities along the last axis, from the largest down so that no power overflows."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Array = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def sigmoid(logits: Array) -> Array:
    """σ from tanh, which does not overflow."""
    shares: Array = 0.5 + 0.5 * np.tanh(0.5 * logits)
    return shares


def _cross_entropy(logits: Array, targets: Targets) -> tuple[float, Array]:
    known = targets != IGNORED
    right = np.where(known, targets, 0)[..., np.newaxis]
    largest = logits.max(axis=-1, keepdims=True)
    total = largest + np.log(np.exp(logits - largest).sum(axis=-1, keepdims=True))
    gradient = np.exp(logits - total)
    np.put_along_axis(gradient, right, np.take_along_axis(gradient, right, -1) - 1, -1)
    losses = total - np.take_along_axis(logits, right, -1)
    return float(losses[known].mean()), gradient * known[..., np.newaxis] / known.sum()


def _binary_cross_entropy(logits: Array, targets: Targets) -> tuple[float, Array]:
    losses = np.logaddexp(0, logits) - targets * logits
    return float(losses.mean()), (sigmoid(logits) - targets) / logits.size


def _squared_error(logits: Array, targets: Targets) -> tuple[float, Array]:
    errors = logits - targets
    return float((errors**2).mean()), 2 * errors / logits.size


HEADS = {
    "softmax": Head("softmax", _cross_entropy, softmax),
    "sigmoid": Head("sigmoid", _binary_cross_entropy, sigmoid),
    "linear": Head("linear", _squared_error, lambda logits: logits),
}
"""What turns the last outputs into a prediction, by name, each with its loss."""
