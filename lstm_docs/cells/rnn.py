"""The simple recurrent network, with tanh or with ReLU.

Elman, "Finding Structure in Time", Cognitive Science 14(2), 1990;
with ReLU: Le, Jaitly and Hinton, "A Simple Way to Initialize Recurrent Networks of Rectified Linear Units", 2015.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cell import Recipe
from .nodes import Equation, Node, let, relu, tanh, weights

if TYPE_CHECKING:
    from collections.abc import Callable


def _equations(squash: Callable[[Node], Node]) -> Callable[[Node, Node], tuple[Equation, ...]]:
    def equations(x: Node, h: Node) -> tuple[Equation, ...]:
        """One equation: the new state is a squashed mix of the input and the old state."""
        W_h, U_h, b_h = weights("W_h U_h b_h")
        return (let("h_t", squash(W_h @ x + U_h @ h + b_h)),)

    return equations


RNN_TANH = Recipe("rnn-tanh", "RNN (tanh)", "h", _equations(tanh))
RNN_RELU = Recipe("rnn-relu", "RNN (ReLU)", "h", _equations(relu))
