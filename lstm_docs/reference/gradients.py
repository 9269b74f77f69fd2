"""Backpropagation through time over a whole network: layers from the top down, both directions of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..ground.errors import ConformError
from . import inputs
from .backward import backward
from .backward_weights import unpacked
from .merging import parted
from .network import layers, state_of
from .packing import Prepared, prepared_for
from .sequences import plan
from .step import Carry
from .weights import Weights, weight_shapes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from ..network import Network
    from .output import State
    from .packing import Array
    from .sequences import Plan
    from .tape import Layer

    Named = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True, eq=False)
class Gradients:
    """Gradients by the input `x` (T, B, I), by the `weights` in canonical form and by the first `state`.

    Each has the structure of what it belongs to. The weights' are float64 like canonical weights, the others in the
    precision computed in.
    """

    x: Array
    weights: Weights
    state: State


def gradients(
    net: Network,
    weights: Weights | Prepared,
    x: ArrayLike,
    output_gradient: ArrayLike,
    state: State | None = None,
    state_gradient: State | None = None,
    lengths: ArrayLike | None = None,
) -> Gradients:
    """The gradients of a loss whose gradient by the output of `run` is `output_gradient`, shaped like it.

    `state_gradient` is its gradient by the last state that `run` gives back; none, if None. `x`, `state` and
    `lengths` are those of the run. What `output_gradient` holds beyond a sequence's length has no effect: the
    output is always zero there. Where a ReLU's argument is 0, its slope is taken as 0.

    Computes in float32 if x is float32, otherwise in float64; weights from `prepare` decide it instead.
    Raises `ConformError` for shapes that do not fit, `SizeError` for lengths that are not from 1 to T.
    """
    sequence = inputs.sequence(net, x, batch_first=False)
    steps, batch, _ = sequence.shape
    schedule = plan(steps, batch, inputs.sequence_lengths(lengths, steps, batch))
    prepared = prepared_for(net, weights, sequence)
    first = inputs.first_states(prepared, state, schedule)
    by_carries = _by_last_states(prepared, state_gradient, schedule)  # made the first states' in passing
    by_columns = _by_output(prepared, output_gradient, schedule)

    reached = [Carry(carry.h.copy(), carry.c.copy()) for carry in first]
    done = list(layers(prepared, schedule, schedule.arrange(sequence, prepared.dtype), reached, keep_steps=True))
    by_layers: list[tuple[Named, ...]] = []
    for index in reversed(range(net.layers)):
        at = slice(index * net.directions, (index + 1) * net.directions)
        by_outputs = parted(by_columns, done[index].output, net)
        by_columns, by_weights = _layer(done[index], schedule, first[at], by_outputs, by_carries[at])
        names = weight_shapes(net, index)
        by_layers.insert(0, tuple({name: named[name] for name in names} for named in by_weights))
    by_x = schedule.restored(np.ascontiguousarray(by_columns.transpose(0, 2, 1)), axis=1)
    return Gradients(by_x, Weights(tuple(by_layers)), state_of(net, schedule, by_carries))


def _layer(
    layer: Layer, schedule: Plan, first: Sequence[Carry], by_output: Array, by_carries: Sequence[Carry]
) -> tuple[Array, list[Named]]:
    """The gradients by what a layer reads (T, in, B) and by the weights of each direction."""
    by_x: list[Array] = []
    by_weights: list[Named] = []
    row = 0
    for d, tape in enumerate(layer.tapes):
        spans, way = ((schedule.spans, 1), (schedule.backward_spans, -1))[d]
        by_h = by_output[::way, row : row + tape.packed.width]
        by_packed, by_read = backward(tape.backwards() if d else tape, spans, first[d], by_h, by_carries[d])
        by_x.append(by_read[::way])
        by_weights.append(unpacked(by_packed))
        row += tape.packed.width
    return sum(by_x[1:], by_x[0]), by_weights


def _by_last_states(prepared: Prepared, state_gradient: State | None, schedule: Plan) -> list[Carry]:
    try:
        return inputs.first_states(prepared, state_gradient, schedule)
    except ConformError as error:
        raise ConformError(f"in state_gradient, {error.message}") from error


def _by_output(prepared: Prepared, output_gradient: ArrayLike, schedule: Plan) -> Array:
    """`output_gradient` as columns (T, rows, B) in the plan's order, zero beyond each sequence's end."""
    net = prepared.network
    try:
        given = np.asarray(output_gradient)
    except ValueError as error:
        raise ConformError("output_gradient is not an array: its rows differ in length") from error
    expected = (schedule.steps, schedule.batch, net.output)
    if given.shape != expected or given.dtype.kind not in "fiu":
        raise ConformError(
            f"output_gradient is {given.shape} of {given.dtype}, expected real numbers like the output: {expected}"
        )
    columns = np.zeros((expected[0], expected[2], expected[1]), prepared.dtype)
    sorted_rows = schedule.sorted(given, axis=1).transpose(0, 2, 1)
    for start, stop, active in schedule.spans:
        columns[start:stop, :, :active] = sorted_rows[start:stop, :, :active]
    return columns
