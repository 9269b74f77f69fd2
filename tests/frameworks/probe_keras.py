"""Keras 3 on its PyTorch backend, in float64."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

os.environ["KERAS_BACKEND"] = "torch"

import keras
import torch

from .proofs import Ran, handed, in_order, layer_alone, named_under

if TYPE_CHECKING:
    from lstm_docs import Network

    from .proofs import Array, Tensors

torch.set_num_threads(1)

framework = "keras"
time, state = "B T I", "h c"
cells = ("lstm", "gru-reset-after", "gru-reset-before", "rnn-tanh", "rnn-relu")


def tolerance(cell: str) -> float:
    """Float64 where the backend's fused kernels run; Keras's own products are float32 on every backend but TensorFlow."""
    return 1e-12 if cell in ("lstm", "gru-reset-after") else 2e-6


def build(network: Network) -> keras.layers.Layer:
    """The layer that holds a network of one layer, built."""
    options = {"use_bias": network.bias, "dtype": "float64", "return_sequences": True, "return_state": True}
    if network.cell == "lstm":
        layer = keras.layers.LSTM(network.widths[0], **options)
    elif network.cell.startswith("gru"):
        layer = keras.layers.GRU(network.widths[0], reset_after=network.cell == "gru-reset-after", **options)
    else:
        layer = keras.layers.SimpleRNN(network.widths[0], activation=network.cell.removeprefix("rnn-"), **options)
    if network.bidirectional:
        layer = keras.layers.Bidirectional(layer, dtype="float64")
    layer.build((None, None, network.input))
    return layer


def variables(layer: keras.layers.Layer) -> dict[str, keras.Variable]:
    """The layer's weights by the last part of their path, led by the direction of a Bidirectional."""
    by_name = {}
    for variable in layer.weights:
        first, *_, last = variable.path.split("/")[-3:]
        direction = first.partition("_")[0]
        by_name[f"{direction}/{last}" if direction in ("forward", "backward") else last] = variable
    return by_name


def shapes(network: Network) -> dict[str, tuple[int, ...]]:
    by_name = {}
    for layer in range(network.layers):
        lead = f"{layer}/" if network.layers > 1 else ""
        built = build(layer_alone(network, layer, bidirectional=network.bidirectional))
        by_name |= {lead + name: tuple(variable.shape) for name, variable in variables(built).items()}
    return by_name


def run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    sequence, last, lstm = handed(x, time), None, network.cell == "lstm"
    first = None if h is None else in_order(state, h, c) if lstm else (h,)
    for layer in range(network.layers):
        built = build(layer_alone(network, layer, bidirectional=network.bidirectional))
        own = named_under(str(layer), tensors) if network.layers > 1 else tensors
        for name, variable in variables(built).items():
            variable.assign(own[name])
        sequence, *after = (keras.ops.convert_to_numpy(t.detach()) for t in built(sequence, initial_state=first))
        last = in_order(state, *after[:2])[1] if lstm else None
    return Ran(handed(sequence, time), last)
