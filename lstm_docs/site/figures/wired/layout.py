"""The picture of a cell as data, made from its equations: shapes, each with the symbol that it belongs to.

Left to right: states and input enter at the left, what is computed leaves at the right; c runs along the top, h along the
bottom. A shape is a list, its kind first; see `drawing`, which draws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .... import cells
from .parts import RADIUS, Part, half
from .places import PITCH, Places, placed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ....cells import Cell

    Point = tuple[float, float]

Shape = list[Any]

CHIP, HEAD, ROW = 54, 23, 17
"""A chip is so wide; its name takes so much, and each number."""
BOX, LINE, BUS, EDGE = 52, 38, 18, 2
OUT, HANDLE = 26, 57
"""From the last column to what leaves, or the top to an operation with a name; and what a handle takes below a chip."""


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
        return max(x + (CHIP / 2 + 16 if part.box else OUT) for part, x in self.places.x.items())

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
        return self.pulled and name in (self.cell.input.name, "h_t")

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
            if part.name in self.ends:
                yield ["chip", part.name, self.right, self.leaving[part.name] - self.high(part.name) / 2]
            elif part.name and (part.box or self.hangs(part)):
                yield ["chip", part.name, x - CHIP / 2, self.chips_y]
            elif part.name:
                yield ["name", part.name, x + 14, self.y(part) - 13]

    def wires(self) -> Iterator[Shape]:
        for part in self.places.x:
            for place, read in enumerate(part.reads):
                weight = part.weights[place] if part.weights else ""
                start = self.start(read, part)
                yield self.wire(read, part.equation, weight, [*start, *self.into(part, place, start[-1])])
            if part.name in self.ends:
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
        if read in self.line and self.places.straight(reader, read):
            return [(x, y)]
        lane = 63 + (self.places.lowered().index(read) * 8 if read in self.line else 0)
        bus = self.buses[read]
        return [(x, y)] if y == bus else [(x, y), (lane, y), (lane, bus)]

    def leave(self, part: Part, reader: Part) -> list[Point]:
        x, y = self.places.x[part], self.y(part)
        if part.box:
            return [(x, self.chips_y if self.has_chip(part) else y - BOX / 2)]
        if part in self.places.on_lines:
            return [(x + RADIUS, y)]
        if part in self.places.hanging:
            if reader.box and self.hangs(part):
                return [(x, self.chips_y + self.high(part.name))]
            return [(x, y - RADIUS if not reader.box and self.y(reader) < y else y + RADIUS)]
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
        if isinstance(read, str) and start[1] > self.box_y:
            channel = self.channel(x - PITCH / 2)
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
        if read in self.places.hanging and not any(other.box and self.places.x[other] < x for other in self.beyond(read)):
            return [(start[0], y), (side, y)]
        beside = self.box_y - 5 if read in self.places.hanging else start[1] - 8
        over = [(start[0], beside)] if read.box or read in self.places.hanging else []
        channel = self.channel(x - PITCH / 2)
        return [*over, (channel, (over or [start])[-1][1]), (channel, y), (side, y)]

    def channel(self, x: float) -> float:
        """The nearest upright way at x or left of it that no box stands in, nor a chip over it."""
        taken = [at for part, at in self.places.x.items() if part.box or self.hangs(part)]
        while any(abs(at - x) < CHIP / 2 + 1 for at in taken):
            x -= 6
        return x

    def out(self, part: Part) -> list[Point]:
        x, y, end = self.places.x[part], self.y(part), self.leaving[part.name]
        if part in self.places.hanging:
            return [(x, y + RADIUS), (x, end), (self.right, end)]
        start = x + (BOX / 2 if part.box else self.half(part)), y
        if end == y:
            return [start, (self.right, y)]
        lane = x + PITCH / 2 if part.box else self.right - 12 - 4 * list(self.leaving).index(part.name)
        return [start, (lane, y), (lane, end), (self.right, end)]


def _flat(points: list[Point]) -> list[float]:
    """The coordinates one after the other, without points that stand where the last one did."""
    turns = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
    return [coordinate for point in turns for coordinate in point]


def sizes_of_rows(cell: Cell) -> dict[str, str]:
    """The letter of the size of each vector: I, H or P."""
    conformed = cells.sizes_of(cell)
    return {str(node): str(conformed.shape(node)[0]) for node in (cell.input, *cell.states, *cell.equations)}
