"""The readings of a printed recurrent layer: by its class, its count and its width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..cells.sizes import LARGEST_SIZE
from ..facts import largest_within
from .classes import called
from .explained import Fit, Reading
from .solving import roughness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .classes import Called
    from .printed import Line

MOST_LAYERS = 8
MERGED = "; its two directions are merged by merge_mode sum, mul or ave"


def fits(line: Line, reads: int | None) -> Iterator[Fit]:
    """Every network of the line's class whose count and width are the line's; `reads` is needed for a projection alone."""
    if line.count and line.width:
        for one in called()["keras" if line.source == "keras" else "torch"].get(line.kind, ()):
            for layers, directions, hidden, merged in _sizes(line, line.width):
                if one.way.projected:
                    yield from _projected(line.count, one, layers, directions, line.width, reads)
                else:
                    yield from _solved(line.count, one, layers, directions, hidden, merged)


def _sizes(line: Line, width: int) -> Iterator[tuple[int, int, int, bool]]:
    """Layers, directions, units, and whether the two directions are merged, so that the width is that of one."""
    if line.source == "keras":
        both = line.kind == "Bidirectional"
        if not both:
            yield 1, 1, width, False
        elif width % 2 == 0:
            yield 1, 2, width // 2, False
        if both:
            yield 1, 2, width, True
        return
    for layers in range(1, 2 if line.kind.endswith("Cell") else MOST_LAYERS + 1):
        yield layers, 1, width, False
        if width % 2 == 0 and not line.kind.endswith("Cell"):
            yield layers, 2, width // 2, False


def _solved(count: int, one: Called, layers: int, directions: int, hidden: int, merged: bool) -> Iterator[Fit]:
    base = one.way.total(0, hidden, layers, directions)
    each = one.way.total(1, hidden, layers, directions) - base
    if count > base and (count - base) % each == 0 and (count - base) // each <= LARGEST_SIZE:
        yield fit(one, (count - base) // each, hidden, layers, directions, 0, merged=merged)


def _projected(count: int, one: Called, layers: int, directions: int, width: int, reads: int | None) -> Iterator[Fit]:
    if width % directions or reads is None:
        return
    to, known = width // directions, reads
    hidden = largest_within(count, lambda units: one.way.total(known, units, layers, directions, to))
    if hidden > to and one.way.total(known, hidden, layers, directions, to) == count:
        yield fit(one, known, hidden, layers, directions, to)


def fit(one: Called, reads: int, hidden: int, layers: int, directions: int, projection: int, *, merged: bool = False) -> Fit:
    """A network as a reading, in words and as a sum."""
    parts = [f"{one.title}, {reads} → {hidden}"]
    parts += [f"projected to {projection}"] if projection else []
    parts += [f"{layers} layers"] if layers > 1 else []
    parts += ["in both directions"] if directions > 1 else []
    says = ", ".join([*parts, one.way.biases]) + (MERGED if merged else "")
    total = one.way.total(reads, hidden, layers, directions, projection)
    summed = f"{one.way.sum(reads, hidden, layers, directions, projection)} = {total:,}"
    cost = one.cost + layers - 1 + directions - 1 + 2 * merged + roughness(reads) + (2 if reads > 16 * hidden else 0)
    reading = Reading(says, summed, one.way.cell, reads, hidden, layers, directions, projection, one.way.bias)
    return Fit(reads, cost, reading)
