"""What the living cell shows in a state: the picture, the sentence, the walk along a line, and its weights."""

from __future__ import annotations

import re
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from ... import cells, derive
from ...cells.nodes import Hadamard, OneMinus, Pointwise, Product, Sum, Symbol, walk
from ...formulas.decimals import number
from ..fences.template_values import FUNCTIONS
from ..figures.wired import Look, wired
from .texts import change, expression, fixed, rounded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ...cells import Cell
    from ...cells.nodes import Equation, Node
    from .controls import State
    from .explorer import Data, Parts

    Array = NDArray[np.float64]

SHOWN, MOST_DIGITS = 3, 10
"""Digits in the picture, and where rounding shows."""
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
PLUS = " +\u00a0"  # a line may break before it
CHANGED = re.compile(r"(\w+)\.([1-4])\.([1-4])=(-?[0-9](?:\.[0-9])?)")
"""A weight with its row and column, and its new value."""


def parts(data: Data, state: State, before: State) -> Parts:
    """The HTML of each part."""
    own = data["cells"][data["cell"]]
    cell = cells.build(data["cell"])
    done, earlier = run(data["cell"], own, state), run(data["cell"], own, before)
    place, unit = int(state["at"] or 1) - 1, min(int(state.get("unit") or 1), int(state["hidden"] or 1)) - 1
    digits = int(state["digits"] or 0)
    shown = {
        "picture": _pictures(data, state, done),
        "said": _said(data, state, before, done, earlier),
        "count": _count(own, state, cell, done),
    }
    if not own["equations"][0]["labels"]:
        return shown
    return shown | {
        "numbers": _walk(cell.equations[place], own["equations"][place], done, unit, digits),
        "weights": _weights(cell.equations[place], own, done),
    }


class Done:
    """A step with everything it was given."""

    def __init__(self, values: dict[str, Array], step: derive.Step, held: dict[str, Array]) -> None:
        self.values = {**values, **step.values}
        self.inner = step.inner
        self.held = held

    def of(self, node: Node, unit: int) -> float:
        """One component of the value of any node."""
        column = self.values[node.name] if isinstance(node, Symbol) else self.inner[node]
        return float(column[unit, 0])


def run(name: str, own: Data, state: State) -> Done:
    """The step of a cell in a state."""
    cell, sizes = cells.build(name), {"I": int(state["input"] or 1), "H": int(state["hidden"] or 1)}
    conformed = cells.sizes_of(cell)
    values: dict[str, Array] = {}
    for weight in cell.weights:
        rows, columns = (sizes.get(str(size), 1) for size in conformed.shape(weight))
        values[weight.name] = np.array(own["weights"][weight.name], dtype=np.float64)[:rows, :columns].copy()
    for weight, row, column, value in CHANGED.findall(str(state["weights"])):
        if weight in values and int(row) <= values[weight].shape[0] and int(column) <= values[weight].shape[1]:
            values[weight][int(row) - 1, int(column) - 1] = float(value)
    for symbol in (cell.input, *cell.states):
        letter, count = cells.state_letter(symbol), sizes[own["rows"][symbol.name]]
        values[symbol.name] = np.array([[float(state.get(f"{letter}{n + 1}") or 0)] for n in range(count)])
    choices = {f"{gate}_t": str(state.get(f"hold-{gate}", "free")) for gate in own["holds"]}
    held = {gate: np.full((sizes["H"], 1), float(value)) for gate, value in choices.items() if value != "free"}
    return Done(values, derive.step(cell, values, held), held)


def _count(own: Data, state: State, cell: Cell, done: Done) -> Markup:
    """The formula of the parameters, with the sizes put in, and how many there are, counted on the arrays."""
    filled = own["formula"].replace("I", str(state["input"])).replace("H", str(state["hidden"]))
    count = sum(done.values[weight.name].size for weight in cell.weights)
    return Markup("{} = {} = {} parameters").format(expression(own["formula"]), expression(filled), number(count))


