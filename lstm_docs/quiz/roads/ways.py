"""The ways of a gradient through one step of any cell: to which vectors it comes, and on how many ways."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ... import cells, derive
from ...derive import latex_symbol
from ...formulas.texts import Said
from ..engine.registry import Item, Listed, answer, road, word
from .shared import tracing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..engine.case import Case

EARLIER = "h_t-2"
MOST = 4
"""So many vectors are offered that a gradient comes to, and so many that it does not; so many ways are listed."""


@answer("gradient-reaches")
def gradient_reaches(case: Case) -> Listed:
    """To which vectors a gradient comes that arrives at a line; measured: whether the line moves with them."""
    cell = cells.build(case.cell)
    there = derive.reached(cell, case.vector)
    vectors = dict.fromkeys((cell.input.name, *(it.name for it in cell.states), *(it.name for it in cell.equations), EARLIER))
    others = [name for name in vectors if name != case.vector]
    right = [name for name in others if name in there]
    offered = [*right[:MOST], *[name for name in others if name not in there][:MOST]]
    items = tuple(Item(Said(_symbol(name)), name in there, said=Said(_why(case, name, there))) for name in offered)
    solution = Said(f"From {_symbol(case.vector)} it comes to {_listed(right)}, and to no other vector of the step.")
    return Listed(items, (solution,), lambda _: tuple(tracing.moved(case.cell, case.vector, name) for name in offered))


def _why(case: Case, name: str, there: frozenset[str]) -> str:
    if name in there:
        return f"{_way(next(derive.ways(cells.build(case.cell), case.vector, name)))} is a way to {_symbol(name)}."
    if name == EARLIER:
        return f"{_symbol(name)} was read in the step before, and by no line of this one."
    return f"no line on the way back from {_symbol(case.vector)} reads {_symbol(name)}."


@word("next_value")
def next_value(case: Case) -> str:
    """The line that gives the next value of the state drawn."""
    return _symbol(_line(case))


@word("gradient_ways")
def gradient_ways(case: Case) -> int:
    """On how many ways a gradient comes from the next value of a state to the state."""
    return derive.count_ways(cells.build(case.cell), _line(case), case.vector)


@word("state_readers")
def state_readers(case: Case) -> int:
    """How many lines read the state drawn."""
    return len(_readers(case))


@word("state_readers_listed")
def state_readers_listed(case: Case) -> str:
    """The lines that read the state drawn."""
    return _listed(_readers(case))


@word("gradient_ways_listed")
def gradient_ways_listed(case: Case) -> str:
    """The first of the ways."""
    ways = list(islice(derive.ways(cells.build(case.cell), _line(case), case.vector), MOST + 1))
    return "; ".join([*map(_way, ways[:MOST]), *["…"] * (len(ways) > MOST)])


@road("gradient-ways-counted")
def gradient_ways_counted(case: Case, sizes: Mapping[str, int]) -> tuple[int]:
    """The ways, counted on a run that is disturbed."""
    return (tracing.ways_counted(case.cell, _line(case), case.vector),)


def _line(case: Case) -> str:
    return case.vector.removesuffix("-1")


def _readers(case: Case) -> list[str]:
    return [line.name for line in cells.build(case.cell).equations if case.vector in derive.read_by(line)]


def _symbol(name: str) -> str:
    return f"${latex_symbol(name)}$"


def _way(names: Iterable[str]) -> str:
    return " → ".join(map(_symbol, names))


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(map(_symbol, names[:-1])), *map(_symbol, names[-1:]))))
