"""numpy-ml, in float64. It was written for a Python before 3.10."""

from __future__ import annotations

import collections
import collections.abc
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from ..proofs import Ran, in_layers, in_order, object_shapes

if TYPE_CHECKING:
    from lstm_docs import Network

    from ..proofs import Array, Tensors

collections.Hashable = collections.abc.Hashable  # where it was then
LSTMCell = import_module("numpy_ml.neural_nets.layers").LSTMCell

framework = "numpy-ml"
time, state = "step", "h c"
cells = ("lstm",)


def tolerance(cell: str) -> float:
    return 1e-12


def build(network: Network) -> object:
    cell = LSTMCell(n_out=network.widths[0])
    cell.forward(np.zeros((1, network.input)))
    cell.flush_gradients()
    return cell


def shapes(network: Network) -> dict[str, tuple[int, ...]]:
    def one(alone: Network) -> dict[str, tuple[int, ...]]:
        return {name: array.shape for name, array in build(alone).parameters.items()}

    return object_shapes(network, one)


def run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    def one(alone: Network, own: Tensors, sequence: Array, direction: str) -> Ran:
        cell = build(alone)
        cell.parameters.update({name: np.array(tensor) for name, tensor in own.items()})
        zeros = np.zeros((sequence.shape[1], alone.widths[0]))
        cell.derived_variables.update(A=[zeros if h is None else h], C=[zeros if c is None else c])
        outputs = [in_order(state, *cell.forward(step)) for step in sequence]
        return Ran(np.stack([h for h, _ in outputs]), outputs[-1][1])

    return in_layers(network, tensors, x, one)