def _pictures(data: Data, state: State, done: Done) -> Markup:
    own, beside = data["cells"][data["cell"]], str(state.get("beside", "none"))
    first = _picture(data["cell"], own, state, done, int(state["at"] or 1))
    if beside == "none":
        return first
    other = data["cells"][beside]
    return first + _picture(beside, other, state, run(beside, other, state), len(other["equations"]))


def _picture(name: str, own: Data, state: State, done: Done, at: int) -> Markup:
    cell, lines, written = cells.build(name), [it["name"] for it in own["equations"]], bool(own["equations"][0]["labels"])
    texts = {
        it: [fixed(float(v), SHOWN) if it in lines[:at] or it in own["read"] else "" for v in done.values[it][:, 0]]
        for it in own["rows"]
    }
    look = Look(
        texts,
        now=lines[at - 1] if written else "",
        held={gate: number(float(value[0, 0])) for gate, value in done.held.items()},
        grabs={it: it[0] for it in own["read"] if f"{it[0]}1" in state},
        holds={f"{gate}_t": f"hold-{gate}" for gate in own["holds"] if f"hold-{gate}" in state},
        places={it: place for place, it in enumerate(lines, 1)} if written else {},
        sizes={cell.input.name: "input", cell.equations[-1].name: "hidden"},
    )
    numbers = "; ".join(f"{it} is {', '.join(rows)}" for it, rows in texts.items() if rows[0])
    return wired(cell, look, own["title"], f"{own['told']}. {numbers}.")


def _weights(equation: Equation, own: Data, done: Done) -> Markup:
    """The weights of a line as fields."""
    names = dict.fromkeys(str(node) for node in walk(equation.body) if isinstance(node, Symbol) and node.role == "weight")
    if not names:
        return Markup("<p>This line has no weights.</p>")
    return Markup("").join(_matrix(name, done.values[name], own["kinds"][name]) for name in names)


def _matrix(name: str, array: Array, kind: str) -> Markup:
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(_field(name, n, m, float(value)) for m, value in enumerate(row, 1)))
        for n, row in enumerate(array, 1)
    )
    return Markup('<table class="{}" data-s="{}"><caption>{}</caption><tbody>{}</tbody></table>').format(kind, name, name, rows)


def _field(name: str, row: int, column: int, value: float) -> Markup:
    shown = f"{value:.1f}".removesuffix(".0")
    place, words = f"{name}.{row}.{column}", f"{name}, row {row}, column {column}"
    return Markup(
        '<td><input type="number" min="-9" max="9" step="0.1" value="{}" data-weight="{}" aria-label="{}"></td>'
    ).format("0" if shown == "-0" else shown, place, words)


def _walk(equation: Equation, data: Data, done: Done, unit: int, digits: int) -> Markup:
    """A line for each operation of an equation: its formula, the numbers, the result."""
    inner = [node for node in walk(equation.body) if node.parts]
    rows = [
        _line(Markup(label), _arithmetic(node, done, unit, digits), _result(node, done, unit, digits))  # noqa: S704 - ours
        for node, label in zip(inner, data["labels"], strict=True)
    ]
    held = done.held.get(equation.name)
    if held is not None:
        rows.append(_line(Markup(data["labels"][-1]), "held at", _equal(number(float(held[unit, 0])))))  # noqa: S704 - ours
    return Markup('<table class="lstm-table lstm-walk"><tbody>{}</tbody></table>').format(Markup("").join(rows))


def _line(label: Markup, arithmetic: str, result: Markup) -> Markup:
    return Markup("<tr><td>{}</td><td>{}</td>{}</tr>").format(label, arithmetic, result)


def _equal(result: str) -> Markup:
    return Markup('<td class="lstm-number">= {}</td>').format(result)


