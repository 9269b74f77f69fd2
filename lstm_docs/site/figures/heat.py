"""A matrix as a map: the darker a cell, the larger the number; a minus where it is below zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .axes import shown
from .strokes import GROUND, note, strong
from .svg import label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

WIDEST, LEAST, MOST, HEAD, SCALE = 560, 14, 46, 56, 64
NUMBERED = 38


def heat(
    matrix: Sequence[Sequence[float]],
    rows: Sequence[str],
    columns: Sequence[str],
    title: str,
    *,
    row_axis: str = "",
    column_axis: str = "",
    kind: str = "",
) -> Markup:
    """`matrix` with a label for each row and column, and a scale under it.

    `row_axis` and `column_axis` say what the labels number; `kind` is a class such as `lstm-h` that gives the colour.
    """
    left = 14.0 + 7.2 * max(map(len, [*rows, row_axis]))
    cell = max(LEAST, min(MOST, WIDEST / len(columns)))
    high = min(cell, 26) if cell < NUMBERED else 28
    largest = max((abs(value) for row in matrix for value in row), default=0.0) or 1.0
    top, bottom = HEAD, HEAD + high * len(rows)
    parts = (
        strong(0, 16, title),
        *_labels(rows, columns, left, cell, high, row_axis, column_axis),
        tag(
            "g",
            *(
                _cell(left + cell * j, top + high * i, cell, high, value, largest)
                for i, row in enumerate(matrix)
                for j, value in enumerate(row)
            ),
            class_=kind,
        ),
        tag(
            "rect",
            x=left,
            y=top,
            width=cell * len(columns),
            height=bottom - top,
            fill="none",
            stroke="currentColor",
            stroke_opacity="0.3",
        ),
        _scale(left, bottom + 22, largest, kind),
    )
    width = max(left + cell * len(columns) + 2, left + 190, 7.4 * len(title))
    return picture(width, bottom + SCALE, title, _told(matrix, rows, columns), *parts, kind="lstm-heat")


def _labels(
    rows: Sequence[str], columns: Sequence[str], left: float, cell: float, high: float, row_axis: str, column_axis: str
) -> list[Markup]:
    """As many labels as there is room for."""
    every = max(1, -(-int(7.4 * max(map(len, columns)) + 4) // int(cell)))
    least = max(1, -(-15 // int(high)))
    across = [note(left + cell * (n + 0.5), HEAD - 7, name) for n, name in enumerate(columns) if n % every == 0]
    down = [note(left - 8, HEAD + high * (n + 0.5) + 4.5, name, "end") for n, name in enumerate(rows) if n % least == 0]
    axes = [note(left, HEAD - 24, column_axis, "start")] if column_axis else []
    axes += [note(left - 8, HEAD - 7, row_axis, "end")] if row_axis else []
    return [*across, *down, *axes]


def _cell(x: float, y: float, cell: float, high: float, value: float, largest: float) -> Markup:
    share = abs(value) / largest
    filled = tag(
        "rect",
        x=x,
        y=y,
        width=cell,
        height=high,
        fill="currentColor",
        fill_opacity=f"{share:.2f}",
        stroke=GROUND,
        stroke_width=1,
    )
    if cell >= NUMBERED:
        return filled + _over(x + cell / 2, y + high / 2 + 4, shown(value, 0.01 if largest < 100 else 1), share)
    return filled + (_over(x + cell / 2, y + high / 2 + 4, "−", share) if value < 0 and share >= 0.05 else "")


def _over(x: float, y: float, words: str, share: float) -> Markup:
    """Words on a cell, in the ground's colour where the cell is dark."""
    inside = tag("tspan", words, fill=GROUND) if share > 0.55 else words
    return label(x, y, inside, kind="lstm-slice")


def _scale(left: float, y: float, largest: float, kind: str) -> Markup:
    """From nothing to the largest magnitude."""
    steps, wide = 10, 15
    cells = [
        tag("rect", x=left + wide * n, y=y, width=wide, height=10, fill="currentColor", fill_opacity=f"{(n + 0.5) / steps:.2f}")
        for n in range(steps)
    ]
    end = left + wide * steps
    return tag("g", tag("g", *cells, class_=kind), note(left, y + 26, "0", "start"), note(end, y + 26, f"{largest:.3g}", "end"))


def _told(matrix: Sequence[Sequence[float]], rows: Sequence[str], columns: Sequence[str]) -> str:
    """Every number, or where there are many the largest of each row."""
    if len(rows) * len(columns) <= 64:
        return "; ".join(
            f"{name}: " + ", ".join(f"{column} {value:.3g}" for column, value in zip(columns, row, strict=True))
            for name, row in zip(rows, matrix, strict=True)
        )
    most = [max(range(len(row)), key=lambda n, row=row: abs(row[n])) for row in matrix]  # type: ignore[misc]
    return f"{len(rows)} by {len(columns)} numbers; largest in each row: " + "; ".join(
        f"{name}: {row[n]:.3g} at {columns[n]}" for name, row, n in zip(rows, matrix, most, strict=True)
    )
