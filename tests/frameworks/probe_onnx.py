"""ONNX models run by ONNX Runtime on the CPU, in float32. A node holds one layer in one or both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from .proofs import Ran, handed, in_order, layer_alone, named_under

if TYPE_CHECKING:
    from lstm_docs import Network

    from .proofs import Array, Tensors

framework = "onnx"
time, state = "T B I", "h c"
cells = ("lstm", "lstm-peephole", "lstm-coupled", "gru-reset-after", "gru-reset-before", "rnn-tanh", "rnn-relu")
INPUTS = {
    "LSTM": ("X", "W", "R", "B", "", *state.split(), "P"),
    "GRU": ("X", "W", "R", "B", "", "h"),
    "RNN": ("X", "W", "R", "B", "", "h"),
}


def tolerance(cell: str) -> float:
    return 2e-6


def run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    sequence, last = handed(x, time), None
    for layer in range(network.layers):
        alone = layer_alone(network, layer, bidirectional=network.bidirectional)
        own = named_under(str(layer), tensors) if network.layers > 1 else tensors
        y, *states = session(alone, own, with_state=h is not None).run(None, {"X": _f32(sequence)} | _states(network, h, c))
        sequence = y.transpose(0, 2, 1, 3).reshape(*sequence.shape[:2], -1)  # (T, D, B, H) to (T, B, D·H)
        last = in_order(state, *states)[1][0] if network.cell.startswith("lstm") else None
    return Ran(handed(sequence, time), last)


def session(network: Network, tensors: Tensors, *, with_state: bool = False) -> onnxruntime.InferenceSession:
    """A model of one node, its weights as initializers; ONNX Runtime refuses weights of other shapes."""
    kind = "LSTM" if network.cell.startswith("lstm") else network.cell[:3].upper()
    given = ["X", *(["h", *("c" * (kind == "LSTM"))] if with_state else [])]
    names = [name if name in given or name in tensors else "" for name in INPUTS[kind]]
    outputs = ["Y", "Y_h", *(["Y_c"] if kind == "LSTM" else [])]
    node = helper.make_node(kind, names, outputs, hidden_size=network.widths[0], **_attributes(network))
    graph = helper.make_graph(
        [node],
        "layer",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None] * 3) for name in given],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None] * (4 if name == "Y" else 3)) for name in outputs],
        [numpy_helper.from_array(_f32(tensor), name) for name, tensor in tensors.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    onnx.checker.check_model(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = 1, 4
    return onnxruntime.InferenceSession(model.SerializeToString(), options)


def _attributes(network: Network) -> dict[str, Any]:
    both = network.directions
    attributes: dict[str, Any] = {"direction": "bidirectional" if both == 2 else "forward"}
    if network.cell == "lstm-coupled":
        attributes["input_forget"] = 1
    if network.cell == "gru-reset-after":
        attributes["linear_before_reset"] = 1
    if network.cell == "rnn-relu":
        attributes["activations"] = ["Relu"] * both
    return attributes


def _states(network: Network, h: Array | None, c: Array | None) -> dict[str, np.ndarray]:
    if h is None:
        return {}
    return {"h": _f32(h[None])} | ({"c": _f32(c[None])} if network.cell.startswith("lstm") else {})


def _f32(array: Array) -> np.ndarray:
    return np.ascontiguousarray(array, dtype=np.float32)
