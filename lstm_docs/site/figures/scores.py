"""Scores over numbers of units that double: every seed, the means, what is as good as the best, and marked sizes below."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log2, log10
from typing import TYPE_CHECKING

from ...formulas.numbers import in_text
from .axes import Scale, across, level, shown, ticks, upwards
from .over_steps import power_of_ten
from .strokes import GROUND, curve, line, note, strong
from .svg import FITS, label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

LEFT, HEAD, HIGH, ROW, GAP = 56.0, 50.0, 168.0, 17.0, 34.0
PAIR, WHOLE = 150.0, 220.0
"""The least width of the scores of one of two panels in a row, and of a panel that has the row to itself."""

LETTER, LEADING, DECADES = 6.8, 17.0, 1.5
"""Room for a letter, between names, and from how many powers of ten on an axis is one of powers of ten."""


@dataclass(frozen=True)
class Line:
    """Mean scores over units, and the score of every seed; `dashed` to tell lines apart without colour."""

    name: str
    means: tuple[tuple[int, float], ...]
    seeds: tuple[tuple[int, float], ...]
    dashed: bool = False


@dataclass(frozen=True)
class Marks:
    """Sizes that are marked on a row below the axis and on the scores above it."""

    name: str
    sizes: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Lines on one scale, better ones up. `levels` are scores of something else, by name.

    `near` is what counts as being as good as the best, and `ring` the point that is picked.
    """

    words: str
    axis: str
    lines: tuple[Line, ...]
    up: bool
    marks: tuple[Marks, ...] = ()
    levels: tuple[tuple[str, float], ...] = ()
    near: tuple[float, float] | None = None
    ring: tuple[int, float] | None = None

    @property
    def scores(self) -> list[float]:
        """Every score that is drawn."""
        drawn = [y for it in self.lines for _, y in (*it.means, *it.seeds)]
        return [*drawn, *(value for _, value in self.levels), *(self.near or ())]

    @property
    def named(self) -> list[tuple[str, float]]:
        """What is named beside the panel, with the height of its end; a line that is alone needs no name."""
        lines = [(it.name, it.means[-1][1]) for it in self.lines]
        return [*(lines if len(lines) > 1 or self.levels else []), *self.levels]

    @property
    def names(self) -> list[str]:
        """The names beside the panel, an empty one if there are none."""
        return [name for name, _ in self.named] or [""]

    @property
    def sizes(self) -> list[int]:
        """Every number of units."""
        return [x for it in self.lines for x, _ in it.means] + [size for it in self.marks for size in it.sizes]


def scores(panels: Sequence[Panel], title: str) -> Markup:
    """The panels, two in a row if a phone has room for them, all over the same numbers of units."""
    room = 10 + LETTER * max(len(name) for panel in panels for name in panel.names)
    pair = (FITS - room - GAP) / 2 - LEFT
    columns = 2 if len(panels) > 1 and pair >= PAIR else 1
    wide = pair if columns > 1 else max(WHOLE, FITS - LEFT - room)
    doublings = max(1, ceil(log2(max(size for panel in panels for size in panel.sizes))))
    rows = max(len(panel.marks) for panel in panels)
    across_, down = LEFT + wide + GAP, HEAD + HIGH + 44 + ROW * rows + GAP
    parts = [
        tag("g", *_panel(panel, wide, doublings), transform=f"translate({n % columns * across_:g} {n // columns * down:g})")
        for n, panel in enumerate(panels)
    ]
    width = columns * across_ - GAP + room
    return picture(width, ceil(len(panels) / columns) * down - GAP, title, _told(panels), *parts, kind="lstm-scores")


def _panel(panel: Panel, wide: float, doublings: int) -> list[Markup]:
    x = Scale(1, 2.0**doublings, LEFT + 10, LEFT + wide - 10, doubling=True)
    y, values, words = _upwards(panel)
    whole = Scale(0, 1, LEFT, LEFT + wide)
    bottom = HEAD + HIGH
    shown_sizes = [2**n for n in range(0, doublings + 1, 1 if wide >= WHOLE else 2)]
    return [
        strong(0, 14, panel.words),
        note(0, 33, panel.axis, "start"),
        *(level(whole, y(value)) for value in values),
        *([_band(panel.near, whole, y)] if panel.near else []),
        *upwards(Scale(0, 1, bottom, HEAD), [], LEFT, []),
        *(label(LEFT - 9, y(value) + 4.5, text, anchor="end") for value, text in zip(values, words, strict=True)),
        *across(whole, [], bottom, []),
        label(LEFT - 9, bottom + 20, "units", anchor="end", kind="lstm-slice"),
        *across(x, shown_sizes, bottom, list(map(in_text, shown_sizes)))[1:],
        *(piece for n, marks in enumerate(panel.marks) for piece in _marks(marks, x, bottom + 44 + ROW * n)),
        *(line((whole.start, y(value)), (whole.end, y(value)), tip=False, dashed=True, width=1) for _, value in panel.levels),
        *(_line(it, x, y) for it in panel.lines),
        *([_ring(x(panel.ring[0]), y(panel.ring[1]))] if panel.ring else []),
        *_names(panel.named, whole.end + 8, y),
    ]


