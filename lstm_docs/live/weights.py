"""Weights in 8 bits: whole numbers, and a scale for each row of what makes one number of a gate."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Named = Mapping[str, Array]

MOST = 127
DIGITS = 5
"""Significant digits of a scale: it is rounded too, and both sides multiply by the rounded one."""


def packed(named: Named) -> dict[str, Any]:
    """What a file holds: `shapes` by name, `scales` by gate, one for each row, and the `integers`, row after row.

    W, U and b of one gate share the scale of a row: W_f, U_f and b_f of a row are summed to one number.
    """
    scales = {gate: _scales([array for name, array in named.items() if gate_of(name) == gate]) for gate in _gates(named)}
    integers = [np.rint(array / scales[gate_of(name)][:, np.newaxis]) for name, array in named.items()]
    as_bytes = np.concatenate([it.ravel() for it in integers]).astype(np.int8).tobytes()
    return {
        "shapes": {name: list(array.shape) for name, array in named.items()},
        "scales": {gate: rows.tolist() for gate, rows in scales.items()},
        "integers": b64encode(as_bytes).decode(),
    }


def unpacked(data: Mapping[str, Any]) -> dict[str, Array]:
    """The weights by name, each whole number times the scale of its row."""
    integers = np.frombuffer(b64decode(data["integers"]), np.int8).astype(np.float64)
    named, start = {}, 0
    for name, (rows, columns) in data["shapes"].items():
        whole = integers[start : start + rows * columns].reshape(rows, columns)
        named[name] = whole * np.array(data["scales"][gate_of(name)])[:, np.newaxis]
        start += rows * columns
    return named


def gate_of(name: str) -> str:
    """The letter of the gate that a weight helps to make: f of W_f, y of the head's."""
    return name.rpartition("_")[2]


def _gates(named: Named) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(gate_of, named)))


def _scales(arrays: list[Array]) -> Array:
    largest = np.max([np.abs(array).max(axis=1) for array in arrays], axis=0)
    # Rounded up in its last digit, so that no whole number is above MOST.
    return np.array([float(f"{value / MOST * (1 + 10.0**-DIGITS):.{DIGITS}g}") for value in largest])
