"""What the numbers of a layer say about its gates, with the definition of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..reference import gates as run_gates
from ..reference.weights import Weights, random_inputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..network import Network
    from ..reference.weights import Array
    from .reading import Reading

SEED, SAMPLES = 1, 256
LOW, HIGH = 0.05, 0.95
DEAD = 1e-3
WIDEST_SPECTRUM = 512
SQUASHED = ("g", "n", "h")
"""The gates that are candidates: they go through tanh, or ReLU, not through σ."""

DEFINITIONS = {
    "bias_mean": "mean of the gate's bias over the units, all that is added to it together",
    "saturated": (
        f"share of the gate's values below {LOW} or above {HIGH} (a candidate's: beyond ±{HIGH}) in the first step from a zero "
        f"state, over {SAMPLES} inputs drawn from the standard normal distribution with seed {SEED}"
    ),
    "W_norm": "Frobenius norm of the matrix that multiplies the input",
    "U_norm": "Frobenius norm of the matrix that multiplies the state",
    "spectral_radius": (
        "largest absolute eigenvalue of U, or of U·V with a projection, as a lower and an upper bound. They are equal up "
        f"to {WIDEST_SPECTRUM} units; beyond, they are |trace|/H and the least of the 1-, ∞- and Frobenius norms"
    ),
    "dead_units": f"units whose h stays within ±{DEAD:g} over the same inputs, in the same step",
    "nan": "weights that are no finite number",
}


@dataclass(frozen=True)
class Statistics:
    """Of one direction of one layer: per gate the numbers that `DEFINITIONS` names, and of all units and weights."""

    layer: int
    direction: int
    gates: Mapping[str, Mapping[str, float | list[float]]]
    dead_units: int
    nan: int


def statistics(reading: Reading) -> list[Statistics]:
    """The statistics of every layer and direction of a reading. Reads all its numbers."""
    network = reading.network
    with np.errstate(all="ignore"):  # numbers may be very large, and are told as they come out
        return [
            _of(network, named, layer, direction)
            for layer, directions in enumerate(reading.weights.layers)
            for direction, named in enumerate(directions)
        ]


def _of(network: Network, named: Mapping[str, Array], layer: int, direction: int) -> Statistics:
    nan = sum(int(array.size - np.isfinite(array).sum()) for array in named.values())
    reads, units = network.layer_input(layer), network.widths[layer]
    alone = replace(network, input=reads, hidden=units, layers=1, bidirectional=False, merge="concat")
    values = {} if nan else _first_step(alone, named)
    by_gate = {gate: _gate(gate, named, values.get(f"{gate}_t")) for gate in network.equations.gates}
    h = values.get("m_t", values.get("h_t"))  # before a projection, whose components are no units
    dead = int((np.abs(h[0]).max(axis=0) < DEAD).sum()) if h is not None else 0
    return Statistics(layer, direction, by_gate, dead, nan)


def _first_step(network: Network, named: Mapping[str, Array]) -> Mapping[str, Array]:
    """Every vector of one step from a zero state, (1, samples, units), on normal inputs."""
    uniform = (random_inputs(replace(network, input=2 * network.input), 1, SAMPLES, SEED) + 1) / 2
    first, second = uniform[..., ::2], uniform[..., 1::2]
    normal = np.sqrt(-2 * np.log(np.maximum(first, 1e-300))) * np.cos(2 * np.pi * second)
    values: Mapping[str, Array] = run_gates(network, Weights(((named,),)), normal)[0]  # type: ignore[assignment]
    return values


def _gate(gate: str, named: Mapping[str, Array], values: Array | None) -> dict[str, float | list[float]]:
    bias = sum((named[name] for name in (f"b_{gate}", f"bh_{gate}") if name in named), np.zeros(1))
    figures: dict[str, float | list[float]] = {
        "bias_mean": float(np.mean(bias)),
        "W_norm": float(np.linalg.norm(named[f"W_{gate}"])),
        "U_norm": float(np.linalg.norm(named[f"U_{gate}"])),
        "spectral_radius": _radius(named[f"U_{gate}"] @ named["V_h"] if "V_h" in named else named[f"U_{gate}"]),
    }
    if values is not None:
        beyond = np.abs(values) > HIGH if gate in SQUASHED else (values < LOW) | (values > HIGH)
        figures["saturated"] = float(beyond.mean())
    return figures


def _radius(matrix: Array) -> list[float]:
    """[lower, upper] bound of the spectral radius: the same number where the eigenvalues are computed."""
    if not np.isfinite(matrix).all():
        return [float("nan")] * 2
    if len(matrix) <= WIDEST_SPECTRUM:
        return [float(np.abs(np.linalg.eigvals(matrix)).max())] * 2
    norms = (np.abs(matrix).sum(axis=0).max(), np.abs(matrix).sum(axis=1).max(), np.linalg.norm(matrix))
    return [float(abs(np.trace(matrix)) / len(matrix)), float(min(norms))]
