"""A cell: equations, and the two properties a network can give it (a projection, no biases)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from .nodes import Equation, Negative, Node, Sum, Symbol, let, walk, weights
from .sizes import H

if TYPE_CHECKING:
    from collections.abc import Mapping

Place = tuple[str, int]
"""`file:line` and the column."""


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
    places: Mapping[Node, Place] = field(default_factory=dict)
    """Where each node stands in a text, for what its sizes have against it."""

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

    @property
    def given_out(self) -> tuple[Equation | Symbol, ...]:
        """What a step hands on or gives out: the next values of its states, and the output h if that is not a state."""
        handed = tuple(map(self.next_of, self.states))
        return (*(e for e in self.equations if e.name == "h_t" and e not in handed), *handed)

    def next_of(self, state: Symbol) -> Equation | Symbol:
        """The equation that computes the next value of a previous state; of a previous input, the input."""
        named: tuple[Equation | Symbol, ...] = (*self.equations, self.input)
        return next(one for one in named if one.name == f"{state_letter(state)}_t")


def state_letter(state: Symbol) -> str:
    """`h` for the previous state `h_t-1`."""
    return state.name.partition("_")[0]


def projected(equations: tuple[Equation, ...]) -> tuple[Equation, ...]:
    """h is renamed m, and one equation more takes it to the width of the recurrent state."""
    *earlier, last = equations
    wide = let("m_t", last.body, rows=H)
    (V_h,) = weights("V_h")
    return (*earlier, wide, let("h_t", V_h @ wide))


def without_biases(equations: tuple[Equation, ...]) -> tuple[Equation, ...]:
    """The same equations, each sum without the biases that are terms of it."""
    renewed: dict[Node, Equation] = {}

    def strip(node: Node) -> Node:
        if isinstance(node, Equation):
            return renewed[node]
        if isinstance(node, Sum):
            others = tuple(strip(term) for term in node.terms if not is_bias(term))
            return others[0] if len(others) == 1 else Sum(others)
        return node.renewed(*map(strip, node.parts))

    for equation in equations:
        renewed[equation] = replace(equation, body=strip(equation.body))
    return tuple(renewed.values())


def is_bias(node: Node) -> bool:
    """Whether the node is a bias vector, with whatever sign."""
    return is_bias(node.argument) if isinstance(node, Negative) else isinstance(node, Symbol) and node.bias