def _upwards(panel: Panel) -> tuple[Scale, list[float], list[str]]:
    """The scale of the scores, with values to write beside it; better is up."""
    low, high = min(panel.scores), max(panel.scores)
    powers = low > 0 and log10(high / low) > DECADES
    if powers:
        low, high = low / 1.3, high * 1.3
        values = [10.0**power for power in range(ceil(log10(low)), floor(log10(high)) + 1)]
        words = [power_of_ten(round(log10(value))) for value in values]
    else:
        room = (high - low or 1.0) * 0.06
        low, high = low - room, high + room
        values = ticks(low, high, 7)
        words = [shown(value, values[-1] - values[-2]) for value in values]
    ends = (HEAD + HIGH, HEAD) if panel.up else (HEAD, HEAD + HIGH)
    return Scale(low, high, *ends, doubling=powers), values, words


def _band(near: tuple[float, float], whole: Scale, y: Scale) -> Markup:
    top, bottom = sorted(y(max(value, y.low)) for value in near)
    high = max(bottom - top, 1.5)
    return tag(
        "rect", x=whole.start, y=top, width=whole.end - whole.start, height=high, fill="currentColor", fill_opacity="0.13"
    )


def _marks(marks: Marks, x: Scale, y: float) -> list[Markup]:
    """A row of dots at the sizes, each with a faint line up to the scores."""
    places = [x(size) for size in sorted(set(marks.sizes))]
    ups = " ".join(f"M{place:.1f} {y:.1f} V{HEAD:.1f}" for place in places)
    dots = [tag("rect", x=place - 3, y=y - 3, width=6, height=6, fill="currentColor") for place in places]
    return [
        label(LEFT - 9, y + 4, marks.name, anchor="end", kind="lstm-slice"),
        tag("path", d=ups, stroke="currentColor", stroke_opacity="0.5", stroke_dasharray="1.5 3.5", fill="none"),
        *([line((places[0], y), (places[-1], y), tip=False)] if len(places) > 1 else []),
        *dots,
    ]


def _line(it: Line, x: Scale, y: Scale) -> Markup:
    seeds = [tag("circle", cx=x(size), cy=y(score), r=1.8) for size, score in it.seeds]
    places = [(x(size), y(score)) for size, score in it.means]
    fill = GROUND if it.dashed else "currentColor"
    dots = [tag("circle", cx=a, cy=b, r=3.2, fill=fill, stroke="currentColor") for a, b in places]
    return tag("g", tag("g", *seeds, fill="currentColor", fill_opacity="0.45"), curve(places, dashed=it.dashed), *dots)


def _ring(x: float, y: float) -> Markup:
    return tag("circle", cx=x, cy=y, r=8, fill="none", stroke="currentColor", stroke_width="1.6")


def _names(named: Sequence[tuple[str, float]], x: float, y: Scale) -> list[Markup]:
    """Names beside the ends of what they name, pushed apart where they would meet."""
    parts, free = [], float("-inf")
    for place, name in sorted((y(value), name) for name, value in named):
        at = max(place, free)
        free = at + LEADING
        parts.append(label(x, at + 4.5, name, anchor="start"))
    return parts


def _told(panels: Sequence[Panel]) -> str:
    sentences = []
    for panel in panels:
        means = [f"{it.name}: " + ", ".join(f"{y:.4g} at {x}" for x, y in it.means) for it in panel.lines]
        levels = [f"{name}: {value:.4g}" for name, value in panel.levels]
        marked = [f"{it.name} marked at {', '.join(map(str, it.sizes))}" for it in panel.marks]
        picked = [f"picked: {panel.ring[0]}"] if panel.ring else []
        sentences.append(f"{panel.words}, {panel.axis}, over units. " + "; ".join([*means, *levels, *marked, *picked]))
    return ". ".join(sentences)
