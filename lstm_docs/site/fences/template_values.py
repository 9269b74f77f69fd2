"""What the templates show: facts and shapes turned into formulas, figures and words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from ... import cells, frameworks
from ... import facts as known_facts
from ...cells.nodes import (
    Equation,
    Extremum,
    Hadamard,
    Negative,
    Node,
    Normalized,
    OneMinus,
    Pointwise,
    Product,
    Quotient,
    Scaled,
    Sum,
    Symbol,
    Transposed,
    walk,
)
from ...derive import gradient_equations, latex_equation, latex_gradient, latex_size, latex_symbol
from ...formulas.mathml import inline_html, mathml, symbol_class
from ...formulas.numbers import decimal, equals, in_latex, in_text
from ...ground.errors import LstmDocsError
from .. import figures
from ..figures.matrices import Term
from ..figures.packed import Packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from markupsafe import Markup
    from numpy.typing import NDArray

    from ...cells import Cell
    from ...facts import Fact, Shape
    from ...network import Network
    from .worked_run import Run

THUMBNAIL = 64
_UNDER = re.compile(r"\\underset\{([^{}]*)\\times ([^{}]*)\}")
FUNCTIONS = {"sigmoid": "σ", "tanh": "tanh", "relu": "ReLU"}


def equations(cell: Cell, letters: Iterable[str], kind: str, network: Network | None) -> Markup:
    """The equations of some letters, aligned at the equals sign; `kind` of shapes: sizes, numbers or none."""
    lines = [latex_equation(cell, e, shapes=kind != "none") for e in cell.equations if _letter(e) in letters]
    text = r" \\ ".join(line.replace(" = ", " &= ", 1) for line in lines)
    if kind == "numbers" and network:
        text = _UNDER.sub(lambda m: _numbered(m, network), text)
    # Parentheses keep the height of the symbols, whatever stands under these.
    plain = _plain(text)
    plain = plain.replace(r"\,", r"\enspace ") if kind != "none" else plain
    return mathml(rf"\begin{{aligned}}{plain}\end{{aligned}}", display=True)


BACKWARD = ("gates", "weights", "back")
"""The parts of the backward pass: by gates and states, by weights, and by what the step read."""


def gradient(cell: Cell, chosen: Iterable[str]) -> Markup:
    """The equations of the backward pass, aligned at the equals sign: those of the chosen parts of `BACKWARD`."""
    parts = dict.fromkeys((weight.name for weight in cell.weights), "weights")
    parts |= dict.fromkeys((symbol.name for symbol in (cell.input, *cell.states)), "back")
    bars = [bar for bar in gradient_equations(cell) if parts.get(bar.of, "gates") in set(chosen)]
    text = r" \\ ".join(latex_gradient(bar).replace(" = ", " &= ", 1) for bar in bars)
    return mathml(rf"\begin{{aligned}}{_plain(text)}\end{{aligned}}", display=True)


def _letter(equation: Node) -> str:
    return str(equation).partition("_")[0]


def _numbered(under: re.Match[str], network: Network) -> str:
    sizes = {"I": network.input, "H": network.widths[0], "P": network.projection}
    rows, columns = (in_latex(sizes.get(side.strip()) or int(side)) for side in under.groups())
    return rf"\underset{{{rows} \times {columns}}}"


@dataclass(frozen=True)
class ShapeRow:
    """A symbol with its shape in the sizes and in numbers, drawn, and why."""

    symbol: Markup
    sizes: Markup
    numbers: str
    picture: Markup
    reason: Markup


@dataclass(frozen=True)
class Shapes:
    """A row for each symbol, and perhaps the picture of one equation."""

    picture: Markup | None
    rows: list[ShapeRow]


def shapes(network: Network, layer: int, letters: Sequence[str], *, drawn: bool) -> Shapes:
    """The shapes of the symbols in the equations of some letters; if `drawn`, the first of these as a picture."""
    chosen = [e for e in network.equations.equations if _letter(e) in letters]
    named = {str(node): node for e in chosen for node in (*walk(e.body), e) if isinstance(node, Symbol | Equation)}
    by_symbol = {name: known_facts.shape(network, name, layer) for name in map(str, network.equations.symbols) if name in named}
    scale = THUMBNAIL / max(size for shape in by_symbol.values() for size in shape.numbers)
    return Shapes(_drawn(chosen[0], by_symbol) if drawn else None, [_shape_row(shape, scale) for shape in by_symbol.values()])


def _shape_row(shape: Shape, scale: float) -> ShapeRow:
    kind = symbol_class(shape.name)
    return ShapeRow(
        mathml(latex_symbol(shape.name)),
        mathml(times(map(latex_size, shape.symbolic))),
        by(shape.numbers),
        figures.thumbnail(shape.name, *_pair(shape), scale, kind),
        inline_html(shape.reason),
    )


def _pair(shape: Shape) -> tuple[int, int]:
    rows, columns = shape.numbers
    return rows, columns


def times(sizes: Iterable[str]) -> str:
    """Sizes joined as LaTeX."""
    return r" \times ".join(sizes)


def by(numbers: Iterable[int]) -> str:
    """A shape in text: `12 × 80`."""
    return " × ".join(map(in_text, numbers))


def _drawn(equation: Equation, shapes: dict[str, Shape]) -> Markup:
    terms = [Term(str(equation), True), Term("=", False), *_terms(equation.body)]
    drawn = {term.text: _pair(shapes[term.text]) for term in terms if term.named}
    classes = {name: symbol_class(name) for name in drawn}
    return figures.product(terms, drawn, classes, f"The equation for {equation}, its matrices drawn to scale")


SIGNS: dict[type[Node], tuple[tuple[str, ...], str, str]] = {
    Product: ((), "", ""),
    Hadamard: ((), "⊙", ""),
    Sum: ((), "+", ""),
    OneMinus: (("1 −",), "", ""),
    Scaled: ((), "·", ""),
    Quotient: ((), "/", ""),
    Negative: (("−",), "", ""),
    Transposed: ((), "", "ᵀ"),
    Normalized: (("norm", "("), "", ")"),
}
"""What stands before, between and after the parts of an operation."""


def _terms(node: Node) -> Iterator[Term]:
    """An equation's symbols and signs, left to right."""
    if not node.parts:
        yield Term(str(node), isinstance(node, Symbol | Equation))
        return
    called = node.function if isinstance(node, Pointwise) else node.which if isinstance(node, Extremum) else ""
    before, between, after = SIGNS.get(type(node), ((FUNCTIONS.get(called, called), "("), ",", ")"))
    yield from (Term(sign, False) for sign in before)
    for place, part in enumerate(node.parts):
        if place and between:
            yield Term(between, False)
        yield from _terms(part)
    if after:
        yield Term(after, False)


