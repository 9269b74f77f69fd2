"""Whether numbers are others, or the same in fewer digits: half precision, or few steps of equal height."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SINGLE = 2.0**-22
"""Two single-precision numbers that came of the same sum in another order differ by at most this share."""
BITS = {127: 8, 128: 8, 7: 4, 8: 4}
"""By how many steps lead from zero to the largest number: the bits that hold them."""
BITS_FROM_LEAST = {255: 8, 15: 4}
ODD = 1e-3
FEWEST = 4
"""A row of fewer numbers may consist of whole steps by accident."""


class Precision(NamedTuple):
    """A way to store numbers: its name, empty for single and double, and how far one may lie from what it stands for."""

    name: str
    reach: float


def precision(stored: Array) -> Precision:
    """The coarsest way in which all numbers of a matrix (rows, columns) can have been stored, of those we know."""
    size = float(np.abs(stored).max(initial=0.0))
    if not size or not np.isfinite(size):
        return Precision("", 0.0)
    for name, digits, rounded in (("bfloat16", 8, _brain), ("float16", 11, _half)):
        if np.array_equal(rounded(stored), stored):
            return Precision(name, 2.0**-digits * size)
    steps = next(_grids(stored), None)
    return Precision(f"{steps[0]} bits", steps[1]) if steps else Precision("", SINGLE * size)


def _half(array: Array) -> Array:
    with np.errstate(over="ignore"):
        return array.astype(np.float16).astype(np.float64)


def _brain(array: Array) -> Array:
    with np.errstate(over="ignore"):
        bits = array.astype(np.float32).view(np.uint32)
    to_even = (bits >> np.uint32(16)) & np.uint32(1)
    kept = ((bits + np.uint32(0x7FFF) + to_even) & np.uint32(0xFFFF0000)).view(np.float32)
    return kept.astype(np.float64)


ROUNDED: dict[str, Callable[[Array], Array]] = {"float16": _half, "bfloat16": _brain}
"""The nearest numbers of fewer digits."""


def _grids(stored: Array) -> Iterator[tuple[int, float]]:
    """(bits, step) where all numbers are whole steps, over the whole matrix or row by row."""
    for rows in (stored.reshape(1, -1), stored):
        if rows.shape[1] < FEWEST or len(np.unique(rows)) < FEWEST:
            continue
        largest, least = np.abs(rows).max(axis=1, keepdims=True), rows.min(axis=1, keepdims=True)
        ways = [(bits, largest / levels, np.zeros_like(least)) for levels, bits in BITS.items()]
        ways += [(bits, np.ptp(rows, axis=1, keepdims=True) / levels, least) for levels, bits in BITS_FROM_LEAST.items()]
        for bits, step, start in ways:
            if (step > 0).all() and _whole((rows - start) / step):
                yield bits, float(step.max())


def _whole(counts: Array) -> bool:
    return float(np.abs(counts - np.round(counts)).max()) < ODD
