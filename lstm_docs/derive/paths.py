"""The ways on which a gradient travels back through one step: from line to line, each to what stands on its right."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ..cells.nodes import Equation, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..cells import Cell
    from ..cells.nodes import Node


def read_by(equation: Equation) -> tuple[str, ...]:
    """The vectors that stand on the right of a line, each once: the input, previous states, other lines."""
    return tuple(dict.fromkeys(node.name for node in _named(equation.body) if not _is_weight(node)))


def _named(node: Node) -> Iterator[Symbol | Equation]:
    """The names of a body; what stands inside another line is that line's own."""
    if isinstance(node, Symbol | Equation):
        yield node
    else:
        for part in node.parts:
            yield from _named(part)


def _is_weight(node: Symbol | Equation) -> bool:
    return isinstance(node, Symbol) and node.role == "weight"


def ways(cell: Cell, start: str, end: str) -> Iterator[tuple[str, ...]]:
    """Every way from a line back to a vector of the same step, as the names on it."""
    read = _read(cell).get(start, ())
    if end in read:
        yield start, end
    for name in read:
        if name != end:
            yield from ((start, *way) for way in ways(cell, name, end))


@cache
def count_ways(cell: Cell, start: str, end: str) -> int:
    """How many `ways` there are, which may be more than can be listed."""
    read = _read(cell).get(start, ())
    return (end in read) + sum(count_ways(cell, name, end) for name in read if name != end)


@cache
def reached(cell: Cell, start: str) -> frozenset[str]:
    """The vectors of the same step that a gradient comes to which arrives at a line."""
    read = frozenset(_read(cell).get(start, ()))
    return read.union(*(reached(cell, name) for name in read))


@cache
def _read(cell: Cell) -> dict[str, tuple[str, ...]]:
    return {equation.name: read_by(equation) for equation in cell.equations}
