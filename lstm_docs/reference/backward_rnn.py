"""The simple recurrent network backwards, a step at a time and in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .backward_step import By, Ran, tanh_slope, unprojected
from .products import recurrent_product

if TYPE_CHECKING:
    from .step import Carry


def rnn_backward(ran: Ran, by: By, carry: Carry) -> None:
    """Every step of the RNN with tanh or ReLU, the last first. `carry` goes from the last to the first state's gradient."""
    packed, (_, _, active) = ran.packed, ran.h.shape
    squashed = ran.values if "V_h" in packed.others else ran.h
    by.p[...] = tanh_slope(squashed) if packed.cell == "rnn-tanh" else squashed > 0
    unproject, h = unprojected(packed, active), carry.h[:, :active].copy()
    product = recurrent_product(packed.U.T, h)
    for by_p, by_h in zip(by.p[::-1], by.h[::-1], strict=True):
        np.add(by_h, h, by_h)
        np.multiply(by_p, unproject(by_h), by_p)
        product(by_p)
    carry.h[:, :active] = h
