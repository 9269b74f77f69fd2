"""From a cell's text to its equations: which names are states, which weights, and in what order all is computed.

`h[t-1]` is a previous value. A bare `h`, `c` or declared state is the previous value in the lines down to its own, and the
new one below. For every other name the order of the lines is free. A name that no line computes is a weight if it has an
underscore or is declared.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import sympy

from ..ground.errors import LstmDocsError
from .cell import Cell, projected, without_biases
from .nodes import (
    Equation,
    Extremum,
    Hadamard,
    Negative,
    Node,
    Number,
    OneMinus,
    Pointwise,
    Product,
    Quotient,
    Scaled,
    Sum,
    Symbol,
    Transposed,
    is_scalar,
)
from .sizes import H, I, P
from .text import SIZES, Line, Text, nearest
from .text import read as read_text
from .tokens import BEFORE, NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from .expressions import Written
    from .tokens import Token

STATES = ("h", "c")
"""Names that are states without being declared."""


@dataclass(frozen=True)
class Recipe:
    """A cell as its text says it; `build` makes the equations."""

    name: str
    text: Text
    where: str

    @property
    def title(self) -> str:
        """What the text calls itself."""
        return self.text.title or self.name

    @cached_property
    def lines(self) -> dict[str, Line]:
        """Every line by the name that it computes."""
        return {line.name: line for line in self.text.lines}

    @cached_property
    def previous(self) -> dict[int, bool]:
        """For each name that stands on a right-hand side, by the object that it is, whether it means the previous value."""
        return {id(name): self._is_previous(line, name.token) for line in self.text.lines for name in _names(line.right)}

    @cached_property
    def states(self) -> tuple[str, ...]:
        """The names whose previous value is read: h and c first."""
        read = {name.token.text for line in self.text.lines for name in _names(line.right) if self.previous[id(name)]}
        first = [name for name in STATES if name in read]
        return (*first, *(name for name in self.lines if name in read and name not in first))

    @cached_property
    def order(self) -> tuple[Line, ...]:
        """The lines in order of computation: as they stand, but each after what it needs."""
        placed: dict[str, Line] = {}

        def place(name: str, waiting: tuple[str, ...]) -> None:
            if name in placed:
                return
            line = self.lines[name]
            if name in waiting:
                raise self._circle(waiting[waiting.index(name) :])
            for needed in self._needs(line):
                place(needed, (*waiting, name))
            placed[name] = line

        for line in self.text.lines:
            place(line.name, ())
        return tuple(placed.values())

    def build(self, *, projected: bool = False, bias: bool = True) -> Cell:
        """The cell with, if asked, h projected to P components and every bias left out."""
        return _Building(self, projected).cell(bias=bias)

    def fault(self, line: Line, token: Token | None, problem: str) -> LstmDocsError:
        """A fault at a place of the text."""
        column = f"column {token.column}: " if token else ""
        return LstmDocsError(column + problem, where=f"{self.where}:{line.number}")

    def is_state(self, name: str) -> bool:
        """Whether a bare name may be a previous value."""
        return name in STATES or name in self.text.states

    def _is_previous(self, line: Line, token: Token) -> bool:
        name = token.text
        if name not in self.lines or token.time == NOW:
            return False
        if token.time == BEFORE:
            return True
        return self.is_state(name) and self.lines[name].number >= line.number

    def _needs(self, line: Line) -> list[str]:
        """The names whose value of this step a line reads."""
        return [name.token.text for name in _names(line.right) if name.token.text in self.lines and not self.previous[id(name)]]

    def _circle(self, names: tuple[str, ...]) -> LstmDocsError:
        around = " → ".join([*names, names[0]])
        stated = next((name for name in reversed(names) if self.is_state(name)), names[0])
        hint = f"if one of them means the previous value, write {stated}[t-1], or put the line of {stated} last"
        return self.fault(self.lines[names[0]], None, f"these lines need each other's new values: {around}; {hint}")

    def check(self) -> None:
        """Raise `LstmDocsError` at the line for names that nothing explains, and for a reading that is not the only one."""
        for name in self.text.states:
            if name not in self.lines:
                raise LstmDocsError(f"{name} is declared a state, and no line computes it", where=self.where)
        for line in self.order:
            for read in _names(line.right):
                self._check_name(line, read.token)
        if not any(read.token.text == "x" for line in self.text.lines for read in _names(line.right)):
            raise LstmDocsError("no line reads the input x", where=self.where)

    def _check_name(self, line: Line, token: Token) -> None:
        name = token.text
        if name in self.lines:
            self._check_state(line, token)
        elif name == "x":
            if token.time == BEFORE:
                raise self.fault(line, token, "x[t-1] is not read yet; hand the input on in a state of your own")
        elif token.time or not ("_" in name or name in self.text.declared):
            known = [*self.lines, "x"]
            problem = f"no line computes {name!r}, and a weight has an underscore in its name or is declared"
            raise self.fault(line, token, problem + nearest(name, known))

    def _check_state(self, line: Line, token: Token) -> None:
        """A bare state above its own line, in the line of another state, could mean either value unless one needs the other."""
        name = token.text
        between = self.is_state(line.name) and self.is_state(name) and name != line.name and not token.time
        if between and self.lines[name].number > line.number and line.name not in self._reached(name):
            hint = f"write {name}[t-1] for the previous value, or put the line of {name} above this one for the new one"
            raise self.fault(line, token, f"{name} may be the previous value here or the new one; {hint}")

    def _reached(self, name: str) -> AbstractSet[str]:
        """The names whose new values a name's new value needs, itself among them."""
        met, waiting = {name}, [name]
        while waiting:
            for needed in self._needs(self.lines[waiting.pop()]):
                if needed not in met:
                    met.add(needed)
                    waiting.append(needed)
        return met


