"""Lines with error bars over sizes that double, and marked sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...formulas.numbers import in_text
from .axes import Scale, across, level, shown, ticks, upwards
from .strokes import GROUND, curve, haloed, line, note
from .svg import FITS, label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

LEFT, NAMED, TOP, HIGH, UNDER = 62, 90, 40, 240, 58
WIDE = FITS - LEFT - NAMED


@dataclass(frozen=True)
class Point:
    """A value over a size, and how far its error reaches either way."""

    x: int
    y: float
    error: float = 0.0


@dataclass(frozen=True)
class Curve:
    """A named line; `dashed` to tell it from others without colour."""

    name: str
    points: tuple[Point, ...]
    dashed: bool = False
    kind: str = ""


@dataclass(frozen=True)
class Mark:
    """A size that is marked by a vertical line, and its label."""

    x: float
    words: str


def curves(lines: Sequence[Curve], title: str, *, x_axis: str, y_axis: str, marks: Sequence[Mark] = ()) -> Markup:
    """The lines over an x axis that doubles; each is named at its end, each mark above its line."""
    points = [point for it in lines for point in it.points]
    low, high = min(p.y - p.error for p in points), max(p.y + p.error for p in points)
    room = (high - low) * 0.06 or 1.0
    heads = 18 * len(marks)
    sizes = sorted({p.x for p in points})
    x = Scale(
        min(sizes[0], *(m.x for m in marks), sizes[0]),
        max(sizes[-1], *(m.x for m in marks), sizes[-1]),
        LEFT + 16,
        LEFT + WIDE - 16,
        doubling=True,
    )
    y = Scale(low - room, high + room, TOP + heads + HIGH, TOP + heads)
    values = ticks(y.low, y.high)
    step = values[1] - values[0] if len(values) > 1 else 1.0
    parts = (
        note(0, 16, y_axis, "start"),
        *(level(Scale(0, 1, LEFT, LEFT + WIDE), y(v)) for v in values),
        *upwards(y, values, LEFT, [shown(v, step) for v in values]),
        *across(Scale(x.low, x.high, LEFT, LEFT + WIDE), [], y.start, []),
        *_sizes(x, sizes, y.start),
        note(LEFT + WIDE / 2, y.start + 44, x_axis),
        *(_mark(x(mark.x), y, mark.words, 18 * n, LEFT + WIDE) for n, mark in enumerate(sorted(marks, key=lambda m: m.x))),
        *_named(lines, x, y),
        *(_curve(it, x, y) for it in lines),
    )
    return picture(LEFT + WIDE + NAMED, y.start + UNDER, title, _told(lines, marks, x_axis, y_axis), *parts, kind="lstm-curves")


def _sizes(x: Scale, sizes: Sequence[int], y: float) -> list[Markup]:
    """The sizes along the axis, those left out that have no room."""
    parts, free = [], float("-inf")
    for size in sizes:
        words = in_text(size)
        half = 3.8 * len(words)
        parts.append(line((x(size), y), (x(size), y + 5), tip=False, width=1))
        if x(size) - half > free:
            parts.append(label(x(size), y + 20, words))
            free = x(size) + half + 4
    return parts


def _mark(x: float, y: Scale, words: str, down: float, right: float) -> Markup:
    top = TOP + down - 4
    beside = ("end", -6.0) if x + 7 * len(words) > right else ("start", 6.0)
    return line((x, y.start), (x, top - 8), tip=False, dashed=True, width=1) + haloed(x + beside[1], top, words, beside[0])


def _curve(it: Curve, x: Scale, y: Scale) -> Markup:
    places = [(x(p.x), y(p.y)) for p in it.points]
    return tag(
        "g",
        curve(places, dashed=it.dashed),
        *(_error(x(p.x), y(p.y - p.error), y(p.y + p.error)) for p in it.points if p.error),
        *(
            tag("circle", cx=a, cy=b, r=3.4, fill=GROUND if it.dashed else "currentColor", stroke="currentColor")
            for a, b in places
        ),
        class_=it.kind,
    )


def _error(x: float, low: float, high: float) -> Markup:
    d = f"M{x - 4:.1f} {high:.1f} h8 M{x:.1f} {high:.1f} V{low:.1f} M{x - 4:.1f} {low:.1f} h8"
    return tag("path", d=d, stroke="currentColor", fill="none")


def _named(lines: Sequence[Curve], x: Scale, y: Scale) -> list[Markup]:
    """Names right of where the lines end, pushed apart where they would meet."""
    parts, free = [], float("-inf")
    for it in sorted(lines, key=lambda it: -it.points[-1].y):
        place = max(y(it.points[-1].y), free)
        free = place + 17
        # A longer line may pass where a shorter one has its name.
        parts.append(tag("g", haloed(x(it.points[-1].x) + 14, place + 4.5, it.name, "start"), class_=it.kind))
    return parts


def _told(lines: Sequence[Curve], marks: Sequence[Mark], x_axis: str, y_axis: str) -> str:
    said = [
        f"{it.name}: " + ", ".join(f"{p.y:.4g}" + (f" ± {p.error:.2g}" if p.error else "") + f" at {p.x}" for p in it.points)
        for it in lines
    ]
    marked = [f"marked at {mark.x:g}: {mark.words}" for mark in marks]
    return f"{y_axis} over {x_axis}. " + "; ".join([*said, *marked])
