"""Gradients by packed weights turned to gradients by the weights themselves: packing, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .packing import OTHERS, SIGMOID_GATES, STACKED_GATES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .packing import Array, Packed


def unpacked(by: Packed) -> dict[str, NDArray[np.float64]]:
    """The gradient by every weight of a direction, by name, float64. What was packed scaled is scaled again."""
    gates = STACKED_GATES[by.cell]
    gradients: dict[str, NDArray[np.float64]] = {}
    for gate, W, U in zip(gates, np.split(by.W, len(gates)), np.split(by.U, len(gates)), strict=True):
        scale = 0.5 if gate in SIGMOID_GATES else 1.0
        gradients |= {f"W_{gate}": _own(W[:, :-1], scale), f"U_{gate}": _own(U, scale), f"b_{gate}": _own(W[:, -1:], scale)}
    return gradients | {name: _own(array, OTHERS[name]) for name, array in by.others.items()}


def _own(rows: Array, scale: float) -> NDArray[np.float64]:
    return scale * np.asarray(rows, np.float64)