@dataclass(frozen=True)
class FactRow:
    """A fact: its name in words, formula = number, unit, explanation."""

    name: str
    formula: Markup
    unit: str
    explanation: Markup


def fact(it: Fact) -> FactRow:
    """The row of a fact."""
    return FactRow(called(it), _equation(it), it.unit, inline_html(it.explanation))


def called(it: Fact) -> str:
    """A fact's name in words."""
    name = it.name.replace("_", " ")
    return it.unit if it.unit.lower() == name else name.replace("hadamard", "Hadamard")


def _equation(it: Fact) -> Markup:
    value = in_latex(it.value)
    return mathml(value if it.formula.is_number else f"{_flat(it.latex)} {equals(it.value)} {value}")


def _flat(latex: str) -> str:
    """A formula with parentheses of one height where nothing in it is high."""
    return latex if r"\frac" in latex else _plain(latex)


def _plain(latex: str) -> str:
    return latex.replace(r"\left(", "(").replace(r"\right)", ")")


def fact_in_text(it: Fact, show: str) -> Markup:
    """A fact in a sentence: its value, its formula, or both."""
    return {"value": mathml(in_latex(it.value)), "formula": mathml(_flat(it.latex)), "both": _equation(it)}[show]


def shape_in_text(network: Network, name: str, show: str) -> Markup:
    """A symbol's shape in a sentence: in numbers, in the sizes, or both."""
    shape = known_facts.shape(network, name)
    formula, value = times(map(latex_size, shape.symbolic)), times(map(in_latex, shape.numbers))
    return mathml({"value": value, "formula": formula, "both": f"{formula} = {value}"}[show])


