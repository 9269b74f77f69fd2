"""Wires that would run along another's, or through what they do not touch, take another way; `assets/cell-detours.js` finds
the same.

A wire that is in nobody's way stays as it is. Another is led along lines STEP apart, the shortest way with few turns and
crossings, found by relaxing: what was reached is kept by what it costs at least to the end, and the cheapest goes on.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .parts import Part

    Point = tuple[float, float]
    Port = tuple[float, float, int]
    Thing = tuple[float, float, float, float]
    Stretch = tuple[int, float, float, float]
    Barrier = tuple[float, float, float]

STEP, CLEAR, STUB = 6, 3, 6
"""Between two lines; what a way keeps from all else; what it goes straight on from where it begins, and to where it ends."""
TURN, CROSSING = 20, 30
"""As much longer a way may be to have a turn less, or to cross a wire less."""
ROUNDS, LONGEST = 3, 9000
"""So often all wires are looked at; what a way may cost at most."""
AHEAD = ((1, 0), (0, 1), (-1, 0), (0, -1))
"""The directions: right, down, left, up."""


@dataclass(frozen=True)
class Wire:
    """What it carries, the line of the equations that reads it, the weight that it meets there, and its way.

    `starts` and `ends` are where else it may begin and end: points, each with the direction out of there.
    """

    source: Part | str
    reader: str
    weight: str
    points: list[Point]
    starts: list[Port]
    ends: list[Port]


def parted(wires: Sequence[Wire], things: list[Thing], room: Thing) -> list[Wire]:
    """The wires, none of which runs along one with another source or through a thing, if there is a way within the room.

    Things and the room are left, top, right and bottom.
    """
    ways = list(wires)
    for _ in range(ROUNDS):
        for place, wire in enumerate(ways):
            others = ways[:place] + ways[place + 1 :]
            if _clashes(wire, others, things):
                ways[place] = replace(wire, points=_Search(wire, others, things, room).way() or wire.points)
    return ways


def _stretches(wire: Wire) -> Iterator[Stretch]:
    """The straight pieces of a way: 0 for a level one or 1 for an upright one, its line, and from where to where."""
    for (x, y), (to_x, to_y) in pairwise(wire.points):
        yield (1, x, min(y, to_y), max(y, to_y)) if x == to_x else (0, y, min(x, to_x), max(x, to_x))


def _clashes(wire: Wire, others: list[Wire], things: list[Thing]) -> bool:
    foreign = [it for other in others if other.source != wire.source for it in _stretches(other)]
    return any(
        any(t[1 - axis] + 1 < line < t[3 - axis] - 1 and t[axis] + 1 < high and low < t[axis + 2] - 1 for t in things)
        or any((way, at) == (axis, line) and first + 1 < high and low + 1 < last for way, at, first, last in foreign)
        for axis, line, low, high in _stretches(wire)
    )


@dataclass
class _Search:
    """The way of one wire among the others; a state is a point and the direction in which it was reached."""

    wire: Wire
    others: list[Wire]
    things: list[Thing]
    room: Thing
    spent: dict[Port, float] = field(default_factory=dict)
    came: dict[Port, Port] = field(default_factory=dict)
    waiting: defaultdict[int, list[Port]] = field(default_factory=lambda: defaultdict(list))
    known: dict[tuple[int, float], list[Barrier]] = field(default_factory=dict)

    def way(self) -> list[Point]:
        """The points of the cheapest way, none if there is none."""
        for start in self.wire.starts:
            self.reach(_before(start), self.stub(start), start)
        least, last = inf, []
        for bound in range(LONGEST):
            for state in self.waiting[bound]:
                whole, end = self.ended(state)
                if whole < least:
                    least, last = whole, [end, state]
                for there, cost in self.steps(state):
                    self.reach(there, self.spent[state] + cost, state)
            if bound >= least:
                return self.back(*last)
        return []

    def reach(self, state: Port, cost: float, came: Port) -> None:
        """It waits by what all of its way costs at least."""
        if cost < self.spent.get(state, inf):
            self.spent[state], self.came[state] = cost, came
            ahead = min(abs(x - state[0]) + abs(y - state[1]) for x, y in self.goals)
            self.waiting[int(cost + ahead)].append(state)

    def ended(self, state: Port) -> tuple[float, Port]:
        """What a way costs that ends after this state, and its end."""
        end = self.goals.get(state[:2], state)
        if end[2] == state[2]:
            return inf, end
        return self.spent[state] + self.stub(end) + TURN * ((end[2] - state[2]) % 2), end

    def steps(self, state: Port) -> Iterator[tuple[Port, float]]:
        """The next line straight on, to the right and to the left, and what it costs to go there."""
        for turn in (0, 1, 3):
            ahead = (state[2] + turn) % 4
            axis = ahead % 2
            lines, line, at = self.lines[axis], state[1 - axis], state[axis]
            place = lines.index(at) + (1 if ahead < 2 else -1)
            if 0 <= place < len(lines):
                there = (line, lines[place], ahead) if axis else (lines[place], line, ahead)
                yield there, self.passing(axis, line, at, lines[place]) + TURN * (turn > 0)

    def passing(self, axis: int, line: float, one: float, other: float) -> float:
        """What it costs to go along a line, from one place to another."""
        if (axis, line) not in self.known:
            self.known[axis, line] = list(self.barriers(axis, line))
        low, high = min(one, other), max(one, other)
        return high - low + sum(cost for first, last, cost in self.known[axis, line] if first < high and low < last)

    def barriers(self, axis: int, line: float) -> Iterator[Barrier]:
        """What lies on a line: from where to where, and what it costs to pass."""
        for thing in self.things:
            if thing[1 - axis] - CLEAR < line < thing[3 - axis] + CLEAR:
                yield thing[axis] - CLEAR, thing[axis + 2] + CLEAR, inf
        for own, (way, at, first, last) in self.stretches:
            if way == axis and abs(at - line) < CLEAR and not (own and at == line):
                yield first - CLEAR, last + CLEAR, inf
            elif way != axis and not own and first - CLEAR < line < last + CLEAR:
                yield at - 1, at, CROSSING if first + CLEAR <= line <= last - CLEAR else inf

    def stub(self, port: Port) -> float:
        """What it costs to go straight on where a way begins, or to where it ends."""
        axis, ahead = port[2] % 2, 1 if port[2] < 2 else -1
        return self.passing(axis, port[1 - axis], port[axis] + CLEAR * ahead, port[axis] + STUB * ahead)

    def back(self, end: Port, state: Port) -> list[Point]:
        """The points from the beginning to the end, without those between two others on a line."""
        states = [end, state]
        while states[-1] in self.came:
            states.append(self.came[states[-1]])
        points = [state[:2] for state in reversed(states)]
        bent = [b for a, b, c in zip(points, points[1:], points[2:], strict=False) if a[0] != c[0] and a[1] != c[1]]
        return [points[0], *bent, points[-1]]

    @cached_property
    def goals(self) -> dict[Point, Port]:
        """The ends, each by the point before it."""
        return {_before(end)[:2]: end for end in self.wire.ends}

    @cached_property
    def stretches(self) -> list[tuple[bool, Stretch]]:
        """What the other wires take, and whether it is of the same source."""
        return [(other.source == self.wire.source, it) for other in self.others for it in _stretches(other)]

    @cached_property
    def lines(self) -> tuple[list[float], list[float]]:
        """Where a way may run upright, and where level: also on its own source's lines, and where it begins and ends."""
        own = [point for other in self.others if other.source == self.wire.source for point in other.points]
        points = [*own, *(_before(port)[:2] for port in (*self.wire.starts, *self.wire.ends))]
        return self.lines_of(0, points), self.lines_of(1, points)

    def lines_of(self, axis: int, points: list[Point]) -> list[float]:
        low, high = self.room[axis], self.room[axis + 2]
        evenly = {low + STEP * n for n in range(int((high - low) // STEP) + 1)}
        return sorted(evenly | {point[axis] for point in points})


def _before(port: Port) -> Port:
    x, y, ahead = port
    return x + STUB * AHEAD[ahead][0], y + STUB * AHEAD[ahead][1], ahead
