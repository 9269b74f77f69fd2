"""The LSTM and its relatives backwards, a step at a time and in place.

All slopes are taken for every step at once, into the room of the gradients they then become. A peephole only
widens two roads that are there without it, from h_t and from c_t to the cell state, so that one loop serves all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .backward_step import By, Ran, sigmoid_slope, tanh_slope, unprojected
from .packing import STACKED_GATES
from .products import recurrent_product

if TYPE_CHECKING:
    from .packing import Array
    from .step import Carry

add, multiply = np.add, np.multiply


def lstm_backward(ran: Ran, by: By, carry: Carry) -> None:
    """Every step of any LSTM, the last first. `carry` goes from the last to the first states' gradients."""
    packed, (steps, _, active) = ran.packed, ran.h.shape
    into_c, carry_slope = _slopes(ran, by.p)
    unproject = unprojected(packed, active)
    h, c = carry.h[:, :active].copy(), carry.c[:, :active].copy()
    product, through_h = recurrent_product(packed.U.T, h), np.empty_like(c)
    gates = by.p.reshape(steps, -1, packed.units, active)  # (T, G, H, B), o first
    by_o, by_others = gates[:, 0], gates[:, 1:]  # (T, H, B), (T, G-1, H, B)
    for t in reversed(range(steps)):
        by_m = unproject(add(by.h[t], h, by.h[t]))
        multiply(by_m, into_c[t], through_h)
        add(c, through_h, c)
        multiply(by_o[t], by_m, by_o[t])
        multiply(by_others[t], c, by_others[t])
        multiply(c, carry_slope[t], c)
        product(by.p[t])
    carry.h[:, :active], carry.c[:, :active] = h, c


def _slopes(ran: Ran, out: Array) -> tuple[Array, Array]:
    """The slopes of c_t by every gate's row of `out`, and of m_t = o ⊙ tanh(c_t) by o's; of m_t by c_t; of c_t by c_t-1."""
    value, letters = ran.gates(), STACKED_GATES[ran.packed.cell]
    squashed = np.tanh(value["c"])
    factor = {"o": squashed, **_written(value, ran.c_before)}
    slope = dict(zip(letters, np.split(out, len(letters), axis=1), strict=True))
    for gate in letters:
        own = tanh_slope(value[gate]) if gate == "g" else sigmoid_slope(value[gate])
        multiply(own, factor[gate], slope[gate])
    into_c = tanh_slope(squashed) * value["o"]
    carry_slope = value.get("f", np.ones((len(out), 1, 1), out.dtype))
    p = ran.packed.others
    if "p_o" in p:
        into_c = into_c + p["p_o"] * slope["o"]
        carry_slope = carry_slope + p["p_i"] * slope["i"] + p["p_f"] * slope["f"]
    return into_c, carry_slope


def _written(value: dict[str, Array], c_before: Array) -> dict[str, Array]:
    """What each gate is multiplied by in the new c."""
    if "i" not in value:
        return {"f": c_before - value["g"], "g": 1 - value["f"]}
    return {"i": value["g"], "f": c_before, "g": value["i"]}
