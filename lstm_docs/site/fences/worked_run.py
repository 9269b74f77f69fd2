"""A run with real numbers, by the equations as they stand, checked against the reference where that has the cell."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING

import numpy as np

from ... import reference
from ...derive import trace, zero_states
from ...ground.errors import LstmDocsError
from ...reference.weights import random_inputs, random_weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ...derive import Step
    from ...network import Network

    Array = NDArray[np.float64]

TOLERANCE = 1e-12


@dataclass(frozen=True)
class Run:
    """One layer in one direction over one sequence, from zero states.

    `weights` by name as in the equations; `inputs` are columns (I, 1); `steps` hold every named vector.
    """

    network: Network
    weights: Mapping[str, Array]
    inputs: tuple[Array, ...]
    steps: tuple[Step, ...]


def run(network: Network, steps: int, seed: int) -> Run:
    """Run `network` (one layer, one direction) on weights and inputs drawn for `seed`.

    Raises `LstmDocsError` for more layers or directions, or if the reference disagrees.
    """
    return _over(network, random_inputs(network, steps, 1, seed), seed)


def spelled(network: Network, name: str, seed: int) -> Run:
    """Run `network`, of 26 inputs, on weights drawn for `seed` and the letters a to z of `name`, one-hot.

    Raises `LstmDocsError` as `run` does, and for another number of inputs.
    """
    if network.input != len(ascii_lowercase):
        raise LstmDocsError(f"a name is read as {len(ascii_lowercase)} inputs, one for each letter, not {network.input}")
    places = [ascii_lowercase.index(letter) for letter in name]
    return _over(network, np.eye(len(ascii_lowercase))[places][:, np.newaxis], seed)


def _over(network: Network, inputs: Array, seed: int) -> Run:
    """The run over inputs (T, 1, I)."""
    if network.layers != 1 or network.bidirectional:
        raise LstmDocsError("a trace shows one layer in one direction; leave out layers and bidirectional")
    weights = random_weights(network, seed)
    cell = network.equations
    columns = tuple(x.reshape(-1, 1) for x in inputs[:, 0])
    done = tuple(trace(cell, weights.layers[0][0], columns, zero_states(network)))
    if network.cell in reference.WEIGHT_NAMES and not _is_confirmed(network, weights, inputs, done):
        raise LstmDocsError(f"the equations of {cell.title} and the reference disagree on h_t")  # a fault of ours
    return Run(network, weights.layers[0][0], columns, done)


def _is_confirmed(network: Network, weights: reference.Weights, inputs: Array, done: tuple[Step, ...]) -> bool:
    """Whether the steps written by hand give the same h."""
    witness = reference.run(network, weights, inputs).output[:, 0]
    return np.allclose([step.values["h_t"][:, 0] for step in done], witness, rtol=0, atol=TOLERANCE)
