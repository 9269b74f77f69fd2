"""tinygrad on its Python device, which needs no compiler, in float64."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

os.environ["DEV"] = "PYTHON"

import numpy as np
from tinygrad import Tensor
from tinygrad.nn import LSTMCell
from tinygrad.nn.state import get_state_dict

from .proofs import Ran, in_layers, object_shapes

if TYPE_CHECKING:
    from lstm_docs import Network

    from .proofs import Array, Tensors

framework = "tinygrad"
cells = ("lstm",)


def tolerance(cell: str) -> float:
    return 1e-12


def build(network: Network) -> LSTMCell:
    return LSTMCell(network.input, network.widths[0], network.bias)


def shapes(network: Network) -> dict[str, tuple[int, ...]]:
    return object_shapes(network, lambda alone: {name: t.shape for name, t in get_state_dict(build(alone)).items()})


def run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    def one(alone: Network, own: Tensors, sequence: Array, direction: str) -> Ran:
        cell = build(alone)
        for name, tensor in own.items():
            setattr(cell, name, Tensor(np.ascontiguousarray(tensor)))
        zeros = np.zeros((sequence.shape[1], alone.widths[0]))
        state, outputs = tuple(map(Tensor, (zeros, zeros) if h is None else (h, c))), []
        for step in sequence:
            state = tuple(s.realize() for s in cell(Tensor(np.ascontiguousarray(step)), state))
            outputs.append(state[0].numpy())
        return Ran(np.stack(outputs), state[1].numpy())

    return in_layers(network, tensors, x, one)
