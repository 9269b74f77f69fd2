"""The nodes that equations are made of. `reading` makes them from a cell's text.

    @  matrix product      *  Hadamard product      +  sum      1 - v  one minus
    sigmoid(v), tanh(v) …  pointwise functions

Only inputs and states carry a size, and what a text declares. What the size of a weight must be follows from
the equations it stands in; see `conform`.
"""

# ruff: noqa: D102 - `Node` says what each operation says
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import sympy

Axis = Literal["rows", "columns"]
Role = Literal["input", "state", "weight"]
Function = str
FUNCTIONS = ("sigmoid", "tanh", "relu", "exp", "log", "logsigmoid", "softplus", "abs", "sqrt")
"""The pointwise functions by name."""
EPSILON = 1e-5
"""What a layer norm adds to the variance: PyTorch's default."""


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


@dataclass(frozen=True, eq=False)
class Node:
    """Anything that stands in an equation. Two nodes are equal only if they are the same object.

    What an operation says of sizes stands here with it; what follows from it, in `derive.kinds`.
    """

    @property
    def parts(self) -> tuple[Node, ...]:
        """The nodes this one is made of, left to right; none for a symbol, and none for an equation met by name."""
        return ()

    def renewed(self, *parts: Node) -> Node:
        """The same node of other parts, as many as it has."""
        return type(self)(*parts) if parts else self

    def links(self) -> Iterator[Link]:
        """What conforms: unless it says otherwise, a node is like each of its parts that are no numbers."""
        for part in self.parts:
            if not isinstance(part, Number):
                yield from alike(self, part, f"{self} is taken component by component")

    def scalars(self) -> Iterator[Node]:
        """The parts that must be scalars because of what they stand beside."""
        return iter(())

    def is_scalar(self) -> bool:
        """Whether this is one number for sure."""
        return bool(self.parts) and all(map(is_scalar, self.parts))

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

    def is_scalar(self) -> bool:
        return self.rows == 1 and self.columns in (None, 1)

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
class Pair(Node):
    """An operation on two."""

    left: Node
    right: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.left, self.right


@dataclass(frozen=True, eq=False)
class Change(Node):
    """An operation on one."""

    argument: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.argument,)


@dataclass(frozen=True, eq=False)
class Product(Pair):
    """A matrix times a vector: columns of the left = rows of the right."""

    def links(self) -> Iterator[Link]:
        yield link(self.left, "columns", self.right, "rows", f"in {self}, columns of the left = rows of the right")
        yield link(self, "rows", self.left, "rows", "a product has the rows of its left factor")
        yield link(self, "columns", self.right, "columns", "a product has the columns of its right factor")

    def is_scalar(self) -> bool:
        left, right = self.left, self.right
        if isinstance(left, Transposed):
            return (is_column(left.argument) and is_column(right)) or (is_scalar(left.argument) and is_scalar(right))
        return super().is_scalar()

    def __str__(self) -> str:
        return f"{_inner(self.left)} {_inner(self.right)}"


@dataclass(frozen=True, eq=False)
class Hadamard(Pair):
    """Component by component: both factors and the result are alike."""

    def links(self) -> Iterator[Link]:
        yield from alike(self.left, self.right, f"⊙ pairs {self.left} with {self.right}, component by component")
        yield from alike(self, self.left, "⊙ keeps the size of its factors")

    def __str__(self) -> str:
        return f"{_inner(self.left)} ⊙ {_inner(self.right)}"


@dataclass(frozen=True, eq=False)
class Sum(Node):
    """Terms that are all alike."""

    terms: tuple[Node, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.terms

    def renewed(self, *parts: Node) -> Node:
        return Sum(parts)

    def links(self) -> Iterator[Link]:
        for term in sized(self.terms):
            yield from alike(self, term, "the terms of a sum are alike")

    def scalars(self) -> Iterator[Node]:
        large = sized(self.terms)
        return (term for term in self.terms if term not in large and not isinstance(term, Number))

    def __str__(self) -> str:
        return " + ".join(map(str, self.terms)).replace(" + -", " - ")


@dataclass(frozen=True, eq=False)
class Pointwise(Node):
    """A function of each component; the result is like its argument."""

    function: Function
    argument: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.argument,)

    def renewed(self, *parts: Node) -> Node:
        return Pointwise(self.function, *parts)

    def links(self) -> Iterator[Link]:
        return alike(self, self.argument, f"{self.function} acts on each component")

    def __str__(self) -> str:
        return f"{self.function}({self.argument})"


