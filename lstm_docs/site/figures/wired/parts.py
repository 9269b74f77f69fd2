"""What a cell is wired of: boxes that hold weights, operations, and what each of them reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....cells.nodes import (
    Equation,
    Extremum,
    Hadamard,
    Negative,
    Normalized,
    Number,
    OneMinus,
    Pointwise,
    Product,
    Quotient,
    Scaled,
    Sum,
    Symbol,
    Transposed,
)

if TYPE_CHECKING:
    from ....cells import Cell
    from ....cells.nodes import Node

SIGNS = {"sigmoid": "σ", "tanh": "tanh", "relu": "ReLU", "logsigmoid": "log σ", "softplus": "soft+", "abs": "|·|", "sqrt": "√"}
"""What stands in a box or a circle for a function, if that is not its name."""

RADIUS = 11


def half(sign: str) -> float:
    """Half the width of an operation: a circle, or a pill around a word."""
    return RADIUS if len(sign) < 2 else RADIUS + 3.5 * (len(sign) - 1)


@dataclass(eq=False)
class Part:
    """A box (it has weights) or an operation; `reads` are other parts, or the names of the input and of states.

    `equation` is the line it helps to compute, `name` what its own result is called, empty for none. `weights` stand
    beside what they multiply, in the order of `reads`; `biases` multiply nothing.
    """

    equation: str
    sign: str
    reads: tuple[Part | str, ...]
    weights: tuple[str, ...] = ()
    biases: tuple[str, ...] = ()
    box: bool = False
    name: str = ""


def parts_of(cell: Cell) -> dict[str, Part]:
    """For each left-hand side of a cell the part that computes it."""
    parts: dict[str, Part] = {}
    for equation in cell.equations:
        part = _Reader(equation.name, parts).part(equation.body)
        if isinstance(part, str) or part.name:
            part = Part(equation.name, "=", (part,))
        part.name = equation.name
        parts[equation.name] = part
    return parts


@dataclass
class _Reader:
    """Reads one equation; `known` are the parts of those before it."""

    equation: str
    known: dict[str, Part]

    def part(self, node: Node) -> Part | str:  # noqa: PLR0912 - one case a node
        match node:
            case Symbol(name, "weight"):
                return Part(self.equation, name.partition("_")[0], (), (), (name,), True)
            case Symbol(name):
                return name
            case Equation(name):
                return self.known[name]
            case Pointwise(function, argument) if _weighs(argument):
                return self.box(SIGNS.get(function, function), argument)
            case Pointwise(function, argument):
                return self.operation(SIGNS.get(function, function), argument)
            case _ if _weighs(node):
                return self.box("", node)
            case Hadamard(left, right):
                return self.operation("⊙", left, right)
            case Scaled(left, right):
                return self.operation("·", left, right)
            case Quotient(left, right):
                return self.operation("/" if _is_constant(left) or _is_constant(right) else "÷", left, right)
            case Extremum(which, left, right):
                return self.operation(which, left, right)
            case Product(left, Transposed(right)):
                return self.operation("⊗", left, right)
            case Product(Transposed(left), right) | Product(left, right):
                return self.operation("·", left, right)
            case Sum((left, Negative(right))):
                return self.operation("−", left, right)
            case Sum(terms):
                return self.operation("+", *terms)
            case OneMinus(argument):
                return self.operation("1−", argument)
            case Negative(argument):
                return self.operation("−", argument)
            case Normalized(argument):
                return self.operation("norm", argument)
            case Transposed(argument):
                return self.operation("ᵀ", argument)
        raise TypeError(f"no picture of {type(node).__name__}")

    def operation(self, sign: str, *operands: Node) -> Part:
        """What has no symbol in it has no wire; it stands beside the sign."""
        read = [operand for operand in operands if not _is_constant(operand)]
        words = [_said(operand) if _is_constant(operand) else "" for operand in operands]
        between = " " if len(sign) > 2 else ""
        first = len(words) == 2 and words[0] and not between
        said = words[0] + sign if first else between.join([sign, *filter(None, words)])
        return Part(self.equation, said, tuple(map(self.part, read)))

    def box(self, sign: str, node: Node) -> Part:
        terms = node.terms if isinstance(node, Sum) else (node,)
        read = [(self.part(by), weight) for term in terms if not _is_weight(term) for by, weight in [_weighed(term)]]
        biases = tuple(str(term) for term in terms if _is_weight(term))
        reads, weights = tuple(it for it, _ in read), tuple(" ".join(_names(weight)) for _, weight in read)
        letter = "W" if len(reads) > 1 else _lettered(read[0][1])
        return Part(self.equation, sign or letter, reads, weights, biases, True)


def _weighed(term: Node) -> tuple[Node, Node | None]:
    """What a term multiplies with a weight, or with what is made of weights alone, and that; a term without one as it is."""
    match term:
        case Product(Transposed(Symbol(_, "weight") as weight), other):
            return other, weight
        case Product(weight, other) if _is_made_of_weights(weight):
            return other, weight
        case Hadamard(Symbol(_, "weight") as weight, other) | Hadamard(other, Symbol(_, "weight") as weight):
            return other, weight
        case Scaled(Symbol(_, "weight") as weight, other):
            return other, weight
    return term, None


def _names(node: Node | None) -> dict[str, None]:
    """The weights below a node, each once."""
    if isinstance(node, Symbol):
        return {node.name: None}
    return {name: None for part in (node.parts if node else ()) for name in _names(part)}


def _is_made_of_weights(node: Node) -> bool:
    """Whether a matrix has weights and numbers in it, and nothing else: `W`, or `W - W^T`."""
    if isinstance(node, Symbol | Equation):
        return _is_weight(node)
    return bool(node.parts) and not _is_constant(node) and all(_is_constant(it) or _is_made_of_weights(it) for it in node.parts)


def _lettered(node: Node | None) -> str:
    """What stands in the box of a weight, or of what is made of weights."""
    match node:
        case Symbol(name):
            return name.partition("_")[0]
        case Transposed(Symbol() as weight):
            return f"{_lettered(weight)}ᵀ"
        case Negative(Symbol() | Transposed(Symbol()) as weight):
            return f"−{_lettered(weight)}"
        case Sum((left, right)):
            return f"{_lettered(left)}+{_lettered(right)}".replace("+−", "−")
    return "W…"


def _weighs(node: Node) -> bool:
    """Whether a box shows the node: of a sum, some term has a weight, and none is a number that a box could not show."""
    terms = node.terms if isinstance(node, Sum) else (node,)
    return any(_weighed(term)[1] is not None for term in terms) and not any(map(_is_constant, terms))


def _is_weight(node: Node) -> bool:
    return isinstance(node, Symbol) and node.role == "weight"


def _is_constant(node: Node) -> bool:
    """Whether the node is a number, or made of numbers alone."""
    inner = node.parts
    return isinstance(node, Number) or (bool(inner) and all(map(_is_constant, inner)))


def _said(node: Node) -> str:
    """A constant as it stands beside a sign: decimals in the place of fractions, and dots where it is long."""
    match node:
        case Number(value):
            return f"{float(value):.12g}" if value.is_number else str(value)
        case Pointwise(function, argument):
            return f"{SIGNS.get(function, function)}{_said(argument)}"
        case Quotient(left, right):
            return f"{_said(left)}/{_said(right)}"
        case Negative(argument):
            return f"−{_said(argument)}"
    return "…"


def below(part: Part, met: dict[Part, None] | None = None) -> dict[Part, None]:
    """The parts that a part needs, each before what reads it, and itself."""
    met = {} if met is None else met
    if part not in met:
        for other in part.reads:
            if isinstance(other, Part):
                below(other, met)
        met[part] = None
    return met


def carried(part: Part, state: str, met: set[Part] | None = None) -> tuple[Part, ...]:
    """The operations that a state passes on its way to its next value, first to last; none if a box is between."""
    met = set() if met is None else met
    if part.box or part in met:
        return ()
    if state in part.reads:
        return (part,)
    met.add(part)
    for other in part.reads:
        if isinstance(other, Part) and (way := carried(other, state, met)):
            return (*way, part)
    return ()
