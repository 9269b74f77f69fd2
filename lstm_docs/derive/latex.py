"""Equations and sizes as LaTeX, if asked with the shape under each symbol."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import sympy

from .. import cells
from ..cells.algebra import MOST
from ..cells.nodes import (
    Equation,
    Extremum,
    Hadamard,
    Negative,
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
from .functions import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..cells import Cell
    from ..cells.nodes import Node


def latex_symbol(name: str) -> str:
    """`W_f` as `W_{f}`, `h_t-1` as `h_{t-1}`, `bh_n` as `b_{hn}`."""
    letter, _, index = name.partition("_")
    return f"{letter[0]}_{{{letter[1:]}{index}}}" if index else letter


@lru_cache(maxsize=MOST, typed=True)
def latex_size(size: sympy.Expr) -> str:
    """A size or formula as LaTeX, integers and products as a textbook sets them."""
    return str(sympy.latex(size, mul_symbol=None))


def latex_equation(cell: Cell, equation: Equation, *, shapes: bool = False) -> str:
    """One equation of `cell`; with `shapes`, rows × columns stand under every symbol."""
    conformed = cells.sizes_of(cell)

    def named(node: Symbol | Equation) -> str:
        symbol = latex_symbol(node.name)
        if not shapes:
            return symbol
        rows, columns = conformed.shape(node)
        return rf"\underset{{{latex_size(rows)}\times {latex_size(columns)}}}{{{symbol}}}"

    return f"{named(equation)} = {_latex(equation.body, named)}"


def latex_node(node: Node) -> str:
    """Any node of an equation, without shapes."""
    return _latex(node, lambda symbol: latex_symbol(symbol.name))


def _latex(node: Node, named: Callable[[Symbol | Equation], str]) -> str:  # noqa: PLR0912 - one case a node
    match node:
        case Symbol() | Equation():
            return named(node)
        case Product(left, right):
            return rf"{_factor(left, named)}\,{_factor(right, named)}"
        case Hadamard(left, right):
            return rf"{_factor(left, named)} \odot {_factor(right, named)}"
        case Sum(terms):
            return " + ".join(_latex(term, named) for term in terms).replace(" + -", " - ")
        case Pointwise("abs", argument):
            return rf"\left|{_latex(argument, named)}\right|"
        case Pointwise("sqrt", argument):
            return rf"\sqrt{{{_latex(argument, named)}}}"
        case Pointwise(function, argument):
            return rf"{FUNCTIONS[function].latex}\left({_latex(argument, named)}\right)"
        case OneMinus(argument):
            return f"1 - {_factor(argument, named)}"
        case Negative(argument):
            return f"-{_factor(argument, named)}"
        case Number(value):
            return latex_size(value)
        case Scaled(scalar, argument):
            return rf"{_factor(scalar, named)}\,{_factor(argument, named)}"
        case Quotient(left, right):
            return rf"\frac{{{_latex(left, named)}}}{{{_latex(right, named)}}}"
        case Transposed(argument):
            return rf"{_factor(argument, named)}^{{\top}}"
        case Extremum(which, left, right):
            return rf"\{which}\left({_latex(left, named)}, {_latex(right, named)}\right)"
    raise TypeError(f"no LaTeX for {type(node).__name__}")


def _factor(node: Node, named: Callable[[Symbol | Equation], str]) -> str:
    inner = _latex(node, named)
    return rf"\left({inner}\right)" if isinstance(node, Sum | OneMinus | Negative | Hadamard) else inner