def _result(node: Node, done: Done, unit: int, digits: int) -> Markup:
    """A node's value, rounded; where the rounded numbers before it come to another one, that is said, with more digits."""
    value = fixed(done.of(node, unit), digits)
    if fixed(_of_shown(node, done, unit, digits), digits) == value:
        return _equal(value)
    more = f"{_arithmetic(node, done, unit, MOST_DIGITS)} = {fixed(done.of(node, unit), MOST_DIGITS)}"
    return Markup('<td class="lstm-number" tabindex="0">≈ {}<span class="lstm-more">{}</span></td>').format(value, more)


def _of_shown(node: Node, done: Done, unit: int, digits: int) -> float:
    """What an operation makes of its operands as they are shown."""
    if isinstance(node, Product):
        row = done.values[str(node.left)][unit]
        return reduce(add, (float(w) * _shown(node.right, done, n, digits) for n, w in enumerate(row)))
    parts = [np.array([[_shown(part, done, unit, digits)]]) for part in node.parts]
    return float(derive.applied(node, parts)[0, 0])


def _shown(part: Node, done: Done, place: int, digits: int) -> float:
    """A component as it is shown: what was given as it is, what was computed rounded."""
    value = done.of(part, place)
    return value if isinstance(part, Symbol) else rounded(value, digits)


def _arithmetic(node: Node, done: Done, unit: int, digits: int) -> str:
    def shown(part: Node, first: bool = True, place: int = unit) -> str:
        value = done.of(part, place)
        return _bracketed(number(value) if isinstance(part, Symbol) else fixed(value, digits), first)

    match node:
        case Product(left, right):
            row = done.values[str(left)][unit]
            factors = [(number(float(w)), shown(right, False, n)) for n, w in enumerate(row)]
            return PLUS.join(f"{_bracketed(w, n == 0)}·{v}" for n, (w, v) in enumerate(factors))
        case Hadamard(left, right):
            return f"{shown(left)} · {shown(right, False)}"
        case Sum(terms):
            return PLUS.join(shown(term, n == 0) for n, term in enumerate(terms))
        case OneMinus(argument):
            return f"1 − {shown(argument, False)}"
        case Pointwise(function, argument):
            return f"{FUNCTIONS[function]}({shown(argument)})"
    raise TypeError(f"no arithmetic for {type(node).__name__}")


def _bracketed(text: str, first: bool) -> str:
    return text if first or text[0] != "−" else f"({text})"


def _said(data: Data, state: State, before: State, done: Done, earlier: Done) -> Markup:
    equations, at = data["cells"][data["cell"]]["equations"], int(state["at"] or 1)
    seen: State = {"at": 0, "weights": ""}
    words = change(data["names"], before | seen, state | seen) or _weight_changed(state, before)
    held = any(name.startswith("hold-") and value != before[name] for name, value in state.items())
    names = ["c_t", "h_t"] if held and "c_t" in done.values else ["h_t"]  # what a gate does is seen in c first
    moved = not words and at != before["at"]
    if moved:
        words, names = f"Line {at} of {len(equations)}", [equations[at - 1]["name"]]
    now, then = (
        [
            (name.removesuffix("_t") + SUBSCRIPTS[n + 1], fixed(float(value), int(state["digits"] or 0)))
            for name in names
            for n, value in enumerate(run.values[name][:, 0])
        ]
        for run in (done, earlier)
    )
    if words and len(now) == len(then) and now != then:
        shown = ", ".join(f"{name} {old} → {new}" for (_, old), (name, new) in zip(then, now, strict=True))
        return Markup("{}").format(f"{words}: {shown}.")
    shown = ", ".join(f"{name} = {value}" for name, value in now)
    still = "" if moved or now != then else "still "
    return Markup("{}").format(f"{words}: {still}{shown}." if words else f"After the step {shown}.")


def _weight_changed(state: State, before: State) -> str:
    if state["weights"] == before["weights"]:
        return ""
    changed = CHANGED.findall(str(state["weights"]))
    return "{} in row {}, column {} is {}".format(*changed[-1]).replace("-", "−") if changed else "Every weight as it was"
