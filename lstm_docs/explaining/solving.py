"""Which sizes make a sum come out: both known, one, or neither."""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from ..cells.sizes import LARGEST_SIZE
from ..facts import largest_within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Total = Callable[[Any, Any], Any]


MOST_UNITS = 2**14
"""The widest layer that is tried where neither size is known."""


def sizes(count: int, total: Total, inputs: int | None, hidden: int | None) -> Iterator[tuple[int, int]]:
    """Every (I, H) for which `total`, which grows with both and is linear in I, is `count`; None is not known."""
    if inputs is not None and hidden is not None:
        if total(inputs, hidden) == count:
            yield inputs, hidden
    elif inputs is not None:
        known = inputs
        units = largest_within(count, lambda some: total(known, some))
        if units and total(known, units) == count:
            yield known, units
    elif hidden is not None:
        yield from _inputs(count, total, np.array([hidden], dtype=np.int64))
    else:
        yield from _inputs(count, total, np.arange(1, min(isqrt(count) + 1, MOST_UNITS) + 1, dtype=np.int64))


def _inputs(count: int, total: Total, hidden: np.ndarray[Any, Any]) -> Iterator[tuple[int, int]]:
    """The sizes of what is read, for each number of units for which there is one."""
    without = total(0, hidden)
    rest, each = count - without, total(1, hidden) - without
    whole = (rest > 0) & (rest % each == 0) & (rest // each <= LARGEST_SIZE)
    for units, width in zip(hidden[whole], (rest // each)[whole], strict=True):
        yield int(width), int(units)


def roughness(size: int) -> int:
    """How little a size looks like one that somebody chose: 0 for a round one or a small one."""
    if size <= 16 or size % 10 == 0 or size & (size - 1) == 0:
        return 0
    return 1 if size % 8 == 0 or size % 5 == 0 else 2
