"""A gate twice: as a product of matrices, and as a graph of neurons. The row and the neuron of one unit are marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...formulas.mathml import symbol_class
from ...formulas.numbers import counted
from .strokes import crossed, dot, line, ring, steps_between, strong
from .svg import FITS, block, label, picture, symbol, tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

CELL, TOP, GAP, SLOT = 16, 50, 6, 22
SOURCE, NEURON = 19, 38
APART, GRAPH_WIDE, WIDEST = 26, 254, FITS


@dataclass(frozen=True)
class Gate:
    """A gate of H units that reads I inputs: its letter, its function as shown, and the unit that is marked."""

    letter: str
    squash: str
    inputs: int
    units: int
    marked: int

    @property
    def kind(self) -> str:
        """The class that gives it its colour."""
        return symbol_class(f"W_{self.letter}")


@dataclass(frozen=True)
class Term:
    """A named matrix of the equation, or with no rows a sign."""

    name: str
    rows: int = 0
    columns: int = 0


def gate(it: Gate) -> Markup:
    """Left f = σ(W x + U h + b) with a cell for each number, right, or below, the same numbers as edges."""
    product, wide, high = _product(it)
    beside = wide + APART + GRAPH_WIDE <= WIDEST
    graph, tall = _graph(it, wide + APART if beside else 0, 0 if beside else high + 36)
    weights, recurrent = it.units * it.inputs, it.units * it.units
    description = (
        f"{it.letter}_t ({it.units} × 1) as {it.squash} of W ({it.units} × {it.inputs}) times x_t, "
        f"plus U ({it.units} × {it.units}) times h_t-1, plus b. "
        f"The same as a graph: {counted(it.inputs, 'input')} and {counted(it.units, 'component')} of h_t-1 "
        f"with an edge to each of {counted(it.units, 'neuron')}: {weights} edges are W, "
        f"{recurrent} recurrent ones are U, and each neuron has one bias."
    )
    title = f"Gate {it.letter} of {counted(it.units, 'unit')} as a product and as a graph"
    width = wide + APART + GRAPH_WIDE if beside else max(wide, GRAPH_WIDE)
    return picture(width, max(high, tall), title, description, product, graph, kind="lstm-gate")


def _product(it: Gate) -> tuple[Markup, float, float]:
    """The equation, how wide it is and how high."""
    tall = CELL * max(it.units, it.inputs)
    parts: list[Markup] = []
    x = 8.0
    for term in _terms(it):
        if term.rows:
            wide = max(term.columns * CELL, _slot(term))
            parts.append(_grid(x + wide / 2, tall, term, it))
        else:
            wide = 7 * len(term.name) + 4
            parts.append(label(x + wide / 2, TOP + tall / 2 + 6, term.name, kind="lstm-sign"))
        x += wide + GAP
    return tag("g", strong(0, 16, "as a product"), *parts), x, TOP + tall + 56


def _terms(it: Gate) -> Iterator[Term]:
    yield Term(f"{it.letter}_t", it.units, 1)
    yield from (Term("="), Term(f"{it.squash} ("))
    yield Term(f"W_{it.letter}", it.units, it.inputs)
    yield from (Term("x_t", it.inputs, 1), Term("+"))
    yield Term(f"U_{it.letter}", it.units, it.units)
    yield from (Term("h_t-1", it.units, 1), Term("+"))
    yield from (Term(f"b_{it.letter}", it.units, 1), Term(")"))


def _slot(term: Term) -> float:
    """The room that the words under a matrix need."""
    return 6.4 * len(_counted(term)) + 4 if term.name[0] in "WU" else SLOT + 4 * (len(term.name) - 3)


def _counted(term: Term) -> str:
    return f"{term.rows} × {term.columns} = {term.rows * term.columns}"


def _grid(middle: float, tall: float, term: Term, it: Gate) -> Markup:
    """A matrix with a cell for each number; what the marked unit uses is filled."""
    own = term.name in (f"{it.letter}_t", *(f"{matrix}_{it.letter}" for matrix in "WUb"))
    wide, high = term.columns * CELL, term.rows * CELL
    x, y = middle - wide / 2, TOP + (tall - high) / 2
    words = [label(middle, TOP + tall + 48, _counted(term))] if term.name[0] in "WU" else []
    return tag(
        "g",
        block(x, y + (it.marked - 1) * CELL, wide, CELL) if own else block(x, y, wide, high),
        crossed(steps_between(x, CELL, term.columns), steps_between(y, CELL, term.rows)),
        tag("rect", x=x, y=y, width=wide, height=high, class_="lstm-cell"),
        symbol(middle, TOP + tall + 26, term.name),
        *words,
        class_=it.kind if own else symbol_class(term.name),
    )


def _graph(it: Gate, x: float, y: float) -> tuple[Markup, float]:
    """The graph with its left upper corner there, and where it ends below."""
    sources, neurons = SOURCE * (it.inputs + it.units + 1), NEURON * it.units
    start, middle = y + TOP + max(0, neurons - sources) / 2, y + TOP + max(sources, neurons) / 2
    inputs = [start + SOURCE * (place + 0.5) for place in range(it.inputs)]
    state = [start + SOURCE * (it.inputs + 1.5 + place) for place in range(it.units)]
    goals = [middle + NEURON * (place - (it.units - 1) / 2) for place in range(it.units)]
    drawn = tag(
        "g",
        strong(x, y + 16, "as a graph"),
        _edges(inputs, goals, x, it, "x_t", f"W_{it.letter}"),
        tag("g", _edges(state, goals, x, it, "h_t-1", f"U_{it.letter}"), class_="lstm-h"),
        *(_neuron(x + 188, goal, it, place + 1) for place, goal in enumerate(goals)),
    )
    return drawn, y + TOP + max(sources, neurons) + 20


def _edges(ys: list[float], goals: list[float], x: float, it: Gate, name: str, weights: str) -> Markup:
    left, right = x + 76, x + 176
    lines = [
        line((left, y), (right, goal), tip=False, faint=place + 1 != it.marked, width=1)
        for place, goal in enumerate(goals)
        for y in ys
    ]
    middle = (ys[0] + ys[-1]) / 2
    return tag(
        "g",
        *lines,
        *(dot(left, y, 3) for y in ys),
        symbol(left - 14, middle - 1, name, "end"),
        label(left - 14, middle + 16, counted(len(lines), "edge"), anchor="end"),
        data_s=weights,
    )


def _neuron(x: float, y: float, it: Gate, place: int) -> Markup:
    return tag(
        "g",
        ring(x, y, 11, filled=place == it.marked),
        line((x + 11, y), (x + 36, y)),
        symbol(x + 42, y + 5, f"{it.letter}_{place}", "start"),
        class_=it.kind,
    )
