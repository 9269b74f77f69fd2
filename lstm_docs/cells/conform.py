"""What must conform, solved: the size of every node of a cell, and the chain of reasons for it.

Every node has two dimensions (rows, columns). A node states which dimensions must be equal;
inputs and previous states declare theirs; SymPy solves the system. The shortest chain of
equalities from a dimension to a declared one is its explanation.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import sympy

from ..ground.errors import ConformError, one_of
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
    sized,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .cell import Cell

Axis = Literal["rows", "columns"]


@dataclass(frozen=True)
class Dimension:
    """The rows or the columns of one node."""

    node: Node
    axis: Axis

    def __str__(self) -> str:
        return f"{self.axis} of {self.node}"


@dataclass(frozen=True)
class Link:
    """Two dimensions that must be equal, and the rule that says so."""

    left: Dimension
    right: Dimension
    rule: str


@dataclass(frozen=True)
class Chain:
    """Why a dimension is what it is: links that lead from it to a declared size."""

    start: Dimension
    links: tuple[Link, ...]
    size: sympy.Expr

    @property
    def waypoints(self) -> tuple[Dimension, ...]:
        """The dimensions of named vectors and weights along the chain, the start first."""
        met = (self.start, *(link.right for link in self.links))
        return tuple(d for d in met if isinstance(d.node, Symbol | Equation))


@dataclass(frozen=True)
class Conformed:
    """The solution for one cell."""

    cell: Cell
    sizes: Mapping[Dimension, sympy.Expr]
    links: tuple[Link, ...]

    def shape(self, node: Node) -> tuple[sympy.Expr, sympy.Expr]:
        """(rows, columns) of a node of the cell; a number's are 1."""
        if isinstance(node, Number):
            return sympy.Integer(1), sympy.Integer(1)
        return self.sizes[Dimension(node, "rows")], self.sizes[Dimension(node, "columns")]

    def named(self, name: str) -> Node:
        """The symbol or equation called `name`. Raises `UnknownNameError`."""
        by_name = {str(node): node for node in self.cell.symbols}
        return by_name[one_of(name, by_name, f"symbol of the {self.cell.title}")]

    def why(self, node: Node, axis: Axis) -> Chain:
        """The shortest chain of equalities from a dimension to a declared size."""
        start = Dimension(node, axis)
        declared = dict(_declared(self.cell))
        return Chain(start, _path(self.links, start, declared.keys()), self.sizes[start])


def conform(cell: Cell) -> Conformed:
    """Solve the sizes of every node of `cell`.

    Raises `ConformError` where two declared sizes would have to be equal and are not, or where
    nothing determines a size.
    """
    links = tuple(link for equation in cell.equations for link in _links(equation)) + tuple(_fed_back(cell))
    declared = dict(_declared(cell))
    dimensions = list(dict.fromkeys([*declared, *(d for link in links for d in (link.left, link.right))]))
    unknown = {d: sympy.Symbol(f"d{n}", positive=True, integer=True) for n, d in enumerate(dimensions)}
    system = [unknown[link.left] - unknown[link.right] for link in links]
    system += [unknown[d] - size for d, size in declared.items()]
    # The sizes declared are unknowns too, the last, so that all is solved in plain numbers: they must come out free.
    letters = sorted(set[sympy.Symbol]().union(*(size.free_symbols for size in declared.values())), key=str)
    solutions = sympy.linsolve(system, [*unknown.values(), *letters])
    solution = next(iter(solutions), ())
    if not solution or list(solution[len(dimensions) :]) != letters:
        raise _conflict(links, declared)
    sizes = dict(zip(dimensions, solution, strict=False))
    free = set(unknown.values())
    for dimension, size in sizes.items():
        if size.free_symbols & free:
            raise ConformError(f"{cell.title}: nothing determines the {dimension}; use it beside something of known size")
    return Conformed(cell, sizes, links)


def _links(equation: Equation) -> Iterator[Link]:
    for node in walk(equation.body):
        yield from _rules(node)
    for axis in ("rows", "columns"):
        rule = f"both sides of the equation for {equation} are alike"
        yield Link(Dimension(equation, axis), Dimension(equation.body, axis), rule)


