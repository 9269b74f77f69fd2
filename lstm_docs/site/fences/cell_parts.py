"""What the page shows of a cell at first; `assets/cell-view.js` writes the same, letter for letter, of what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy
from markupsafe import Markup, escape

from ... import cells, derive
from ...cells.nodes import Sum, walk
from ...cells.sizes import LARGEST_COUNT, H, I
from ...formulas.decimals import number
from ...formulas.mathml import symbol_class
from ...ground.streams import Stream
from ..explore.texts import expression, fixed
from ..figures.wired import Look, wired

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ...cells.nodes import Equation, Node, Symbol

    Array = NDArray[np.float64]

MOST_ROWS, MOST_DRAWN, MOST_RUN, DIGITS, BYTES = 4, 400, 20_000, 3, 4
SMALL = {I: 3, H: 2}
"""So large, at most, the cell is that runs in the picture."""
SEED, ASKED = 1, 127
AXES = ("rows", "columns")


class Shown:
    """A cell with its sizes, and the parts of the page that show it. Raises `LstmDocsError` for a text at fault."""

    def __init__(self, text: str, input_size: int, hidden: int, step: int) -> None:
        recipe = cells.parse(text, "your cell")
        self.text, self.cell = text, cells.build(text)
        self.conformed = cells.sizes_of(self.cell)
        self.called = recipe.text.title or "Your cell"
        self.sizes: dict[sympy.Expr, int] = {I: input_size, H: hidden}
        self.step = step
        rows = text.splitlines()
        self.written = [rows[line.number - 1].partition("#")[0].strip() for line in recipe.order]

    def parts(self) -> dict[str, Markup]:
        """The HTML of each part."""
        made = {"text": escape(self.text), "sizes": self.shapes(), "counts": self.counts(), **self.asked()}
        return made | self.living()

    def shape(self, node: Node, sizes: Mapping[sympy.Expr, int]) -> tuple[int, int]:
        """Rows and columns of a node, as numbers."""
        rows, columns = (int(size.subs(sizes)) for size in self.conformed.shape(node))
        return rows, columns

    def shapes(self) -> Markup:
        """Every weight and every line: its shape, and why."""
        named: tuple[Symbol | Equation, ...] = (*self.cell.weights, *self.cell.equations)
        rows = Markup("").join(map(self.row, named))
        heads = Markup("").join(Markup('<th scope="col">{}</th>').format(it) for it in ("symbol", "shape", "here", "because"))
        table = Markup('<table class="lstm-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>')
        return table.format(heads, rows)

    def row(self, node: Symbol | Equation) -> Markup:
        """A line of the table of shapes."""
        shape = self.conformed.shape(node)
        reasons = Markup("; ").join(self.why(node, axis) for axis in range(1 if shape[1] == 1 else 2))
        cell = Markup(
            '<tr><th scope="row">{}</th><td class="lstm-fact">{}</td><td class="lstm-fact">{}</td>'
            '<td class="lstm-reason">{}</td></tr>'
        )
        return cell.format(symbol(node.name), by(shape), by(self.shape(node, self.sizes)), reasons)

    def why(self, node: Symbol | Equation, axis: int) -> Markup:
        """The chain of equalities that leads to a size."""
        chain = self.conformed.why(node, AXES[axis])  # type: ignore[arg-type]
        names = [Markup("{} of {}").format(it.axis, symbol(str(it.node))) for it in chain.waypoints]
        return Markup("{} = {}").format(Markup(" = ").join(names), str(chain.size))

    def counts(self) -> Markup:
        """What it has, and what a step costs: each a formula and its number."""
        made = counted(self.cell)
        rows = [
            ("parameters, biases as written", made["written"]),
            ("parameters, one bias for each sum that has any", made["one"]),
            ("parameters, one bias for each product of a weight in such a sum", made["two"]),
            ("multiply–accumulates of a step, each product where it is written", made["macs"]),
            *((f"{name} evaluations", count) for name, count in sorted(derive.operations(self.cell).evaluations.items())),
            ("state, numbers from step to step", made["state"]),
            ("state in float32, bytes", BYTES * made["state"]),
            ("left-hand sides, numbers kept for training", made["activations"]),
        ]
        lines = Markup("").join(
            Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(label, equal(formula, value(formula, self.sizes)))
            for label, formula in rows
        )
        return Markup('<table class="lstm-table"><tbody>{}</tbody></table>').format(lines)

    def asked(self) -> dict[str, Markup]:
        """The first question, and its solution."""
        stream = Stream.of("cell", SEED, 0, "ask")
        sizes: dict[sympy.Expr, int] = {I: 2 + stream.below(ASKED), H: 2 + stream.below(ASKED)}
        key = counted(self.cell)["one"]
        ask = Markup(
            "<strong>{}</strong> has I = {} inputs and H = {} units."
            " How many parameters does it have, with one bias for each sum that has any?"
        )
        text, found = formula(key), value(key, sizes)
        filled = text.replace("I", str(sizes[I])).replace("H", str(sizes[H]))
        solution = Markup("{} = {} = {}").format(expression(text), expression(filled), found)
        return {"ask": ask.format(self.called, sizes[I], sizes[H]), "solution": solution if text != filled else escape(found)}

    def living(self) -> dict[str, Markup]:
        """The cell at work: the picture, the line that was computed last, and every number."""
        small: dict[sympy.Expr, int] = {size: min(most, self.sizes[size]) for size, most in SMALL.items()}
        made = counted(self.cell)
        nodes = sum(1 for equation in self.cell.equations for _ in walk(equation.body))
        run = sum(int(made[name].subs(small)) for name in ("written", "state", "macs"))
        if nodes > MOST_DRAWN or run > MOST_RUN:
            said = "This cell is too large to be drawn and run here."
            return {"picture": Markup(), "numbers": Markup(), "said": escape(said)}
        values = self.run(small)
        cell, last = self.cell, self.cell.equations[-1].name
        vectors = [str(node) for node in (cell.input, *cell.states, *cell.equations)]
        texts = {name: _texts(values[name]) for name in vectors}
        places = {equation.name: place for place, equation in enumerate(cell.equations, 1)}
        picture = wired(cell, Look(texts, now=last, places=places), self.called, "; ".join(self.written))
        count, result = len(cell.equations), values[last]
        wide = f", {by(result.shape)}," if result.shape[1] > 1 else ""
        line = Markup("Step {}, line {} of {}: <code>{}</code> gives {}{} = {}.")
        said = line.format(self.step, count, count, self.written[-1], symbol(last), wide, told(result))
        rows = Markup("").join(
            Markup('<tr><th scope="row">{}</th><td class="lstm-fact">{}</td><td>{}</td></tr>').format(
                symbol(name), by(values[name].shape), told(values[name])
            )
            for name in (*vectors, *(weight.name for weight in cell.weights))
        )
        numbers = Markup('<table class="lstm-table"><tbody>{}</tbody></table>').format(rows)
        return {"picture": picture, "numbers": numbers, "said": said}

    def run(self, sizes: Mapping[sympy.Expr, int]) -> dict[str, Array]:
        """Every value of the step, from states of zero at first, with weights and inputs that are drawn."""
        weights = {weight.name: drawn(weight.name, self.shape(weight, sizes)) for weight in self.cell.weights}
        states = {state.name: np.zeros(self.shape(state, sizes)) for state in self.cell.states}
        shape = self.shape(self.cell.input, sizes)
        inputs = [drawn(f"x{t}", shape) for t in range(1, self.step + 1)]
        done = derive.trace(self.cell, weights, inputs, states)
        for x, step in zip(inputs[:-1], done[:-1], strict=True):
            after = {**step.values, self.cell.input.name: x}
            states = {state.name: after[self.cell.next_of(state).name] for state in self.cell.states}
        return {**weights, **states, self.cell.input.name: inputs[-1], **done[-1].values}


def symbol(name: str) -> Markup:
    """A name with its index lowered, in its colour."""
    letter, _, index = name.partition("_")
    colour = symbol_class(name)
    kind = Markup(' class="{}"').format(colour) if colour else ""
    below = Markup("<sub>{}</sub>").format(index.replace("-", "−")) if index else ""
    return Markup('<var data-s="{}"{}>{}{}</var>').format(name, kind, letter, below)


def by(shape: Sequence[object]) -> str:
    """`H × I`, or `12 × 80`."""
    return " × ".join(number(int(size)) if str(size).isdecimal() else str(size) for size in shape)  # type: ignore[call-overload]


def counted(cell: cells.Cell) -> dict[str, sympy.Expr]:
    """What is counted of a cell, in its sizes."""
    conformed = cells.sizes_of(cell)

    def components(nodes: Sequence[Node]) -> sympy.Expr:
        return sympy.Add(*(sympy.Mul(*conformed.shape(node)) for node in nodes))

    sums = [node for equation in cell.equations for node in walk(equation.body) if isinstance(node, Sum)]
    spare = [components([node]) * max(0, sum(map(cells.is_bias, node.terms)) - 1) for node in sums]
    written = derive.parameters(cell)
    return {
        "written": written,
        "one": written - sympy.Add(*spare),
        "two": derive.two_biases(cell),
        "macs": derive.operations(cell).macs,
        "state": components(cell.states),
        "activations": components(cell.equations),
    }


def formula(count: sympy.Expr) -> str:
    """A count with what its terms share before a parenthesis, the powers of H falling, then those of I."""
    terms = [(*powers, int(by)) for powers, by in sympy.Poly(count, H, I).terms() if by]
    if not terms:
        return "0"
    h, i, shared = (min(it[0] for it in terms), min(it[1] for it in terms), int(np.gcd.reduce([it[2] for it in terms])))
    inside = " + ".join(_product(a - h, b - i, n // shared) for a, b, n in terms)
    if len(terms) == 1:
        return _product(h, i, shared)
    return f"{_product(h, i, shared)}*({inside})" if h or i or shared > 1 else inside


def _product(h: int, i: int, count: int) -> str:
    factors = [f"{size}^{power}" if power > 1 else size for size, power in (("H", h), ("I", i)) if power]
    return "*".join([str(count)] * (count > 1 or not factors) + factors)


def value(count: sympy.Expr, sizes: Mapping[sympy.Expr, int]) -> str:
    """The number at sizes, unless browsers could not state it."""
    found = int(count.subs(sizes))
    return number(found) if found <= LARGEST_COUNT else "more than 2^53 − 1"


def equal(count: sympy.Expr, found: str) -> Markup:
    """`4H(I + H + 1) = 4 464`; the number alone where there is no letter."""
    text = formula(count)
    letters = any(size in text for size in "IH")
    return Markup("{} = {}").format(expression(text), found) if letters else escape(found)


def drawn(name: str, shape: tuple[int, int]) -> Array:
    """Tenths from −0.9 to 0.9, the same in the browser."""
    stream = Stream.of("cell", SEED, name)
    return np.array([[(stream.below(19) - 9) / 10 for _ in range(shape[1])] for _ in range(shape[0])])


def told(array: Array) -> str:
    """The numbers of a value, the first of each side."""
    rows = [", ".join(_cut([fixed(float(it), DIGITS) for it in row])) for row in array]
    return ("; " if array.shape[1] > 1 else ", ").join(_cut(rows))


def _texts(array: Array) -> list[str]:
    """What a chip of the picture shows: the numbers of a vector, the shape of a matrix."""
    return [by(array.shape)] if array.shape[1] > 1 else _cut([fixed(float(it), DIGITS) for it in array[:, 0]])


def _cut(texts: list[str]) -> list[str]:
    return [*texts[: MOST_ROWS - 1], "…"] if len(texts) > MOST_ROWS else texts
