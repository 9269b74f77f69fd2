"""What a cell computes: equations read from text, and the sizes that follow from them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ..ground.errors import UnknownNameError, one_of
from . import files, names
from .cell import Cell, is_bias, state_letter
from .conform import Chain, Conformed, conform
from .files import SUFFIX, from_file, from_lines
from .nodes import Dimension, Link
from .reading import Recipe
from .reading import recipe as parse
from .sizes import H

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CELLS",
    "COMMON",
    "SUFFIX",
    "Cell",
    "Chain",
    "Conformed",
    "Dimension",
    "Link",
    "Recipe",
    "build",
    "conform",
    "from_file",
    "from_lines",
    "hint",
    "is_bias",
    "is_square",
    "is_text",
    "named",
    "one_of_these",
    "parse",
    "recipe",
    "sizes_of",
    "state_letter",
    "title",
]

CELLS: dict[str, Recipe] = files.shipped()
"""The cells that have a file here, by its name, in the order in which they are listed."""
COMMON: dict[str, Recipe] = {name: CELLS[name] for name in files.FIRST}
"""Those that frameworks have as layers: what a list offers unless a cell is asked for by name."""


def recipe(cell: str) -> Recipe:
    """The cell of a name in `CELLS`, or of a text of equations, the same object each time.

    Raises `UnknownNameError` if there is no such name, `LstmDocsError` with the line for a fault in a text.
    """
    return parse(cell) if is_text(cell) else CELLS[one_of(cell, CELLS, "cell")]


def is_text(cell: str) -> bool:
    """Whether a cell is given as its equations rather than by a name."""
    return "=" in cell or "\n" in cell


def build(cell: str, *, projected: bool = False, bias: bool = True) -> Cell:
    """The equations of a name or a text, the same object each time. Raises as `recipe` does."""
    return _build(recipe(cell), projected, bias)


def named(name: str) -> str:
    """The name of a cell from what people call it, `GRU` or `CuDNNLSTM` for example; any other text as it is."""
    return names.spelled(name, CELLS) if isinstance(name, str) else name


def one_of_these(cell: str, known: Iterable[str]) -> str:
    """The name of a cell, if it is among `known`. Raises `UnknownNameError`: another cell of ours, or a text, is no slip."""
    names_here = list(known)
    if cell not in names_here and (is_text(cell) or cell in CELLS):
        problem = f"{title(cell)!r} is none of the cells that can stand here: {', '.join(names_here)}"
        raise UnknownNameError(f"{problem}; lstm-cell draws and runs any cell")
    return one_of(cell, names_here, "cell")


def hint(name: str) -> str:
    """Which cell a name is read as, in a sentence for the person who typed it; nothing if it is the cell's own."""
    return names.hint(name, CELLS)


@lru_cache(maxsize=2**10)
def _build(cell: Recipe, projected: bool, bias: bool) -> Cell:
    made = cell.build(projected=projected)
    # What stands alone as a term of a sum of matrices is no bias; its size says so.
    matrices = {weight.name for weight in made.weights if weight.bias and sizes_of(made).shape(weight)[1] != 1}
    return cell.build(projected=projected, bias=bias, matrices=matrices) if matrices or not bias else made


def is_square(cell: str) -> bool:
    """Whether a cell's input is as wide as its h, since its text declares so."""
    return bool(build(cell).input.rows == H)


def title(cell: str) -> str:
    """What a cell is called where people read it."""
    return recipe(cell).title


@lru_cache(maxsize=2**10)
def sizes_of(cell: Cell) -> Conformed:
    """The solved sizes of a cell built by `build`; see `conform`."""
    return conform(cell)
