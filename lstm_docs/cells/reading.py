"""From a cell's text to its equations: which names are states, which weights, and in what order all is computed.

`h[t-1]` is a previous value. A bare `h`, `c` or declared state is the previous value in the lines down to its own, and the
new one below. For every other name the order of the lines is free. A name that no line computes is a weight if it has an
underscore or is declared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import sympy

from ..ground.errors import LstmDocsError
from .calls import CALLS, times
from .cell import Cell, Place, projected, without_biases
from .expressions import SIZE
from .nodes import Equation, Negative, Node, Number, OneMinus, Product, Quotient, Sum, Symbol, Transposed, is_scalar
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


OWN = "your cell"
"""What a cell is called that says no name."""


@dataclass(frozen=True, eq=False)
class Recipe:
    """A cell as its text says it; `build` makes the equations. `written` is the text itself."""

    name: str
    text: Text
    where: str
    written: str = field(repr=False)

    def __str__(self) -> str:
        return self.written

    @property
    def title(self) -> str:
        """What the text calls itself."""
        return self.text.title or self.name

    @property
    def said(self) -> tuple[str, ...]:
        """The lines that say something, without comments."""
        rows = (row.partition("#")[0].strip() for row in self.written.splitlines())
        return tuple(" ".join(row.split()) for row in rows if row)

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
        return (*first, *(name for name in (*self.lines, "x") if name in read and name not in first))

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

    def build(self, *, projected: bool = False, bias: bool = True, matrices: AbstractSet[str] = frozenset()) -> Cell:
        """The cell with, if asked, h projected to P components and every bias left out.

        A weight that stands alone as a term of a sum is a bias, unless it is one of `matrices`. Raises `LstmDocsError`
        for a cell that cannot be projected.
        """
        if projected and (self.order[-1].name != "h" or {"m", "V_h"} & {*self.lines, *self.weights} or "h" not in self.states):
            raise LstmDocsError("a projection narrows the state h of a cell whose last line computes it, and calls it m before")
        return _Building(self, projected, matrices).cell(bias=bias)

    @cached_property
    def weights(self) -> AbstractSet[str]:
        """The names that no line computes, but for the input."""
        return {name.token.text for line in self.text.lines for name in _names(line.right)} - {*self.lines, "x"}

    def fault(self, line: Line, token: Token | None, problem: str) -> LstmDocsError:
        """A fault at a place of the text."""
        column = f"column {token.column}: " if token else ""
        return LstmDocsError(column + problem, where=f"{self.where}:{line.number}")

    def is_state(self, name: str) -> bool:
        """Whether a bare name may be a previous value."""
        return name in STATES or name in self.text.states

    def _is_previous(self, line: Line, token: Token) -> bool:
        name = token.text
        if token.time == BEFORE:
            return name in self.lines or name == "x"
        if name not in self.lines or token.time == NOW:
            return False
        return self.is_state(name) and self.lines[name].number >= line.number

    def _needs(self, line: Line) -> list[str]:
        """The names whose value of this step a line reads."""
        return [name.token.text for name in _names(line.right) if name.token.text in self.lines and not self.previous[id(name)]]

    def _circle(self, names: tuple[str, ...]) -> LstmDocsError:
        around = " → ".join([*names, names[0]])
        stated = next((name for name in reversed(names) if self.is_state(name)), names[0])
        hint = f"if one of them means the previous value, write {stated}[t-1]"
        hint += f", or put the line of {stated} last" * (len(names) > 1)
        return self.fault(self.lines[names[0]], None, f"these lines need each other's new values: {around}; {hint}")

    def check(self) -> None:
        """Raise `LstmDocsError` at the line for names that nothing explains, and for a reading that is not the only one."""
        for name in self.text.states:
            if name not in self.lines:
                raise LstmDocsError(f"{name} is declared a state, and no line computes it", where=self.where)
        for line in self.order:
            for read in _names(line.right):
                self._check_name(line, read.token)
        met = {read.token.text for line in self.text.lines for read in _names(line.right)}
        if "x" not in met:
            raise LstmDocsError("no line reads the input x", where=self.where)
        for line in self.text.lines:
            if line.name != "h" and line.name not in met:
                raise self.fault(line, None, f"no line reads {line.name}; use it or leave it out")

    def _check_name(self, line: Line, token: Token) -> None:
        name = token.text
        if name in self.lines:
            self._check_state(line, token)
        elif name != "x" and (token.time or not ("_" in name or name in self.text.declared)):
            if name in SIZES:
                problem = f"{name} is a size and no matrix; for a * I h write a * h, and size({name}) for the number"
                raise self.fault(line, token, problem)
            if "_" in name or name in self.text.declared:
                raise self.fault(line, token, f"{name} is a weight, which has no time")
            known = [*self.lines, "x"]
            if name[1:] in known and name[0].isupper():
                raise self.fault(line, token, f"{name}: for {name[0]} times {name[1:]} write {name[0]}_{name[1:]} {name[1:]}")
            problem = f"no line computes {name!r}, and a weight has an underscore in its name or is declared"
            example = f", as in {name}: {'H x I' if name[0].isupper() else f'H, or {name}: 1 for a scalar'}"
            raise self.fault(line, token, problem + example + nearest(name, known))

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


@lru_cache(maxsize=2**8)
def recipe(text: str, name: str = OWN, where: str = "", first: int = 1) -> Recipe:
    """The cell of a text, called `name`; `where` is the file or page that holds it, from line `first`.

    Raises `LstmDocsError` at `where:line` for what is not understood, is read in two ways, or means nothing.
    """
    place = where or name
    read = Recipe(name, read_text(text, place, first), place, text)
    read.check()
    return read


def _names(right: Written) -> Iterator[Written]:
    if right.what == "name":
        yield right
    for part in right.parts if right.what != SIZE else ():
        yield from _names(part)


class _Building:
    """One cell being built."""

    def __init__(self, recipe: Recipe, is_projected: bool, matrices: AbstractSet[str]) -> None:
        self.recipe, self.is_projected = recipe, is_projected
        rows, columns = self.declared("x", I)
        self.input = Symbol("x_t", "input", rows, columns)
        self.states = {name: self.state(name) for name in recipe.states}
        self.weights: dict[str, Symbol] = {}
        self.equations: dict[str, Equation] = {}
        self.places: dict[Node, Place] = {}
        self.biases = _Biases(recipe).names - matrices

    def declared(self, name: str, default: sympy.Expr | None) -> tuple[sympy.Expr | None, sympy.Expr | None]:
        return self.recipe.text.declared.get(name, (default, None))

    def state(self, name: str) -> Symbol:
        rows, columns = self.declared(name, I if name == "x" else H)
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
        states = tuple(self.states.values())
        return Cell(self.recipe.name, self.recipe.title, self.input, states, equations, text.summary, self.places)

    def node(self, line: Line, written: Written) -> Node:
        """The node of a part of a line, its place noted: a name's is that of its first use."""
        node = self._node(line, written)
        if not self.is_projected:  # of which no text speaks
            self.places.setdefault(node, (f"{self.recipe.where}:{line.number}", written.token.column))
        return node

    def _node(self, line: Line, written: Written) -> Node:
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
                return times(*parts)
            case "@":
                return _product(*parts)
            case "/":
                return Quotient(*parts)
            case "neg":
                return Negative(*parts)
            case "^T":
                return Transposed(*parts)
        return CALLS[written.what].make(*parts)

    def named(self, written: Written) -> Node:
        name = written.token.text
        if name == "x":
            return self.states[name] if self.recipe.previous[id(written)] else self.input
        if name in self.recipe.lines:
            return self.states[name] if self.recipe.previous[id(written)] else self.equations[name]
        if name not in self.weights:
            rows, columns = self.declared(name, None)
            self.weights[name] = Symbol(name, "weight", rows, columns, bias=name in self.biases)
        return self.weights[name]

    def sum(self, line: Line, written: Written) -> Node:
        signed = list(_terms(written))
        if _is_one_minus(written):
            return OneMinus(self.node(line, signed[1][1]))
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


