"""What a step backwards reads and writes, whatever the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .packing import STACKED_GATES

if TYPE_CHECKING:
    from collections.abc import Callable

    from .packing import Array, Packed
    from .sequences import Span


class Ran(NamedTuple):
    """A direction that has run: each step's `h` (T, R, B) and `values` (T, rows, B), and the states it started from."""

    packed: Packed
    h: Array
    values: Array
    h_before: Array
    c_before: Array

    def part(self, span: Span) -> Ran:
        """The same arrays, the steps and sequences of a span."""
        return Ran(self.packed, *(_part(array, span) for array in self[1:]))

    def gates(self) -> dict[str, Array]:
        """The values by letter, each (T, H, B); `c` among them where the cell has it."""
        letters = STACKED_GATES[self.packed.cell] + ("c" if self.packed.cell_rows else "")
        return dict(zip(letters, np.split(self.values, len(letters), axis=1), strict=True))


class By(NamedTuple):
    """Gradients by `p` = W x + b and by `u` = U h (T, G·H, B), to be written, and by `h` (T, R, B), to be added to.

    `u` is the array `p` itself unless a gate stands between the two products.
    """

    p: Array
    u: Array
    h: Array

    def part(self, span: Span) -> By:
        """The same arrays, the steps and sequences of a span."""
        return By(*(_part(array, span) for array in self))


def _part(array: Array, span: Span) -> Array:
    return array[span.start : span.stop, :, : span.active]


def sigmoid_slope(s: Array) -> Array:
    """The slope of a packed sigmoid, s = (1 + tanh p)/2, as a new array: twice that of σ, for p is half its argument."""
    slope: Array = s - s * s
    slope += slope
    return slope


def tanh_slope(v: Array) -> Array:
    """The slope of v = tanh p, as a new array."""
    slope: Array = v * v
    return np.subtract(1, slope, out=slope)


def unprojected(packed: Packed, batch: int) -> Callable[[Array], Array]:
    """A function that takes the gradient by h (R, B) to that by what was projected (H, B): Vᵀ times it, or itself."""
    if "V_h" not in packed.others:
        return lambda by_h: by_h
    V, by_m = packed.others["V_h"].T, np.empty((packed.units, batch), packed.U.dtype)
    return lambda by_h: np.matmul(V, by_h, by_m)
