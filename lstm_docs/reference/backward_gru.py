"""The gated recurrent unit backwards, a step at a time and in place.

All slopes are taken for every step at once, into the room of the gradients they then become.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .backward_step import By, Ran, sigmoid_slope, tanh_slope
from .products import input_product, recurrent_product

if TYPE_CHECKING:
    from .step import Carry

add, multiply = np.add, np.multiply


def reset_after_backward(ran: Ran, by: By, carry: Carry) -> None:
    """Every step of the GRU whose reset gate multiplies the product, the last first."""
    packed, (steps, units, active) = ran.packed, ran.h.shape
    r, z, n = ran.gates().values()
    multiplied = input_product(packed.U[2 * units :], ran.h_before)
    multiplied += packed.others.get("bh_n", 0)
    slope_n = tanh_slope(n) * (1 - z)
    by_r, by_z, by_n = np.split(by.u, 3, axis=1)  # each (T, H, B)
    multiply(sigmoid_slope(r), slope_n * multiplied, by_r)
    multiply(sigmoid_slope(z), ran.h_before - n, by_z)
    multiply(slope_n, r, by_n)

    h = carry.h[:, :active].copy()
    product, carried = recurrent_product(packed.U.T, h), np.empty_like(h)
    slopes = by.u.reshape(steps, 3, units, active)  # r, z, n
    for t in reversed(range(steps)):
        by_h = add(by.h[t], h, by.h[t])
        multiply(slopes[t], by_h, slopes[t])
        multiply(z[t], by_h, carried)
        product(by.u[t])
        add(h, carried, h)
    carry.h[:, :active] = h
    by.p[:, : 2 * units] = by.u[:, : 2 * units]
    multiply(slope_n, by.h, by.p[:, 2 * units :])


def reset_before_backward(ran: Ran, by: By, carry: Carry) -> None:
    """Every step of the GRU whose reset gate multiplies the old state, the last first."""
    packed, (steps, units, active) = ran.packed, ran.h.shape
    r, z, n = ran.gates().values()
    by_r, by_z, by_n = np.split(by.p, 3, axis=1)  # each (T, H, B)
    multiply(sigmoid_slope(r), ran.h_before, by_r)
    multiply(sigmoid_slope(z), ran.h_before - n, by_z)
    multiply(tanh_slope(n), 1 - z, by_n)

    h = carry.h[:, :active].copy()
    # (T, 2·H, B) of r and z, (T, 2, H, B) of z and n
    by_gates, by_z_n = by.p[:, : 2 * units], by.p[:, units:].reshape(steps, 2, units, active)
    reset, carried = np.empty_like(h), np.empty_like(h)
    gate_product = recurrent_product(packed.U[: 2 * units].T, h)
    candidate_product = recurrent_product(packed.U[2 * units :].T, reset)
    for t in reversed(range(steps)):
        by_h = add(by.h[t], h, by.h[t])
        multiply(by_z_n[t], by_h, by_z_n[t])
        candidate_product(by_n[t])
        multiply(by_r[t], reset, by_r[t])
        gate_product(by_gates[t])
        multiply(z[t], by_h, carried)
        add(h, carried, h)
        multiply(r[t], reset, reset)
        add(h, reset, h)
    carry.h[:, :active] = h
