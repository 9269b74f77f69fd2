"""What follows from each kind of operation: its value, its gradient, its LaTeX, its cost, and how programs and pages say it.

An operation says of sizes what `cells.nodes` asks for, and here the rest, in one place. `kind_of` refuses a node that has no
rules, so that an operation half made fails at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from ..cells import is_bias
from ..cells.nodes import (
    Extremum,
    Hadamard,
    Negative,
    Node,
    Normalized,
    Number,
    OneMinus,
    Pointwise,
    Product,
    Quotient,
    Scaled,
    Sum,
    Transposed,
    sized,
)
from .functions import FUNCTIONS
from .gradient_nodes import V, deviation, difference, mean, minus, positive, quotient, scaled, total, transposed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import sympy
    from numpy.typing import NDArray

    from ..cells import Conformed

    Array = NDArray[np.float64]

SUM, PRODUCT, SIGN, NAME = range(4)
"""How tightly a part of a program's expression holds together."""


class Setting(Protocol):
    """What writes the LaTeX of parts."""

    def plain(self, node: Node) -> str:
        """By itself."""

    def factor(self, node: Node) -> str:
        """As a factor of a product."""

    def hadamard(self, node: Node) -> str:
        """As a factor of ⊙."""

    def raised(self, node: Node, sign: str) -> str:
        """With a sign at its upper right."""


class Writing(Protocol):
    """What writes the parts of a program's expression."""

    def at(self, node: Node, least: int) -> str:
        """A part that holds together at least so tightly, in brackets if it does not."""

    def argument(self, node: Node) -> str:
        """What a function takes."""

    def word(self, name: str, *arguments: str) -> str:
        """A function of the library, of arguments written already."""


@dataclass(frozen=True)
class Kind:
    """The rules of one kind of operation.

    `value` from the node and the values of its parts. `back` gives the gradient by each part, from the node, the gradient by
    it, and what gives a node's value; of arrays and nodes alike. `operations` counts by the names of `Operations`, and
    evaluations by the name of their function, from the node and the solved sizes. `operator` is its name in the JSON tree
    that the browser reads. `program` gives an expression and how tightly it holds together.
    """

    value: Callable[..., Array]
    back: Callable[[Any, Any, Callable[[Node], Any]], tuple[Any, ...]]
    latex: Callable[[Any, Setting], str]
    operations: Callable[[Any, Conformed], Mapping[str, sympy.Expr | int]]
    operator: Callable[[Any], str]
    program: Callable[[Any, Writing], tuple[str, int]]


def kind_of(node: Node) -> Kind:
    """The rules of an operation. Raises `TypeError` for a kind that has none."""
    try:
        return KINDS[type(node)]
    except KeyError:
        raise TypeError(f"{type(node).__name__} has no rules in derive.kinds") from None


def components(node: Node, sizes: Conformed) -> sympy.Expr:
    """How many numbers a node holds."""
    rows, columns = sizes.shape(node)
    return rows * columns


def _hadamard_products(node: Node, sizes: Conformed) -> dict[str, sympy.Expr]:
    return {"hadamard_products": components(node, sizes)}


def _added(terms: tuple[Array, ...]) -> Array:
    """From left to right, as written."""
    whole = terms[0]
    for term in terms[1:]:
        whole = whole + term
    return whole


def _sum_operations(node: Sum, sizes: Conformed) -> dict[str, sympy.Expr]:
    biases = sum(map(is_bias, node.terms))
    each = components(node, sizes)
    return {"bias_additions": biases * each, "additions": (len(node.terms) - 1 - biases) * each}


def _norm_operations(node: Normalized, sizes: Conformed) -> dict[str, sympy.Expr]:
    # The sum, what is above the mean and the sum of its squares; the squares and the quotients; a root.
    each = components(node, sizes)
    return {"additions": 3 * each, "hadamard_products": 2 * each, "sqrt": sizes.shape(node)[1]}


def _quotient_back(node: Quotient, by: V, value: Callable[[Node], V]) -> tuple[V, ...]:
    """Both sides; a scalar that divides many components gets the sum over them."""
    divisor = value(node.right)
    product = by * value(node)
    return quotient(by, divisor), quotient(minus(total(product) if node.by_scalar else product), divisor)


def _norm_back(node: Normalized, by: V, value: Callable[[Node], V]) -> tuple[V, ...]:
    """Mean and deviation depend on every component."""
    normal = value(node)
    centred = difference(difference(by, mean(by)), scaled(mean(by * normal), normal))
    return (quotient(centred, deviation(value(node.argument))),)


def _extremum_back(node: Extremum, by: V, value: Callable[[Node], V]) -> tuple[V, ...]:
    values = value(node.left), value(node.right)
    chosen = positive(difference(*values if node.which == "max" else values[::-1]))
    return by * chosen, by * (1 - chosen)


def _function_latex(node: Pointwise, set_: Setting) -> str:
    argument = set_.plain(node.argument)
    match node.function:
        case "abs":
            return rf"\left|{argument}\right|"
        case "sqrt":
            return rf"\sqrt{{{argument}}}"
    return rf"{FUNCTIONS[node.function].latex}\left({argument}\right)"


