"""What the page's scripts are given of a cell: its equations as trees, what it reads, and the shapes of its weights."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ... import cells, derive, live
from ...formulas.mathml import symbol_class

if TYPE_CHECKING:
    from ...cells import Cell

ADDING = {"lstm": "LSTM", "gru-reset-after": "GRU", "rnn-tanh": "RNN"}
"""The cells that a reader may train, with their names on the page."""


@cache
def reading_cells() -> dict[str, dict[str, Any]]:
    """Of each trained network what a reader of names needs besides its weights."""
    return {name: _lines(cell.equations) | {"gates": list(cell.gates)} for name, cell in live.cells().items()}


def kinds() -> dict[str, str]:
    """The class of each vector's colour, by its name."""
    return {f"{letter}_t": symbol_class(f"{letter}_t") for letter in "ifgochrznx"}


@cache
def adding_cells() -> dict[str, dict[str, Any]]:
    """Of each cell that can be trained in the page what its training needs."""
    built = {name: cells.build(name) for name in ADDING}
    return {name: _lines(cell) | {"weights": _weights(cell)} for name, cell in built.items()}


def _lines(cell: Cell) -> dict[str, Any]:
    written = derive.tree(cell)
    return {key: written[key] for key in ("equations", "input", "states")}


def _weights(cell: Cell) -> list[list[str]]:
    shapes: dict[str, list[str]] = derive.tree(cell)["shapes"]  # type: ignore[assignment]  # by name
    return [[weight.name, *shapes[weight.name]] for weight in cell.weights]
