"""The picture of the gradient explorer: what is left over the steps back, on an axis of powers of ten."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log2, log10
from typing import TYPE_CHECKING

from . import chart
from .chart import dot, free, grab, line, word
from .texts import fixed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from .chart import Mark
    from .explorer import Data

FROM, TO, FURTHEST = -6, 2, 100
LEADING, LIFTED, BELOW = 1.4, 0.7, 17.0
"""So far apart are the names of the ways, and so far from the bottom, in powers of ten; the line below, in pixels."""

CHART = chart.chart(
    "What is left of a gradient",
    (440, 312),
    (72, 300, 28, 256),
    ((0, FURTHEST), (FROM, TO)),
    ticks=[
        [[k, str(k)] for k in range(0, FURTHEST + 1, 20)],
        [[power, fixed(10.0**power, max(0, -power))] for power in range(FROM, TO + 1, 2)],
    ],
    words=[[0, 14, "what is left of a gradient", "start"], [186, 300, "steps back", "middle"]],
)


@dataclass(frozen=True)
class Way:
    """What a step leaves of a gradient, what it left before the change, what is left in all; where, and how it is shown."""

    factor: float
    before: float
    left: str
    words: str
    kind: str
    field: str


def drawn(data: Data, ways: Sequence[Way], steps: int) -> Markup:
    """A straight line for each way, and a dot at the steps asked for."""
    description = "; ".join(f"{way.words} {way.left} after {steps}" for way in ways)
    across, down = chart.per_pixel(data)
    places = [_dragged(way.factor, steps) for way in ways]
    at_steps = free([(steps, FROM), (steps, TO), (steps, (FROM + TO) / 2)], places, data)
    marks = [line("lstm-then", (steps, FROM), (steps, TO)), grab("steps", at_steps, (across, 0))]
    for way, place in zip(ways, places, strict=True):
        end, at = _end(way.factor), place[0]
        if way.before != way.factor:
            marks.append(line("lstm-then", (0, 0), _end(way.before)))
        marks.append(line(f"lstm-roof {way.kind}", (0, 0), end))
        if at == steps:
            marks.append(dot(f"lstm-dot {way.kind}", *place))
        marks.append(grab(way.field, place, (0, down * log2(10) / max(at, 1)), 0))
    return chart.drawn(data, [*marks, *_names(ways)], description)


def _dragged(factor: float, steps: int) -> tuple[float, float]:
    """Where the line of a factor is dragged: at the steps, or where it leaves the picture before them."""
    at = min(float(steps), _end(factor)[0])
    return at, at * log10(factor)


def _end(factor: float) -> tuple[float, float]:
    """Where the line of a factor leaves the picture: its steps and its power of ten."""
    power = log10(factor)
    bound = TO if power > 0 else FROM
    if power * FURTHEST / bound > 1:
        return bound / power, float(bound)
    return float(FURTHEST), power * FURTHEST


def _names(ways: Sequence[Way]) -> list[Mark]:
    """The ways by name, at the right, at the height where they end, apart from each other."""
    heights = [_end(way.factor)[1] for way in ways]
    low, high = sorted(range(len(ways)), key=lambda n: (heights[n], -n))
    lifted = max(heights[high], FROM + LIFTED + LEADING)
    places = {high: lifted, low: max(min(heights[low], lifted - LEADING), FROM + LIFTED)}
    return [mark for n, way in enumerate(ways) for mark in _told(way, (FURTHEST, places[n]))]


def _told(way: Way, place: tuple[float, float]) -> list[Mark]:
    """The words of a way and, if its line goes on outside the picture, where it leaves."""
    steps, _ = _end(way.factor)
    name = word(way.words, place, "start", (12, 4.5), f"lstm-label {way.kind}")
    if steps >= FURTHEST:
        return [name]
    return [name, word(f"leaves near step {floor(steps + 0.5)}", place, "start", (12, 4.5 + BELOW))]
