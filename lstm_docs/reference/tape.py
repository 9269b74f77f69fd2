"""The room a layer runs in: what each direction reads and writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from .packing import Array, Packed
    from .sequences import Plan


class Tape(NamedTuple):
    """What one direction reads, `x` (T, in+1, B), and writes: `h` (T, R, B) and, if kept, `values` (T, rows, B)."""

    packed: Packed
    x: Array
    h: Array
    values: Array | None = None

    def backwards(self) -> Tape:
        """The same arrays, from the last position to the first."""
        return Tape(self.packed, self.x[::-1], self.h[::-1], None if self.values is None else self.values[::-1])

    def part(self, start: int, stop: int, active: int) -> Tape:
        """The same arrays, some steps of the first sequences."""
        at = np.s_[start:stop, :, :active]
        return Tape(self.packed, self.x[at], self.h[at], None if self.values is None else self.values[at])


class Layer(NamedTuple):
    """A layer's `output` (T, D·R+1, B), ones in the last row, and the tape of each direction, which writes its part."""

    output: Array
    tapes: list[Tape]


def blank_layer(directions: tuple[Packed, ...], schedule: Plan, x: Array, *, keep_steps: bool = False) -> Layer:
    """Room for a layer that reads `x` (T, in+1, B), and for the values of every step if they are to be kept."""
    output = schedule.blank(sum(packed.width for packed in directions), x.dtype)
    room = np.empty if schedule.order is None else np.zeros  # beyond a sequence's end, as in the output, zeros
    tapes = []
    for d, packed in enumerate(directions):
        rows = slice(d * packed.width, (d + 1) * packed.width)
        shape = (schedule.steps, len(packed.U) + packed.cell_rows, schedule.batch)
        tapes.append(Tape(packed, x, output[:, rows], room(shape, x.dtype) if keep_steps else None))
    return Layer(output, tapes)
