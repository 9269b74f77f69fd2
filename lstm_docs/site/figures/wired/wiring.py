"""The wires of a cell's picture: from what each carries to what reads it, as if it were alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .detours import Wire
from .measures import BOX, CHIP, EDGE, Measures
from .parts import RADIUS, Part
from .places import PITCH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .detours import Point, Port


class Wiring(Measures):
    """The wires between what is measured."""

    def wires(self) -> Iterator[Wire]:
        """A wire for whatever a part reads, and for what leaves."""
        for part in self.places.x:
            for place, read in enumerate(part.reads):
                start = self.start(read, part)
                points = _turns([*start, *self.into(part, place, start[-1])])
                weight = part.weights[place] if part.weights else ""
                yield Wire(read, part.equation, weight, points, self.exits(read), self.entries(part))
            if part.name in self.ends:
                end = self.right, self.leaving[part.name], 2
                yield Wire(part, "", "", self.out(part), self.exits(part), [end])

    def sides(self, part: Part) -> list[Port]:
        """The middles of what a part is drawn as: right, below, left, above."""
        x, y = self.places.x[part], self.y(part)
        wide, high = (BOX / 2, BOX / 2) if part.box else (self.half(part), RADIUS)
        return [(x + wide, y, 0), (x, y + high, 1), (x - wide, y, 2), (x, y - high, 3)]

    def exits(self, source: Part | str) -> list[Port]:
        """Where a wire may leave what it carries: a box and what hangs with its numbers."""
        if isinstance(source, str):
            return [(EDGE + CHIP, self.sources[source], 0)]
        right, below, left, above = self.sides(source)
        if source.box:
            return [right, (above[0], self.chips_y if self.has_chip(source) else above[1], 3)]
        if self.hangs(source):
            below = below[0], self.chips_y + self.high(source.name), 1
        return [right, below, left, above]

    def entries(self, part: Part) -> list[Port]:
        """Where a wire may come in: on every side, three beside each other; not on top of a box, where its numbers stand."""
        apart, sides = (14, self.sides(part)[:3]) if part.box else (5, self.sides(part))
        return [(x + n * (d % 2), y + n * (1 - d % 2), d) for x, y, d in sides for n in (-apart, 0, apart)]

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
        """Where a wire leaves a part: on the side of what reads it."""
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
        """From below what enters the cell, from the left what is computed."""
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
        """The way of what leaves the cell."""
        x, y, end = self.places.x[part], self.y(part), self.leaving[part.name]
        if part in self.places.hanging:
            return [(x, y + RADIUS), (x, end), (self.right, end)]
        start = x + (BOX / 2 if part.box else self.half(part)), y
        if end == y:
            return [start, (self.right, y)]
        lane = x + PITCH / 2 if part.box else self.right - 12 - 4 * list(self.leaving).index(part.name)
        return [start, (lane, y), (lane, end), (self.right, end)]


def _turns(points: list[Point]) -> list[Point]:
    """Points without those that stand where the last one did."""
    return [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