def _rules(node: Node) -> Iterator[Link]:
    match node:
        case Product(left, right):
            yield _link(left, "columns", right, "rows", f"in {node}, columns of the left = rows of the right")
            yield _link(node, "rows", left, "rows", "a product has the rows of its left factor")
            yield _link(node, "columns", right, "columns", "a product has the columns of its right factor")
        case Sum(terms):
            for term in sized(terms):
                yield from _alike(node, term, "the terms of a sum are alike")
        case Hadamard(left, right):
            yield from _alike(left, right, f"⊙ pairs {left} with {right}, component by component")
            yield from _alike(node, left, "⊙ keeps the size of its factors")
        case Pointwise(function, argument):
            yield from _alike(node, argument, f"{function} acts on each component")
        case OneMinus(argument):
            yield from _alike(node, argument, "1 - v acts on each component")
        case Negative(argument):
            yield from _alike(node, argument, "a sign acts on each component")
        case Scaled(_, argument):
            yield from _alike(node, argument, "a scalar acts on each component")
        case Quotient(left, right) if is_scalar(right) and not is_scalar(left):
            yield from _alike(node, left, "a scalar divides each component")
        case Quotient(left, right) | Extremum(_, left, right):
            sides = [side for side in (left, right) if not isinstance(side, Number)]
            for side in sides:
                yield from _alike(node, side, f"{node} is taken component by component")
        case Transposed(argument):
            yield _link(node, "rows", argument, "columns", f"the rows of {node} are the columns of {argument}")
            yield _link(node, "columns", argument, "rows", f"the columns of {node} are the rows of {argument}")


def _link(left: Node, left_axis: Axis, right: Node, right_axis: Axis, rule: str) -> Link:
    return Link(Dimension(left, left_axis), Dimension(right, right_axis), rule)


def _alike(left: Node, right: Node, rule: str) -> Iterator[Link]:
    yield _link(left, "rows", right, "rows", rule)
    yield _link(left, "columns", right, "columns", rule)


def _fed_back(cell: Cell) -> Iterator[Link]:
    for state in cell.states:
        equation = cell.next_of(state)
        yield from _alike(equation, state, f"{equation} is the next step's {state}")


def _declared(cell: Cell) -> Iterator[tuple[Dimension, sympy.Expr]]:
    for symbol in (cell.input, *cell.states):
        if symbol.rows is None:
            raise ConformError(f"{cell.title}: {symbol} is an {symbol.role} and must declare its size")
    named: tuple[Symbol | Equation, ...] = (cell.input, *cell.states, *cell.weights, *cell.equations)
    for node in named:
        if node.rows is not None:
            yield Dimension(node, "rows"), node.rows
            yield Dimension(node, "columns"), sympy.Integer(1) if node.columns is None else node.columns
    for scalar in _scalars(cell):
        yield Dimension(scalar, "rows"), sympy.Integer(1)
        yield Dimension(scalar, "columns"), sympy.Integer(1)


def _scalars(cell: Cell) -> Iterator[Node]:
    """What multiplies, divides or is added as a scalar, and so must be one."""
    for node in (node for equation in cell.equations for node in walk(equation.body)):
        match node:
            case Scaled(scalar, _) if not isinstance(scalar, Number):
                yield scalar
            case Sum(terms):
                yield from (term for term in terms if term not in sized(terms) and not isinstance(term, Number))
            case Quotient(left, right) if is_scalar(right) and not is_scalar(left) and not isinstance(right, Number):
                yield right


def _path(links: tuple[Link, ...], start: Dimension, goals: object) -> tuple[Link, ...]:
    """The links of the shortest path from `start` to any of `goals`, each turned to lead forwards."""
    neighbours: dict[Dimension, list[Link]] = {}
    for link in links:
        neighbours.setdefault(link.left, []).append(link)
        neighbours.setdefault(link.right, []).append(Link(link.right, link.left, link.rule))
    reached: dict[Dimension, tuple[Link, ...]] = {start: ()}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        if here in goals:  # type: ignore[operator]
            return reached[here]
        for link in neighbours.get(here, []):
            if link.right not in reached:
                reached[link.right] = (*reached[here], link)
                queue.append(link.right)
    return ()


def _conflict(links: tuple[Link, ...], declared: Mapping[Dimension, sympy.Expr]) -> ConformError:
    """The first two declared sizes that a path of equalities joins although they differ."""
    for start, size in declared.items():
        others = [d for d, other in declared.items() if other != size]
        path = _path(links, start, others)
        if path:
            end = path[-1].right
            shape, other = _shape(declared, start), _shape(declared, end)
            culprit = max(path, key=lambda link: link.rule.startswith("⊙") or link.rule.startswith("in "))
            return ConformError(
                f"{start.node} is {shape} and {end.node} is {other}, but the {start} must equal the {end}: "
                f"{size} ≠ {declared[end]} ({culprit.rule})"
            )
    return ConformError("the sizes of the equations contradict each other")


def _shape(declared: Mapping[Dimension, sympy.Expr], dimension: Dimension) -> str:
    return "×".join(str(declared[Dimension(dimension.node, axis)]) for axis in ("rows", "columns"))
