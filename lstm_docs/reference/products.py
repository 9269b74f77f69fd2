"""The two matrix products of a layer, arranged for the processor's caches. Sequences are columns: (T, rows, B)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from .packing import Array

    Piece = tuple[Callable[[Array, Array], object], Array]

NARROW = 8
"""Batches below this are too narrow to multiply step by step: if at least so many steps, they go side by side."""

SMALL = 10**6
"""OpenBLAS multiplies in place, without first copying its operands, up to so many multiply-accumulates."""

PIECE = 2**19
"""Bytes of a matrix that are read in one go: a fraction of a core's cache."""

NARROWEST = 16
"""Rows in a block, at least: a vector register's worth."""


def input_product(W: Array, x: Array) -> Array:
    """W x for every step at once: `x` (T, K, B), result (T, rows of W, B), contiguous."""
    steps, columns, batch = x.shape
    if batch < NARROW <= steps:
        flat = x.transpose(0, 2, 1).reshape(-1, columns).dot(W.T)  # (T·B, rows of W)
        return np.ascontiguousarray(flat.reshape(steps, batch, -1).transpose(0, 2, 1))
    out = np.empty((steps, len(W), batch), W.dtype)
    blocks = _blocks(W, batch)
    np.matmul(blocks, x[:, np.newaxis], out.reshape(steps, len(blocks), -1, batch))
    return out


def recurrent_product(U: Array, out: Array) -> Callable[[Array], object]:
    """A function of h (R, B) that puts U h into `out` (rows of U, B).

    It walks a matrix larger than the cache up and down in turn: each step starts with what the last
    one left in the cache, which walking always down never finds there.
    """
    if U.nbytes <= 2 * PIECE:
        multiply, rows = _piece(U, out)
        return lambda h: multiply(h, rows)
    height = -(-len(U) * PIECE // U.nbytes)
    return partial(_up_and_down, [_piece(U[at : at + height], out[at : at + height]) for at in range(0, len(U), height)])


def _up_and_down(pieces: list[Piece], h: Array) -> None:
    for multiply, rows in pieces:
        multiply(h, rows)
    pieces.reverse()


def _piece(U: Array, out: Array) -> Piece:
    batch = out.shape[1]
    blocks = _blocks(U, batch)
    if batch == 1 or len(blocks) == 1:
        return U.dot, out
    return partial(np.matmul, blocks), out.reshape(len(blocks), -1, batch)


def _blocks(matrix: Array, batch: int) -> Array:
    """The matrix as (n, rows/n, columns), each block small enough to be multiplied in place."""
    rows, columns = matrix.shape
    enough = -(-rows * columns * batch // SMALL)
    count = next((n for n in range(enough, rows // NARROWEST + 1) if rows % n == 0), 1)
    return matrix.reshape(count, rows // count, columns)
