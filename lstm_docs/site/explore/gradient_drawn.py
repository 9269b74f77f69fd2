"""The picture of the gradient explorer: what is left over the steps back, on an axis of powers of ten."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING

from ..figures.over_steps import power_of_ten
from ..figures.svg import label, picture, tag
from .texts import px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 440.0, 336.0, 44.0, 310.0, 34.0, 280.0
FROM, TO, FURTHEST = -8, 2, 100
LEADING, LINE = 36.0, 15.0
STROKES = ({"class_": "lstm-f"}, {"class_": "lstm-h", "stroke_dasharray": "7 4"})


@dataclass(frozen=True)
class Way:
    """What a step leaves of a gradient, what it left before the change, what is left in all, and where."""

    factor: float
    before: float
    left: str
    words: str


def drawn(ways: Sequence[Way], steps: int) -> Markup:
    """A straight line for each way, and a dot at the steps asked for."""
    description = "; ".join(f"{way.words} {way.left} after {steps}" for way in ways)
    parts = [*_axes(), tag("path", d=f"M{_across(steps):g} {TOP:g} V{BOTTOM:g}", class_="lstm-then")]
    for way, stroke in zip(ways, STROKES, strict=True):
        if way.before != way.factor:
            parts.append(tag("path", d=_way(way.before), class_="lstm-then"))
        parts.append(tag("path", d=_way(way.factor), fill="none", stroke="currentColor", stroke_width="2.2", **stroke))
        if FROM <= steps * log10(way.factor) <= TO:
            dot = tag("circle", cx=_across(steps), cy=_down(steps * log10(way.factor)), r=5, class_="lstm-dot")
            parts.append(tag("g", dot, class_=stroke["class_"]))
    return picture(WIDTH, HEIGHT, "What is left of a gradient", description, *parts, *_names(ways), kind="lstm-left-over")


def _across(steps: float) -> float:
    return px(LEFT + (RIGHT - LEFT) * steps / FURTHEST)


def _down(power: float) -> float:
    return px(BOTTOM - (BOTTOM - TOP) * (power - FROM) / (TO - FROM))


def _end(factor: float) -> tuple[float, float]:
    """Where the line of a factor leaves the picture: its steps and its power of ten."""
    power = log10(factor)
    bound = TO if power > 0 else FROM
    if power * FURTHEST / bound > 1:
        return bound / power, float(bound)
    return float(FURTHEST), power * FURTHEST


def _way(factor: float) -> str:
    steps, power = _end(factor)
    return f"M{_across(0):g} {_down(0):g} L{_across(steps):g} {_down(power):g}"


def _names(ways: Sequence[Way]) -> list[Markup]:
    """The ways by name, at the right, at the height where they end, apart from each other."""
    heights = [_down(_end(way.factor)[1]) for way in ways]
    high, low = sorted(range(len(ways)), key=heights.__getitem__)
    lifted = min(heights[high], BOTTOM - LEADING)
    places = {high: lifted, low: max(heights[low], lifted + LEADING)}
    return [
        tag("g", *_told(way, places[n] + 4.5), class_=stroke["class_"])
        for n, (way, stroke) in enumerate(zip(ways, STROKES, strict=True))
    ]


def _told(way: Way, y: float) -> list[Markup]:
    """The words of a way and, if its line goes on outside the picture, where it leaves."""
    steps, _ = _end(way.factor)
    name = label(RIGHT + 18, px(y), way.words, anchor="start")
    if steps >= FURTHEST:
        return [name]
    left = f"leaves near step {floor(steps + 0.5)}"
    return [name, label(RIGHT + 18, px(y + LINE), left, anchor="start", kind="lstm-slice")]


def _axes() -> list[Markup]:
    rules = tag("path", d=f"M{LEFT:g} {TOP:g} V{BOTTOM:g} H{RIGHT:g}", class_="lstm-axis")
    across = [label(_across(k), BOTTOM + 20, str(k), kind="lstm-slice") for k in range(0, FURTHEST + 1, 20)]
    upwards = [
        label(LEFT - 8, px(_down(power) + 4), power_of_ten(power), anchor="end", kind="lstm-slice")
        for power in range(FROM, TO + 1, 2)
    ]
    words = label(0, 16, "what is left of a gradient", anchor="start", kind="lstm-slice")
    below = label((LEFT + RIGHT) / 2, BOTTOM + 44, "steps back", kind="lstm-slice")
    return [rules, *across, *upwards, words, below]
