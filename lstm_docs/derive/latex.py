"""Equations and sizes as LaTeX, if asked with the shape under each symbol."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import sympy

from .. import cells
from ..cells.algebra import MOST
from ..cells.nodes import Equation, Hadamard, OneMinus, Pointwise, Product, Sum, Symbol

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..cells import Cell
    from ..cells.nodes import Node

FUNCTIONS = {"sigmoid": r"\sigma", "tanh": r"\tanh", "relu": r"\operatorname{ReLU}"}


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


def _latex(node: Node, named: Callable[[Symbol | Equation], str]) -> str:
    match node:
        case Symbol() | Equation():
            return named(node)
        case Product(left, right):
            return rf"{_factor(left, named)}\,{_factor(right, named)}"
        case Hadamard(left, right):
            return rf"{_factor(left, named)} \odot {_factor(right, named)}"
        case Sum(terms):
            return " + ".join(_latex(term, named) for term in terms)
        case Pointwise(function, argument):
            return rf"{FUNCTIONS[function]}\left({_latex(argument, named)}\right)"
        case OneMinus(argument):
            return f"1 - {_factor(argument, named)}"
    raise TypeError(f"no LaTeX for {type(node).__name__}")


def _factor(node: Node, named: Callable[[Symbol | Equation], str]) -> str:
    inner = _latex(node, named)
    return rf"\left({inner}\right)" if isinstance(node, Sum | OneMinus | Hadamard | Product) and not _plain(node) else inner


def _plain(node: Node) -> bool:
    return isinstance(node, Product)
