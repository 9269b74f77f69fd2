"""What must conform, solved: the size of every node of a cell, and the chain of reasons for it.

Every node has two dimensions (rows, columns). A node states which dimensions must be equal;
inputs and previous states declare theirs; SymPy solves the system. The shortest chain of
equalities from a dimension to a declared one is its explanation.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy

from ..ground.errors import ConformError, one_of
from .nodes import (
    Axis,
    Dimension,
    Equation,
    Hadamard,
    Link,
    Node,
    Number,
    Product,
    Symbol,
    Transposed,
    alike,
    is_column,
    is_scalar,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .cell import Cell


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
        raise _conflict(cell, links, declared)
    sizes = dict(zip(dimensions, solution, strict=False))
    free = set(unknown.values())
    undetermined = [dimension for dimension, size in sizes.items() if size.free_symbols & free]
    if undetermined:
        raise _undetermined(cell, undetermined)
    _check_vectors(cell, sizes)
    _check_products(cell, sizes)
    return Conformed(cell, sizes, links)


def _check_vectors(cell: Cell, sizes: Mapping[Dimension, sympy.Expr]) -> None:
    """Raise `ConformError` where a weight in lower case is transposed and comes out as a matrix, which nobody has said."""
    for equation in cell.equations:
        for node in walk(equation.body):
            weight = node.parts[0] if isinstance(node, Transposed) else None
            if isinstance(weight, Symbol) and weight.role == "weight" and weight.rows is None and weight.name[0].islower():
                rows, columns = (sizes[Dimension(weight, axis)] for axis in ("rows", "columns"))
                if columns != 1:
                    name = equation.name.removesuffix("_t")
                    problem = f"{weight}^T makes {weight} a matrix; declare {name}: 1 if {name} is one number"
                    raise _placed(ConformError(f"{problem}, or {weight}: {rows} x {columns}"), cell, [node])


def _check_products(cell: Cell, sizes: Mapping[Dimension, sympy.Expr]) -> None:
    """Raise `ConformError` where a vector makes one number of what stands beside it, as if `*` were forgotten between them."""
    for node in (node for equation in cell.equations for node in walk(equation.body) if isinstance(node, Product)):
        shapes = [sizes[Dimension(side, axis)] for side in (node.left, node.right) for axis in ("rows", "columns")]
        weighs = isinstance(node.left, Symbol) and node.left.role == "weight"
        if shapes[0] != 1 and shapes[1:] == [1, 1, 1] and not weighs and not (is_scalar(node.right) or _is_stated(node.right)):
            raise _beside(cell, node)


def _is_stated(node: Node) -> bool:
    """Whether there is a row in what makes a node, or a weight of declared size, so that it may well be one number."""
    if isinstance(node, Symbol):
        return node.role == "weight" and node.rows is not None
    inside = (node.body,) if isinstance(node, Equation) else node.parts
    return isinstance(node, Transposed) or any(map(_is_stated, inside))


def _beside(cell: Cell, node: Product) -> ConformError:
    mended = str(Hadamard(node.left, node.right)).replace("⊙", "*")
    return _placed(ConformError(f"{node} puts two vectors side by side; write {mended}"), cell, [node])


def _links(equation: Equation) -> Iterator[Link]:
    for node in walk(equation.body):
        yield from node.links()
    for axis in ("rows", "columns"):
        rule = f"both sides of the equation for {equation} are alike"
        yield Link(Dimension(equation, axis), Dimension(equation.body, axis), rule)


def _fed_back(cell: Cell) -> Iterator[Link]:
    for state in cell.states:
        equation = cell.next_of(state)
        yield from alike(equation, state, f"{equation} is the next step's {state}")


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
    return (scalar for equation in cell.equations for node in walk(equation.body) for scalar in node.scalars())


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


def _undetermined(cell: Cell, dimensions: Sequence[Dimension]) -> ConformError:
    """What to declare, or to write: of a weight or a line if one is among the dimensions."""
    dimension = next((d for d in dimensions if isinstance(d.node, Symbol | Equation)), dimensions[0])
    node = dimension.node
    declare = f"declare it, {_declaration(node)}, or " if isinstance(node, Symbol | Equation) else ""
    problem = f"nothing determines the {dimension}; {declare}use it beside something of known size"
    return _placed(ConformError(problem), cell, [node, *_users(cell, node)])


def _declaration(named: Symbol | Equation) -> str:
    """How a text says the size of a name: `W_a: H x I`, `a: H`."""
    matrix = isinstance(named, Symbol) and named.kind[0].isupper()
    return f"{named.name.removesuffix('_t')}: {'H x I' if matrix else 'H'} for example"


def _users(cell: Cell, node: Node) -> list[Node]:
    """The nodes that a node is a part of."""
    return [user for equation in cell.equations for user in walk(equation.body) if node in user.parts]


def _placed(error: ConformError, cell: Cell, nodes: Sequence[Node]) -> ConformError:
    """The error at the first of the nodes that stands in a text, with the column."""
    where, column = next((cell.places[node] for node in nodes if node in cell.places), ("", 0))
    return ConformError(f"column {column}: {error.message}" if where else f"{cell.title}: {error.message}", where=where or None)


def _conflict(cell: Cell, links: tuple[Link, ...], declared: Mapping[Dimension, sympy.Expr]) -> ConformError:
    """Two vectors side by side, or the first two declared sizes that a path of equalities joins although they differ."""
    for equation in cell.equations:
        for node in walk(equation.body):
            if isinstance(node, Product) and _is_vector(node.left) and _is_vector(node.right):
                return _beside(cell, node)
    for start, size in declared.items():
        others = [d for d, other in declared.items() if other != size]
        path = _path(links, start, others)
        if path:
            end = path[-1].right
            shape, other = _shape(declared, start), _shape(declared, end)
            culprit = max(path, key=lambda link: link.rule.startswith("⊙") or link.rule.startswith("in "))
            error = ConformError(
                f"{start.node} is {shape} and {end.node} is {other}, but the {start} must equal the {end}: "
                f"{size} ≠ {declared[end]} ({culprit.rule})"
            )
            left, right = culprit.left.node, culprit.right.node
            # A name stands in many places, what is made of both sides in one.
            made = [node for node in (left, right) if node.parts] + [it for it in _users(cell, left) if right in it.parts]
            return _placed(error, cell, [*made, left, right])
    return ConformError("the sizes of the equations contradict each other")


def _is_vector(node: Node) -> bool:
    """Whether a node is a vector's name, or made of one component by component; a weight is one in lower case."""
    if isinstance(node, Symbol) and node.role == "weight":
        return node.name[0].islower() and node.rows is None
    if isinstance(node, Symbol | Equation):
        return is_column(node) and not is_scalar(node)
    return not isinstance(node, Product | Transposed) and any(map(_is_vector, node.parts))


def _shape(declared: Mapping[Dimension, sympy.Expr], dimension: Dimension) -> str:
    return "×".join(str(declared[Dimension(dimension.node, axis)]) for axis in ("rows", "columns"))
