"""The simple recurrent network, a step at a time and in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .products import recurrent_product
from .step import Step

if TYPE_CHECKING:
    from .packing import Array, Packed


def rnn_step(packed: Packed, batch: int) -> Step:
    """A step of the RNN with tanh or ReLU. Values: with a projection, what is projected."""
    values = np.empty((packed.units, batch), packed.U.dtype)
    product = recurrent_product(packed.U, values)
    squash = np.tanh if packed.cell == "rnn-tanh" else _relu
    add, matmul = np.add, np.matmul

    def advance(p: Array, h: Array, out: Array) -> None:
        product(h)
        add(values, p, values)
        squash(values, out)

    if "V_h" not in packed.others:
        return Step(advance, values, values[:0])
    V = packed.others["V_h"]

    def advance_projected(p: Array, h: Array, out: Array) -> None:
        advance(p, h, values)
        matmul(V, values, out)

    return Step(advance_projected, values, values[:0])


def _relu(a: Array, out: Array) -> None:
    np.maximum(a, 0, out=out)
