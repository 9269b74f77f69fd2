"""The pointwise functions: what each computes, its slope and its LaTeX, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .gradient_nodes import exponential, inverse, positive, sign, squared

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Function:
    """`value` of an array; `slope` from value and argument, of arrays and of nodes alike; `latex` before its argument."""

    value: Callable[[Array], Array]
    slope: Callable[[Any, Any], Any]
    latex: str


def _sigmoid(a: Array) -> Array:
    return (1 + np.tanh(a / 2)) / 2


def _log_of_sigmoid(a: Array) -> Array:
    return -np.logaddexp(0, -a)


def _softplus(a: Array) -> Array:
    return np.logaddexp(0, a)


FUNCTIONS: dict[str, Function] = {
    "sigmoid": Function(_sigmoid, lambda v, a: v * (1 - v), r"\sigma"),
    "tanh": Function(np.tanh, lambda v, a: 1 - squared(v), r"\tanh"),
    "relu": Function(lambda a: np.maximum(a, 0), lambda v, a: positive(v), r"\operatorname{ReLU}"),
    "exp": Function(np.exp, lambda v, a: v, r"\exp"),
    "log": Function(np.log, lambda v, a: inverse(a), r"\log"),
    "logsigmoid": Function(_log_of_sigmoid, lambda v, a: 1 - exponential(v), r"\log\sigma"),
    "softplus": Function(_softplus, lambda v, a: 1 - inverse(exponential(v)), r"\operatorname{softplus}"),
    "abs": Function(np.abs, lambda v, a: sign(a), r"\operatorname{abs}"),
    "sqrt": Function(np.sqrt, lambda v, a: inverse(v + v), r"\operatorname{sqrt}"),
}
"""By the name that equations have for it."""
