"""What a cell computes: equations read from text, and the sizes that follow from them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ..ground.errors import one_of
from .cell import Cell, is_bias, state_letter
from .conform import Chain, Conformed, Dimension, Link, conform
from .reading import Recipe
from .reading import recipe as parse

__all__ = [
    "CELLS",
    "Cell",
    "Chain",
    "Conformed",
    "Dimension",
    "Link",
    "Recipe",
    "build",
    "conform",
    "is_bias",
    "parse",
    "sizes_of",
    "state_letter",
]

_NAMES = (
    "rnn-tanh",
    "rnn-relu",
    "lstm",
    "lstm-peephole",
    "lstm-coupled",
    "lstm-1997",
    "gru-reset-after",
    "gru-reset-before",
)


def _shipped(name: str) -> Recipe:
    file = Path(__file__).with_name(f"{name}.cell")
    return parse(file.read_text(encoding="utf-8"), name, f"{name}.cell")


CELLS: dict[str, Recipe] = {name: _shipped(name) for name in _NAMES}
"""The cells by name, each as its text says it, in the order in which they are listed."""


def build(name: str, *, projected: bool = False, bias: bool = True) -> Cell:
    """The cell called `name`, the same object each time. Raises `UnknownNameError` if there is none."""
    return _build(name, projected, bias)


@cache
def _build(name: str, projected: bool, bias: bool) -> Cell:
    return CELLS[one_of(name, CELLS, "cell")].build(projected=projected, bias=bias)


@cache
def sizes_of(cell: Cell) -> Conformed:
    """The solved sizes of a cell built by `build`; see `conform`."""
    return conform(cell)
