"""The explorer of one step: every product and sum of a cell's equations, on numbers that can be changed."""

from __future__ import annotations

from functools import reduce
from math import floor
from operator import add
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from ... import cells, derive
from ...cells.nodes import Hadamard, OneMinus, Pointwise, Product, Sum, Symbol, walk
from ...cells.nodes import parts as parts_of
from ...formulas.mathml import mathml, symbol_class
from ...formulas.texts import number
from ...network import Network
from ...reference.weights import random_inputs, random_weights
from ..fences import options as given
from ..fences.template_values import FUNCTIONS
from .controls import Number
from .explorer import Explorer, Setup
from .step_drawn import Vector, drawn
from .texts import change, fixed, rounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ...cells import Cell
    from ...cells.nodes import Equation, Node
    from ...ground.located import Located
    from .controls import Control, State
    from .explorer import Data, Parts

    Array = NDArray[np.float64]

MOST_INPUTS, MOST_UNITS = 4, 3
LARGEST = 9
FEWEST_DIGITS, MOST_DIGITS = 4, 10
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
SEED = 12
"""The first for which none of 3 inputs' and 2 units' numbers is 0 to one decimal."""
PLUS = " +\u00a0"  # a line may break before it
LINE = 2.4
"""The height of a line of the walk, in em."""


def _setup(options: Located) -> Setup:
    name = given.choice(options, "cell", cells.CELLS, "lstm")
    inputs, units = given.size(options, "input", 3, MOST_INPUTS) or 3, given.size(options, "hidden", 2, MOST_UNITS) or 2
    seed = options["seed"].whole(0, 2**32 - 1) if "seed" in options.value else SEED
    network = Network(cell=name, input=inputs, hidden=units)
    data = _data(network, seed)
    return Setup(
        tuple(_controls(network, seed)), data, ("cell", "input", "hidden", "seed"), LINE * max(map(_lines, data["equations"]))
    )


def _lines(equation: Data) -> int:
    return len(equation["labels"]) + 1


def _data(network: Network, seed: int) -> Data:
    """The equations as trees, the formula of every inner node, and weights of one decimal."""
    cell = network.equations
    bodies: list[Any] = derive.tree(cell)["equations"]  # type: ignore[assignment]  # pairs of a name and a tree
    weights = random_weights(network, seed, 1.0).layers[0][0]
    return {
        "cell": cell.name,
        "input": network.input,
        "units": network.widths[0],
        "read": [_vector(node.name) for node in (cell.input, *cell.states)],
        "equations": [
            {**_vector(equation.name), "tree": body[1], "labels": _labels(equation), "uses": _uses(equation)}
            for equation, body in zip(cell.equations, bodies, strict=True)
        ],
        "weights": {name: [[_tenth(float(v)) for v in row] for row in array] for name, array in weights.items()},
    }


def _vector(name: str) -> Data:
    return {"name": name, "kind": symbol_class(name)}


def _labels(equation: Equation) -> list[str]:
    """The formula of each inner node; the last one is the equation's own value."""
    inner = [node for node in walk(equation.body) if parts_of(node)]
    return [*(str(mathml(derive.latex_node(node))) for node in inner[:-1]), str(mathml(derive.latex_symbol(equation.name)))]


def _uses(equation: Equation) -> list[str]:
    """The vectors that an equation reads."""
    return list(dict.fromkeys(str(node) for node in walk(equation.body) if not parts_of(node) and not _is_weight(node)))


def _is_weight(node: Node) -> bool:
    return isinstance(node, Symbol) and node.role == "weight"


def _tenth(value: float) -> float:
    scaled = floor(abs(value) * 10 + 0.5)
    return (scaled if value >= 0 else -scaled) / 10


def _controls(network: Network, seed: int) -> Iterator[Control]:
    cell, units = network.equations, network.widths[0]
    drawn = [_tenth(float(v)) for v in random_inputs(network, 1 + len(cell.states) * units, 1, seed).ravel()]
    for vector, count in (("x", network.input), *((cells.state_letter(state), units) for state in cell.states)):
        for n in range(count):
            yield _field(vector, n, drawn.pop(0))
    for gate, low in _held(cell).items():
        for n in range(units):
            words = "gates held at a number; blank: as computed"
            kind = symbol_class(f"{gate}_t")
            yield Number(f"hold-{gate}{n + 1}", _label(gate, n), "", low, 1, None, 2, optional=True, group=words, colour=kind)
    lines = len(cell.equations) * units
    yield Number("line", "line", f"of {lines}", 1, lines, 1)
    yield Number("digits", "digits", "after the point", FEWEST_DIGITS, MOST_DIGITS, FEWEST_DIGITS)


def _field(vector: str, n: int, value: float) -> Number:
    group, kind = "inputs, and the state before", symbol_class(f"{vector}_t")
    return Number(f"{vector}{n + 1}", _label(vector, n), "", -LARGEST, LARGEST, value, 1, group=group, colour=kind)


def _label(letter: str, n: int) -> str:
    return f"{letter}{SUBSCRIPTS[n + 1]}"


def _held(cell: Cell) -> dict[str, int]:
    """The gates that can be held, each with the least it can be held at; the state of a plain RNN is none."""
    bodies = {equation.name: equation.body for equation in cell.equations}
    return {gate: _least(bodies[f"{gate}_t"]) for gate in cell.gates if gate != "h"}


def _least(body: Node) -> int:
    """The lower end of what an equation can give: that of tanh, or that of σ."""
    return -1 if isinstance(body, Pointwise) and body.function == "tanh" else 0