@dataclass(frozen=True)
class TensorRow:
    """A framework's tensor: its name, shape in the sizes and in numbers, and how many numbers that is."""

    name: str
    sizes: Markup
    numbers: str
    count: str


@dataclass(frozen=True)
class Tensors:
    """A framework's tensors, their sum, and its packed matrices as a picture."""

    framework: str
    rows: list[TensorRow]
    formula: Markup
    total: str
    picture: Markup | None


def tensors(network: Network, framework: str) -> Tensors:
    """The tensors of a framework. Raises `ConventionError` if it cannot hold the network."""
    numbers = known_facts.tensors(network, framework)
    symbolic = frameworks.symbolic_shapes(framework, network)
    rows = [
        TensorRow(name, mathml(times(map(latex_size, symbolic[name]))), by(shape), in_text(prod(shape)))
        for name, shape in numbers.items()
    ]
    total = known_facts.of(network, framework=framework)["parameters"]
    name = frameworks.get(framework).name
    return Tensors(name, rows, mathml(_flat(total.latex)), in_text(total.value), packed(network, framework))


def packed(network: Network, framework: str) -> Markup | None:
    """The packed matrices drawn, where the framework packs its gates in blocks."""
    try:
        axis, order = frameworks.gate_axis(framework, network), frameworks.gate_order(framework, network)
        names = [frameworks.tensor_name(framework, network, kind) for kind in "WU"]
    except LstmDocsError:
        return None
    numbers = known_facts.tensors(network, framework)
    tensor_names = list(dict.fromkeys(names))
    matrices = [_matrix(name, numbers[name], axis, order) for name in tensor_names]
    title = f"The packed matrices of {frameworks.get(framework).name}, to scale"
    return figures.packed(matrices, title)


def _matrix(name: str, shape: tuple[int, ...], axis: int, order: str) -> Packed:
    """The last two axes of a tensor; one of directions may lead them."""
    *leading, rows, columns = shape
    return Packed(name, rows, columns, axis - len(leading), order)


def unrolled(cell: Cell, steps: int) -> Markup:
    """The loop over time."""
    states = [cells.state_letter(state) for state in cell.states]
    return figures.unrolled(steps, states, f"The {cell.title} unrolled over {steps} steps")


@dataclass(frozen=True)
class Column:
    """A name in a trace: a column for each unit of a vector, and for each row and column of a matrix."""

    name: str
    symbol: Markup
    kind: str
    units: Sequence[str]


@dataclass(frozen=True)
class Trace:
    """A run as a table: a column per vector, a row per step, named; and the weights it ran on."""

    columns: list[Column]
    rows: list[tuple[str, list[list[str]]]]
    weights: list[tuple[Markup, list[list[str]]]]
    title: str


def _units(array: NDArray[np.float64]) -> list[str]:
    rows, columns = (range(1, size + 1) for size in array.shape)
    return [str(row) if len(columns) == 1 else f"{row},{column}" for row in rows for column in columns]


def trace(run: Run, letters: str = "") -> Trace:
    """The numbers of a run: the input, then every left-hand side; of a name that is read, its letters stand for the input."""
    cell = run.network.equations
    names = [*([] if letters else [cell.input.name]), *(equation.name for equation in cell.equations)]
    vectors = [
        [run.inputs[t] if name == cell.input.name else step.values[name] for name in names] for t, step in enumerate(run.steps)
    ]
    columns = [Column(n, mathml(latex_symbol(n)), symbol_class(n), _units(a)) for n, a in zip(names, vectors[0], strict=True)]
    rows = [[[decimal(float(v)) for v in array.ravel()] for array in arrays] for arrays in vectors]
    weights = [
        (mathml(latex_symbol(name)), [[decimal(float(v)) for v in row] for row in array]) for name, array in run.weights.items()
    ]
    steps = [f"{t} {letter}" for t, letter in enumerate(letters, 1)] or [str(t) for t, _ in enumerate(rows, 1)]
    return Trace(columns, list(zip(steps, rows, strict=True)), weights, cell.title)
