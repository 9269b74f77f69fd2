"""Small networks set up so that a run of the NumPy reference shows one thing: second roads for answers.

A unit whose W and U are zero has gates that its biases alone decide, so that any values of the gates can be had.
"""

from __future__ import annotations

from math import atanh, inf, log
from typing import TYPE_CHECKING

import numpy as np

from .... import reference
from ....network import Network
from ....reference.weights import Weights, weight_shapes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ....reference.packing import Array

SATURATED = 40.0
"""A pre-activation at which σ and tanh are 1 to sixteen digits."""


def constant_gates(cell: str, biases: Sequence[Mapping[str, float]]) -> tuple[Network, Weights]:
    """A network of one input with as many units as `biases` (pre-activation by gate); W, U and p are zero."""
    network = Network(cell=cell, input=1, hidden=len(biases))
    arrays = {name: np.zeros_like(array) for name, array in reference.random_weights(network, seed=0).layers[0][0].items()}
    for unit, by_gate in enumerate(biases):
        for gate, bias in by_gate.items():
            arrays[f"b_{gate}"][unit] = bias
    return network, Weights(((arrays,),))


def pre_activation(gate: str, value: float) -> float:
    """What gives a gate this value: the inverse of σ, of tanh for the candidate g; ±40 for the ends of the range."""
    if gate == "g":
        return atanh(value) if abs(value) < 1 else SATURATED * value
    if not 0 < value < 1:
        return SATURATED * (2 * value - 1)
    return log(value / (1 - value))


def stepped(cell: str, gates: Mapping[str, float], *, c: float = 0.0, h: float = 0.0, steps: int = 1) -> dict[str, float]:
    """Run one unit whose gates have these values; its vectors after `steps` steps, by name (`c_t`)."""
    network, weights = constant_gates(cell, [{gate: pre_activation(gate, value) for gate, value in gates.items()}])
    has_c = cell.startswith("lstm")
    state = reference.State((np.full((1, 1), h),), (np.full((1, 1), c),) if has_c else None)
    (vectors,) = reference.gates(network, weights, np.zeros((steps, 1, 1)), state)
    return {name: float(values[-1, 0, 0]) for name, values in vectors.items()}


def squashed(function: str, argument: float) -> float:
    """σ or tanh (`sigmoid`, `tanh`) of a number, as the reference computes it inside an LSTM."""
    network, weights = constant_gates("lstm", [{"f": argument, "g": argument}])
    (vectors,) = reference.gates(network, weights, np.zeros((1, 1, 1)))
    return float(vectors["f_t" if function == "sigmoid" else "g_t"][0, 0, 0])


def slope(function: str, argument: float, width: float = 1e-4) -> float:
    """The slope of σ or tanh, by a central difference."""
    return (squashed(function, argument + width) - squashed(function, argument - width)) / (2 * width)


def random_run(network: Network, steps: int, batch: int = 1, seed: int = 1) -> reference.Output:
    """The reference over random inputs with random weights."""
    inputs = reference.random_inputs(network, steps, batch, seed)
    return reference.run(network, reference.random_weights(network, seed), inputs)


def extremes(values: Array) -> tuple[float, float]:
    """The least and the greatest component, of nothing (inf, -inf)."""
    return float(values.min(initial=inf)), float(values.max(initial=-inf))


def has_weight(cell: str, name: str) -> bool:
    """Whether the reference has a weight of this name for the cell, in tables that are written by hand for ours."""
    return name in weight_shapes(Network(cell=cell, input=1, hidden=1), 0)
