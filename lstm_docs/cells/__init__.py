"""What a cell computes: equations over our own nodes, and the sizes that follow from them."""

from __future__ import annotations

from functools import cache

from ..ground.errors import one_of
from .cell import Cell, Recipe, is_bias, state_letter
from .conform import Chain, Conformed, Dimension, Link, conform
from .gru import GRU_RESET_AFTER, GRU_RESET_BEFORE
from .lstm import LSTM
from .lstm_variants import LSTM_1997, LSTM_COUPLED, LSTM_PEEPHOLE
from .rnn import RNN_RELU, RNN_TANH

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
    "sizes_of",
    "state_letter",
]

CELLS: dict[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        RNN_TANH,
        RNN_RELU,
        LSTM,
        LSTM_PEEPHOLE,
        LSTM_COUPLED,
        LSTM_1997,
        GRU_RESET_AFTER,
        GRU_RESET_BEFORE,
    )
}
"""The cells by name, each a recipe that builds its equations."""


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
