"""The picture of a cell as data, made from its equations: shapes, each with the symbol that it belongs to.

Left to right: states and input enter at the left, what is computed leaves at the right; c runs along the top, h along the
bottom. A shape is a list, its kind first; see `drawing`, which draws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .... import cells
from .parts import Part
from .places import PITCH, Places, placed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ....cells import Cell

    Point = tuple[float, float]

Shape = list[Any]

CHIP, HEAD, ROW = 54, 23, 17
"""A chip is so wide; its name takes so much, and each number."""
BOX, RADIUS, LINE, BUS, EDGE = 44, 11, 38, 18, 2
OUT, HANDLE = 26, 30
"""From the last column to what leaves, and what a handle takes below a chip."""


def layout(cell: Cell, rows: Mapping[str, int], *, handles: bool = False) -> tuple[float, float, list[Shape]]:
    """Width, height and shapes of a cell whose vectors have so many rows, by name; with handles, x and h can be pulled."""
    return _Layout(placed(cell), rows, handles).drawn()


@dataclass
class _Layout:
    places: Places
    rows: Mapping[str, int]
    pulled: bool

    def high(self, name: str) -> float:
        """The height of a vector's chip."""
        return HEAD + ROW * self.rows[name]

    @property
    def cell(self) -> Cell:
        return self.places.cell

    @cached_property
    def ends(self) -> dict[str, str]:
        """The next value of each state, by the state."""
        return {state.name: self.cell.next_of(state).name for state in self.cell.states}

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
        top = max(self.line.values(), default=EDGE)
        return top + (LINE + 4) * bool(self.line) + LINE * (max(self.places.level.values(), default=1) - 1)

    @cached_property
    def chips_y(self) -> float:
        """The top of the chips over the boxes."""
        if self.places.level or self.line:
            return self.lowest_row + RADIUS + 13
        return EDGE + 12 + max((self.high(name) - BOX) / 2 for name in self.ends.values())

    @cached_property
    def box_y(self) -> float:
        over = [self.high(part.name) for part in self.places.x if self.has_chip(part)]
        return self.chips_y + (max(over) + 9 if over else 0)

    @cached_property
    def buses(self) -> dict[str, float]:
        """The heights of the lines below the boxes: of the states, then of the input."""
        read = {name for part in self.places.x for name in part.reads if part.box or name not in self.line}
        names = [name for name in (*self.ends, self.cell.input.name) if name in read]
        return {name: self.box_y + BOX + BUS * (place + 1) + 4 for place, name in enumerate(names)}

    @cached_property
    def sources(self) -> dict[str, float]:
        """The middle of the chip of everything that enters."""
        middles, free = dict(self.line), max((y + self.high(n) / 2 for n, y in self.line.items()), default=EDGE - 8) + 8
        for name in (*self.ends, self.cell.input.name):
            if name not in middles:
                half = self.high(name) / 2
                middles[name] = max(self.buses.get(name, 0), free + half)
                free = middles[name] + half + 8
        return middles

    @cached_property
    def right(self) -> float:
        return max(x + (CHIP / 2 + 16 if part.box else OUT) for part, x in self.places.x.items())

    def has_chip(self, part: Part) -> bool:
        """Whether the numbers of a box stand over it: not if they leave the cell."""
        return part.box and bool(part.name) and part.name not in self.ends.values()

    def y(self, part: Part) -> float:
        """The middle of an operation or a box."""
        if part.box:
            return self.box_y + BOX / 2
        for name, way in self.places.ways.items():
            if part in way:
                return self.line[name]
        return self.lowest_row - LINE * (self.places.level[part] - 1)

    def leaving(self, part: Part) -> float:
        """The height at which a next state leaves."""
        hangs = part in self.places.hanging
        state = next(state for state, name in self.ends.items() if name == part.name)
        return self.buses.get(state, self.box_y + BOX + BUS + 4) if hangs else self.y(part)

    def drawn(self) -> tuple[float, float, list[Shape]]:
        wires = list(self.wires())
        chips = list(self.chips())
        bottom = max([y + self.high(name) for _, name, _, y in chips] + [point for wire in wires for point in wire[6::2]])
        frame = ["frame", "", 60, EDGE + 4, self.right - 5 - 60, max([*self.buses.values(), self.box_y + BOX]) + 10 - EDGE - 4]
        handles = [["handle", name, x, y + self.high(name)] for _, name, x, y in chips if self.has_handle(name)]
        bottom = max([bottom, *(y + HANDLE for *_, y in handles)])
        return self.right + CHIP + EDGE, bottom + EDGE, [frame, *wires, *self.operations(), *chips, *handles]

    def has_handle(self, name: str) -> bool:
        """Whether the end of a chip can be pulled: that of the input, and that of the new h."""
        return self.pulled and name in (self.cell.input.name, self.ends.get("h_t-1"))

    def operations(self) -> Iterator[Shape]:
        for part, x in self.places.x.items():
            if part.box:
                held = [part.name or part.equation, *part.weights, *part.biases]
                yield ["box", part.equation, x, self.box_y, part.sign, " ".join(filter(None, held))]
            else:
                yield ["op", part.equation, x, self.y(part), part.sign]

    def chips(self) -> Iterator[Shape]:
        for name, y in self.sources.items():
            yield ["chip", name, EDGE, y - self.high(name) / 2]
        for part, x in self.places.x.items():
            if part.name in self.ends.values():
                yield ["chip", part.name, self.right, self.leaving(part) - self.high(part.name) / 2]
            elif part.name and (part.box or part in self.places.hanging):
                yield ["chip", part.name, x - CHIP / 2, self.chips_y]
            elif part.name:
                yield ["name", part.name, x + 14, self.y(part) - 13]

    def wires(self) -> Iterator[Shape]:
        for part in self.places.x:
            for place, read in enumerate(part.reads):
                weight = part.weights[place] if part.weights else ""
                start = self.start(read, part)
                yield self.wire(read, part.equation, weight, [*start, *self.into(part, place, start[-1])])
            if part.name in self.ends.values():
                yield self.wire(part, "", "", self.out(part))

    def wire(self, carries: Part | str, reader: str, weight: str, points: list[Point]) -> Shape:
        """A wire with what it carries, the line of the equations that reads it, and the weight that it meets there."""
        name = carries if isinstance(carries, str) else carries.name
        colour = carries if isinstance(carries, str) else carries.name or carries.equation
        return ["wire", name, colour, reader, weight, *_flat(points)]

    def start(self, read: Part | str, reader: Part) -> list[Point]:
        """Where a wire begins, and its way to the height on which it runs."""
        if isinstance(read, Part):
            return self.leave(read, reader)
        x, y = EDGE + CHIP, self.sources[read]
        if read in self.line and self.straight(reader, self.places.ways[read][0]):
            return [(x, y)]
        lane = 63 + (self.places.lowered().index(read) * 8 if read in self.line else 0)
        bus = self.buses[read]
        return [(x, y)] if y == bus else [(x, y), (lane, y), (lane, bus)]

    def straight(self, reader: Part, first: Part) -> bool:
        """Whether what a line carries is still as it entered where a reader stands; `first` changes it first."""
        return reader is first or (not reader.box and self.places.x[reader] < self.places.x[first])

    def leave(self, part: Part, reader: Part) -> list[Point]:
        x, y = self.places.x[part], self.y(part)
        if part.box:
            return [(x, self.chips_y if self.has_chip(part) else y - BOX / 2)]
        if part in self.places.on_lines:
            return [(x + RADIUS, y)]
        if part in self.places.hanging:
            under = self.chips_y + self.high(part.name) if part.name and part.name not in self.ends.values() else y + RADIUS
            return [(x, under)]
        if reader.box or (self.places.level.get(reader) == self.places.level[part] and self.places.x[reader] > x):
            return [(x + self.half(part), y)]
        return [(x, y - RADIUS)]

    def half(self, part: Part) -> float:
        """Half the width of an operation."""
        return half(part.sign)

    def into(self, part: Part, place: int, start: Point) -> list[Point]:
        """The rest of a wire's way, into what it reads there."""
        read = part.reads[place]
        x, y = self.places.x[part], self.y(part)
        if part.box:
            return self.into_box(part, read, start)
        if start[1] == y:
            return [(x - self.half(part), y)]
        if start[0] == x:
            return [(x, y + RADIUS if start[1] > y else y - RADIUS)]
        if part in self.places.on_lines:
            lane = y + RADIUS + 10
            return [(start[0], lane), (x, lane), (x, y + RADIUS)]
        if isinstance(read, str) and read in self.buses and read not in self.line:
            channel = x - PITCH / 2
            return [(channel, start[1]), (channel, y - 20), (x, y - 20), (x, y - RADIUS)]
        if isinstance(read, str) or read in self.places.on_lines:
            return [(x, start[1]), (x, y - RADIUS)]
        return [(start[0], y), (x - self.half(part) if start[0] < x else x + self.half(part), y)]

    def into_box(self, part: Part, read: Part | str, start: Point) -> list[Point]:
        x, y = self.places.x[part], self.y(part)
        if isinstance(read, str):
            below = [name for name in self.buses if name in part.reads]
            tap = x + 14 * (below.index(read) - (len(below) - 1) / 2)
            return [(tap, self.buses[read]), (tap, y + BOX / 2)]
        side = x - BOX / 2
        if read in self.places.hanging:
            return [(start[0], y), (side, y)]
        over = [(start[0], start[1] - 8)] if read.box else []
        channel = x - PITCH / 2
        return [*over, (channel, (over or [start])[-1][1]), (channel, y), (side, y)]

    def out(self, part: Part) -> list[Point]:
        x, y, end = self.places.x[part], self.y(part), self.leaving(part)
        if part in self.places.hanging:
            return [(x, y + RADIUS), (x, end), (self.right, end)]
        return [(x + (BOX / 2 if part.box else self.half(part)), y), (self.right, y)]


def half(sign: str) -> float:
    """Half the width of an operation: a circle, or a pill around a word."""
    return RADIUS if len(sign) < 2 else RADIUS + 3.5 * (len(sign) - 1)


def _flat(points: list[Point]) -> list[float]:
    """The coordinates one after the other, without points that stand where the last one did."""
    turns = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
    return [coordinate for point in turns for coordinate in point]


def sizes_of_rows(cell: Cell) -> dict[str, str]:
    """The letter of the size of each vector: I, H or P."""
    conformed = cells.sizes_of(cell)
    return {str(node): str(conformed.shape(node)[0]) for node in (cell.input, *cell.states, *cell.equations)}
