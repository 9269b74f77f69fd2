"""What stands between a product and a state: σ from tanh, and the way out through a projection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from .packing import Array, Packed

tanh, multiply, add, matmul = np.tanh, np.multiply, np.add, np.matmul


def sigmoid_of(rows: Array) -> Callable[[], None]:
    """A function that turns tanh(a/2), held in `rows`, into σ(a) in place."""
    half = np.array(0.5, rows.dtype)  # an array: a Python number would be converted at every call

    def finish() -> None:
        multiply(rows, half, rows)
        add(rows, half, rows)

    return finish


def projected_product(packed: Packed, batch: int) -> Callable[[Array, Array, Array], object]:
    """o ⊙ tanh(c) as a function of the two and where to write it; V times that if there is a projection."""
    V = packed.others.get("V_h")
    if V is None:
        return multiply
    m = np.empty((packed.units, batch), V.dtype)

    def projected(o: Array, squashed: Array, out: Array) -> None:
        multiply(o, squashed, m)
        matmul(V, m, out)

    return projected
