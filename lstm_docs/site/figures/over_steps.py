"""What fades or grows over the steps of a sequence: lines on an axis of powers of ten, in panels one under another."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from ...formulas.numbers import in_text
from .axes import Scale, across, level, ticks, upwards
from .strokes import note, strong
from .svg import italic, label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

LEFT, WIDE, HEAD, HIGH, UNDER = 62.0, 220.0, 34.0, 190.0, 62.0
LETTER, BOLD, NORM, LEADING, MOST_DECADES = 7.0, 6.0, 100.0, 17.0, 8
DASHES = ("", "7 4", "2 4", "9 4 2 4")


@dataclass(frozen=True)
class Line:
    """A named line with a positive value at each step; `dash` is a place in `DASHES`, to tell lines apart without colour."""

    name: str
    values: tuple[float, ...]
    dash: int = 0
    kind: str = ""


@dataclass(frozen=True)
class Panel:
    """Lines of the norm of one derivative, `("h_t", "x_1")`, over steps counted from `first`."""

    words: str
    norm: tuple[str, str]
    lines: tuple[Line, ...]
    axis: str
    first: int = 1


def over_steps(panels: Sequence[Panel], title: str) -> Markup:
    """The panels on one scale, each line named at its end; what is more than eight decades below the top is left out."""
    values = [value for panel in panels for line in panel.lines for value in line.values if value > 0]
    highest = ceil(log10(max(values)) - 1e-9)
    lowest = max(floor(log10(min(values)) + 1e-9), highest - MOST_DECADES)
    powers = range(min(lowest, highest - 1), highest + 1)
    room = 20 + LETTER * max(len(line.name) for panel in panels for line in panel.lines)
    wide = max(LEFT + WIDE + room, *(BOLD * len(panel.words) + NORM for panel in panels))
    parts = [_panel(panel, n * (HEAD + HIGH + UNDER), powers, wide) for n, panel in enumerate(panels)]
    height = len(panels) * (HEAD + HIGH + UNDER) - 8
    return picture(wide, height, title, _told(panels), *parts, kind="lstm-over-steps")


def _panel(panel: Panel, top: float, powers: range, end: float) -> Markup:
    last = panel.first + max(len(line.values) for line in panel.lines) - 1
    x = Scale(panel.first, last, LEFT + 8, LEFT + WIDE - 8)
    y = Scale(10.0 ** powers[0], 10.0 ** powers[-1], top + HEAD + HIGH, top + HEAD, doubling=True)
    levels = [10.0**power for power in powers]
    marked = [panel.first, *(int(v) for v in ticks(panel.first, last) if v > panel.first and v == int(v))]
    return tag(
        "g",
        strong(0, top + 14, panel.words),
        derivative(end - 4, top + 16, *panel.norm, anchor="end"),
        *(level(Scale(0, 1, LEFT, LEFT + WIDE), y(value)) for value in levels),
        *upwards(y, levels, LEFT, list(map(power_of_ten, powers))),
        *across(Scale(0, 1, LEFT, LEFT + WIDE), [], y.start, []),
        *across(x, marked, y.start, list(map(in_text, marked))),
        note(LEFT + WIDE / 2, y.start + 42, panel.axis),
        *(_line(line, panel.first, x, y) for line in panel.lines),
        *_names(panel.lines, x, y),
    )


def derivative(x: float, y: float, top: str, under: str, anchor: str = "start") -> Markup:
    """The norm of a Jacobian, ‖∂h_t/∂x_s‖, set like a formula."""
    pieces: list[str | Markup] = ["‖∂", *_named(top), tag("tspan", "/∂", dy=-4), *_named(under), tag("tspan", "‖", dy=-4)]
    return tag("text", *pieces, x=x, y=y, text_anchor=anchor, class_="lstm-symbol")


def _named(name: str) -> list[str | Markup]:
    letter, _, index = name.partition("_")
    return [italic(letter), tag("tspan", italic(index).replace("-", "−"), dy=4, class_="lstm-index")]


def power_of_ten(power: int) -> str:
    """A power of ten for reading: `100`, `0.01`, and `10⁻⁵` where zeros would have to be counted."""
    if -3 <= power <= 3:
        return in_text(10**power) if power >= 0 else f"{10.0**power:.{-power}f}"
    return "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _line(line: Line, first: int, x: Scale, y: Scale) -> Markup:
    points = " L".join(f"{x(first + n):.1f} {y(value):.1f}" for n, value in _shown(line, y))
    dash = {"stroke_dasharray": DASHES[line.dash]} if line.dash else {}
    stroke = tag(
        "path", d=f"M{points}", fill="none", stroke="currentColor", stroke_width="1.8", stroke_linejoin="round", **dash
    )
    return tag("g", stroke, class_=line.kind) if line.kind else stroke


def _shown(line: Line, y: Scale) -> list[tuple[int, float]]:
    """The places, from 0, and the values that are on the scale."""
    return [(n, value) for n, value in enumerate(line.values) if value >= y.low * 0.999]


def _names(lines: Sequence[Line], x: Scale, y: Scale) -> list[Markup]:
    """Names beside the ends of the lines, pushed apart where they would meet."""
    ends = sorted(((y(_shown(line, y)[-1][1]), line) for line in lines), key=lambda end: end[0])
    placed: list[float] = []
    for place, _ in ends:
        placed.append(max(place, placed[-1] + LEADING) if placed else place)
    lift = max(0.0, placed[-1] - y.start)  # none under the axis
    for n in reversed(range(len(placed))):
        placed[n] = min(placed[n], placed[n + 1] - LEADING if n + 1 < len(placed) else placed[n] - lift)
    return [
        tag("g", label(x.end + 14, place + 4.5, line.name, anchor="start"), class_=line.kind or "lstm-plain")
        for place, (_, line) in zip(placed, ends, strict=True)
    ]


def _told(panels: Sequence[Panel]) -> str:
    return "; ".join(
        f"{panel.words}, {line.name}: from {line.values[0]:.3g} to {line.values[-1]:.3g}, {len(line.values)} steps"
        for panel in panels
        for line in panel.lines
    )