def _parts(data: Data, state: State, before: State) -> Parts:
    cell = cells.build(data["cell"])
    done, earlier = _run(cell, data, state), _run(cell, data, before)
    place, unit = divmod(int(state["line"] or 1) - 1, data["units"])
    return {
        "picture": _picture(data, state, done, place, unit),
        "numbers": _walk(cell.equations[place], data["equations"][place], done, unit, int(state["digits"] or 0)),
        "said": _said(data, state, before, done, earlier),
    }


class _Done:
    """A step with everything it was given."""

    def __init__(self, values: dict[str, Array], step: derive.Step, held: dict[str, Array]) -> None:
        self.values = {**values, **step.values}
        self.inner = step.inner
        self.held = held

    def of(self, node: Node, unit: int) -> float:
        """One component of the value of any node."""
        column = self.values[node.name] if isinstance(node, Symbol) else self.inner[node]
        return float(column[unit, 0])


def _run(cell: Cell, data: Data, state: State) -> _Done:
    units = data["units"]
    values = {name: np.array(rows, dtype=np.float64) for name, rows in data["weights"].items()}
    values[cell.input.name] = _column([state[f"x{n + 1}"] for n in range(data["input"])])
    for symbol in cell.states:
        letter = cells.state_letter(symbol)
        values[symbol.name] = _column([state[f"{letter}{n + 1}"] for n in range(units)])
    held = {f"{gate}_t": _column([state[f"hold-{gate}{n + 1}"] for n in range(units)]) for gate in _held(cell)}
    return _Done(values, derive.step(cell, values, held), held)


def _column(components: Sequence[Any]) -> Array:
    return np.array([[np.nan if value is None else value] for value in components], dtype=np.float64)


def _picture(data: Data, state: State, done: _Done, place: int, unit: int) -> Markup:
    shown = min(int(state["digits"] or 0), FEWEST_DIGITS)
    vectors = [
        Vector(it["name"], it["kind"], [(float(v), fixed(float(v), shown)) for v in done.values[it["name"]][:, 0]])
        for it in (*data["read"], *data["equations"])
    ]
    return drawn(vectors, len(data["read"]), data["equations"][place], unit)


def _walk(equation: Equation, data: Data, done: _Done, unit: int, digits: int) -> Markup:
    """A line for each operation of an equation: its formula, the numbers, the result."""
    inner = [node for node in walk(equation.body) if parts_of(node)]
    rows = [
        _line(Markup(label), _arithmetic(node, done, unit, digits), _result(node, done, unit, digits))  # noqa: S704 - ours
        for node, label in zip(inner, data["labels"], strict=True)
    ]
    held = done.held.get(equation.name)
    if held is not None and not np.isnan(held[unit, 0]):
        rows.append(_line(Markup(data["labels"][-1]), "held at", _equal(number(float(held[unit, 0])))))  # noqa: S704 - ours
    return Markup('<table class="lstm-table lstm-walk"><tbody>{}</tbody></table>').format(Markup("").join(rows))


def _line(label: Markup, arithmetic: str, result: Markup) -> Markup:
    return Markup("<tr><td>{}</td><td>{}</td>{}</tr>").format(label, arithmetic, result)


def _equal(result: str) -> Markup:
    return Markup('<td class="lstm-number">= {}</td>').format(result)


def _result(node: Node, done: _Done, unit: int, digits: int) -> Markup:
    """A node's value, rounded; where the rounded numbers before it come to another one, that is said, with more digits."""
    value = fixed(done.of(node, unit), digits)
    if fixed(_of_shown(node, done, unit, digits), digits) == value:
        return _equal(value)
    more = f"{_arithmetic(node, done, unit, MOST_DIGITS)} = {fixed(done.of(node, unit), MOST_DIGITS)}"
    return Markup('<td class="lstm-number" tabindex="0">≈ {}<span class="lstm-more">{}</span></td>').format(value, more)


def _of_shown(node: Node, done: _Done, unit: int, digits: int) -> float:
    """What an operation makes of its operands as they are shown."""
    if isinstance(node, Product):
        row = done.values[str(node.left)][unit]
        return reduce(add, (float(w) * _shown(node.right, done, n, digits) for n, w in enumerate(row)))
    parts = [np.array([[_shown(part, done, unit, digits)]]) for part in parts_of(node)]
    return float(derive.applied(node, parts)[0, 0])


def _shown(part: Node, done: _Done, place: int, digits: int) -> float:
    """A component as it is shown: what was given as it is, what was computed rounded."""
    value = done.of(part, place)
    return value if isinstance(part, Symbol) else rounded(value, digits)


def _arithmetic(node: Node, done: _Done, unit: int, digits: int) -> str:
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


def _said(data: Data, state: State, before: State, done: _Done, earlier: _Done) -> Markup:
    seen: State = {"line": 0, "digits": 0}
    words = change(data["names"], before | seen, state | seen)
    digits = int(state["digits"] or 0)
    now, then = ([fixed(float(v), digits) for v in it.values["h_t"][:, 0]] for it in (done, earlier))
    if not words or now == then:
        shown = ", ".join(f"h{SUBSCRIPTS[n + 1]} = {value}" for n, value in enumerate(now))
        return Markup("{}").format(f"{words}: still {shown}." if words else f"After the step {shown}.")
    pairs = zip(then, now, strict=True)
    shown = ", ".join(f"h{SUBSCRIPTS[n + 1]} {old} → {new}" for n, (old, new) in enumerate(pairs))
    return Markup("{}").format(f"{words}: {shown}.")


EXPLORER = Explorer("step", "One step by hand", _setup, _parts, ("picture", "numbers", "said"))
