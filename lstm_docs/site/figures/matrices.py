"""Matrices and vectors drawn to scale: area is the number of weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .svg import FITS, THIN, block, label, picture, symbol, tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

TALLEST, DIGIT = 190, 7
GAP, TOP, UNDER = 9, 34, 34


def thumbnail(name: str, rows: int, columns: int, scale: float, kind: str) -> Markup:
    """One matrix, `scale` pixels to a component, for a row of a table."""
    width, height = _extent(columns, scale), _extent(rows, scale)
    return picture(
        width + 2, height + 2, f"{name} to scale", f"{rows} rows, {columns} columns", block(1, 1, width, height), kind=kind
    )


@dataclass(frozen=True)
class Term:
    """What stands in a drawn equation: a named matrix, or a sign."""

    text: str
    named: bool


def product(terms: Sequence[Term], shapes: Mapping[str, tuple[int, int]], classes: Mapping[str, str], title: str) -> Markup:
    """An equation whose symbols are drawn to scale, each dimension on the side it measures.

    `shapes` (rows, columns) and `classes` are by name.
    """
    scale = _scale(terms, shapes)
    tallest = max(_extent(rows, scale) for rows, _ in shapes.values())
    middle = TOP + tallest / 2
    parts: list[Markup] = []
    x = 4.0
    for term in terms:
        if term.named:
            rows, columns = shapes[term.text]
            parts.append(_matrix(x, middle, term.text, (rows, columns), scale=scale, kind=classes[term.text]))
            x += _side(rows) + _extent(columns, scale) + GAP
        else:
            parts.append(label(x + 5, middle + 6, term.text, kind="lstm-sign"))
            x += 10 + GAP * 0.6
    description = "; ".join(f"{name} is {rows} by {columns}" for name, (rows, columns) in shapes.items())
    return picture(x, TOP + tallest + UNDER, title, description, *parts, kind="lstm-product")


def _matrix(x: float, middle: float, name: str, shape: tuple[int, int], *, scale: float, kind: str) -> Markup:
    rows, columns = shape
    width, height = _extent(columns, scale), _extent(rows, scale)
    left, top = x + _side(rows), middle - height / 2
    return tag(
        "g",
        block(left, top, width, height),
        label(left + width / 2, top - 7, str(columns)),
        label(left - 6, middle + 4, str(rows), anchor="end"),
        symbol(left + width / 2, top + height + 22, name),
        class_=kind,
        data_s=name,
    )


def _scale(terms: Sequence[Term], shapes: Mapping[str, tuple[int, int]]) -> float:
    """Pixels per component, so that all fits and the thinnest is still seen."""
    named = [shapes[term.text] for term in terms if term.named]
    free = FITS - 4 - sum(_side(shapes[term.text][0]) + GAP if term.named else 10 + GAP * 0.6 for term in terms)
    thin = sum(columns == 1 for _, columns in named)
    across = sum(columns for _, columns in named) - thin or 1
    scale = free / (across + thin)  # a vector is as wide as a number, but seen
    return min(scale if scale >= THIN else (free - THIN * thin) / across, TALLEST / max(rows for rows, _ in named))


def _side(rows: int) -> float:
    """The room for the number of rows at a matrix's left."""
    return 10 + DIGIT * len(str(rows))


def _extent(size: int, scale: float) -> float:
    return max(size * scale, THIN)
