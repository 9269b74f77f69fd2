"""A gate twice: as a product of matrices, and as a graph of neurons. The row and the neuron of one unit are marked."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from .strokes import crossed, dot, line, note, ring, steps_between, strong
from .svg import block, label, picture, symbol, tag

CELL, TOP, GAP = 16, 58, 8
APART, GRAPH_WIDE = 40, 262


@dataclass(frozen=True)
class Gate:
    """A gate of H units that reads I inputs: its letter, its function as shown, and the unit that is marked."""

    letter: str
    squash: str
    inputs: int
    units: int
    marked: int


def gate(it: Gate) -> Markup:
    """Left f = σ(W x + U h + b) with a cell for each number, right the same numbers as edges."""
    product, wide = _product(it)
    high = CELL * max(it.units, it.inputs)
    graph = _graph(it, wide + APART)
    tall = TOP + max(high + 62, 19 * (it.inputs + it.units) + 24, 44 * it.units)
    weights, recurrent = it.units * it.inputs, it.units * it.units
    told = (
        f"Left, {it.letter}_t ({it.units} × 1) as {it.squash} of W ({it.units} × {it.inputs}) times x_t, "
        f"plus U ({it.units} × {it.units}) times h_t-1, plus b. "
        f"Right, {it.inputs} inputs and {it.units} components of h_t-1 with an edge to each of {it.units} neurons: "
        f"{weights} edges are W, {recurrent} recurrent ones are U, and each neuron has one bias."
    )
    title = f"Gate {it.letter} of {it.units} units as a product and as a graph"
    return picture(wide + APART + GRAPH_WIDE, tall, title, told, product, graph, kind="lstm-gate")


def _product(it: Gate) -> tuple[Markup, float]:
    """The equation, and how wide it is."""
    tall, letter = CELL * max(it.units, it.inputs), it.letter
    parts: list[Markup] = []
    x = 24.0
    terms: list[tuple[str, int, int] | str] = [
        (f"{letter}_t", it.units, 1),
        "=",
        f"{it.squash} (",
        (f"W_{letter}", it.units, it.inputs),
        ("x_t", it.inputs, 1),
        "+",
        (f"U_{letter}", it.units, it.units),
        ("h_t-1", it.units, 1),
        "+",
        (f"b_{letter}", it.units, 1),
        ")",
    ]
    for term in terms:
        if isinstance(term, str):
            wide = 7 * len(term) + 4
            parts.append(label(x + wide / 2, TOP + tall / 2 + 6, term, kind="lstm-sign"))
        else:
            name, rows, columns = term
            wide = columns * CELL
            parts.append(_grid(x, TOP + (tall - rows * CELL) / 2, name, rows, columns, it))
        x += wide + GAP
    return tag("g", strong(0, 16, "as a product"), *parts), x


def _grid(x: float, y: float, name: str, rows: int, columns: int, it: Gate) -> Markup:
    """A matrix with a cell for each number; what the marked unit uses is filled."""
    own = name[-2:] == f"_{it.letter}" or name == f"{it.letter}_t"
    wide, high = columns * CELL, rows * CELL
    lit = block(x, y + (it.marked - 1) * CELL, wide, CELL) if own else block(x, y, wide, high)
    tall = CELL * max(it.units, it.inputs)
    return tag(
        "g",
        lit,
        crossed(steps_between(x, CELL, columns), steps_between(y, CELL, rows)),
        tag("rect", x=x, y=y, width=wide, height=high, class_="lstm-cell"),
        symbol(x + wide / 2, TOP + tall + 26, name),
        note(x + wide / 2, TOP + tall + 48, f"{rows} × {columns} = {rows * columns}") if name[0] in "WU" else Markup(),
        class_=_kind(it) if own else ("lstm-h" if name[0] == "h" else ""),
    )


def _kind(it: Gate) -> str:
    from ...mathml import symbol_class

    return symbol_class(f"W_{it.letter}")


def _graph(it: Gate, x: float) -> Markup:
    inputs = [float(TOP + 19 * place) for place in range(it.inputs)]
    state = [inputs[-1] + 19 * (place + 1) + 24 for place in range(it.units)]
    middle = (inputs[0] + state[-1]) / 2
    neurons = [middle + 44 * (place - (it.units - 1) / 2) for place in range(it.units)]
    return tag(
        "g",
        strong(x, 16, "as a graph"),
        _edges(inputs, neurons, x, it, "x_t", f"W_{it.letter}"),
        tag("g", _edges(state, neurons, x, it, "h_t-1", f"U_{it.letter}"), class_="lstm-h"),
        *(_neuron(x + 188, y, it, place + 1) for place, y in enumerate(neurons)),
    )


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
        symbol(left - 14, middle, name, "end"),
        note(left - 14, middle + 20, f"{len(lines)} edges", "end"),
        data_s=weights,
    )


def _neuron(x: float, y: float, it: Gate, place: int) -> Markup:
    return tag(
        "g",
        ring(x, y, 11, filled=place == it.marked),
        line((x + 11, y), (x + 36, y)),
        symbol(x + 42, y + 5, f"{it.letter}_{place}", "start"),
        class_=_kind(it),
    )
