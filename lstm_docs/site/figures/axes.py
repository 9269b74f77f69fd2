"""Axes of plots: from values to places, ticks, and numbers beside them."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log2, log10
from typing import TYPE_CHECKING

from ...formulas.numbers import decimal
from .strokes import Point, line
from .svg import label, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high` laid out from `start` to `end`; by their logarithm to base 2 if `doubling`."""

    low: float
    high: float
    start: float
    end: float
    doubling: bool = False

    def __call__(self, value: float) -> float:
        """The place of a value."""
        low, high, value = (log2(v) if self.doubling else v for v in (self.low, self.high, value))
        return self.start + (value - low) / ((high - low) or 1) * (self.end - self.start)


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers between two values, at most so many and a few fewer."""
    if high <= low:
        return [low]
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    step = next(s * power for s in (1, 2, 5, 10) if s * power >= rough * 0.999999)
    first = floor(low / step + 0.999999)
    return [round(n * step, 12) for n in range(first, floor(high / step + 1e-9) + 1)]


def shown(value: float, step: float) -> str:
    """A number with the decimals that its step needs."""
    return decimal(value, max(0, -floor(log10(step) + 1e-9))) if step else decimal(value, 0)


def across(scale: Scale, values: Sequence[float], y: float, words: Sequence[str]) -> list[Markup]:
    """A horizontal axis at y: a rule, and ticks with words under them."""
    rule = line((scale.start, y), (scale.end, y), tip=False, width=1)
    return [
        rule,
        *(_tick((scale(v), y), (scale(v), y + 5)) + label(scale(v), y + 20, w) for v, w in zip(values, words, strict=True)),
    ]


def upwards(scale: Scale, values: Sequence[float], x: float, words: Sequence[str]) -> list[Markup]:
    """A vertical axis at x: a rule, and ticks with words left of them."""
    rule = line((x, scale.start), (x, scale.end), tip=False, width=1)
    named = (
        _tick((x - 5, scale(v)), (x, scale(v))) + label(x - 9, scale(v) + 4.5, w, anchor="end")
        for v, w in zip(values, words, strict=True)
    )
    return [rule, *named]


def _tick(start: Point, end: Point) -> Markup:
    return line(start, end, tip=False, width=1)


def level(scale: Scale, y: float) -> Markup:
    """A faint horizontal over the whole width."""
    return tag("path", d=f"M{scale.start:.1f} {y:.1f} H{scale.end:.1f}", stroke="currentColor", stroke_opacity="0.18")
