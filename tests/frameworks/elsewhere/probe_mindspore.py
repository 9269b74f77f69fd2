"""MindSpore on the CPU, in float32."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mindspore
import numpy as np
from mindspore import Parameter, Tensor, nn

from ..proofs import Ran, in_order

if TYPE_CHECKING:
    from lstm_docs import Network

    from ..proofs import Array, Tensors

mindspore.set_device("CPU")

framework = "mindspore"
time, state = "T B I", "h c"
cells = ("lstm", "gru-reset-after", "rnn-tanh", "rnn-relu")
CLASSES = {"lstm": nn.LSTM, "gru-reset-after": nn.GRU, "rnn-tanh": nn.RNN, "rnn-relu": nn.RNN}


def tolerance(cell: str) -> float:
    return 2e-6


def build(network: Network) -> nn.Cell:
    options = {"nonlinearity": network.cell.removeprefix("rnn-")} if network.cell.startswith("rnn") else {}
    return CLASSES[network.cell](
        network.input,
        network.widths[0],
        num_layers=network.layers,
        has_bias=network.bias,
        bidirectional=network.bidirectional,
        **options,
    )


def shapes(network: Network) -> dict[str, tuple[int, ...]]:
    return {parameter.name: parameter.shape for parameter in build(network).get_parameters()}


def run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    layer, lstm = build(network), network.cell == "lstm"
    mindspore.load_param_into_net(layer, {name: Parameter(_f32(tensor), name) for name, tensor in tensors.items()})
    zeros = np.zeros((network.layers * network.directions, x.shape[1], network.widths[0]))
    first = tuple(_f32(s) for s in ((zeros, zeros) if h is None else in_order(state, h[None], c[None])))
    output, after = layer(_f32(x), first if lstm else first[0])
    return Ran(output.asnumpy(), in_order(state, *after)[1].asnumpy()[0] if lstm else None)


def _f32(array: Array) -> Tensor:
    return Tensor(np.ascontiguousarray(array, dtype=np.float32))