class _Biases:
    """The weights of a text that stand alone as terms of sums and nowhere else.

    A sum of weights and numbers alone has no bias, nor has one that multiplies a vector or is transposed.
    """

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.alone, self.elsewhere = set[str](), set[str]()
        for line in recipe.text.lines:
            self.visit(line.right)

    @property
    def names(self) -> set[str]:
        return self.alone - self.elsewhere

    def visit(self, written: Written, *, term: bool = False, matrix: bool = False) -> None:
        """Note the names below: of a `term` of a sum with biases, of something that is a `matrix`, or of anything."""
        match written.what:
            case "name":
                (self.alone if term else self.elsewhere).add(written.token.text)
            case "neg":
                self.visit(written.parts[0], term=term, matrix=matrix)
            case "+" | "-":
                terms = [term for _, term in _terms(written)]
                holds = not matrix and not _is_one_minus(written) and not all(map(self.constant, terms))
                for part in terms:
                    self.visit(part, term=holds, matrix=matrix)
            case what:
                bias = CALLS[what].bias if what in CALLS else None
                for place, part in enumerate(written.parts if what != SIZE else ()):
                    multiplies = what == "^T" or (what == "@" and place == 0)
                    self.visit(part, term=place == bias, matrix=multiplies)

    def constant(self, written: Written) -> bool:
        """Whether a term is a weight or a number, with whatever sign."""
        if written.what == "neg":
            return self.constant(written.parts[0])
        name = written.token.text
        return written.what == "number" or (written.what == "name" and name not in self.recipe.lines and name != "x")


def _is_one_minus(written: Written) -> bool:
    (sign, first), *others = _terms(written)
    return sign > 0 and first.what == "number" and float(first.token.text) == 1 and len(others) == 1 and others[0][0] < 0


def _product(left: Node, right: Node) -> Node:
    scalar = is_scalar(left) or isinstance(right, Number)
    return times(left, right) if scalar else Product(left, right)
