"""The LSTM with a forget gate.

Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9(8), 1997;
the forget gate: Gers, Schmidhuber and Cummins, "Learning to Forget", Neural Computation 12(10), 2000.
"""

from __future__ import annotations

from .cell import Recipe
from .nodes import Equation, Node, let, sigmoid, tanh, weights


def equations(x: Node, h: Node, c: Node) -> tuple[Equation, ...]:
    """Three gates between 0 and 1, a candidate between -1 and 1, and a cell state that is added to."""
    W_i, U_i, b_i = weights("W_i U_i b_i")
    W_f, U_f, b_f = weights("W_f U_f b_f")
    W_g, U_g, b_g = weights("W_g U_g b_g")
    W_o, U_o, b_o = weights("W_o U_o b_o")

    i = let("i_t", sigmoid(W_i @ x + U_i @ h + b_i))
    f = let("f_t", sigmoid(W_f @ x + U_f @ h + b_f))
    g = let("g_t", tanh(W_g @ x + U_g @ h + b_g))
    o = let("o_t", sigmoid(W_o @ x + U_o @ h + b_o))
    c = let("c_t", f * c + i * g)
    h = let("h_t", o * tanh(c))
    return i, f, g, o, c, h


LSTM = Recipe("lstm", "LSTM", "hc", equations)
