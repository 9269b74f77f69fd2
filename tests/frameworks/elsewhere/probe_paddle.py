"""PaddlePaddle, in float64."""

from __future__ import annotations

from typing import TYPE_CHECKING

import paddle

from ..proofs import Ran, handed, in_order

if TYPE_CHECKING:
    from lstm_docs import Network

    from ..proofs import Array, Tensors

paddle.set_default_dtype("float64")

framework = "paddle"
time, state = "B T I", "h c"
cells = ("lstm", "gru-reset-after", "rnn-tanh", "rnn-relu")
CLASSES = {
    "lstm": paddle.nn.LSTM,
    "gru-reset-after": paddle.nn.GRU,
    "rnn-tanh": paddle.nn.SimpleRNN,
    "rnn-relu": paddle.nn.SimpleRNN,
}


def tolerance(cell: str) -> float:
    return 1e-12


def build(network: Network) -> paddle.nn.Layer:
    options = {"activation": network.cell.removeprefix("rnn-")} if network.cell.startswith("rnn") else {}
    direction = "bidirect" if network.bidirectional else "forward"
    return CLASSES[network.cell](network.input, network.widths[0], network.layers, direction=direction, **options)


def shapes(network: Network) -> dict[str, tuple[int, ...]]:
    return {name: tuple(parameter.shape) for name, parameter in build(network).named_parameters()}


def run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    layer, lstm = build(network), network.cell == "lstm"
    for name, parameter in layer.named_parameters():
        parameter.set_value(paddle.to_tensor(tensors[name].copy()))
    first = None if h is None else tuple(paddle.to_tensor(s[None].copy()) for s in in_order(state, h, c))
    output, last = layer(paddle.to_tensor(handed(x, time)), first if first is None or lstm else first[0])
    return Ran(handed(output.numpy(), time), in_order(state, *last)[1][0].numpy() if lstm else None)
