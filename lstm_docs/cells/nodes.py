"""The nodes that equations are made of. `reading` makes them from a cell's text.

    @  matrix product      *  Hadamard product      +  sum      1 - v  one minus
    sigmoid(v), tanh(v) …  pointwise functions

Only inputs and states carry a size, and what a text declares. What the size of a weight must be follows from
the equations it stands in; see `conform`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import sympy

Role = Literal["input", "state", "weight"]
Function = str
FUNCTIONS = ("sigmoid", "tanh", "relu", "exp", "log", "logsigmoid", "softplus", "abs", "sqrt")
"""The pointwise functions by name."""


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
    """A named input or previous state (rows declared, one column if nothing is said) or weight (nothing need be declared).

    A weight that stands alone as a term of a sum is a `bias`.
    """

    name: str
    role: Role
    rows: sympy.Expr | None = None
    columns: sympy.Expr | None = None
    bias: bool = False

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
        return " + ".join(map(str, self.terms)).replace(" + -", " - ")


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
class Number(Node):
    """A number, or a formula in the sizes. It is as large as what it stands beside."""

    value: sympy.Expr

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, eq=False)
class Negative(Node):
    """-v, component by component."""

    argument: Node

    def __str__(self) -> str:
        return f"-{_inner(self.argument)}"


@dataclass(frozen=True, eq=False)
class Quotient(Node):
    """Component by component, or every component by one scalar."""

    left: Node
    right: Node

    def __str__(self) -> str:
        return f"{_inner(self.left)} / {_inner(self.right)}"


@dataclass(frozen=True, eq=False)
class Scaled(Node):
    """A scalar times anything; the result is like what is scaled."""

    scalar: Node
    argument: Node

    def __str__(self) -> str:
        return f"{_inner(self.scalar)} {_inner(self.argument)}"


@dataclass(frozen=True, eq=False)
class Transposed(Node):
    """A matrix or vector with its rows as columns."""

    argument: Node

    def __str__(self) -> str:
        return f"{_inner(self.argument)}^T"


@dataclass(frozen=True, eq=False)
class Extremum(Node):
    """The larger (`max`) or the smaller (`min`) of two, component by component."""

    which: Literal["max", "min"]
    left: Node
    right: Node

    def __str__(self) -> str:
        return f"{self.which}({self.left}, {self.right})"


@dataclass(frozen=True, eq=False)
class Equation(Node):
    """A named vector on a left-hand side. Where later equations use it, it stands as its name.

    Its size follows from the equations, unless a text or a network's property declares it (a projection does).
    """

    name: str
    body: Node
    rows: sympy.Expr | None = None
    columns: sympy.Expr | None = None

    def __str__(self) -> str:
        return self.name


def _inner(node: Node) -> str:
    return f"({node})" if isinstance(node, Sum | OneMinus | Negative) else str(node)


def let(name: str, body: Node, rows: sympy.Expr | None = None) -> Equation:
    """The equation `name = body`."""
    return Equation(name, body, rows)


def weights(names: str) -> tuple[Symbol, ...]:
    """Weights by name, as in `W_f, U_f, b_f = weights("W_f U_f b_f")`; their sizes are unknown, and a b is a bias."""
    return tuple(Symbol(name, "weight", bias=name.startswith("b")) for name in names.split())


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
        case Product(left, right) | Hadamard(left, right) | Quotient(left, right) | Scaled(left, right):
            return left, right
        case Extremum(_, left, right):
            return left, right
        case Sum(terms):
            return terms
        case Pointwise(_, argument) | OneMinus(argument) | Negative(argument) | Transposed(argument):
            return (argument,)
    return ()


def made_of(node: Node, renewed: Sequence[Node]) -> Node:
    """The same node of other parts, as many as it has."""
    match node:
        case Sum():
            return Sum(tuple(renewed))
        case Product() | Hadamard() | Quotient() | Scaled() | OneMinus() | Negative() | Transposed():
            return type(node)(*renewed)
        case Pointwise(function, _):
            return Pointwise(function, *renewed)
        case Extremum(which, _, _):
            return Extremum(which, *renewed)
    return node


@lru_cache(maxsize=2**14)
def is_scalar(node: Node) -> bool:
    """Whether the node is one number: it is declared so, or made of scalars, or the inner product of two vectors."""
    match node:
        case Number():
            return True
        case Symbol() | Equation() if node.rows is not None:
            return node.rows == 1 and node.columns in (None, 1)
        case Symbol():
            return False
        case Equation(_, body):
            return is_scalar(body)
        case Product(Transposed(left), right):
            return (is_column(left) and is_column(right)) or (is_scalar(left) and is_scalar(right))
    return bool(parts(node)) and all(map(is_scalar, parts(node)))


def sized(terms: Sequence[Node]) -> tuple[Node, ...]:
    """The terms of a sum that say how large it is: beside a vector, numbers and scalars are added to each component."""
    vectors = tuple(term for term in terms if not is_scalar(term))
    return vectors or tuple(term for term in terms if not isinstance(term, Number))


def is_column(node: Node) -> bool:
    """Whether the node is a vector for sure: an input, a state or a left-hand side that no text declares a matrix."""
    match node:
        case Symbol(_, "weight"):
            return node.rows is not None and node.columns in (None, 1)
        case Symbol() | Equation():
            return node.columns in (None, 1)
    return False


def walk(node: Node) -> Iterator[Node]:
    """`node` and everything below it, parts before wholes; an equation met inside is a leaf."""
    for part in parts(node):
        yield from walk(part)
    yield node
