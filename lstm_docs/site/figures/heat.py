"""A matrix as a map: the darker a cell, the larger the number; a minus where it is below zero."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING

from .axes import shown
from .strokes import GROUND, note, strong
from .svg import label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    Matrix = Sequence[Sequence[float]]

WIDEST, LEAST, MOST, HEAD, UNDER = 560, 14, 46, 56, 64
LETTER = 6.4
SHADES, SHADE = 10, 15


@dataclass(frozen=True)
class Grid:
    """Where the cells stand, the largest magnitude, how dark that is, and the step of the numbers in the cells, 0 for none."""

    left: float
    wide: float
    high: float
    largest: float
    step: float

    @property
    def darkest(self) -> float:
        """Half dark where numbers are written over it."""
        return 0.5 if self.step else 1.0


def heat(
    matrix: Matrix,
    rows: Sequence[str],
    columns: Sequence[str],
    title: str,
    *,
    row_axis: str = "",
    column_axis: str = "",
    kind: str = "",
) -> Markup:
    """`matrix` with a label for each row and column, and a scale under it; numbers in the cells where there is room.

    `row_axis` and `column_axis` say what the labels number; `kind` is a class such as `lstm-h` that gives the colour.
    """
    grid = _grid(matrix, 14.0 + 7.2 * max(map(len, [*rows, row_axis])), len(columns))
    cells = [(i, j, value) for i, row in enumerate(matrix) for j, value in enumerate(row)]
    right, bottom = grid.left + grid.wide * len(columns), HEAD + grid.high * len(rows)
    parts = (
        strong(0, 16, title),
        *_across(columns, grid, column_axis),
        *_down(rows, grid, row_axis),
        tag("g", *(_cell(grid, *cell) for cell in cells), class_=kind),
        *(_word(grid, *cell) for cell in cells if grid.step or cell[2] < 0),
        tag(
            "rect", x=grid.left, y=HEAD, width=right - grid.left, height=bottom - HEAD, class_="lstm-cell", stroke_opacity="0.3"
        ),
        _scale(grid, bottom + 22, kind),
    )
    width = max(right + 2, grid.left + SHADES * SHADE + 20, 7.4 * len(title))
    return picture(width, bottom + UNDER, title, _told(matrix, rows, columns), *parts, kind="lstm-heat")


def _grid(matrix: Matrix, left: float, columns: int) -> Grid:
    wide = max(LEAST, min(MOST, WIDEST / columns))
    values = [value for row in matrix for value in row]
    largest = max(map(abs, values), default=0.0) or 1.0
    step = 10.0 ** (floor(log10(largest)) - 2)
    fits = max(len(shown(value, step)) for value in values) * LETTER + 4 <= wide
    return Grid(left, wide, 28 if fits else min(wide, 26), largest, step if fits else 0)


def _across(columns: Sequence[str], grid: Grid, axis: str) -> list[Markup]:
    """As many names of columns as there is room for."""
    every = max(1, -(-int(7.4 * max(map(len, columns)) + 4) // int(grid.wide)))
    named = [note(grid.left + grid.wide * (n + 0.5), HEAD - 7, name) for n, name in enumerate(columns) if n % every == 0]
    return [*named, *([note(grid.left, HEAD - 24, axis, "start")] if axis else [])]


def _down(rows: Sequence[str], grid: Grid, axis: str) -> list[Markup]:
    every = max(1, -(-15 // int(grid.high)))
    named = [
        note(grid.left - 8, HEAD + grid.high * (n + 0.5) + 4.5, name, "end") for n, name in enumerate(rows) if n % every == 0
    ]
    return [*named, *([note(grid.left - 8, HEAD - 7, axis, "end")] if axis else [])]


def _cell(grid: Grid, row: int, column: int, value: float) -> Markup:
    share = abs(value) / grid.largest * grid.darkest
    x, y = grid.left + grid.wide * column, HEAD + grid.high * row
    return _shade(x, y, grid.wide, grid.high, share, stroke=GROUND)


def _shade(x: float, y: float, wide: float, high: float, share: float, **more: str) -> Markup:
    return tag("rect", x=x, y=y, width=wide, height=high, fill="currentColor", fill_opacity=f"{share:.2f}", **more)


def _word(grid: Grid, row: int, column: int, value: float) -> Markup:
    """The number of a cell, or its minus; in the ground's colour where the cell is dark."""
    words = shown(value, grid.step) if grid.step else "−"
    dark = abs(value) / grid.largest * grid.darkest > 0.7
    inside = tag("tspan", words, fill=GROUND) if dark else words
    x, y = grid.left + grid.wide * (column + 0.5), HEAD + grid.high * (row + 0.5) + 4
    return label(x, y, inside, kind="lstm-slice")


def _scale(grid: Grid, y: float, kind: str) -> Markup:
    """From nothing to the largest magnitude."""
    shades = [_shade(grid.left + SHADE * n, y, SHADE, 10, (n + 0.5) / SHADES * grid.darkest) for n in range(SHADES)]
    end = grid.left + SHADE * SHADES
    return tag(
        "g",
        tag("g", *shades, class_=kind),
        note(grid.left, y + 26, "0", "start"),
        note(end, y + 26, f"{grid.largest:.3g}", "end"),
    )


def _told(matrix: Matrix, rows: Sequence[str], columns: Sequence[str]) -> str:
    """Every number, or where there are many the largest of each row."""
    named = list(zip(rows, matrix, strict=True))
    if len(rows) * len(columns) <= 64:
        pairs = [(name, zip(columns, row, strict=True)) for name, row in named]
        return "; ".join(f"{name}: " + ", ".join(f"{column} {value:.3g}" for column, value in pair) for name, pair in pairs)
    most = [(name, *max(zip(row, columns, strict=True), key=lambda pair: abs(pair[0]))) for name, row in named]
    largest = "; ".join(f"{name}: {value:.3g} at {column}" for name, value, column in most)
    return f"{len(rows)} by {len(columns)} numbers; largest in each row: {largest}"
