"""The equations as lines of NumPy, each a list of words with the symbol that a word stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..cells.nodes import Equation, Hadamard, OneMinus, Pointwise, Product, Sum, Symbol

if TYPE_CHECKING:
    from ..cells.nodes import Node

Words = list[tuple[str, str]]
FUNCTIONS = {"sigmoid": "sigmoid", "tanh": "np.tanh", "relu": "relu"}


def numpy_words(equation: Equation) -> Words:
    """`c = f * c + i * g` for c_t: a state is overwritten, so that the lines run in their order, step after step."""
    return [(variable(equation.name), equation.name), (" = ", ""), *_words(equation.body)]


def variable(name: str) -> str:
    """`h` for h_t and for h_t-1; weights keep their names."""
    letter, _, index = name.partition("_")
    return letter if index in ("t", "t-1") else name


def _words(node: Node) -> Words:
    match node:
        case Symbol() | Equation():
            return [(variable(node.name), node.name)]
        case Product(left, right):
            return [*_inner(left), (" @ ", ""), *_last(right)]
        case Hadamard(left, right):
            return [*_inner(left), (" * ", ""), *_last(right)]
        case Sum(terms):
            return [word for place, term in enumerate(terms) for word in ([(" + ", "")] * (place > 0) + _words(term))]
        case OneMinus(argument):
            return [("1 - ", ""), *_inner(argument)]
        case Pointwise(function, argument):
            return [(f"{FUNCTIONS[function]}(", ""), *_words(argument), (")", "")]
    raise TypeError(f"no NumPy for {type(node).__name__}")


def _inner(node: Node) -> Words:
    return _bracketed(node) if isinstance(node, Sum | OneMinus) else _words(node)


def _last(node: Node) -> Words:
    """Python takes @ and * from the left."""
    return _bracketed(node) if isinstance(node, Sum | OneMinus | Product | Hadamard) else _words(node)


def _bracketed(node: Node) -> Words:
    return [("(", ""), *_words(node), (")", "")]
