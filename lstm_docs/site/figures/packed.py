"""A framework's packed matrices to scale: one block per gate, in the order in which it keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...mathml import symbol_class
from .svg import THIN, block, label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

WIDEST, TALLEST = 560, 250
SIDE, TOP, UNDER, APART = 58, 46, 26, 34


@dataclass(frozen=True)
class Packed:
    """A matrix of `rows` × `columns`, cut into equal blocks along `axis` (0 rows, 1 columns), one per letter of `gates`."""

    name: str
    rows: int
    columns: int
    axis: int
    gates: str


def packed(matrices: Sequence[Packed], title: str) -> Markup:
    """The matrices side by side at one scale, letters in the blocks, dimensions on the sides they measure."""
    scale = _scale(matrices)
    parts: list[Markup] = []
    x = 0.0
    for matrix in matrices:
        parts.append(_matrix(x + SIDE, matrix, scale))
        x += SIDE + max(matrix.columns * scale, THIN) + APART
    height = max(max(matrix.rows * scale, THIN) for matrix in matrices)
    told = "; ".join(
        f"{m.name} has {m.rows} rows and {m.columns} columns, blocks in the order {', '.join(m.gates)}" for m in matrices
    )
    return picture(x, TOP + height + UNDER, title, told, *parts, kind="lstm-packed")


def _scale(matrices: Sequence[Packed]) -> float:
    free = WIDEST - len(matrices) * (SIDE + APART)
    return min(free / sum(m.columns for m in matrices), TALLEST / max(m.rows for m in matrices))


def _matrix(x: float, matrix: Packed, scale: float) -> Markup:
    width, height = max(matrix.columns * scale, THIN), max(matrix.rows * scale, THIN)
    blocks = [_gate(x, width, height, matrix, place) for place in range(len(matrix.gates))]
    return tag(
        "g",
        tag("text", matrix.name, x=x, y=TOP - 26, class_="lstm-label lstm-code"),
        label(x + width / 2, TOP - 8, str(matrix.columns)),
        label(x - 8, TOP + height / 2 + 4, str(matrix.rows), anchor="end"),
        *blocks,
    )


def _gate(x: float, width: float, height: float, matrix: Packed, place: int) -> Markup:
    """One gate's block with its letter, and its slice beside it where there is room."""
    gate, count = matrix.gates[place], len(matrix.gates)
    across, down = (width / count, height) if matrix.axis else (width, height / count)
    left, top = (x + place * across, TOP) if matrix.axis else (x, TOP + place * down)
    size = (matrix.columns if matrix.axis else matrix.rows) // count
    cut = f"{place * size}:{(place + 1) * size}"
    where = (left + across / 2, top + down + 16) if matrix.axis else (left + across + 6, top + down / 2 + 4)
    return tag(
        "g",
        block(left, top, across, down),
        label(left + across / 2, top + down / 2 + 5, gate, kind="lstm-letter-label"),
        label(*where, cut, anchor="middle" if matrix.axis else "start", kind="lstm-label lstm-slice"),
        class_=symbol_class(f"W_{gate}"),
    )
