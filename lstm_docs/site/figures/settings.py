"""Mean scores over two settings, the lighter a place the worse, and below how much of their spread each explains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...formulas.numbers import decimal
from .strokes import note, strong
from .svg import label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

LEFT, HEAD, WIDE, HIGH = 60.0, 58.0, 42.0, 30.0
BARS, BAR, LONG = 52.0, 26.0, 190.0
DARKEST = 0.42
"""Half dark at most, for numbers stand over it."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Means (rows × columns) with their labels; `up` says that more is better."""

    means: Sequence[Sequence[float]]
    rows: Sequence[str]
    columns: Sequence[str]
    row_axis: str
    column_axis: str
    up: bool

    def depth(self, mean: float) -> float:
        """0 for the worst mean and 1 for the best."""
        values = [value for row in self.means for value in row]
        share = (mean - min(values)) / ((max(values) - min(values)) or 1.0)
        return share if self.up else 1 - share


def settings(grid: Settings, shares: Mapping[str, float], title: str) -> Markup:
    """The map, with a frame around the best mean, and a bar for each of the shares."""
    right, bottom = LEFT + WIDE * len(grid.columns), HEAD + HIGH * len(grid.rows)
    parts = (
        strong(0, 16, title),
        note(LEFT, HEAD - 24, grid.column_axis, "start"),
        note(LEFT - 8, HEAD - 7, grid.row_axis, "end"),
        *(note(LEFT + WIDE * (n + 0.5), HEAD - 7, words) for n, words in enumerate(grid.columns)),
        *(note(LEFT - 8, HEAD + HIGH * (n + 0.5) + 4.5, words, "end") for n, words in enumerate(grid.rows)),
        *(_cell(grid, i, j, mean) for i, row in enumerate(grid.means) for j, mean in enumerate(row)),
        strong(0, bottom + 38, "How much of the spread is explained by"),
        *(piece for n, (name, share) in enumerate(shares.items()) for piece in _bar(name, share, bottom + BARS + BAR * n)),
    )
    return picture(right + 2, bottom + BARS + BAR * len(shares) + 8, title, _told(grid, shares), *parts, kind="lstm-settings")


def _cell(grid: Settings, row: int, column: int, mean: float) -> Markup:
    x, y, depth = LEFT + WIDE * column, HEAD + HIGH * row, grid.depth(mean)
    shade = {"fill": "currentColor", "fill_opacity": f"{depth * DARKEST:.2f}"}
    around = {"stroke": "currentColor", "stroke_width": "2"} if depth == 1 else {}
    return tag(
        "g",
        tag("rect", x=x + 1, y=y + 1, width=WIDE - 2, height=HIGH - 2, **shade, **around),
        label(x + WIDE / 2, y + HIGH / 2 + 4.5, decimal(mean, 3)),
    )


def _bar(name: str, share: float, y: float) -> tuple[Markup, ...]:
    start = LEFT + 40
    return (
        label(start - 8, y + 15, name, anchor="end"),
        tag("rect", x=start, y=y + 3, width=max(LONG * share, 1), height=BAR - 10, fill="currentColor", fill_opacity="0.7"),
        label(start + LONG * share + 8, y + 15, f"{decimal(100 * share, 0)}\u00a0%", anchor="start"),
    )


def _told(grid: Settings, shares: Mapping[str, float]) -> str:
    rows = (
        f"{grid.row_axis} {name}: " + ", ".join(f"{mean:.3f} at {at}" for at, mean in zip(grid.columns, means, strict=True))
        for name, means in zip(grid.rows, grid.means, strict=True)
    )
    explained = ", ".join(f"{name} {100 * share:.0f} %" for name, share in shares.items())
    return f"Means by {grid.column_axis}. {'; '.join(rows)}. Of the spread is explained by: {explained}"
