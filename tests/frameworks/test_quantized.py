"""ONNX Runtime's LSTM of int8 weights beside the reference: `com.microsoft.DynamicQuantizeLSTM`."""

import numpy as np
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from lstm_docs import Network, arithmetic, frameworks, reference

NETWORK = Network(input=80, hidden=12)
ZERO = 128
"""The integer that stands for no weight."""


def _quantized(tensors):
    """Weights of 8 bits with one step for each matrix, transposed as the operator has them; the biases as they are.

    As uint8 about a zero of 128: with int8, ONNX Runtime adds pairs of products in 16 bits where a processor has AVX2 but
    no VNNI, and they saturate (`reduce_range` in its guide to quantization).
    """
    quantized = {"B": tensors["B"].astype(np.float32)}
    for name in ("W", "R"):
        array = tensors[name].transpose(0, 2, 1)
        scale = arithmetic.scale_of(array)
        quantized[name] = (scale.integers(array) + ZERO).astype(np.uint8)
        quantized[f"{name}_step"] = np.array([scale.step], np.float32)
        quantized[f"{name}_zero"] = np.full(1, ZERO, np.uint8)
    return quantized


def _run(tensors, x):
    names = ["X", "W", "R", "B", "", "", "", "", "W_step", "W_zero", "R_step", "R_zero"]
    node = helper.make_node("DynamicQuantizeLSTM", names, ["Y"], domain="com.microsoft", hidden_size=NETWORK.hidden)
    graph = helper.make_graph(
        [node],
        "lstm",
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, x.shape)],
        [helper.make_tensor_value_info("Y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(array, name) for name, array in _quantized(tensors).items()],
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return session.run(None, {"X": x.astype(np.float32)})[0][:, 0]


@pytest.mark.parametrize(("scale", "bound"), [(None, 0.012), (1.0, 0.06)])
def test_int8_weights_and_a_float_state_are_off_by_a_hundredth(scale, bound):
    """As far off as our LSTM in integers alone, within a factor of two: the weights and inputs decide."""
    weights, x = reference.random_weights(NETWORK, 1, scale), reference.random_inputs(NETWORK, 100, 16, 1)
    exact = reference.run(NETWORK, weights, x).output
    theirs = np.abs(_run(frameworks.pack("onnx", weights, NETWORK), x) - exact).max()
    lstm = arithmetic.IntegerLSTM.of(NETWORK, weights, x)
    ours = np.abs(lstm.scales["h"].values(lstm.run(x)) - exact).max()
    assert 0 < theirs < bound
    assert theirs / 2 < ours < 2 * theirs
