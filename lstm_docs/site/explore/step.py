"""The living cell: one step of any cell, drawn, with its numbers on the wires, and all of them to be changed."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from ... import cells, derive, facts
from ...cells.algebra import written
from ...cells.nodes import walk
from ...formulas.mathml import mathml, symbol_class
from ...network import Network
from ...reference.weights import random_inputs, random_weights
from ..fences import options as given
from ..figures.wired import layout, sizes_of_rows, told
from . import step_parts
from .controls import Changes, Choice, Number
from .explorer import Explorer, Setup
from .texts import tenth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...cells import Cell
    from ...cells.nodes import Equation
    from ...ground.located import Located
    from .controls import Control
    from .explorer import Data

MOST = 4
"""Inputs and units."""
LARGEST = 9
FEWEST_DIGITS, MOST_DIGITS = 4, 10
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
SEED = 6
"""The first for which no input and no state of an LSTM is 0 to one decimal."""
LINE = 2.4
"""The height of a line of the walk, in em."""
HELD = {"free": "as computed", "0": "held at 0", "1": "held at 1"}


def _setup(options: Located) -> Setup:
    name = given.cell_name(options, cells.COMMON, "lstm")
    seed = options["seed"].whole(0, 2**32 - 1) if "seed" in options.value else SEED
    small = given.choice(options, "show", ("all", "small"), "all") == "small"
    cell, others = cells.build(name), [] if small else _others(name)
    data: Data = {"cell": name, "cells": {it: _data(it, seed, it == name and not small) for it in (name, *others)}}
    lines = max(len(it["labels"]) + 1 for it in data["cells"][name]["equations"])
    controls = tuple(_controls(cell, others, seed))
    return Setup(controls, data, ("cell", "seed", "show"), LINE * lines, {"lines": _lines(cell)}, SMALL if small else ())


def _others(name: str) -> list[str]:
    """The cells that can stand beside: the best known of each kind."""
    return [other for other in ("lstm", "gru-reset-after", "rnn-tanh", "lstm-peephole") if other != name]


def _data(name: str, seed: int, labelled: bool) -> Data:
    """The equations as trees, if asked the formula of every inner node, the picture, and weights of one decimal."""
    cell = cells.build(name)
    network = Network(cell=name, input=MOST, hidden=MOST)
    bodies: list[Any] = derive.tree(cell)["equations"]  # type: ignore[assignment]  # pairs of a name and a tree
    weights = random_weights(network, seed, 1.0).layers[0][0]
    rows = sizes_of_rows(cell)
    return {
        "title": cell.title,
        "told": told(cell),
        "read": [node.name for node in (cell.input, *cell.states)],
        "equations": [
            {"name": equation.name, "tree": body[1], "labels": _labels(equation) if labelled else []}
            for equation, body in zip(cell.equations, bodies, strict=True)
        ],
        "rows": rows,
        "kinds": {it: symbol_class(it) for it in (*rows, *weights)},
        "holds": held(cell),
        "picture": measured(cell, rows),
        "formula": written(facts.of(network)["parameters"].formula),
        "weights": {name: [[tenth(float(v)) for v in row] for row in array] for name, array in weights.items()},
    }


SAMPLES = ({"I": 1, "H": 1}, {"I": 2, "H": 1}, {"I": 1, "H": 2})


def measured(cell: Cell, rows: Mapping[str, str]) -> list[Any]:
    """Width, height and shapes; what depends on the sizes is a list: at I = H = 1, and what one more of each adds."""
    samples = [layout(cell, {name: sizes[size] for name, size in rows.items()}, handles=True) for sizes in SAMPLES]
    widths, heights, drawings = zip(*samples, strict=True)
    shapes = [[_measure(*values) for values in zip(*same, strict=True)] for same in zip(*drawings, strict=True)]
    return [_measure(*widths), _measure(*heights), shapes]


def _measure(base: float, wider: float, taller: float) -> float | list[float]:
    return base if base == wider == taller else [base, wider - base, taller - base]


def _labels(equation: Equation) -> list[str]:
    """The formula of each inner node; the last one is the equation's own value."""
    inner = [node for node in walk(equation.body) if node.parts]
    return [*(str(mathml(derive.latex_node(node))) for node in inner[:-1]), str(mathml(derive.latex_symbol(equation.name)))]


def held(cell: Cell) -> list[str]:
    """The gates that can be held; the state of a plain RNN is none."""
    return [gate for gate in cell.gates if gate != "h"]


def _controls(cell: Cell, others: list[str], seed: int) -> Iterator[Control]:
    yield Number("input", "I", "inputs", 1, MOST, 3)
    yield Number("hidden", "H", "units", 1, MOST, 2)
    network = Network(cell=cell.name, input=MOST, hidden=MOST)
    drawn = [tenth(float(v)) for v in random_inputs(network, 1 + len(cell.states), 1, seed).ravel()]
    letters = ["x", *map(cells.state_letter, cell.states)]
    for (letter, n), value in zip(product(letters, range(MOST)), drawn, strict=True):
        kind, most = symbol_class(f"{letter}_t"), "input" if letter == "x" else "hidden"
        words = "input, and the state before"
        label = f"{letter}{SUBSCRIPTS[n + 1]}"
        yield Number(
            f"{letter}{n + 1}", label, "", -LARGEST, LARGEST, value, 1, group=words, colour=kind, place=n + 1, within=most
        )
    for gate in held(cell):
        yield Choice(f"hold-{gate}", gate, HELD, "free", "gates", symbol_class(f"{gate}_t"))
    if others:
        beside = {"none": "nothing"} | {it: cells.COMMON[it].title for it in others}
        yield Choice("beside", "beside it", beside, "none", "more")
        yield Number("unit", "unit", "written out", 1, MOST, 1, group="more")
    yield Number("digits", "digits", "after the point", FEWEST_DIGITS, MOST_DIGITS, FEWEST_DIGITS, group="more")
    yield Number(
        "at", "line", f"at work, one of {len(cell.equations)}", 1, len(cell.equations), len(cell.equations), group="player"
    )
    yield Changes("weights", "weights")


def _lines(cell: Cell) -> Markup:
    """Each equation, and under it its line of NumPy; both can be gone to."""
    return Markup("<ol>{}</ol>").format(
        Markup("").join(_equation_line(cell, equation, place) for place, equation in enumerate(cell.equations, 1))
    )


def _equation_line(cell: Cell, equation: Equation, place: int) -> Markup:
    code = "".join(
        f'<span data-s="{name}" class="{symbol_class(name)}">{word}</span>' if name else str(escape(word))
        for word, name in derive.numpy_words(equation)
    )
    formula = str(mathml(derive.latex_equation(cell, equation)))
    return Markup(  # noqa: S704 - made by our own writers
        f'<li><button type="button" data-set="at={place}">{formula}<code>{code}</code></button></li>'
    )


ORDER = ("player", "picture", "said", "count", "lines", "numbers", "controls", "weights")
SMALL = ("count", "picture", "said", "fields")
EXPLORER = Explorer("step", "One step by hand", _setup, step_parts.parts, ORDER)
