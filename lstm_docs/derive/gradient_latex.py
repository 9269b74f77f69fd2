"""The equations of the gradient as LaTeX: a bar over a name is the gradient of the loss by what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..cells.nodes import Equation, Hadamard, Negative, OneMinus, Pointwise, Product, Quotient, Scaled, Sum, Symbol, Transposed
from .functions import FUNCTIONS
from .gradient_nodes import Bar, Positive, Sign, Squared, Total
from .latex import latex_node, latex_symbol

if TYPE_CHECKING:
    from ..cells.nodes import Node


def latex_gradient(bar: Bar) -> str:
    r"""One equation, as in `\bar{f}_{t} = \bar{c}_{t} \odot c_{t-1}`.

    `a_f` is the argument of the function that makes f. A plus marks the part of a state's gradient that is given from
    outside the step where the step adds to it: what the loss and the next step say.
    """
    return _latex(bar) if bar.body is None else f"{_latex(bar)} = {_latex(bar.body)}"


def _latex(node: Node) -> str:  # noqa: PLR0912 - one case a node
    match node:
        case Bar(of, _, partial):
            symbol = latex_symbol(of)
            return rf"\bar{{{symbol[0]}}}{symbol[1:]}" + "^{+}" * partial
        case Transposed(argument):
            return rf"{_factor(argument)}^{{\top}}"
        case Squared(Pointwise(function, argument)):
            return rf"{FUNCTIONS[function].latex}^{{2}}\left({_latex(argument)}\right)"
        case Squared(argument):
            return f"{_factor(argument)}^{{2}}"
        case Positive(argument):
            return rf"\left[{_latex(argument)} > 0\right]"
        case Sign(argument):
            return rf"\operatorname{{sign}}\left({_latex(argument)}\right)"
        case Total(argument):
            return rf"\mathbf{{1}}^{{\top}}\left({_latex(argument)}\right)"
        case Quotient(left, right):
            return rf"\frac{{{_latex(left)}}}{{{_latex(right)}}}"
        case Scaled(scalar, argument):
            return rf"{_factor(scalar)}\,{_factor(argument)}"
        case Negative(argument):
            return f"-{_factor_of_hadamard(argument)}"
        case Product(left, right):
            return rf"{_factor(left)}\,{_factor(right)}"
        case Hadamard(left, right):
            return rf"{_factor_of_hadamard(left)} \odot {_factor_of_hadamard(right)}"
        case Sum(terms):
            return " + ".join(map(_latex, terms)).replace(" + -", " - ")
        case OneMinus(argument):
            return f"1 - {_factor(argument)}"
    return latex_node(node)


def _factor(node: Node) -> str:
    """The node where it is a factor, or carries a sign above it: only a name stands without parentheses."""
    inner = _latex(node)
    return inner if isinstance(node, Symbol | Equation | Bar | Transposed | Squared | Positive) else rf"\left({inner}\right)"


def _factor_of_hadamard(node: Node) -> str:
    return _latex(node) if isinstance(node, Hadamard | Pointwise) else _factor(node)
