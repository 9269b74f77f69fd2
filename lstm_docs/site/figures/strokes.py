"""Lines, nodes and quiet words: what the diagrams are put together from."""

from __future__ import annotations

from math import floor, hypot
from typing import TYPE_CHECKING

from .svg import label, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

Point = tuple[float, float]

BEND, TIP = 7, 8
GROUND = "var(--lstm-ground, Canvas)"


def line(*points: Point, tip: bool = True, faint: bool = False, dashed: bool = False, width: float = 1.4) -> Markup:
    """A line through the points, its corners rounded, its tip drawn: a marker would not take the line's colour everywhere."""
    stroke: dict[str, str | float] = {"fill": "none", "stroke": "currentColor", "stroke_width": width}
    if faint:
        stroke["stroke_opacity"] = "0.3"
    if dashed:
        stroke["stroke_dasharray"] = "3 3"
    drawn = tag("path", d=through(points), **stroke)
    return drawn + tag("path", d=head(points[-2], points[-1]), fill="currentColor") if tip else drawn


def through(points: Sequence[Point]) -> str:
    """The path through the points, its corners rounded."""
    pieces = [f"M{_at(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        bend = min(BEND, _length(before, corner) / 2, _length(corner, after) / 2)
        pieces.append(f"L{_at(_towards(corner, before, bend))} Q{_at(corner)} {_at(_towards(corner, after, bend))}")
    return " ".join([*pieces, f"L{_at(points[-1])}"])


def head(before: Point, end: Point) -> str:
    """The path of a line's tip."""
    back = _towards(end, before, TIP)
    across = ((end[1] - back[1]) / 2, (back[0] - end[0]) / 2)
    corners = [end, (back[0] + across[0], back[1] + across[1]), (back[0] - across[0], back[1] - across[1])]
    return "M" + " L".join(map(_at, corners)) + " z"


def _length(a: Point, b: Point) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])


def _towards(start: Point, goal: Point, distance: float) -> Point:
    part = distance / (_length(start, goal) or 1)
    return start[0] + (goal[0] - start[0]) * part, start[1] + (goal[1] - start[1]) * part


def _at(point: Point) -> str:
    return " ".join(f"{floor(part * 10 + 0.5) / 10:.1f}".removesuffix(".0") for part in point)  # halves up, as in the browser


def curve(points: list[Point], *, dashed: bool = False, width: float = 1.8) -> Markup:
    """A line straight from point to point, without a tip."""
    stroke: dict[str, str | float] = {
        "fill": "none",
        "stroke": "currentColor",
        "stroke_width": width,
        "stroke_linejoin": "round",
    }
    if dashed:
        stroke["stroke_dasharray"] = "2 4"
    return tag("path", d="M" + " L".join(map(_at, points)), **stroke)


def fan(sources: list[Point], goal: Point) -> Markup:
    """Thin lines from many points to one."""
    d = " ".join(f"M{_at(source)} L{_at(goal)}" for source in sources)
    return tag("path", d=d, fill="none", stroke="currentColor", stroke_width="0.6", stroke_opacity="0.45")


def bracket(left: float, right: float, y: float, depth: float = 6) -> Markup:
    """A bracket over a span, open downwards; upwards if `depth` is negative."""
    points = [(left, y + depth), (left, y), (right, y), (right, y + depth)]
    return tag("path", d="M" + " L".join(map(_at, points)), fill="none", stroke="currentColor", stroke_width=1)


def dot(x: float, y: float, radius: float = 2.6) -> Markup:
    """Where a line parts in two, or one of many."""
    return tag("circle", cx=x, cy=y, r=radius, fill="currentColor")


def ring(x: float, y: float, radius: float, *, filled: bool = False) -> Markup:
    """A circle with an edge."""
    if filled:
        return tag("circle", cx=x, cy=y, r=radius, class_="lstm-block")
    return tag("circle", cx=x, cy=y, r=radius, fill=GROUND, stroke="currentColor")


def frame(x: float, y: float, width: float, height: float, radius: float = 4) -> Markup:
    """An outline with round corners."""
    return tag("rect", x=x, y=y, width=width, height=height, rx=radius, class_="lstm-cell")


def operation(x: float, y: float, sign: str) -> Markup:
    """A circle with a sign of arithmetic."""
    return ring(x, y, 12) + label(x, y + 6, sign, kind="lstm-sign")


def function(x: float, y: float, name: str) -> Markup:
    """A pill with the name of a pointwise function."""
    width = 24 + 6 * len(name)
    pill = tag("rect", x=x - width / 2, y=y - 12, width=width, height=24, rx=12, fill=GROUND, stroke="currentColor")
    return pill + label(x, y + 4.5, name)


def note(x: float, y: float, words: str, anchor: str = "middle") -> Markup:
    """Words that stand back."""
    return tag("text", words, x=x, y=y, text_anchor=anchor, opacity="0.85")


def strong(x: float, y: float, words: str, anchor: str = "start") -> Markup:
    """Words that stand out."""
    return label(x, y, words, anchor=anchor, kind="lstm-strong")


def haloed(x: float, y: float, words: str, anchor: str = "middle") -> Markup:
    """Words over lines, cleared of these."""
    return tag(
        "text",
        words,
        x=x,
        y=y,
        text_anchor=anchor,
        class_="lstm-label",
        stroke=GROUND,
        stroke_width=5,
        stroke_linejoin="round",
        paint_order="stroke",
    )


def shown_places(count: int, most: int) -> list[int]:
    """The numbers 1 … count; with more than `most` of them the first ones, 0 for the dots, and the last."""
    return list(range(1, count + 1)) if count <= most else [*range(1, most - 1), 0, count]


def crossed(xs: list[float], ys: list[float]) -> Markup:
    """The rules of a grid: a vertical at each x, a horizontal at each y."""
    lines = [f"M{_at((x, ys[0]))} L{_at((x, ys[-1]))}" for x in xs] + [f"M{_at((xs[0], y))} L{_at((xs[-1], y))}" for y in ys]
    return tag("path", d=" ".join(lines), fill="none", stroke="currentColor", stroke_opacity="0.3", stroke_width="0.8")


def steps_between(start: float, size: float, count: int) -> list[float]:
    """The edges of `count` cells of one size."""
    return [start + size * place for place in range(count + 1)]
