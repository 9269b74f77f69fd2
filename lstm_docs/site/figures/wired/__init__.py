"""The picture of any cell, from its equations alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..svg import picture
from .drawing import shapes
from .layout import Shape, layout, sizes_of_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from ....cells import Cell

__all__ = ["Shape", "layout", "shapes", "sizes_of_rows", "told", "wired"]


def wired(cell: Cell, texts: Mapping[str, Sequence[str]], title: str, description: str) -> Markup:
    """The cell with the texts of each of its vectors; all vectors of one size have as many."""
    width, height, drawn = layout(cell, {name: len(rows) for name, rows in texts.items()})
    return picture(width, height, title, description, *shapes(drawn, texts), kind="lstm-wired")


def told(cell: Cell) -> str:
    """What the picture shows, in words: the equations."""
    return "; ".join(f"{equation.name} = {equation.body}" for equation in cell.equations)
