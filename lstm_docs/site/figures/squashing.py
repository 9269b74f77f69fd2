"""The pointwise functions: their curves, values at marked points, and their derivatives dotted."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING

from ...formulas.numbers import decimal
from .axes import Scale
from .strokes import curve, dot, haloed, line, note, strong
from .svg import picture, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup

WIDE, HIGH, APART, MARGIN, HEAD = 230, 190, 20, 24, 34
REACH, POINTS = 4.0, 96
MARKED = (-2.0, 0.0, 2.0)


@dataclass(frozen=True)
class Squash:
    """A function and its derivative, its name, its formula in words, and the least and largest value drawn."""

    name: str
    formula: str
    value: Callable[[float], float]
    slope: Callable[[float], float]
    low: float
    high: float


def squashing(functions: Sequence[Squash]) -> Markup:
    """A panel for each function, two in a row."""
    columns = min(2, len(functions))
    rows = (len(functions) + columns - 1) // columns
    panels = [_panel(it, n % columns * (WIDE + APART), n // columns * (HIGH + 56)) for n, it in enumerate(functions)]
    description = "; ".join(
        f"{it.name}, {it.formula}: "
        + ", ".join(f"{decimal(x, 0)} to {decimal(it.value(x), 3)}, slope {decimal(it.slope(x), 3)}" for x in MARKED)
        for it in functions
    )
    width = columns * (WIDE + APART) - APART
    panels.append(note(0, rows * (HIGH + 56) + 8, "dotted: the derivative", "start"))
    return picture(
        width,
        rows * (HIGH + 56) + 16,
        f"{', '.join(it.name for it in functions)} and their derivatives",
        description,
        *panels,
        kind="lstm-squashing",
    )


def _panel(it: Squash, left: float, top: float) -> Markup:
    x = Scale(-REACH, REACH, left + MARGIN, left + WIDE - 6)
    y = Scale(it.low, it.high, top + HEAD + HIGH - 20, top + HEAD)
    return tag(
        "g",
        strong(left, top + 14, it.name),
        note(left + 12 + 7.6 * len(it.name), top + 14, it.formula, "start"),
        *_axes(it, x, y),
        curve(_points(it.value, x, y)),
        curve(_points(it.slope, x, y), dashed=True),
        *(_mark(it, x, y, at) for at in MARKED),
    )


def _axes(it: Squash, x: Scale, y: Scale) -> list[Markup]:
    """Both axes through zero; whole numbers along them."""
    across = line((x.start, y(0)), (x.end, y(0)), tip=False, width=0.8)
    upwards = line((x(0), y.start), (x(0), y.end), tip=False, width=0.8)
    along = [note(x(v), y(0) + 17, decimal(v, 0)) for v in (-4, -2, 2, 4)]
    beside = [
        note(x.start - 6, y(v) + 4.5, decimal(v, 0), "end") + _level(x, y(v))
        for v in range(floor(it.low) + 1, floor(it.high) + 1)
        if v
    ]
    return [across, upwards, *along, *beside]


def _level(x: Scale, y: float) -> Markup:
    return tag("path", d=f"M{x.start:.1f} {y:.1f} H{x.end:.1f}", stroke="currentColor", stroke_opacity="0.18")


def _points(of: Callable[[float], float], x: Scale, y: Scale) -> list[tuple[float, float]]:
    """The curve, as far as it stays in the panel."""
    values = [-REACH + 2 * REACH * n / POINTS for n in range(POINTS + 1)]
    return [(x(v), y(of(v))) for v in values if y.low <= of(v) <= y.high]


def _mark(it: Squash, x: Scale, y: Scale, at: float) -> Markup:
    """A point of the curve with its value; on a steep place the word stands aside."""
    value = it.value(at)
    beside = ("end", -8.0) if at <= 0 else ("end", -6.0)
    return dot(x(at), y(value), 3.2) + haloed(x(at) + beside[1], y(value) - 7, decimal(value, 3), beside[0])
