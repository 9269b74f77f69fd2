"""Equations and sizes as LaTeX, if asked with the shape under each symbol."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import sympy

from .. import cells
from ..cells.algebra import MOST
from ..cells.nodes import Equation, Hadamard, Negative, Number, OneMinus, Sum, Symbol
from .kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..cells import Cell
    from ..cells.nodes import Node


def latex_symbol(name: str) -> str:
    """`W_f` as `W_{f}`, `h_t-1` as `h_{t-1}`, `bh_n` as `b_{hn}`; a word, such as `beta_t` or `w_tau`, stays one."""
    letter, _, index = name.partition("_")
    if not index:
        return _word(letter, 1)
    short = letter[1:].isdecimal() or (len(letter) == 2 and len(index) == 1 and index != "t")
    first, more = (letter[0], letter[1:]) if short else (_word(letter, 1), "")
    return f"{first}_{{{more}{_word(index, 2)}}}"


def _word(name: str, most: int) -> str:
    """A name of at most so many letters as it is, a longer one upright, so that it does not read as a product."""
    return rf"\mathrm{{{name}}}" if len(name) > most and name[0].isalpha() and name.isalnum() else name


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

    return f"{named(equation)} = {Latex(named).plain(equation.body)}"


def latex_node(node: Node) -> str:
    """Any node of an equation, without shapes."""
    return Latex(lambda symbol: latex_symbol(symbol.name)).plain(node)


class Latex:
    """LaTeX of a cell's equations; `named` writes their names."""

    bracketed: tuple[type[Node], ...] = (Sum, OneMinus, Negative, Hadamard)
    names: tuple[type[Node], ...] = (Symbol, Equation)

    def __init__(self, named: Callable[[Symbol | Equation], str]) -> None:
        self.named = named

    def plain(self, node: Node) -> str:
        """The node by itself."""
        if isinstance(node, Symbol | Equation):
            return self.named(node)
        if isinstance(node, Number):
            return latex_size(node.value) if node.value.is_Integer or not node.value.is_number else str(node)
        return kind_of(node).latex(node, self)

    def factor(self, node: Node) -> str:
        """The node where it is a factor, or carries a sign."""
        inner = self.plain(node)
        return rf"\left({inner}\right)" if isinstance(node, self.bracketed) else inner

    def hadamard(self, node: Node) -> str:
        """The node where it is a factor of ⊙."""
        return self.factor(node)

    def raised(self, node: Node, sign: str) -> str:
        """The node with a sign at its upper right, which a name has without parentheses unless it has another there."""
        inner = self.plain(node)
        bare = isinstance(node, self.names) and not inner.endswith("^{+}")
        return rf"{inner}^{{{sign}}}" if bare else rf"\left({inner}\right)^{{{sign}}}"
