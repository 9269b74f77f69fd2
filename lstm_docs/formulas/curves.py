"""Curves that a text holds as numbers: read from a listing, and drawn where pictures can be shown.

A listing whose first line is `curves over epoch` has a line for each curve, its name and its numbers. It stays what it is, a
table, wherever nothing is drawn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

from ..ground.xml import tag
from .decimals import number

if TYPE_CHECKING:
    from markupsafe import Markup

HEADING = "curves over "
_LINE = re.compile(r"[^\W\d]\w*(?: -?\d+(?:\.\d+)?){2,}", re.ASCII)
WIDTH, LEFT, RIGHT, TOP, UNDER = 480, 72, 10, 8, 40
ALONE, AMONG, GAP = 170, 50, 16
"""How high a curve is that stands alone, and one among several, each on a scale of its own."""
STEPS = (0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Curves:
    """Numbers by their names, all over the same steps, counted from 1."""

    over: str
    lines: tuple[tuple[str, tuple[float, ...]], ...]

    @property
    def said(self) -> str:
        """All of it in words."""
        told = (f"{name}: {', '.join(map(number, values))}" for name, values in self.lines)
        return f"Curves over the {self.over}. {'; '.join(told)}."


def read(listing: str) -> Curves | None:
    """The curves of a listing; None if it holds something else."""
    heading, *lines = listing.strip("\n").split("\n")
    if not heading.startswith(HEADING) or not lines or not all(_LINE.fullmatch(line) for line in lines):
        return None
    split = (line.split() for line in lines)
    named = tuple((name, tuple(map(float, values))) for name, *values in split)
    same = len({len(values) for _, values in named}) == 1
    return Curves(heading.removeprefix(HEADING), named) if same else None


def drawn(curves: Curves) -> Markup:
    """The curves as SVG, one above the other; what it shows is told as its label."""
    high = ALONE if len(curves.lines) == 1 else AMONG
    bottom = TOP + len(curves.lines) * (high + GAP) - GAP
    count = len(curves.lines[0][1])
    across = [LEFT + 10 + (WIDTH - LEFT - RIGHT - 20) * n / (count - 1) for n in range(count)]
    strips = [_Strip(name, values, TOP + n * (high + GAP), high) for n, (name, values) in enumerate(curves.lines)]
    words = [word for strip in strips for word in strip.words]
    words += [_words(x, bottom + 18, str(n), "middle") for n, x in enumerate(across, start=1)]
    words.append(_words((LEFT + WIDTH - RIGHT) / 2, bottom + 36, curves.over, "middle"))
    levels = "".join(f"M{LEFT} {y:.1f}H{WIDTH - RIGHT}" for strip in strips for y in strip.levels.values())
    lines = [[f"{x:.1f} {y:.1f}" for x, y in zip(across, strip.points, strict=True)] for strip in strips]
    dots = "".join(f"M{point}h0" for points in lines for point in points)
    return tag(
        "svg",
        tag(
            "g",
            tag("path", d=levels, opacity="0.25"),
            tag("path", d="".join(f"M{'L'.join(points)}" for points in lines), stroke_width="1.6"),
            tag("path", d=dots, stroke_width="6", stroke_linecap="round"),
            fill="none",
            stroke="currentColor",
        ),
        tag("g", *words, font_size=13, fill="currentColor", aria_hidden="true"),
        xmlns="http://www.w3.org/2000/svg",
        class_="lstm-figure",
        style="display:block;max-width:100%;height:auto",
        role="img",
        aria_label=curves.said,
        viewBox=f"0 0 {WIDTH} {bottom + UNDER}",
        width=WIDTH,
        height=bottom + UNDER,
    )


class _Strip:
    """A curve between its levels: where its name, its scale and its points stand."""

    def __init__(self, name: str, values: tuple[float, ...], top: float, high: float) -> None:
        least, most = min(0.0, *values), max(0.0, *values)
        lines = 6 if high == ALONE else 2
        step = next((step for step in STEPS if ceil(most / step) - floor(least / step) <= lines), STEPS[-1])
        low, up = floor(least / step), ceil(most / step)
        pixels = high / max(up - low, 1)
        self.levels = {n * step: top + pixels * (up - n) for n in range(low, up + 1)}
        self.points = [top + pixels * (up - value / step) for value in values]
        self.words = [
            _words(0, top + high / 2 + 4, name, "start"),
            *(_words(LEFT - 8, y + 4, number(round(level, 1)), "end") for level, y in self.levels.items()),
        ]


def _words(x: float, y: float, words: str, anchor: str) -> Markup:
    return tag("text", words, x=x, y=y, text_anchor=anchor)
