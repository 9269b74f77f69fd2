"""Which vector of an LSTM may be narrow: each rounded alone, all else exact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .. import reference
from .approximations import sigmoid
from .quantizing import scale_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..network import Network
    from .quantizing import Array, Scale

ROUNDED = {
    "x": "the inputs",
    "W": "the matrices of the inputs",
    "U": "the recurrent matrices",
    "b": "the biases",
    "a": "the pre-activations",
    "gates": "the gates i, f, o and the candidate g",
    "c": "the cell state",
    "h": "the hidden state",
}
"""What can be rounded alone, by letter."""


def alone(network: Network, steps: int, seed: int, bits: int, *, scale: float = 1.0) -> dict[str, tuple[Scale, Array]]:
    """By letter of `ROUNDED`: its scale (of weights: that of the forget gate's), and the largest error in h by step (T,).

    `network` is one layer of an LSTM in one direction, on the random weights (from ±`scale`) and inputs of a seed.
    """
    weights, x = reference.random_weights(network, seed, scale), reference.random_inputs(network, steps, 16, seed)
    exact, named = reference.run(network, weights, x).output, weights.layers[0][0]
    states = reference.gates(network, weights, x)[0]
    reach = {"x": x, "c": states["c_t"], "h": states["h_t"], "gates": np.ones(1), "a": np.full(1, 8.0)}
    by_letter = {}
    for letter in ROUNDED:
        of = reach[letter] if letter in reach else named[f"{letter}_f"]
        off = np.abs(_run(named, x, letter, bits, reach) - exact).max(axis=(1, 2))
        by_letter[letter] = (scale_of(of, bits), off)
    return by_letter


def _run(weights: Mapping[str, Array], x: Array, letter: str, bits: int, reach: Mapping[str, Array]) -> Array:
    """h (T, B, H), with what `letter` names rounded wherever it is computed or kept."""

    def quantized(name: str, values: Array) -> Array:
        if name != letter:
            return values
        scale = scale_of(reach.get(name, values), bits)
        return scale.values(scale.integers(values))

    stored = {name: quantized(name[0], array) for name, array in weights.items()}
    c = h = np.zeros((len(weights["b_f"]), x.shape[1]))
    outputs = []
    for step in quantized("x", x):
        i, f, g, o = (_gate(stored, gate, step.T, h, quantized) for gate in "ifgo")
        c = quantized("c", f * c + i * g)
        h = quantized("h", o * np.tanh(c))
        outputs.append(h.T)
    return np.stack(outputs)


def _gate(weights: Mapping[str, Array], gate: str, x: Array, h: Array, quantized: Callable[[str, Array], Array]) -> Array:
    a = quantized("a", weights[f"W_{gate}"] @ x + weights[f"U_{gate}"] @ h + weights[f"b_{gate}"])
    return quantized("gates", np.tanh(a) if gate == "g" else sigmoid(a))
