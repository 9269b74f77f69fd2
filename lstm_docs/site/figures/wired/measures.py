"""The heights and the width of a cell's picture: lines, boxes, chips, and what enters and leaves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .parts import RADIUS, Part, half

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ....cells import Cell
    from .places import Places

CHIP, HEAD, ROW = 54, 23, 17
"""A chip is so wide; its name takes so much, and each number."""
BOX, LINE, BUS, EDGE = 52, 38, 18, 2
OUT = 26
"""From the last column to what leaves, or the top to an operation with a name."""


@dataclass
class Measures:
    """Measures of a picture whose vectors have so many rows, by name."""

    places: Places
    rows: Mapping[str, int]

    def high(self, name: str) -> float:
        """The height of a vector's chip."""
        return HEAD + ROW * self.rows[name]

    @property
    def cell(self) -> Cell:
        """What is drawn."""
        return self.places.cell

    @cached_property
    def entering(self) -> tuple[str, ...]:
        """What enters at the left: the states, then the input."""
        return (*(state.name for state in self.cell.states), self.cell.input.name)

    @cached_property
    def ends(self) -> dict[str, str]:
        """What leaves at the right, with the state that it is the next value of; an h may be that of none."""
        before = {self.cell.next_of(state).name: state.name for state in self.cell.states}
        return {one.name: before.get(one.name, "") for one in self.cell.given_out if one is not self.cell.input}

    @cached_property
    def line(self) -> dict[str, float]:
        """The height of the line of each state that has one."""
        at, heights = float(EDGE), {}
        for name in reversed(self.places.ways):
            heights[name] = at + self.high(name) / 2
            at += self.high(name) + 8
        return heights

    @cached_property
    def lowest_row(self) -> float:
        """The middle of the lowest row of operations."""
        # Where no line runs along the top, the highest operation stands there, with its name over it.
        top = max(self.line.values()) + LINE + 4 if self.line else OUT
        return top + LINE * (max(self.places.level.values(), default=1) - 1)

    @cached_property
    def chips_y(self) -> float:
        """The top of the chips over the boxes."""
        if self.places.level or self.line:
            return self.lowest_row + RADIUS + 13
        return EDGE + 12 + max((self.high(name) - BOX) / 2 for name in self.ends)

    @cached_property
    def box_y(self) -> float:
        """The top of the boxes."""
        over = [self.high(part.name) for part in self.places.x if self.has_chip(part)]
        return self.chips_y + (max(over) + 9 if over else 0)

    @cached_property
    def buses(self) -> dict[str, float]:
        """The heights of the lines below the boxes: of the states, then of the input."""
        lowered = self.places.lowered()
        read = {name for part in self.places.x for name in part.reads if name not in self.line or name in lowered}
        names = [name for name in self.entering if name in read]
        return {name: self.box_y + BOX + BUS * (place + 1) + 4 for place, name in enumerate(names)}

    @cached_property
    def sources(self) -> dict[str, float]:
        """The middle of the chip of everything that enters."""
        middles, free = dict(self.line), max((y + self.high(n) / 2 for n, y in self.line.items()), default=EDGE - 8) + 8
        for name in self.entering:
            if name not in middles:
                half = self.high(name) / 2
                middles[name] = max(self.buses.get(name, 0), free + half)
                free = middles[name] + half + 8
        return middles

    @cached_property
    def right(self) -> float:
        """Where the chips of what leaves begin."""
        spare = {part: CHIP / 2 + 16 if part.box else OUT for part in self.places.x}
        spare |= {part: self.half(part) + 15 for part in map(self.places.parts.get, self.ends) if part and not part.box}
        return max(x + spare[part] for part, x in self.places.x.items())

    def has_chip(self, part: Part) -> bool:
        """Whether the numbers of a box stand over it: not if they leave the cell."""
        return part.box and bool(part.name) and part.name not in self.ends

    def hangs(self, part: Part) -> bool:
        """Whether the numbers of a part stand under it, as they do not if they leave the cell."""
        return self.places.has_chip_below(part) and part.name not in self.ends

    def y(self, part: Part) -> float:
        """The middle of an operation or a box."""
        if part.box:
            return self.box_y + BOX / 2
        for name, way in self.places.ways.items():
            if part in way:
                return self.line[name]
        return self.lowest_row - LINE * (self.places.level[part] - 1)

    @cached_property
    def leaving(self) -> dict[str, float]:
        """The heights at which all that leaves does, from above: as near to where it is computed as there is room."""
        parts = sorted((self.places.parts[name] for name in self.ends), key=self.would_leave)
        heights, free = {}, float(EDGE)
        for part in parts:
            heights[part.name] = max(self.would_leave(part), free + self.high(part.name) / 2)
            free = heights[part.name] + self.high(part.name) / 2 + 8
        return heights

    def would_leave(self, part: Part) -> float:
        """The height at which a next state would leave if it were alone: under the boxes if one is in its way."""
        if part in self.places.hanging or (part.box and any(other.box for other in self.beyond(part))):
            return self.buses.get(self.ends[part.name], self.box_y + BOX + BUS + 4)
        return self.y(part)

    def beyond(self, part: Part) -> list[Part]:
        """The parts to the right of one."""
        return [other for other, x in self.places.x.items() if x > self.places.x[part]]

    def half(self, part: Part) -> float:
        """Half the width of an operation."""
        return half(part.sign)
