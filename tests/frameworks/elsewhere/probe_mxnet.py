"""MXNet Gluon, in float64; its projection needs a GPU, so of a projected network only the tensors are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mxnet
from mxnet import gluon

from ..proofs import Ran, in_order

if TYPE_CHECKING:
    from lstm_docs import Network

    from ..proofs import Array, Tensors

framework = "mxnet"
time, state = "T B I", "h c"
cells = ("lstm", "gru-reset-after", "rnn-tanh", "rnn-relu")
CLASSES = {
    "lstm": gluon.rnn.LSTM,
    "gru-reset-after": gluon.rnn.GRU,
    "rnn-tanh": gluon.rnn.RNN,
    "rnn-relu": gluon.rnn.RNN,
}


def tolerance(cell: str) -> float:
    """The ReLU kernel is off by up to 6e-8, float32's precision; the others compute in float64."""
    return 1e-7 if cell == "rnn-relu" else 1e-12


def runs(network: Network) -> bool:
    return network.projection is None


def build(network: Network) -> gluon.Block:
    options = {"activation": network.cell.removeprefix("rnn-")} if network.cell.startswith("rnn") else {}
    if network.projection:
        options["projection_size"] = network.projection
    layer = CLASSES[network.cell](
        network.widths[0],
        num_layers=network.layers,
        bidirectional=network.bidirectional,
        input_size=network.input,
        dtype="float64",
        **options,
    )
    layer.initialize()
    return layer


def _named(layer: gluon.Block) -> dict[str, gluon.Parameter]:
    return {name.removeprefix(layer.prefix): parameter for name, parameter in layer.collect_params().items()}


def shapes(network: Network) -> dict[str, tuple[int, ...]]:
    return {name: parameter.shape for name, parameter in _named(build(network)).items()}


def run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    layer, lstm, batch = build(network), network.cell == "lstm", x.shape[1]
    for name, parameter in _named(layer).items():
        parameter.set_data(mxnet.nd.array(tensors[name], dtype="float64"))
    first = layer.begin_state(batch, dtype="float64")
    if h is not None:
        first = [mxnet.nd.array(s[None], dtype="float64") for s in (in_order(state, h, c) if lstm else (h,))]
    output, after = layer(mxnet.nd.array(x, dtype="float64"), first)
    return Ran(output.asnumpy(), in_order(state, *after)[1][0].asnumpy() if lstm else None)
