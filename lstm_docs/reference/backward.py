"""One direction of one layer backwards in time: what each step needs, and the products of all steps at once.

Inside, as in a run, a sequence is columns (T, rows, B). Gradients are by what is packed: where W holds half a
sigmoid gate's rows, the gradient is by that half.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from .backward_gru import reset_after_backward, reset_before_backward
from .backward_lstm import lstm_backward
from .backward_rnn import rnn_backward
from .backward_step import By, Ran
from .products import input_product
from .sequences import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .packing import Array, Packed
    from .step import Carry
    from .tape import Tape

BACKWARD: dict[str, Callable[[Ran, By, Carry], None]] = {
    "rnn-tanh": rnn_backward,
    "rnn-relu": rnn_backward,
    "lstm": lstm_backward,
    "lstm-peephole": lstm_backward,
    "lstm-coupled": lstm_backward,
    "lstm-1997": lstm_backward,
    "gru-reset-after": reset_after_backward,
    "gru-reset-before": reset_before_backward,
}
"""By cell: its steps over one span, backwards."""


def backward(tape: Tape, spans: Sequence[Span], first: Carry, by_h: Array, carry: Carry) -> tuple[Packed, Array]:
    """The gradients by one direction's packed weights and by what it reads, (T, in, B).

    `first` are the states it started from, `by_h` (T, R, B) the gradient by its output: what is owed to later
    steps is added to it. `carry` goes from the gradient by the last states to that by the first.
    """
    ran = _ran(tape, spans, first)
    by = _room(tape.packed, by_h, spans)
    for span in reversed(spans):
        BACKWARD[tape.packed.cell](ran.part(span), by.part(span), carry)
    return _by_weights(tape.x, ran, by), input_product(tape.packed.W[:, :-1].T, by.p)


def _ran(tape: Tape, spans: Sequence[Span], first: Carry) -> Ran:
    assert tape.values is not None  # noqa: S101 - every run that goes backwards keeps them
    c = tape.values[:, len(tape.packed.U) :]  # (T, H, B), or (T, 0, B) for cells without it
    return Ran(tape.packed, tape.h, tape.values, _before(tape.h, first.h, spans), _before(c, first.c, spans))


def _before(after: Array, first: Array, spans: Sequence[Span]) -> Array:
    """The state each step starts from: that after the step before, or where a sequence has its first step, `first`."""
    before = np.zeros(after.shape, after.dtype)
    before[1:] = after[:-1]
    for earlier, later in pairwise([Span(0, 0, 0), *spans]):
        starting = slice(earlier.active, later.active)
        before[later.start, :, starting] = first[:, starting]
    return before


def _room(packed: Packed, by_h: Array, spans: Sequence[Span]) -> By:
    """Room for the gradients by both products of a step; zeros where no sequence runs."""
    steps, _, batch = by_h.shape
    blank = partial(np.empty if spans[0] == (0, steps, batch) else np.zeros, (steps, len(packed.U), batch), by_h.dtype)
    by_p = blank()
    return By(by_p, blank() if packed.cell == "gru-reset-after" else by_p, by_h)


def _by_weights(x: Array, ran: Ran, by: By) -> Packed:
    packed = ran.packed
    by_U = _outer(by.u, ran.h_before)
    if packed.cell == "gru-reset-before":
        candidate = slice(2 * packed.units, None)
        # the rows of n, (H, H), which multiply r ⊙ h
        by_U[candidate] = _outer(by.u[:, candidate], ran.gates()["r"] * ran.h_before)
    by_others = {name: _by_other(name, ran, by) for name in packed.others}
    return replace(packed, W=_outer(by.p, x), U=by_U, others=by_others)


def _by_other(name: str, ran: Ran, by: By) -> Array:
    value, units = ran.gates(), ran.packed.units
    if name == "V_h":
        return _outer(by.h, value["o"] * np.tanh(value["c"]) if "c" in value else ran.values)
    if name == "bh_n":
        return _over_all(by.u[:, 2 * units :])  # rows of n: (H, 1)
    gate = name.removeprefix("p_")
    rows = slice("oif".index(gate) * units, ("oif".index(gate) + 1) * units)
    seen = value["c"] if gate == "o" else ran.c_before
    return _over_all(by.p[:, rows] * seen)


def _over_all(by: Array) -> Array:
    """The sum over every step and sequence, as a column."""
    total: Array = by.sum(axis=(0, 2))
    return total[:, np.newaxis]


def _outer(by: Array, columns: Array) -> Array:
    """The sum over every step and sequence of `by` times `columns` transposed, as one product."""
    total: Array = np.tensordot(by, columns, axes=((0, 2), (0, 2)))
    return total