@dataclass(frozen=True, eq=False)
class OneMinus(Change):
    """1 - v, component by component."""

    def links(self) -> Iterator[Link]:
        return alike(self, self.argument, "1 - v acts on each component")

    def __str__(self) -> str:
        return f"1 - {_inner(self.argument)}"


@dataclass(frozen=True, eq=False)
class Number(Node):
    """A number, or a formula in the sizes. It is as large as what it stands beside."""

    value: sympy.Expr

    def is_scalar(self) -> bool:
        return True

    def __str__(self) -> str:
        decimal = self.value.is_Rational and not self.value.is_Integer
        return f"{Decimal(repr(float(self.value))):f}" if decimal else str(self.value)


@dataclass(frozen=True, eq=False)
class Negative(Change):
    """-v, component by component."""

    def links(self) -> Iterator[Link]:
        return alike(self, self.argument, "a sign acts on each component")

    def __str__(self) -> str:
        return f"-{_inner(self.argument)}"


@dataclass(frozen=True, eq=False)
class Quotient(Pair):
    """Component by component, or every component by one scalar."""

    def links(self) -> Iterator[Link]:
        if self.by_scalar:
            return alike(self, self.left, "a scalar divides each component")
        return super().links()

    def scalars(self) -> Iterator[Node]:
        return iter((self.right,) if self.by_scalar and not isinstance(self.right, Number) else ())

    @property
    def by_scalar(self) -> bool:
        """Whether one scalar divides every component of something larger."""
        return is_scalar(self.right) and not is_scalar(self.left)

    def __str__(self) -> str:
        return f"{_inner(self.left)} / {_inner(self.right)}"


@dataclass(frozen=True, eq=False)
class Scaled(Node):
    """A scalar times anything; the result is like what is scaled."""

    scalar: Node
    argument: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.scalar, self.argument

    def links(self) -> Iterator[Link]:
        return alike(self, self.argument, "a scalar acts on each component")

    def scalars(self) -> Iterator[Node]:
        return iter(() if isinstance(self.scalar, Number) else (self.scalar,))

    def __str__(self) -> str:
        return f"{_inner(self.scalar)} {_inner(self.argument)}"


@dataclass(frozen=True, eq=False)
class Transposed(Change):
    """A matrix or vector with its rows as columns."""

    def links(self) -> Iterator[Link]:
        argument = self.argument
        yield link(self, "rows", argument, "columns", f"the rows of {self} are the columns of {argument}")
        yield link(self, "columns", argument, "rows", f"the columns of {self} are the rows of {argument}")

    def __str__(self) -> str:
        return f"{_inner(self.argument)}^T"


@dataclass(frozen=True, eq=False)
class Extremum(Node):
    """The larger (`max`) or the smaller (`min`) of two, component by component."""

    which: Literal["max", "min"]
    left: Node
    right: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.left, self.right

    def renewed(self, *parts: Node) -> Node:
        return Extremum(self.which, *parts)

    def __str__(self) -> str:
        return f"{self.which}({self.left}, {self.right})"


@dataclass(frozen=True, eq=False)
class Normalized(Change):
    """Each column less its mean, over the root of its variance and `EPSILON`: what a layer norm does before its gain."""

    def links(self) -> Iterator[Link]:
        return alike(self, self.argument, "a layer norm keeps the size of its argument")

    def __str__(self) -> str:
        return f"norm({self.argument})"


@dataclass(frozen=True, eq=False)
class Equation(Node):
    """A named vector on a left-hand side. Where later equations use it, it stands as its name.

    Its size follows from the equations, unless a text or a network's property declares it (a projection does).
    """

    name: str
    body: Node
    rows: sympy.Expr | None = None
    columns: sympy.Expr | None = None

    def is_scalar(self) -> bool:
        return is_scalar(self.body) if self.rows is None else self.rows == 1 and self.columns in (None, 1)

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


def link(left: Node, left_axis: Axis, right: Node, right_axis: Axis, rule: str) -> Link:
    """That an axis of one node is as long as an axis of another, because of `rule`."""
    return Link(Dimension(left, left_axis), Dimension(right, right_axis), rule)


def alike(left: Node, right: Node, rule: str) -> Iterator[Link]:
    """That two nodes have the same rows and columns."""
    yield link(left, "rows", right, "rows", rule)
    yield link(left, "columns", right, "columns", rule)


@lru_cache(maxsize=2**14)
def is_scalar(node: Node) -> bool:
    """Whether the node is one number: it is declared so, or made of scalars, or the inner product of two vectors."""
    return node.is_scalar()


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
    for part in node.parts:
        yield from walk(part)
    yield node
