"""Whether the ones read so far are odd or even: what cells whose gates see the state do by weights set by hand.

And what no weights do for a stack of cells whose gates see inputs alone: given ones it comes to rest, while parity never does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .. import derive
from ..network import Network

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LARGE = 40.0
"""A sigmoid of it is 1 in double precision, to the last bit."""

BY_HAND: Mapping[str, Mapping[str, Array]] = {
    "rnn-relu": {
        "W_h": np.array([[-1.0], [1.0]]),
        "U_h": np.array([[1.0, 1.0], [-1.0, -1.0]]),
        "b_h": np.zeros((2, 1)),
    },
    "lstm": {
        name: np.full((1, 1), LARGE * times)
        for name, times in {
            "W_i": 2,
            "U_i": 0,
            "b_i": -1,
            "W_f": -2,
            "U_f": 0,
            "b_f": 1,
            "W_g": 0,
            "U_g": -2,
            "b_g": 1,
            "W_o": 0,
            "U_o": 0,
            "b_o": 1,
        }.items()
    },
}
"""Weights by cell. The RNN holds |s - x| in two units, as relu(s - x) and relu(x - s). The LSTM writes at
a one, and what it writes has the sign that h has not: above 0 for odd, at or below 0 for even."""


def odd(cell: str, bits: Sequence[int]) -> list[bool]:
    """After each bit, whether the ones so far are odd, by the equations of a cell and the weights above."""
    weights = BY_HAND[cell]
    hidden = len(weights[next(iter(weights))])
    network = Network(cell=cell, input=1, hidden=hidden)
    columns = [np.array([[float(bit)]]) for bit in bits]
    done = derive.trace(network.equations, weights, columns, derive.zero_states(network))
    return [bool(step.values["h_t"].sum() > 0) for step in done]


def unrest(layers: int, lengths: Sequence[int], hidden: int = 16, seed: int = 1, scale: float = 1.0) -> list[float]:
    """How far the last one of T ones moves the top layer of a stack of minGRU: the largest change of a unit, for each T."""
    columns = [np.ones((1, 1))] * max(lengths)
    for layer in range(layers):
        network = Network(cell="mingru", input=len(columns[0]), hidden=hidden)
        draw = np.random.default_rng([seed, layer]).uniform
        weights = {weight.name: draw(-scale, scale, network.shape(weight)) for weight in network.equations.weights}
        done = derive.trace(network.equations, weights, columns, derive.zero_states(network))
        columns = [step.values["h_t"] for step in done]
    states = [np.zeros_like(columns[0]), *columns]
    return [float(np.abs(states[length] - states[length - 1]).max()) for length in lengths]
