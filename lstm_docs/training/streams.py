"""Random draws that a seed repeats exactly, on every NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Vector = NDArray[np.float64]
    Indices = NDArray[np.intp]


class Stream:
    """Draws from the bits of PCG64. `labels` are whole numbers: other labels, or more of them, another stream.

    Raw bits are promised stable across NumPy; the methods of its Generator are not, so only bits are used.
    """

    def __init__(self, *labels: int) -> None:
        # The count leads, for a seed sequence takes missing numbers for zeros.
        self._bits = np.random.PCG64(np.random.SeedSequence((len(labels), *labels)))

    def uniform(self, *shape: int) -> Vector:
        """Numbers in [0, 1), evenly spread."""
        raw = np.asarray(self._bits.random_raw(int(np.prod(shape, dtype=np.int64))), dtype=np.uint64)
        numbers: Vector = ((raw >> np.uint64(11)).astype(np.float64) * 2.0**-53).reshape(shape)
        return numbers

    def below(self, limit: int, *shape: int) -> Indices:
        """Whole numbers from 0 to `limit` - 1."""
        return (self.uniform(*shape) * limit).astype(np.intp)

    def permutation(self, count: int) -> Indices:
        """0 to `count` - 1 in random order."""
        return np.argsort(self.uniform(count), kind="stable")

    def mask(self, rate: float, *shape: int) -> Vector:
        """Dropout: 0 with probability `rate`, otherwise 1 / (1 - rate), so that the mean stays 1."""
        return (self.uniform(*shape) >= rate) / (1 - rate)
