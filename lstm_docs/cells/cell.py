"""A cell: equations, and the two properties a network can give it (a projection, no biases)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .nodes import Equation, Hadamard, Node, OneMinus, Pointwise, Product, Sum, Symbol, let, walk, weights
from .sizes import H, I, P

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, eq=False)
class Cell:
    """The equations of one step.

    `states` are the previous states by letter (`h`, then `c`); `equations` are in order of
    computation, and the equation that shares a state's letter gives its next value.
    """

    name: str
    title: str
    input: Symbol
    states: tuple[Symbol, ...]
    equations: tuple[Equation, ...]
    summary: str = ""

    @cached_property
    def weights(self) -> tuple[Symbol, ...]:
        """The weights, in the order they are met."""
        by_name: dict[str, Symbol] = {}
        for equation in self.equations:
            for node in walk(equation.body):
                if isinstance(node, Symbol) and node.role == "weight":
                    by_name.setdefault(node.name, node)
        return tuple(by_name.values())

    @cached_property
    def gates(self) -> tuple[str, ...]:
        """The letters that have an input matrix of their own, in the order they are met."""
        return tuple(weight.gate for weight in self.weights if weight.kind == "W")

    @property
    def symbols(self) -> tuple[Node, ...]:
        """Every named vector and weight: the input, previous states, weights, left-hand sides."""
        return (self.input, *self.states, *self.weights, *self.equations)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node, parts before wholes, equation after equation."""
        return (self.input, *self.states, *(n for e in self.equations for n in (*walk(e.body), e)))

    def next_of(self, state: Symbol) -> Equation:
        """The equation that computes the next value of a previous state."""
        return next(equation for equation in self.equations if equation.name == f"{state_letter(state)}_t")


def state_letter(state: Symbol) -> str:
    """`h` for the previous state `h_t-1`."""
    return state.name.partition("_")[0]


@dataclass(frozen=True)
class Recipe:
    """How a cell's equations are made from its input and previous states."""

    name: str
    title: str
    states: str
    equations: Callable[..., tuple[Equation, ...]]

    def build(self, *, projected: bool = False, bias: bool = True) -> Cell:
        """The cell with, if asked, h projected to P components and every bias left out."""
        x = Symbol("x_t", "input", I)
        width = P if projected else H
        states = tuple(Symbol(f"{s}_t-1", "state", width if s == "h" else H) for s in self.states)
        equations = self.equations(x, *states)
        if projected:
            equations = _project(equations)
        if not bias:
            equations = _without_biases(equations)
        return Cell(self.name, self.title, x, states, equations, (self.equations.__doc__ or "").strip())


def _project(equations: tuple[Equation, ...]) -> tuple[Equation, ...]:
    """h is renamed m, and one equation more takes it to the width of the recurrent state."""
    *earlier, last = equations
    wide = let("m_t", last.body, rows=H)
    (V_h,) = weights("V_h")
    return (*earlier, wide, let("h_t", V_h @ wide))


def _without_biases(equations: tuple[Equation, ...]) -> tuple[Equation, ...]:
    renewed: dict[Node, Node] = {}

    def strip(node: Node) -> Node:
        match node:
            case Equation():
                return renewed[node]
            case Sum(terms):
                others = tuple(strip(term) for term in terms if not is_bias(term))
                return others[0] if len(others) == 1 else Sum(others)
            case Product(left, right):
                return Product(strip(left), strip(right))
            case Hadamard(left, right):
                return Hadamard(strip(left), strip(right))
            case Pointwise(function, argument):
                return Pointwise(function, strip(argument))
            case OneMinus(argument):
                return OneMinus(strip(argument))
        return node

    for equation in equations:
        renewed[equation] = let(equation.name, strip(equation.body), equation.rows)
    return tuple(e for e in renewed.values() if isinstance(e, Equation))


def is_bias(node: Node) -> bool:
    """Whether the node is a bias vector."""
    return isinstance(node, Symbol) and node.role == "weight" and node.kind.startswith("b")
