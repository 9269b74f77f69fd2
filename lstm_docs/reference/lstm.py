"""The LSTM and its relatives, a step at a time and in place.

The gates lie one below the other and c below g, so that (i, f) ⊙ (g, c) is one multiplication.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .activations import projected_product, sigmoid_of
from .products import recurrent_product
from .step import Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from .packing import Array, Packed

    Update = Callable[[], None]

add, multiply, subtract, tanh = np.add, np.multiply, np.subtract, np.tanh


def lstm_step(packed: Packed, batch: int) -> Step:
    """A step of any LSTM. Values: the gates as packed, then c."""
    units = packed.units
    values = np.empty((len(packed.U) + units, batch), packed.U.dtype)
    gates, o, state = values[:-units], values[:units], values[-units:]  # (G·H, B), (H, B), (H, B)
    squashed = np.empty_like(state)
    product = recurrent_product(packed.U, gates)
    update = UPDATES[packed.cell](packed, values)
    emit = projected_product(packed, batch)

    def advance(p: Array, h: Array, out: Array) -> None:
        product(h)
        add(gates, p, gates)
        update()
        tanh(state, squashed)
        emit(o, squashed, out)

    return Step(advance, values, state)


def _with_forget_gate(packed: Packed, values: Array) -> Update:
    units = packed.units
    # rows o, i, f, g, c of H each: (4·H, B), (2·H, B), (2·H, B), (H, B)
    gates, i_f, g_c, c = values[: 4 * units], values[units : 3 * units], values[3 * units :], values[4 * units :]
    finish_sigmoids = sigmoid_of(values[: 3 * units])
    both = np.empty_like(i_f)
    written, remembered = both[:units], both[units:]

    def update() -> None:
        tanh(gates, gates)
        finish_sigmoids()
        multiply(i_f, g_c, both)
        add(written, remembered, c)

    return update


def _with_peepholes(packed: Packed, values: Array) -> Update:
    units = packed.units
    # rows o, i, f, g, c of H each: (H, B), (2·H, B), (3·H, B), (2·H, B)
    o, i_f, i_f_g, g_c = values[:units], values[units : 3 * units], values[units : 4 * units], values[3 * units :]
    c = values[4 * units :]
    finish_i_f, finish_o = sigmoid_of(i_f), sigmoid_of(o)
    p_i_f, p_o = np.stack([packed.others["p_i"], packed.others["p_f"]]), packed.others["p_o"]  # (2, H, 1), (H, 1)
    both = np.empty_like(i_f)
    written, remembered = both[:units], both[units:]
    seen = both.reshape(2, units, -1)  # (2, H, B)

    def update() -> None:
        multiply(p_i_f, c, seen)
        add(i_f, both, i_f)
        tanh(i_f_g, i_f_g)
        finish_i_f()
        multiply(i_f, g_c, both)
        add(written, remembered, c)
        multiply(p_o, c, written)
        add(o, written, o)
        tanh(o, o)
        finish_o()

    return update


def _coupled(packed: Packed, values: Array) -> Update:
    units = packed.units
    gates = values[: 3 * units]
    _, f, g, c = values.reshape(4, units, -1)  # each (H, B)
    finish_sigmoids = sigmoid_of(values[: 2 * units])

    def update() -> None:
        tanh(gates, gates)
        finish_sigmoids()
        subtract(c, g, c)  # f c + (1 - f) g = g + f (c - g)
        multiply(f, c, c)
        add(g, c, c)

    return update


def _without_forget_gate(packed: Packed, values: Array) -> Update:
    units = packed.units
    gates = values[: 3 * units]
    _, i, g, c = values.reshape(4, units, -1)  # each (H, B)
    finish_sigmoids = sigmoid_of(values[: 2 * units])
    written = np.empty_like(c)

    def update() -> None:
        tanh(gates, gates)
        finish_sigmoids()
        multiply(i, g, written)
        add(c, written, c)

    return update


UPDATES: dict[str, Callable[[Packed, Array], Update]] = {
    "lstm": _with_forget_gate,
    "lstm-peephole": _with_peepholes,
    "lstm-coupled": _coupled,
    "lstm-1997": _without_forget_gate,
}
"""By cell: a function that takes the gates' pre-activations in `values` to the gates and the new c."""
