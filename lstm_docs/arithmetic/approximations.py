"""Ten ways to compute σ and tanh that programs and chips use, each as a pair of functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Function = Callable[[Array], Array]

HALVES, REACH = 2.0**15, 8.0
"""Steps of a 16-bit fraction; where tables and series end."""


@dataclass(frozen=True)
class Approximation:
    """`sigmoid` and `tanh` as they are computed, what they are in a few words, and where they are found."""

    name: str
    sigmoid: Function
    tanh: Function
    says: str
    where: str


def sigmoid(a: NDArray[np.floating[Any]]) -> Array:
    """σ itself, in the form that does not overflow."""
    return np.asarray((1 + np.tanh(a / 2)) / 2, np.float64)


def _hard(slope: float) -> Function:
    return lambda a: np.clip(slope * a + 0.5, 0, 1)


def _hard_tanh(a: Array) -> Array:
    return np.clip(a, -1, 1)


def _by_tanh(tanh: Function) -> Function:
    """σ from a tanh: σ(a) = (1 + tanh(a/2)) / 2."""
    return lambda a: (1 + tanh(a / 2)) / 2


def _by_sigmoid(squash: Function) -> Function:
    """tanh from a σ: tanh a = 2 σ(2a) - 1."""
    return lambda a: 2 * squash(2 * a) - 1


def _plan(a: Array) -> Array:
    """Straight lines whose slopes are powers of two, mirrored at 0."""
    x = np.abs(a)
    half = np.select([x >= 5, x >= 2.375, x >= 1], [1.0, x / 32 + 0.84375, x / 8 + 0.625], x / 4 + 0.5)
    return np.where(a < 0, 1 - half, half)


def _table(exact: Function, entries: int, *, between: bool) -> Function:
    """Values of `exact` at even distances from -REACH to REACH: the nearest one, or the line `between` two."""
    places = np.linspace(-REACH, REACH, entries)
    values, step = exact(places), places[1] - places[0]
    if between:
        return lambda a: np.interp(a, places, values)
    return lambda a: values[np.clip(np.rint((a + REACH) / step), 0, entries - 1).astype(np.intp)]


def _pade(a: Array) -> Array:
    """The continued fraction of tanh up to a³ over a², cut off where it reaches 1."""
    x = np.clip(a, -3, 3)
    return x * (27 + x * x) / (27 + 9 * x * x)


def _rational(a: Array) -> Array:
    """The continued fraction of tanh up to a⁷ over a⁶, cut off at 1."""
    x = np.clip(a, -4.97, 4.97)
    s = x * x
    return np.clip(x * (135135 + s * (17325 + s * (378 + s))) / (135135 + s * (62370 + s * (3150 + 28 * s))), -1, 1)


def _fixed(exact: Function) -> Function:
    """16 bits with 3 before the point of the argument (Q3.12), a 16-bit fraction (Q0.15) as the result."""

    def rounded(a: Array) -> Array:
        argument = np.clip(np.rint(a * 2.0**12), -HALVES, HALVES - 1) / 2.0**12
        return np.asarray(np.clip(np.rint(exact(argument) * HALVES), -HALVES, HALVES - 1) / HALVES)

    return rounded


def _schraudolph(a: Array) -> Array:
    """σ with e⁻ᵃ written straight into the exponent of a float64: a straight line between powers of two."""
    scaled = np.clip(-a, -700, 700) * (2.0**20 / np.log(2)) + (1023 * 2**20 - 60801)
    bits = scaled.astype(np.int64) << 32
    return np.asarray(1 / (1 + bits.view(np.float64)))


APPROXIMATIONS = {
    it.name: it
    for it in (
        Approximation("hard, a/6", _hard(1 / 6), _hard_tanh, "a/6 + ½ and a, cut off", "PyTorch Hardsigmoid, Keras 3"),
        Approximation("hard, 0.2a", _hard(0.2), _hard_tanh, "0.2a + ½ and a, cut off", "ONNX HardSigmoid, Keras 2"),
        Approximation(
            "soft", lambda a: (1 + a / (1 + np.abs(a))) / 2, lambda a: a / (1 + np.abs(a)), "a / (1 + |a|)", "ONNX Softsign"
        ),
        Approximation("lines", _plan, _by_sigmoid(_plan), "four straight lines", "PLAN, Amin et al. 1997, in chips"),
        Approximation(
            "exponent", _schraudolph, _by_sigmoid(_schraudolph), "eᵃ through the bits of a float", "Schraudolph 1999"
        ),
        Approximation("Padé, 3 over 2", _by_tanh(_pade), _pade, "a(27 + a²) / (27 + 9a²)", "code written by hand"),
        Approximation(
            "Padé, 7 over 6", _by_tanh(_rational), _rational, "a⁷ over a⁶, cut off", "rational functions, as Eigen has"
        ),
        Approximation(
            "table of 256",
            _table(sigmoid, 256, between=False),
            _table(np.tanh, 256, between=False),
            "the nearest of 256 values",
            "8-bit tables",
        ),
        Approximation(
            "table of 256, lines",
            _table(sigmoid, 256, between=True),
            _table(np.tanh, 256, between=True),
            "a line between two of 256",
            "16-bit tables",
        ),
        Approximation("16 bits", _fixed(sigmoid), _fixed(np.tanh), "Q3.12 in, Q0.15 out", "TensorFlow Lite's integer LSTM"),
    )
}
"""By name, from the coarse to the fine."""
