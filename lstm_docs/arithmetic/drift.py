"""How far h is off after so many steps if σ and tanh are computed in another way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .. import reference
from .approximations import APPROXIMATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..network import Network
    from .approximations import Approximation, Array


@dataclass(frozen=True, eq=False)
class Drift:
    """The largest error of σ and of tanh themselves on -8…8, and of any unit of h after each step (T,)."""

    sigmoid: float
    tanh: float
    h: Array


def run(weights: Mapping[str, Array], x: Array, by: Approximation) -> Array:
    """One layer of an LSTM in one direction over `x` (T, B, I) from zero states, with the functions of `by`: h (T, B, H)."""
    gates = {gate: (weights[f"W_{gate}"], weights[f"U_{gate}"], weights[f"b_{gate}"]) for gate in "ifgo"}
    h = c = np.zeros((len(weights["b_f"]), x.shape[1]))
    outputs = []
    for step in x:
        i, f, g, o = ((by.tanh if gate == "g" else by.sigmoid)(W @ step.T + U @ h + b) for gate, (W, U, b) in gates.items())
        c = f * c + i * g
        h = o * by.tanh(c)
        outputs.append(h.T)
    return np.stack(outputs)


def drift(network: Network, steps: int, seed: int, *, scale: float = 1.0) -> dict[str, Drift]:
    """Every approximation beside the reference, on the random weights (from ±`scale`) and the inputs of a seed, 16 sequences.

    `network` is one layer of an LSTM in one direction.
    """
    weights = reference.random_weights(network, seed, scale)
    x = reference.random_inputs(network, steps, 16, seed)
    exact = reference.run(network, weights, x).output
    places = np.linspace(-8, 8, 4001)
    drifts = {}
    for name, by in APPROXIMATIONS.items():
        off = np.abs(run(weights.layers[0][0], x, by) - exact).max(axis=(1, 2))
        squashed = np.abs(by.sigmoid(places) - (1 + np.tanh(places / 2)) / 2).max()
        drifts[name] = Drift(float(squashed), float(np.abs(by.tanh(places) - np.tanh(places)).max()), off)
    return drifts
