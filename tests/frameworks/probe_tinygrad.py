"""tinygrad on its Python device, which needs no compiler, in float64."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

os.environ["DEV"] = "PYTHON"

import numpy as np
from tinygrad import Tensor
from tinygrad.nn import LSTMCell
from tinygrad.nn.state import get_state_dict

from .proofs import Ran, in_layers, in_order, object_shapes

if TYPE_CHECKING:
    from lstm_docs import Network

    from .proofs import Array, Tensors

framework = "tinygrad"
time, state = "step", "h c"
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
        now, outputs = tuple(map(Tensor, (zeros, zeros) if h is None else in_order(state, h, c))), []
        for step in sequence:
            now = tuple(s.realize() for s in cell(Tensor(np.ascontiguousarray(step)), now))
            outputs.append(in_order(state, *now)[0].numpy())
        return Ran(np.stack(outputs), in_order(state, *now)[1].numpy())

    return in_layers(network, tensors, x, one)
