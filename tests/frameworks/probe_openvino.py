"""OpenVINO's sequence operations on the CPU, in float32. An operation holds one layer in one or both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import openvino
from openvino import opset13 as ops

from .proofs import Ran, handed, in_order, layer_alone, named_under

if TYPE_CHECKING:
    from lstm_docs import Network

    from .proofs import Array, Tensors

framework = "openvino"
time, state = "B T I", "h c"
cells = ("lstm", "gru-reset-after", "gru-reset-before", "rnn-tanh", "rnn-relu")
CORE = openvino.Core()
PRECISE = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1}


def tolerance(cell: str) -> float:
    return 2e-6


def run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    sequence, last = handed(x, time), None
    for layer in range(network.layers):
        alone = layer_alone(network, layer, bidirectional=network.bidirectional)
        own = named_under(str(layer), tensors) if network.layers > 1 else tensors
        given = ops.parameter(sequence.shape, np.float32)
        model = openvino.Model(node(alone, own, given, len(sequence), h, c).outputs(), [given])
        y, *states = CORE.compile_model(model, "CPU", PRECISE)(_f32(sequence)).values()
        sequence = y.transpose(0, 2, 1, 3).reshape(*sequence.shape[:2], -1)  # (B, D, T, H) to (B, T, D·H)
        last = in_order(state, *states)[1][:, 0] if network.cell == "lstm" else None
    return Ran(handed(sequence, time), last)


def node(
    network: Network, tensors: Tensors, given: openvino.Node, batch: int, h: Array | None = None, c: Array | None = None
) -> openvino.Node:
    """The operation; OpenVINO refuses weights of other shapes when it is built."""
    zeros = np.zeros((batch, network.directions, network.widths[0]))
    first = [_f32(zeros if s is None else s[:, None]) for s in (in_order(state, h, c) if network.cell == "lstm" else (h,))]
    lengths = np.full(batch, given.get_shape()[1], dtype=np.int64)
    weights = [_f32(tensors[name]) for name in "WRB"]
    common = (given, *first, lengths, *weights, network.widths[0], "BIDIRECTIONAL" if network.bidirectional else "FORWARD")
    if network.cell == "lstm":
        return ops.lstm_sequence(*common)
    if network.cell.startswith("gru"):
        return ops.gru_sequence(*common, linear_before_reset=network.cell == "gru-reset-after")
    return ops.rnn_sequence(*common, activations=[network.cell.removeprefix("rnn-")])


def _f32(array: Array) -> np.ndarray:
    return np.ascontiguousarray(array, dtype=np.float32)
