"""Three relatives of the LSTM.

Peepholes: Gers and Schmidhuber, "Recurrent Nets that Time and Count", IJCNN 2000.
Coupled input and forget gates: Greff et al., "LSTM: A Search Space Odyssey", IEEE TNNLS 28(10), 2017.
No forget gate: Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9(8), 1997.
"""

from __future__ import annotations

from .cell import Recipe
from .nodes import Equation, Node, let, sigmoid, tanh, weights


def peephole(x: Node, h: Node, c: Node) -> tuple[Equation, ...]:
    """Each gate also sees the cell state of its own unit: i and f the old one, o the new one."""
    W_i, U_i, b_i, p_i = weights("W_i U_i b_i p_i")
    W_f, U_f, b_f, p_f = weights("W_f U_f b_f p_f")
    W_g, U_g, b_g = weights("W_g U_g b_g")
    W_o, U_o, b_o, p_o = weights("W_o U_o b_o p_o")

    i = let("i_t", sigmoid(W_i @ x + U_i @ h + p_i * c + b_i))
    f = let("f_t", sigmoid(W_f @ x + U_f @ h + p_f * c + b_f))
    g = let("g_t", tanh(W_g @ x + U_g @ h + b_g))
    c = let("c_t", f * c + i * g)
    o = let("o_t", sigmoid(W_o @ x + U_o @ h + p_o * c + b_o))
    h = let("h_t", o * tanh(c))
    return i, f, g, c, o, h


def coupled(x: Node, h: Node, c: Node) -> tuple[Equation, ...]:
    """What is forgotten is what is written: the input gate is one minus the forget gate."""
    W_f, U_f, b_f = weights("W_f U_f b_f")
    W_g, U_g, b_g = weights("W_g U_g b_g")
    W_o, U_o, b_o = weights("W_o U_o b_o")

    f = let("f_t", sigmoid(W_f @ x + U_f @ h + b_f))
    g = let("g_t", tanh(W_g @ x + U_g @ h + b_g))
    o = let("o_t", sigmoid(W_o @ x + U_o @ h + b_o))
    c = let("c_t", f * c + (1 - f) * g)
    h = let("h_t", o * tanh(c))
    return f, g, o, c, h


def original(x: Node, h: Node, c: Node) -> tuple[Equation, ...]:
    """Nothing is forgotten: what was once added to the cell state stays in the sum."""
    W_i, U_i, b_i = weights("W_i U_i b_i")
    W_g, U_g, b_g = weights("W_g U_g b_g")
    W_o, U_o, b_o = weights("W_o U_o b_o")

    i = let("i_t", sigmoid(W_i @ x + U_i @ h + b_i))
    g = let("g_t", tanh(W_g @ x + U_g @ h + b_g))
    o = let("o_t", sigmoid(W_o @ x + U_o @ h + b_o))
    c = let("c_t", c + i * g)
    h = let("h_t", o * tanh(c))
    return i, g, o, c, h


LSTM_PEEPHOLE = Recipe("lstm-peephole", "LSTM with peepholes", "hc", peephole)
LSTM_COUPLED = Recipe("lstm-coupled", "LSTM with coupled gates", "hc", coupled)
LSTM_1997 = Recipe("lstm-1997", "LSTM of 1997 (no forget gate)", "hc", original)
