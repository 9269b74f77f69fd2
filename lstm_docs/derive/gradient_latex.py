"""The equations of the gradient as LaTeX: a bar over a name is the gradient of the loss by what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..cells.nodes import Equation, Hadamard, Pointwise, Symbol, Transposed
from .functions import FUNCTIONS
from .gradient_nodes import Bar, Deviation, Mean, Positive, Sign, Squared, Total
from .latex import Latex, latex_symbol

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..cells.nodes import Node


def latex_gradient(bar: Bar) -> str:
    r"""One equation, as in `\bar{f}_{t} = \bar{c}_{t} \odot c_{t-1}`.

    `a_f` is the argument of the function that makes f. A plus marks the part of a state's gradient that is given from
    outside the step where the step adds to it: what the loss and the next step say.
    """
    return _LATEX.plain(bar) if bar.body is None else f"{_LATEX.plain(bar)} = {_LATEX.plain(bar.body)}"


class _GradientLatex(Latex):
    """As equations are written, but only a name stands as a factor without parentheses, and with what gradients add."""

    names = (Symbol, Equation, Bar, Positive)

    def plain(self, node: Node) -> str:
        write = _ADDED.get(type(node))
        return write(node, self) if write else super().plain(node)

    def factor(self, node: Node) -> str:
        inner = self.plain(node)
        bare = isinstance(node, Symbol | Equation | Bar | Transposed | Squared | Positive)
        return inner if bare else rf"\left({inner}\right)"

    def hadamard(self, node: Node) -> str:
        return self.plain(node) if isinstance(node, Hadamard | Pointwise) else self.factor(node)


def _bar(bar: Bar, _: Latex) -> str:
    letter, below, index = latex_symbol(bar.of).partition("_")
    return rf"\bar{{{letter}}}{below}{index}" + "^{+}" * bar.partial


def _squared(node: Squared, latex: Latex) -> str:
    match node.argument:
        case Pointwise(function, argument):
            return rf"{FUNCTIONS[function].latex}^{{2}}\left({latex.plain(argument)}\right)"
    return latex.raised(node.argument, "2")


def _called(name: str) -> Callable[[Any, Latex], str]:
    return lambda node, latex: rf"{name}\left({latex.plain(node.argument)}\right)"


_ADDED: dict[type[Node], Callable[[Any, Latex], str]] = {
    Bar: _bar,
    Squared: _squared,
    Positive: lambda node, latex: rf"\left[{latex.plain(node.argument)} > 0\right]",
    Sign: _called(r"\operatorname{sign}"),
    Total: _called(r"\mathbf{1}^{\top}"),
    Mean: _called(r"\operatorname{mean}"),
    Deviation: _called(r"\operatorname{std}"),
}
_LATEX = _GradientLatex(lambda symbol: latex_symbol(symbol.name))
