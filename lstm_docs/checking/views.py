"""A whole matrix that was laid out wrongly, so that no block of it is a block of the original."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from .matching import Block, both

if TYPE_CHECKING:
    from collections.abc import Callable

    from .pieces import Array, Piece

VIEWS: dict[str, Callable[[Array], Array]] = {
    "reshaped": lambda rows: rows.reshape(rows.shape[::-1]).T,
    "reshaped back": lambda rows: rows.T.reshape(rows.shape),
}
"""Rows (G·H, N) whose numbers were poured into (N, G·H) as they lie, and the other way round."""


def view(original: Piece, port: Piece, kind: str, direction: int, reach: float) -> str | None:
    """`reshaped` or `interleaved` if that is what became of the original's matrix or bias, else None."""
    here = _rows(port, kind, direction, port.order)
    for order, (name, made) in product((original.order, port.order), _views(len(port.network.equations.gates)).items()):
        there = _rows(original, kind, direction, order)
        if there.shape == here.shape and float(np.abs(made(there) - here).max()) <= reach:
            return name.partition(" ")[0]
    return None


def _views(gates: int) -> dict[str, Callable[[Array], Array]]:
    def together(rows: Array) -> Array:
        return rows.reshape(gates, -1, rows.shape[1]).transpose(1, 0, 2).reshape(rows.shape)

    def apart(rows: Array) -> Array:
        return rows.reshape(-1, gates, rows.shape[1]).transpose(1, 0, 2).reshape(rows.shape)

    return {**VIEWS, "interleaved": together, "interleaved back": apart}


def _rows(piece: Piece, kind: str, direction: int, order: str) -> Array:
    """The blocks of all gates below each other, in an order; a bias as one column."""
    gates = [gate for gate in order.lower() if gate in piece.network.equations.gates]
    if kind == "b":
        return np.vstack([sum(both(piece, Block("b", gate, direction))) for gate in gates])
    return np.vstack([piece.weights[direction][f"{kind}_{gate}"] for gate in gates])
