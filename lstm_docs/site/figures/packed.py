"""A framework's packed matrices to scale: one block per gate, in the order in which it keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...formulas.mathml import symbol_class
from ...formulas.numbers import in_text
from .svg import FITS, THIN, block, label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

TALLEST, LEAST = 230, 18
TOP, UNDER, APART, LETTER, DIGIT = 48, 42, 20, 8, 7


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
    x = height = 0.0
    for matrix in matrices:
        wide, high = _extents(matrix, scale)
        parts.append(_matrix(x + _side(matrix), matrix, wide, high))
        x += _side(matrix) + max(wide + _beside(matrix), LETTER * len(matrix.name)) + APART
        height = max(height, high)
    description = "; ".join(
        f"{m.name} has {m.rows} rows and {m.columns} columns, blocks in the order {', '.join(m.gates)}" for m in matrices
    )
    return picture(x - APART + 4, TOP + height + UNDER, title, description, *parts, kind="lstm-packed")


def _scale(matrices: Sequence[Packed]) -> float:
    free = FITS + APART - 4 - sum(_side(m) + APART + _beside(m) for m in matrices)
    return min(free / sum(m.columns for m in matrices), TALLEST / max(m.rows for m in matrices))


def _side(matrix: Packed) -> float:
    """The room for the number of rows at the left."""
    return 12 + DIGIT * len(in_text(matrix.rows))


def _beside(matrix: Packed) -> float:
    """The room for the letters and slices of blocks that lie one below the other."""
    return 0 if matrix.axis else 24 + DIGIT * len(_cut(matrix, matrix.gates[-1]))


def _extents(matrix: Packed, scale: float) -> tuple[float, float]:
    """Width and height; along the gates never so small that a letter would not fit its block."""
    least = LEAST * len(matrix.gates)
    across, down = (least, THIN) if matrix.axis else (THIN, least)
    return max(matrix.columns * scale, across), max(matrix.rows * scale, down)


def _matrix(x: float, matrix: Packed, width: float, height: float) -> Markup:
    blocks = [_gate(x, width, height, matrix, place) for place in range(len(matrix.gates))]
    return tag(
        "g",
        tag("text", matrix.name, x=x, y=TOP - 28, class_="lstm-label lstm-code"),
        label(x + width / 2, TOP - 8, in_text(matrix.columns)),
        label(x - 8, TOP + height / 2 + 4, in_text(matrix.rows), anchor="end"),
        *blocks,
    )


def _gate(x: float, width: float, height: float, matrix: Packed, place: int) -> Markup:
    """One gate's block with its letter in it, or beside it where it is thin, and its slice where there is room."""
    count = len(matrix.gates)
    across, down = (width / count, height) if matrix.axis else (width, height / count)
    left, top = (x + place * across, TOP) if matrix.axis else (x, TOP + place * down)
    inside = across >= LEAST and down >= LEAST
    words = [_letter(left + across / 2, top + down / 2 + 5, matrix, place)] if inside else []
    if matrix.axis:
        below = top + down + 16
        words += [] if inside else [_letter(left + across / 2, below, matrix, place)]
        fits = 6.2 * len(_cut(matrix, matrix.gates[-1])) + 4 <= across
        words += [_slice(left + across / 2, below + (0 if inside else 16), matrix, place, "middle")] if fits else []
    else:
        beside, middle = left + across + 6, top + down / 2 + 4
        words += [] if inside else [_letter(beside + 6, middle + 1, matrix, place)]
        words.append(_slice(beside + (0 if inside else 18), middle, matrix, place, "start"))
    return tag("g", block(left, top, across, down), *words, class_=symbol_class(f"W_{matrix.gates[place]}"))


def _letter(x: float, y: float, matrix: Packed, place: int) -> Markup:
    return label(x, y, matrix.gates[place], kind="lstm-letter-label")


def _slice(x: float, y: float, matrix: Packed, place: int, anchor: str) -> Markup:
    return label(x, y, _cut(matrix, matrix.gates[place]), anchor=anchor, kind="lstm-label lstm-slice")


def _cut(matrix: Packed, gate: str) -> str:
    """Where a gate's block begins and ends, as one writes a slice."""
    size, place = (matrix.columns if matrix.axis else matrix.rows) // len(matrix.gates), matrix.gates.index(gate)
    return f"{place * size}:{(place + 1) * size}"
