"""Where the parts of a cell stand: boxes in a row, operations above them, what carries a state on a line along the top."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .parts import Part, below, carried, half, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ....cells import Cell

FIRST, PITCH, LANE, APART = 90, 60, 6, 34
"""The first column, the next ones, a lane that comes down beside a box, and the least between two operations of a line."""


@dataclass
class Places:
    """Columns and rows, before anything is measured.

    `ways` are the operations on the line of each state that has one; `x` is where a part stands; `level` is the row of an
    operation that is on no line, 1 nearest to the boxes; `hanging` are those that hang below a line.
    """

    cell: Cell
    parts: dict[str, Part]
    ways: dict[str, tuple[Part, ...]]
    x: dict[Part, float] = field(default_factory=dict)
    level: dict[Part, int] = field(default_factory=dict)
    hanging: set[Part] = field(default_factory=set)
    everything: tuple[Part, ...] = ()
    readers: Counter[Part | str] = field(default_factory=Counter)
    taken: dict[int, list[tuple[float, float]]] = field(default_factory=dict)
    last: float = 0

    @property
    def on_lines(self) -> set[Part]:
        """The operations that a state passes."""
        return {part for way in self.ways.values() for part in way}

    def has_chip_below(self, part: Part) -> bool:
        """Whether the numbers of a part that hangs stand under it: boxes read them."""
        return (
            part in self.hanging and bool(part.name) and any(reader.box and part in reader.reads for reader in self.everything)
        )

    def lowered(self) -> list[str]:
        """The states with a line on top that are also read off it, each by a lane on the left."""
        return [name for name in self.ways if any(name in part.reads and not self.straight(part, name) for part in self.x)]

    def straight(self, reader: Part, state: str) -> bool:
        """Whether what a line carries is still as it entered where a reader stands; the first on its way changes it."""
        first = self.ways[state][0]
        return reader is first or (not reader.box and self.x[reader] < self.x[first])


def placed(cell: Cell) -> Places:
    """The places of a cell's parts."""
    parts = parts_of(cell)
    ends = {state.name: parts.get(cell.next_of(state).name) for state in cell.states}
    ways = {state: carried(part, state) for state, part in ends.items() if part}
    places = Places(cell, parts, {name: way for name, way in ways.items() if way})
    everything = dict.fromkeys(part for final in parts.values() for part in below(final))
    places.everything = tuple(everything)
    places.readers = Counter(read for part in everything for read in part.reads)
    lanes = sum(any(name in part.reads for part in everything if part.box) for name in places.ways)
    places.last = FIRST + LANE * lanes - PITCH
    for part in _in_order(places, everything):
        _stand(places, part)
    _rows(places)
    return places


def _in_order(places: Places, everything: dict[Part, None]) -> Iterator[Part]:
    """What reads a state off its line comes first, then each line from left to right, then the rest."""
    lines = places.on_lines
    for part in everything:
        if not part.box and part not in lines and any(name in part.reads for name in places.ways):
            yield from below(part)
    for way in places.ways.values():
        for part in way:
            yield from below(part)
    yield from everything


def _stand(places: Places, part: Part) -> None:
    if part in places.x:
        return
    before = [other for other in part.reads if isinstance(other, Part)]
    lines = places.on_lines
    if part.box or not before:
        places.x[part] = _new_column(places, PITCH + LANE * max(0, len(before) - 1))
    elif part in lines:
        places.x[part] = _along(places, part, before)
    elif any(other in lines or other in places.hanging for other in before):
        places.hanging.add(part)
        hung = [places.x[other] for other in before if other in places.hanging and not places.has_chip_below(other)]
        places.x[part] = hung[0] if hung else _new_column(places, PITCH)
    else:
        places.x[part] = _over(places, max(before, key=lambda it: places.x[it]))


def _over(places: Places, rightmost: Part) -> float:
    """Over what is read last, or beside it if others read it too; what comes next then keeps its distance."""
    if places.readers[rightmost] == 1:
        return places.x[rightmost]
    x, others = places.x[rightmost] + PITCH / 2, {it for part, it in places.x.items() if not part.box}
    while x in others:
        x += APART
        places.last = max(places.last, x - PITCH / 2)
    return x


def _new_column(places: Places, after: float) -> float:
    places.last += after
    return places.last


def _along(places: Places, part: Part, before: list[Part]) -> float:
    """Over what it reads beside the state, and right of the operation before it and of what reads the state as it was."""
    state, way = next((state, way) for state, way in places.ways.items() if part in way)
    passed = [other for other in places.x if other in way or (not other.box and state in other.reads)]
    sides = [places.x[other] for other in before if other not in way]
    return max([*(places.x[other] + max(APART, half(other.sign) + half(part.sign) + 8) for other in passed), *sides, FIRST])


def _rows(places: Places) -> None:
    """The lowest free row for each operation, in the order in which they were placed; hanging ones from the lowest up."""
    lines = places.on_lines
    for part in places.x:
        if not part.box and part not in lines and part not in places.hanging:
            before = [other for other in part.reads if isinstance(other, Part) and other in places.level]
            least = max([1, *(_least(places, other, part) for other in before)])
            _take(places, part, least)
    for number, part in enumerate(reversed([part for part in places.x if part in places.hanging]), 1):
        _take(places, part, number)


def _least(places: Places, other: Part, part: Part) -> int:
    beside = places.x[other] != places.x[part] and places.readers[other] == 1
    return places.level[other] + (not beside)


def _take(places: Places, part: Part, level: int) -> None:
    span = _span(places, part)
    while any(first < span[1] and span[0] < last for first, last in places.taken.get(level, [])):
        level += 1
    places.level[part] = level
    places.taken.setdefault(level, []).append(span)


def _span(places: Places, part: Part) -> tuple[float, float]:
    """What an operation and its wires take of a row."""
    own = places.x[part]
    read = [places.x[other] for other in part.reads if isinstance(other, Part) and other not in places.on_lines]
    into = [places.x[box] - PITCH / 2 for box in places.x if box.box and part in box.reads and part not in places.hanging]
    wide = half(part.sign)
    return min([own - wide, *read]), max([own + wide, *into])
