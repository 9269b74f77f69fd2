"""The nodes that equations are written in: six kinds, built by Python's own operators.

    @  matrix product      *  Hadamard product      +  sum      1 - v  one minus
    sigmoid(v), tanh(v), relu(v)  pointwise functions

Only inputs and states carry a size. What the size of a weight must be follows from
the equations it stands in; see `conform`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sympy

Role = Literal["input", "state", "weight"]
Function = Literal["sigmoid", "tanh", "relu"]


@dataclass(frozen=True, eq=False)
class Node:
    """Anything that stands in an equation. Two nodes are equal only if they are the same object."""

    def __matmul__(self, other: Node) -> Node:
        return Product(self, other)

    def __mul__(self, other: Node) -> Node:
        return Hadamard(self, other)

    def __add__(self, other: Node) -> Node:
        left = self.terms if isinstance(self, Sum) else (self,)
        return Sum((*left, other))

    def __rsub__(self, one: int) -> Node:
        if one != 1:
            raise TypeError("only 1 - v is an equation's node")
        return OneMinus(self)


@dataclass(frozen=True, eq=False)
class Symbol(Node):
    """A named input, previous state (rows declared, one column) or weight (nothing declared)."""

    name: str
    role: Role
    rows: sympy.Expr | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """`W`, `U`, `b`, `p` … for a weight named `W_f`."""
        return self.name.partition("_")[0]

    @property
    def gate(self) -> str:
        """`f` for a weight named `W_f`."""
        return self.name.partition("_")[2]


@dataclass(frozen=True, eq=False)
class Product(Node):
    """A matrix times a vector: columns of the left = rows of the right."""

    left: Node
    right: Node

    def __str__(self) -> str:
        return f"{_inner(self.left)} {_inner(self.right)}"


@dataclass(frozen=True, eq=False)
class Hadamard(Node):
    """Component by component: both factors and the result are alike."""

    left: Node
    right: Node

    def __str__(self) -> str:
        return f"{_inner(self.left)} ⊙ {_inner(self.right)}"


@dataclass(frozen=True, eq=False)
class Sum(Node):
    """Terms that are all alike."""

    terms: tuple[Node, ...]

    def __str__(self) -> str:
        return " + ".join(map(str, self.terms))


@dataclass(frozen=True, eq=False)
class Pointwise(Node):
    """A function of each component; the result is like its argument."""

    function: Function
    argument: Node

    def __str__(self) -> str:
        return f"{self.function}({self.argument})"


@dataclass(frozen=True, eq=False)
class OneMinus(Node):
    """1 - v, component by component."""

    argument: Node

    def __str__(self) -> str:
        return f"1 - {_inner(self.argument)}"


@dataclass(frozen=True, eq=False)
class Equation(Node):
    """A named vector on a left-hand side. Where later equations use it, it stands as its name.

    Its size follows from the equations, unless a network's property declares it (a projection does).
    """

    name: str
    body: Node
    rows: sympy.Expr | None = None

    def __str__(self) -> str:
        return self.name


def _inner(node: Node) -> str:
    return f"({node})" if isinstance(node, Sum | OneMinus) else str(node)


def let(name: str, body: Node, rows: sympy.Expr | None = None) -> Equation:
    """The equation `name = body`."""
    return Equation(name, body, rows)


def weights(names: str) -> tuple[Symbol, ...]:
    """Weights by name, as in `W_f, U_f, b_f = weights("W_f U_f b_f")`; their sizes are unknown."""
    return tuple(Symbol(name, "weight") for name in names.split())


def sigmoid(argument: Node) -> Node:
    """σ(a) = 1 / (1 + e^-a), between 0 and 1."""
    return Pointwise("sigmoid", argument)


def tanh(argument: Node) -> Node:
    """The hyperbolic tangent, between -1 and 1."""
    return Pointwise("tanh", argument)


def relu(argument: Node) -> Node:
    """max(a, 0)."""
    return Pointwise("relu", argument)


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes this one is made of, left to right; none for a symbol, and none for an equation met by name."""
    match node:
        case Product(left, right) | Hadamard(left, right):
            return left, right
        case Sum(terms):
            return terms
        case Pointwise(_, argument) | OneMinus(argument):
            return (argument,)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """`node` and everything below it, parts before wholes; an equation met inside is a leaf."""
    for part in parts(node):
        yield from walk(part)
    yield node