def _function_program(node: Pointwise, write: Writing) -> tuple[str, int]:
    text = write.word(node.function, write.argument(node.argument))
    return text, SIGN if text.startswith("-") else NAME


KINDS: dict[type[Node], Kind] = {
    Product: Kind(
        value=lambda n, a, b: a @ b,
        back=lambda n, by, value: (by @ transposed(value(n.right)), transposed(value(n.left)) @ by),
        latex=lambda n, s: rf"{s.factor(n.left)}\,{s.factor(n.right)}",
        operations=lambda n, sizes: {"macs": components(n.left, sizes) * sizes.shape(n.right)[1]},
        operator=lambda n: "@",
        program=lambda n, w: (f"{w.at(n.left, PRODUCT)} @ {w.at(n.right, SIGN)}", PRODUCT),
    ),
    Hadamard: Kind(
        value=lambda n, a, b: a * b,
        back=lambda n, by, value: (by * value(n.right), by * value(n.left)),
        latex=lambda n, s: rf"{s.hadamard(n.left)} \odot {s.hadamard(n.right)}",
        operations=_hadamard_products,
        operator=lambda n: "*",
        program=lambda n, w: (f"{w.at(n.left, PRODUCT)} * {w.at(n.right, SIGN)}", PRODUCT),
    ),
    Sum: Kind(
        value=lambda n, *terms: _added(terms),
        back=lambda n, by, value: tuple(by if t in sized(n.terms) or isinstance(t, Number) else total(by) for t in n.terms),
        latex=lambda n, s: " + ".join(map(s.plain, n.terms)).replace(" + -", " - "),
        operations=_sum_operations,
        operator=lambda n: "+",
        program=lambda n, w: (" + ".join(w.at(t, PRODUCT) for t in n.terms).replace(" + -", " - "), SUM),
    ),
    OneMinus: Kind(
        value=lambda n, a: 1 - a,
        back=lambda n, by, value: (minus(by),),
        latex=lambda n, s: f"1 - {s.factor(n.argument)}",
        operations=lambda n, sizes: {"additions": components(n, sizes)},
        operator=lambda n: "1-",
        program=lambda n, w: (f"1 - {w.at(n.argument, PRODUCT)}", SUM),
    ),
    Negative: Kind(
        value=lambda n, a: -a,
        back=lambda n, by, value: (minus(by),),
        latex=lambda n, s: f"-{s.hadamard(n.argument)}",
        operations=lambda n, sizes: {},
        operator=lambda n: "-",
        program=lambda n, w: (f"-{w.at(n.argument, SIGN)}", PRODUCT),
    ),
    Pointwise: Kind(
        value=lambda n, a: FUNCTIONS[n.function].value(a),
        back=lambda n, by, value: (by * FUNCTIONS[n.function].slope(value(n), value(n.argument)),),
        latex=_function_latex,
        operations=lambda n, sizes: {n.function: components(n, sizes)},
        operator=lambda n: n.function,
        program=_function_program,
    ),
    Scaled: Kind(
        value=lambda n, a, b: a * b,
        back=lambda n, by, value: (total(by * value(n.argument)), scaled(value(n.scalar), by)),
        latex=lambda n, s: rf"{s.factor(n.scalar)}\,{s.factor(n.argument)}",
        operations=_hadamard_products,
        operator=lambda n: "scale",
        program=lambda n, w: (f"{w.at(n.scalar, PRODUCT)} * {w.at(n.argument, SIGN)}", PRODUCT),
    ),
    Quotient: Kind(
        value=lambda n, a, b: a / b,
        back=_quotient_back,
        latex=lambda n, s: rf"\frac{{{s.plain(n.left)}}}{{{s.plain(n.right)}}}",
        operations=_hadamard_products,
        operator=lambda n: "/",
        program=lambda n, w: (f"{w.at(n.left, PRODUCT)} / {w.at(n.right, SIGN)}", PRODUCT),
    ),
    Transposed: Kind(
        value=lambda n, a: a.T,
        back=lambda n, by, value: (transposed(by),),
        latex=lambda n, s: s.raised(n.argument, r"\top"),
        operations=lambda n, sizes: {},
        operator=lambda n: "T",
        program=lambda n, w: (w.word("transposed", w.at(n.argument, NAME)), NAME),
    ),
    Extremum: Kind(
        value=lambda n, a, b: np.maximum(a, b) if n.which == "max" else np.minimum(a, b),
        back=_extremum_back,
        latex=lambda n, s: rf"\{n.which}\left({s.plain(n.left)}, {s.plain(n.right)}\right)",
        operations=lambda n, sizes: {n.which: components(n, sizes)},
        operator=lambda n: n.which,
        program=lambda n, w: (w.word(n.which, w.argument(n.left), w.argument(n.right)), NAME),
    ),
    Normalized: Kind(
        value=lambda n, a: (a - mean(a)) / deviation(a),
        back=_norm_back,
        latex=lambda n, s: rf"\operatorname{{norm}}\left({s.plain(n.argument)}\right)",
        operations=_norm_operations,
        operator=lambda n: "norm",
        program=lambda n, w: (w.word("norm", w.at(n.argument, SUM)), NAME),
    ),
}
"""The rules of each kind of operation; names, numbers and left-hand sides are what they are made of."""
