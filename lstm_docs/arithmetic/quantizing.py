"""Scales: from real numbers to integers and back, and what each vector of an LSTM needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from typing import Any

    Numbers = NDArray[np.floating[Any]]

Array = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Scale:
    """An integer of `bits` bits stands for itself times `step`; zero is zero."""

    step: float
    bits: int

    @property
    def most(self) -> int:
        """The largest integer; the smallest is its negative, so that a weight and its negative are alike."""
        return int(2 ** (self.bits - 1)) - 1

    def integers(self, values: Numbers) -> Integers:
        """The nearest integers, those out of reach cut off."""
        return np.asarray(np.clip(np.rint(values / self.step), -self.most, self.most), np.int64)

    def values(self, integers: Integers) -> Array:
        """The numbers that the integers stand for."""
        return np.asarray(integers * self.step)


def scale_of(values: Numbers, bits: int = 8) -> Scale:
    """The scale that just reaches the largest of the values; 1 for zeros alone."""
    return Scale(float(np.abs(values).max()) / (2 ** (bits - 1) - 1) or 1.0, bits)


def power_scale_of(values: Numbers, bits: int = 16) -> Scale:
    """The next scale up that is a power of two, as a cell state is kept: what it is multiplied by are shifts."""
    return Scale(float(2.0 ** np.ceil(np.log2(max(float(np.abs(values).max()), 2.0**-8)))) / 2 ** (bits - 1), bits)
