"""What each step owes to each earlier one: triangles side by side, shaded by powers of ten on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import floor, log10
from typing import TYPE_CHECKING

from ...formulas.numbers import in_text
from .axes import ticks
from .over_steps import derivative, power_of_ten
from .strokes import note, strong
from .svg import FITS, label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from .heat import Matrix

LARGEST, SIDE, APART, HEAD, FOOT = 280.0, 30.0, 14.0, 48.0, 114.0
BANDS, SWATCH, KEY = 6, 15.0, 75.0
"""Shades in all: the topmost decade is drawn full, what is below the lowest not at all."""


@dataclass(frozen=True)
class Triangle:
    """A square matrix by steps, zero right of its diagonal, and its name."""

    name: str
    values: Matrix


def triangles(panels: Sequence[Triangle], title: str, *, norm: tuple[str, str], kind: str = "lstm-h") -> Markup:
    """The panels in one row, with one scale under them: the norm of a derivative, `("h_t", "x_s")`, t down and s across."""
    top = max(_decade(value) for panel in panels for row in panel.values for value in row if value > 0)
    side = min(LARGEST, (FITS - SIDE) / len(panels) - APART)
    parts = [_panel(panel, SIDE + n * (side + APART), side, top, kind) for n, panel in enumerate(panels)]
    width = max(SIDE + len(panels) * (side + APART), SIDE + BANDS * KEY)
    height = HEAD + side + FOOT
    return picture(width, height, title, _told(panels), *parts, _key(top, height - 28, norm, kind), kind="lstm-map")


def _decade(value: float) -> int:
    return floor(log10(value) + 1e-9)


def _band(value: float, top: int) -> int:
    """The shade of a value: 0 for the topmost decade, BANDS for nothing."""
    return min(top - _decade(value), BANDS) if value > 0 else BANDS


def _opacity(band: int) -> str:
    return f"{1 - band / BANDS:.2f}"


def _panel(panel: Triangle, left: float, side: float, top: int, kind: str) -> Markup:
    steps = len(panel.values)
    size = side / steps
    marked = [1, *(int(v) for v in ticks(1, steps, 5) if v > 1 and v == int(v))]
    outline = f"M{left:.1f} {HEAD:.1f} V{HEAD + side:.1f} H{left + side:.1f}"
    return tag(
        "g",
        strong(left, 16, panel.name),
        note(left - 6, HEAD - 8, "state", "start"),
        note(left + side, HEAD + side + 36, "input", "end"),
        tag("g", *_shades(panel.values, left, size, top), class_=kind),
        tag("path", d=outline, class_="lstm-cell", stroke_opacity="0.5"),
        *(label(left + size * (n - 0.5), HEAD + side + 18, in_text(n), kind="lstm-slice") for n in marked),
        *(
            label(left - 6, HEAD + size * (n - 0.5) + 4, in_text(n), anchor="end", kind="lstm-slice")
            for n in marked
            if left == SIDE
        ),
    )


def _shades(values: Matrix, left: float, size: float, top: int) -> Iterator[Markup]:
    """One path for each shade."""
    paths: dict[int, list[str]] = {}
    for t, row in enumerate(values):
        start = 0
        for band, cells in groupby(row[: t + 1], key=lambda value: _band(value, top)):
            count = len(list(cells))
            place = f"M{left + size * start:.1f} {HEAD + size * t:.1f}"
            paths.setdefault(band, []).append(f"{place}h{size * count:.1f}v{size:.1f}h-{size * count:.1f}z")
            start += count
    for band, pieces in sorted(paths.items()):
        if band < BANDS:
            yield tag("path", d="".join(pieces), fill="currentColor", fill_opacity=_opacity(band))


def _key(top: int, y: float, norm: tuple[str, str], kind: str) -> Markup:
    """What is drawn, and what each shade means."""
    parts = [derivative(SIDE, y - 12, *norm)]
    for band in range(BANDS):
        x = SIDE + KEY * band
        swatch = tag("rect", x=x, y=y, width=SWATCH, height=SWATCH, fill="currentColor", fill_opacity=_opacity(band))
        parts += [tag("g", swatch, class_=kind), note(x + SWATCH + 6, y + 12, f"≥ {power_of_ten(top - band)}", "start")]
    return tag("g", *parts)


def _told(panels: Sequence[Triangle]) -> str:
    """Of each panel the corners: the last step by the first and by itself."""
    return "; ".join(
        f"{it.name}: the last of {len(it.values)} steps by the first {it.values[-1][0]:.3g}, by itself {it.values[-1][-1]:.3g}"
        for it in panels
    )
