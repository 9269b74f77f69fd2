"""The gated recurrent unit, in the two forms that frameworks implement.

Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder", 2014 (arXiv 1406.1078). Its first version
multiplies the product of the matrix and the state by the reset gate, its third the state before the matrix.
cuDNN, PyTorch and Keras by default took the first form: all three recurrent products can then run as one.
"""

from __future__ import annotations

from .cell import Recipe
from .nodes import Equation, Node, let, sigmoid, tanh, weights


def reset_before(x: Node, h: Node) -> tuple[Equation, ...]:
    """The reset gate multiplies the old state, and the matrix multiplies what is left."""
    W_r, U_r, b_r = weights("W_r U_r b_r")
    W_z, U_z, b_z = weights("W_z U_z b_z")
    W_n, U_n, b_n = weights("W_n U_n b_n")

    r = let("r_t", sigmoid(W_r @ x + U_r @ h + b_r))
    z = let("z_t", sigmoid(W_z @ x + U_z @ h + b_z))
    n = let("n_t", tanh(W_n @ x + U_n @ (r * h) + b_n))
    h = let("h_t", (1 - z) * n + z * h)
    return r, z, n, h


def reset_after(x: Node, h: Node) -> tuple[Equation, ...]:
    """The reset gate multiplies the product, which therefore keeps a bias of its own."""
    W_r, U_r, b_r = weights("W_r U_r b_r")
    W_z, U_z, b_z = weights("W_z U_z b_z")
    W_n, U_n, b_n, bh_n = weights("W_n U_n b_n bh_n")

    r = let("r_t", sigmoid(W_r @ x + U_r @ h + b_r))
    z = let("z_t", sigmoid(W_z @ x + U_z @ h + b_z))
    n = let("n_t", tanh(W_n @ x + r * (U_n @ h + bh_n) + b_n))
    h = let("h_t", (1 - z) * n + z * h)
    return r, z, n, h


GRU_RESET_AFTER = Recipe("gru-reset-after", "GRU (reset after the product)", "h", reset_after)
GRU_RESET_BEFORE = Recipe("gru-reset-before", "GRU (reset before the product)", "h", reset_before)
