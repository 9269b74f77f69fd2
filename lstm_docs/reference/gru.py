"""The gated recurrent unit, a step at a time and in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .activations import sigmoid_of
from .products import recurrent_product
from .step import Step

if TYPE_CHECKING:
    from .packing import Array, Packed

add, multiply, subtract, tanh = np.add, np.multiply, np.subtract, np.tanh


def reset_after_step(packed: Packed, batch: int) -> Step:
    """A step of the GRU whose reset gate multiplies the product. Values: r, z, n."""
    values = np.empty((len(packed.U), batch), packed.U.dtype)
    sigmoids, (r, z, n) = values[: 2 * packed.units], values.reshape(3, packed.units, -1)  # (2·H, B), each (H, B)
    split = len(sigmoids)
    product, finish_sigmoids = recurrent_product(packed.U, values), sigmoid_of(sigmoids)
    own_bias = np.broadcast_to(packed.others.get("bh_n", np.zeros(1, values.dtype)), n.shape).copy()

    def advance(p: Array, h: Array, out: Array) -> None:
        product(h)
        add(sigmoids, p[:split], sigmoids)
        tanh(sigmoids, sigmoids)
        finish_sigmoids()
        add(n, own_bias, n)
        multiply(n, r, n)
        add(n, p[split:], n)
        _mix(h, z, n, out)

    return Step(advance, values, values[:0])


def reset_before_step(packed: Packed, batch: int) -> Step:
    """A step of the GRU whose reset gate multiplies the old state. Values: r, z, n."""
    values = np.empty((len(packed.U), batch), packed.U.dtype)
    sigmoids, (r, z, n) = values[: 2 * packed.units], values.reshape(3, packed.units, -1)  # (2·H, B), each (H, B)
    split = len(sigmoids)
    gate_product = recurrent_product(packed.U[:split], sigmoids)  # U of r and z: (2·H, H)
    candidate_product, finish_sigmoids = recurrent_product(packed.U[split:], n), sigmoid_of(sigmoids)
    reset = np.empty_like(n)

    def advance(p: Array, h: Array, out: Array) -> None:
        gate_product(h)
        add(sigmoids, p[:split], sigmoids)
        tanh(sigmoids, sigmoids)
        finish_sigmoids()
        multiply(r, h, reset)
        candidate_product(reset)
        add(n, p[split:], n)
        _mix(h, z, n, out)

    return Step(advance, values, values[:0])


def _mix(h: Array, z: Array, n: Array, out: Array) -> None:
    """n is squashed; out = (1 - z) n + z h = n + z (h - n)."""
    tanh(n, n)
    subtract(h, n, out)
    multiply(z, out, out)
    add(n, out, out)
