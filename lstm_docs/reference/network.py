"""A whole network run over a batch: layers, directions and sequences of different lengths.

Inside, everything is columns as in the equations: a sequence is (T, rows, B), a state (rows, B).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from . import inputs
from .gru import reset_after_step, reset_before_step
from .lstm import lstm_step
from .merging import merged
from .output import Output, State
from .packing import HAVE_C, Packed, Prepared, prepared_for
from .products import input_product
from .rnn import rnn_step
from .sequences import Plan, Span, plan
from .step import Carry, Step, scan
from .tape import Layer, Tape, blank_layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import ArrayLike

    from ..network import Network
    from .packing import Array
    from .weights import Weights

STEPS: dict[str, Callable[[Packed, int], Step]] = {
    "rnn-tanh": rnn_step,
    "rnn-relu": rnn_step,
    "lstm": lstm_step,
    "lstm-peephole": lstm_step,
    "lstm-coupled": lstm_step,
    "lstm-1997": lstm_step,
    "gru-reset-after": reset_after_step,
    "gru-reset-before": reset_before_step,
}
"""By cell: how its packed weights step a batch."""


def run(
    net: Network,
    weights: Weights | Prepared,
    x: ArrayLike,
    state: State | None = None,
    lengths: ArrayLike | None = None,
    batch_first: bool = False,
) -> Output:
    """Run the network over `x` (T, B, I), or (B, T, I) if `batch_first`.

    `state` is where every layer and direction starts: zeros, if None. `lengths` (B,) are the sequences' own
    lengths, in any order: the output is zero beyond them, the last states are those of each sequence's own
    last step, the backward direction starts there, and no step beyond is computed.

    Computes in float32 if x is float32, otherwise in float64; weights from `prepare` decide it instead.
    Raises `ConformError` for shapes that do not fit, `SizeError` for lengths that are not from 1 to T.
    """
    sequence = inputs.sequence(net, x, batch_first=batch_first)
    steps, batch, _ = sequence.shape
    schedule = plan(steps, batch, inputs.sequence_lengths(lengths, steps, batch))
    prepared = prepared_for(net, weights, sequence)
    carries = inputs.first_states(prepared, state, schedule)
    for layer in layers(prepared, schedule, schedule.arrange(sequence, prepared.dtype), carries):
        output = merged(layer.output, net)
    rows = np.ascontiguousarray(output[:, :-1].transpose((2, 0, 1) if batch_first else (0, 2, 1)))
    return Output(schedule.restored(rows, axis=0 if batch_first else 1), state_of(net, schedule, carries), net.merge)


def layers(prepared: Prepared, schedule: Plan, x: Array, carries: list[Carry], *, keep_steps: bool = False) -> Iterator[Layer]:
    """Run layer after layer over `x` (T, I+1, B). Every carry, one per direction, goes from first to last states."""
    remaining = iter(carries)
    for directions in prepared.layers:
        layer = blank_layer(directions, schedule, x, keep_steps=keep_steps)
        forward, *backward = layer.tapes
        _direction(forward, schedule.spans, next(remaining))
        for tape in backward:
            _direction(tape.backwards(), schedule.backward_spans, next(remaining))
        yield layer
        x = merged(layer.output, prepared.network)


def _direction(tape: Tape, spans: Iterable[Span], carry: Carry) -> None:
    packed = tape.packed
    for start, stop, active in spans:
        part = tape.part(start, stop, active)
        scan(STEPS[packed.cell](packed, active), input_product(packed.W, part.x), carry, part.h, part.values)


def state_of(net: Network, schedule: Plan, carries: list[Carry]) -> State:
    """What the carries of all layers and directions hold, as rows in the caller's order."""
    h = tuple(_rows(schedule, carry.h) for carry in carries)
    return State(h, tuple(_rows(schedule, carry.c) for carry in carries) if net.cell in HAVE_C else None)


def _rows(schedule: Plan, columns: Array) -> Array:
    return schedule.restored(np.ascontiguousarray(columns.T), axis=0)
