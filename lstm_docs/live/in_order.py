"""Arrays whose sums are added from the first term to the last, and whose tanh is made of + − × ÷.

A product of matrices is otherwise summed as the library likes, which differs from machine to machine, and tanh as the
system's library has it. `site/assets/live.js` adds and multiplies in the same order, so both come to the same bits.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PER_LN2, LOW, HIGH = 1.4426950408889634, 1.9082149292705877e-10, 0.6931471803691238
"""1/ln 2, and ln 2 in two parts whose multiples lose nothing, as in `site/assets/explore-equations.js`."""
TERMS = 14


class InOrder(np.ndarray[Any, np.dtype[np.float64]]):
    """An array that multiplies matrices, and takes exp and tanh, the same on every machine."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = None, **options: Any) -> Any:  # noqa: ANN401 - as NumPy has it
        """What NumPy asks for every operation: three are ours, all others are exact to the last bit anyway."""
        plain = tuple(np.asarray(it) if isinstance(it, InOrder) else it for it in inputs)
        if method == "__call__" and ufunc in OURS:
            return OURS[ufunc](*plain).view(InOrder)
        if out is not None:
            options["out"] = tuple(np.asarray(it) if isinstance(it, InOrder) else it for it in out)
        done = getattr(ufunc, method)(*plain, **options)
        return done.view(InOrder) if isinstance(done, np.ndarray) else done


def in_order(values: Array) -> InOrder:
    """The same numbers, as an array whose sums are in order."""
    return np.ascontiguousarray(values, np.float64).view(InOrder)


def total(terms: Array) -> Array:
    """The sum along the first axis, from the first term to the last."""
    added: Array = np.add.accumulate(np.asarray(terms), axis=0)[-1]
    return added


def product(left: Array, right: Array) -> Array:
    """A matrix product, or that of two vectors: the products of each sum are added in order."""
    if left.ndim == 1:
        return total(left * right)
    return total(left.T[:, :, np.newaxis] * right[:, np.newaxis, :])


def exp(values: Array) -> Array:
    """e to the power of each number, off by at most a unit in the last place."""
    halvings = np.floor(values * PER_LN2 + 0.5)
    rest = values - halvings * HIGH - halvings * LOW
    powers = np.ones_like(values)
    for n in range(TERMS, 0, -1):
        powers = 1 + rest * powers / n
    return np.ldexp(powers, halvings.astype(np.int64))


def tanh(values: Array) -> Array:
    """tanh from exp of what is not above 0, so nothing overflows."""
    power = exp(-2 * np.abs(values))
    return np.where(values < 0, -1.0, 1.0) * (1 - power) / (1 + power)


OURS: dict[np.ufunc, Any] = {np.matmul: product, np.tanh: tanh, np.exp: exp}