def recipe(text: str, name: str, where: str = "") -> Recipe:
    """The cell of a text, called `name`; `where` is the file or page that holds it.

    Raises `LstmDocsError` at `where:line` for what is not understood, is read in two ways, or means nothing.
    """
    place = where or name
    read = Recipe(name, read_text(text, place), place)
    read.check()
    return read


def _names(right: Written) -> Iterator[Written]:
    if right.what == "name":
        yield right
    for part in right.parts if right.what != "size" else ():
        yield from _names(part)


class _Building:
    """One cell being built."""

    def __init__(self, recipe: Recipe, is_projected: bool) -> None:
        self.recipe, self.is_projected = recipe, is_projected
        rows, columns = self.declared("x", I)
        self.input = Symbol("x_t", "input", rows, columns)
        self.states = {name: self.state(name) for name in recipe.states}
        self.weights: dict[str, Symbol] = {}
        self.equations: dict[str, Equation] = {}
        self.biases = _biases(recipe)

    def declared(self, name: str, default: sympy.Expr | None) -> tuple[sympy.Expr | None, sympy.Expr | None]:
        return self.recipe.text.declared.get(name, (default, None))

    def state(self, name: str) -> Symbol:
        rows, columns = self.declared(name, H)
        if name == "h" and self.is_projected:
            rows = P
        return Symbol(f"{name}_t-1", "state", rows, columns)

    def cell(self, *, bias: bool) -> Cell:
        for line in self.recipe.order:
            # The size of a state's new value follows from the state; an h that is none has the size that h has.
            rows, columns = self.declared(line.name, H if line.name == "h" and "h" not in self.states else None)
            body = self.node(line, line.right)
            if isinstance(body, Number):
                raise self.recipe.fault(line, None, f"{line.name} is a number; a line computes something from x or a state")
            self.equations[line.name] = equation = Equation(f"{line.name}_t", body, rows, columns)
            is_scalar(equation)  # known line by line, so that a long chain of lines is not walked at once
        equations = tuple(self.equations.values())
        if self.is_projected:
            equations = projected(equations)
        if not bias:
            equations = without_biases(equations)
        text = self.recipe.text
        return Cell(self.recipe.name, self.recipe.title, self.input, tuple(self.states.values()), equations, text.summary)

    def node(self, line: Line, written: Written) -> Node:
        match written.what:
            case "name":
                return self.named(written)
            case "number":
                return Number(sympy.Rational(written.token.text))
            case "size":
                return self.size(line, written.parts[0])
            case "+" | "-":
                return self.sum(line, written)
        parts = [self.node(line, part) for part in written.parts]
        match written.what:
            case "*":
                return _times(*parts)
            case "@":
                return _product(*parts)
            case "/":
                return Quotient(*parts)
            case "neg":
                return Negative(*parts)
            case "^T":
                return Transposed(*parts)
            case "max" | "min":
                return Extremum(written.what, *parts)
        return Pointwise(written.what, *parts)

    def named(self, written: Written) -> Node:
        name = written.token.text
        if name == "x":
            return self.input
        if name in self.recipe.lines:
            return self.states[name] if self.recipe.previous[id(written)] else self.equations[name]
        if name not in self.weights:
            rows, columns = self.declared(name, None)
            self.weights[name] = Symbol(name, "weight", rows, columns, bias=name in self.biases)
        return self.weights[name]

    def sum(self, line: Line, written: Written) -> Node:
        signed = list(_terms(written))
        (sign, first), *others = signed
        if sign > 0 and first.what == "number" and float(first.token.text) == 1 and len(others) == 1 and others[0][0] < 0:
            return OneMinus(self.node(line, others[0][1]))
        nodes = [self.node(line, term) for _, term in signed]
        return Sum(tuple(node if sign > 0 else Negative(node) for (sign, _), node in zip(signed, nodes, strict=True)))

    def size(self, line: Line, written: Written) -> Node:
        name = written.token.text
        if written.what != "name" or name not in SIZES:
            raise self.recipe.fault(line, written.token, f"size() takes one of {', '.join(SIZES)}, not {name!r}")
        return Number(SIZES[name])


def _terms(written: Written, sign: int = 1) -> Iterator[tuple[int, Written]]:
    """The terms of a sum from left to right, each with its sign; a difference in parentheses on the right stays one."""
    if written.what in ("+", "-"):
        left, right = written.parts
        yield from _terms(left, sign)
        yield (sign if written.what == "+" else -sign), right
    else:
        yield sign, written


def _biases(recipe: Recipe) -> set[str]:
    """The weights that stand alone as terms of sums and nowhere else."""
    alone, elsewhere = set[str](), set[str]()

    def visit(written: Written, *, term: bool) -> None:
        if written.what == "name":
            (alone if term else elsewhere).add(written.token.text)
        for part in written.parts:
            visit(part, term=written.what in ("+", "-"))

    for line in recipe.text.lines:
        visit(line.right, term=False)
    return alone - elsewhere


def _times(left: Node, right: Node) -> Node:
    if is_scalar(left) != is_scalar(right) or isinstance(left, Number) or isinstance(right, Number):
        return Scaled(left, right) if is_scalar(left) else Scaled(right, left)
    return Hadamard(left, right)


def _product(left: Node, right: Node) -> Node:
    scalar = is_scalar(left) or isinstance(right, Number)
    return _times(left, right) if scalar else Product(left, right)
