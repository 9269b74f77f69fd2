"""MLX on the CPU, in float64."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mlx.core as mx
import numpy as np
from mlx import nn
from mlx.utils import tree_flatten

from .proofs import Ran, handed, in_layers, in_order, object_shapes

if TYPE_CHECKING:
    from lstm_docs import Network

    from .proofs import Array, Tensors

mx.set_default_device(mx.cpu)

framework = "mlx"
time, state = "B T I", "h c"
cells = ("lstm", "gru-reset-after", "rnn-tanh", "rnn-relu")


def tolerance(cell: str) -> float:
    """MLX's sigmoid is good to 6e-9 in float64; its products and its tanh are exact."""
    return 1e-12 if cell.startswith("rnn") else 1e-7


def build(network: Network) -> nn.Module:
    sizes = network.input, network.widths[0], network.bias
    if network.cell == "lstm":
        return nn.LSTM(*sizes)
    if network.cell == "gru-reset-after":
        return nn.GRU(*sizes)
    return nn.RNN(*sizes, nonlinearity=nn.relu if network.cell == "rnn-relu" else None)


def shapes(network: Network) -> dict[str, tuple[int, ...]]:
    return object_shapes(
        network, lambda alone: {n: t.shape for n, t in tree_flatten(build(alone).parameters()) if t is not None}
    )


def run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    lstm = network.cell == "lstm"
    first = () if h is None else tuple(map(_array, in_order(state, h, c) if lstm else (h,)))

    def one(alone: Network, own: Tensors, sequence: Array, direction: str) -> Ran:
        layer = build(alone)
        layer.update({name: _array(tensor) for name, tensor in own.items()})
        given = layer(_array(handed(sequence, time)), *first)
        outputs, memories = in_order(state, *given) if lstm else (given, None)
        return Ran(handed(np.array(outputs), time), np.array(memories)[:, -1] if lstm else None)

    return in_layers(network, tensors, x, one)


def _array(array: Array) -> mx.array:
    return mx.array(np.ascontiguousarray(array), dtype=mx.float64)
