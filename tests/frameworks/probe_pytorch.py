"""PyTorch, in float64 on one thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from .proofs import Ran, handed, in_order

if TYPE_CHECKING:
    from lstm_docs import Network

    from .proofs import Array, Tensors

torch.set_num_threads(1)

framework = "pytorch"
time, state = "T B I", "h c"
cells = ("lstm", "gru-reset-after", "rnn-tanh", "rnn-relu")
CLASSES = {"lstm": torch.nn.LSTM, "gru-reset-after": torch.nn.GRU, "rnn-tanh": torch.nn.RNN, "rnn-relu": torch.nn.RNN}


def tolerance(cell: str) -> float:
    return 1e-12


def build(network: Network) -> torch.nn.RNNBase:
    options = {"nonlinearity": network.cell.removeprefix("rnn-")} if network.cell.startswith("rnn") else {}
    if network.projection:
        options["proj_size"] = network.projection
    return CLASSES[network.cell](
        network.input,
        network.widths[0],
        network.layers,
        bias=network.bias,
        bidirectional=network.bidirectional,
        dtype=torch.float64,
        **options,
    )


def shapes(network: Network) -> dict[str, tuple[int, ...]]:
    return {name: tuple(parameter.shape) for name, parameter in build(network).named_parameters()}


def run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    layer = build(network)
    layer.load_state_dict({name: torch.from_numpy(tensor) for name, tensor in tensors.items()})
    lstm = network.cell == "lstm"
    first = None if h is None else tuple(torch.from_numpy(s[None]) for s in in_order(state, h, c))
    with torch.no_grad():
        output, last = layer(torch.from_numpy(handed(x, time).copy()), first if first is None or lstm else first[0])
    return Ran(handed(output.numpy(), time), in_order(state, *last)[1][0].numpy() if lstm else None)
