"""What a cell is wired of: boxes that hold weights, operations, and what each of them reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....cells.nodes import Equation, Hadamard, OneMinus, Pointwise, Product, Sum, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ....cells import Cell
    from ....cells.nodes import Node

SIGNS = {"sigmoid": "σ", "tanh": "tanh", "relu": "ReLU"}


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

    def part(self, node: Node) -> Part | str:
        match node:
            case Symbol(name):
                return name
            case Equation(name):
                return self.known[name]
            case Pointwise(function, argument) if _weighs(argument):
                return self.box(SIGNS[function], argument)
            case Pointwise(function, argument):
                return self.operation(SIGNS[function], argument)
            case _ if _weighs(node):
                return self.box("", node)
            case Hadamard(left, right):
                return self.operation("⊙", left, right)
            case Product(left, right):
                return self.operation("·", left, right)
            case Sum(terms):
                return self.operation("+", *terms)
            case OneMinus(argument):
                return self.operation("1−", argument)
        raise TypeError(f"no picture of {type(node).__name__}")

    def operation(self, sign: str, *operands: Node) -> Part:
        return Part(self.equation, sign, tuple(map(self.part, operands)))

    def box(self, sign: str, node: Node) -> Part:
        terms = node.terms if isinstance(node, Sum) else (node,)
        read = [(self.part(by), weight) for term in terms if not _is_weight(term) for by, weight in [_weighed(term)]]
        biases = tuple(str(term) for term in terms if _is_weight(term))
        reads, weights = tuple(it for it, _ in read), tuple(weight for _, weight in read)
        letter = "W" if len(reads) > 1 else weights[0].partition("_")[0]
        return Part(self.equation, sign or letter, reads, weights, biases, True)


def _weighed(term: Node) -> tuple[Node, str]:
    """What a term multiplies with a weight, and which; a term without one as it is."""
    match term:
        case Product(Symbol(name, "weight"), other) | Hadamard(Symbol(name, "weight"), other):
            return other, name
    return term, ""


def _weighs(node: Node) -> bool:
    terms = node.terms if isinstance(node, Sum) else (node,)
    return any(_is_weight(term) or _weighed(term)[1] for term in terms)


def _is_weight(node: Node) -> bool:
    return isinstance(node, Symbol) and node.role == "weight"


def below(part: Part) -> Iterator[Part]:
    """The parts that a part needs, each before what reads it, and itself."""
    for other in part.reads:
        if isinstance(other, Part):
            yield from below(other)
    yield part


def carried(part: Part, state: str) -> tuple[Part, ...]:
    """The operations that a state passes on its way to its next value, first to last; none if a box is between."""
    if part.box:
        return ()
    if state in part.reads:
        return (part,)
    ways = [(*way, part) for other in part.reads if isinstance(other, Part) and (way := carried(other, state))]
    return ways[0] if ways else ()
