"""The picture of any cell, from its equations alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..svg import picture
from .drawing import Look, shapes
from .layout import Shape, layout, sizes_of_rows

if TYPE_CHECKING:
    from markupsafe import Markup

    from ....cells import Cell

__all__ = ["Look", "Shape", "layout", "sizes_of_rows", "told", "wired"]


def wired(cell: Cell, look: Look, title: str, description: str) -> Markup:
    """The cell in one state; all vectors of one size have as many texts."""
    rows = {name: len(texts) for name, texts in look.texts.items()}
    width, height, drawn = layout(cell, rows, handles=bool(look.sizes))
    return picture(width, height, title, description, *shapes(drawn, look), kind="lstm-wired")


def told(cell: Cell) -> str:
    """What the picture shows, in words: the equations."""
    return "; ".join(f"{equation.name} = {equation.body}" for equation in cell.equations)
