"""Sequences as columns (T, rows, B), with a last row of ones for the bias, and which of them still run at a step."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    from .packing import Array


class Span(NamedTuple):
    """Steps `start` to `stop`, in which the first `active` sequences run."""

    start: int
    stop: int
    active: int


@dataclass(frozen=True, eq=False)
class Plan:
    """A batch in order of falling length, its steps cut into spans in which the same sequences run."""

    steps: int
    batch: int
    spans: tuple[Span, ...]
    order: NDArray[np.intp] | None = None

    @property
    def backward_spans(self) -> tuple[Span, ...]:
        """The spans in order, with steps counted from the end."""
        return tuple(Span(self.steps - stop, self.steps - start, active) for start, stop, active in reversed(self.spans))

    def sorted(self, rows: Array, axis: int) -> Array:
        """`rows`, whose `axis` is the batch, in the plan's order."""
        return rows if self.order is None else rows.take(self.order, axis)

    def restored(self, rows: Array, axis: int) -> Array:
        """`rows`, whose `axis` is the batch, in the caller's order."""
        return rows if self.order is None else rows.take(np.argsort(self.order), axis)

    def arrange(self, x: Array, dtype: DTypeLike) -> Array:
        """x (T, B, I) as columns (T, I+1, B) in the plan's order."""
        columns = self.blank(x.shape[2], dtype)
        columns[:, :-1] = self.sorted(x, axis=1).transpose(0, 2, 1)
        return columns

    def blank(self, rows: int, dtype: DTypeLike) -> Array:
        """Room for columns (T, rows+1, B): ones in the last row, above them zeros where sequences may end early."""
        room = np.empty if self.order is None else np.zeros
        columns: Array = room((self.steps, rows + 1, self.batch), dtype)
        columns[:, -1] = 1
        return columns


def plan(steps: int, batch: int, lengths: NDArray[np.intp] | None = None) -> Plan:
    """The plan of a batch whose sequences have `lengths` (B,), or all `steps`."""
    if lengths is None:
        return Plan(steps, batch, (Span(0, steps, batch),))
    ends = [0, *np.unique(lengths).tolist()]
    spans = (Span(start, stop, int(np.count_nonzero(lengths > start))) for start, stop in pairwise(ends))
    return Plan(steps, batch, tuple(spans), np.argsort(-lengths, kind="stable"))
