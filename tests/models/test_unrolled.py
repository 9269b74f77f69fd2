"""LSTMs that a graph writes out: the order of the gates is found from what is done with the parts."""

import warnings

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper

from lstm_docs import Network, frameworks, models, reference
from lstm_docs.reference.weights import random_inputs, random_weights

from . import onnx_writer
from .onnx_writer import STEPS


class Cell(torch.nn.Module):
    """A cell run by a loop of one's own, among other layers."""

    def __init__(self, width, hidden, bias):
        super().__init__()
        self.before = torch.nn.Linear(2, width)
        self.cell = torch.nn.LSTMCell(width, hidden, bias=bias)
        self.head = torch.nn.Linear(hidden, 2)

    def forward(self, x, state):
        h, c = state[0], state[1]
        for step in range(x.shape[0]):
            h, c = self.cell(self.before(x[step]), (h, c))
        return self.head(h), torch.stack([h, c])


@pytest.mark.parametrize("steps", [1, STEPS])
@pytest.mark.parametrize(("width", "hidden"), [(3, 4), (4, 4), (4, 1)])
@pytest.mark.parametrize("bias", [True, False])
def test_what_pytorch_writes_out(steps, width, hidden, bias, tmp_path):
    model = Cell(width, hidden, bias).eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        given = (torch.zeros(steps, 2, 2), torch.zeros(2, 2, hidden))
        torch.onnx.export(model, given, tmp_path / "m.onnx", dynamo=False)
    file = models.read(tmp_path / "m.onnx")
    (layer,) = file.layers
    network = Network(input=width, hidden=hidden, bias=bias)
    assert (layer.network, len(layer.uses)) == (network, steps)
    assert "i, f, g, o" in layer.reading.because[0]
    tensors = {f"{name}_l0": tensor.detach().numpy() for name, tensor in model.cell.named_parameters()}
    x = random_inputs(network, 4, 2, 1)
    expected = reference.run(network, frameworks.unpack("pytorch", tensors, network), x).output
    np.testing.assert_allclose(reference.run(network, layer.weights, x).output, expected, rtol=0, atol=1e-6)


WAYS = [
    ("pytorch", "Gemm"),
    ("keras", "MatMul"),
    ("caffe", "Gemm"),
    ("caffe2", "Gemm"),
    ("equinox", "Gemm"),
]


@pytest.mark.parametrize(("framework", "op"), WAYS)
@pytest.mark.parametrize("width", [3, 4])
def test_orders_and_layouts_of_frameworks(framework, op, width, tmp_path):
    """The tensors under names that say nothing; ONNX Runtime runs the same graph."""
    network = Network(input=width, hidden=4)
    tensors = list(frameworks.pack(framework, random_weights(network, 2), network).values())
    order = frameworks.gate_order(framework, network)
    W, U, *biases = (t for kind in (2, 1) for t in tensors if t.ndim == kind)
    if framework in ("caffe", "caffe2"):
        assert order == "ifog"
    path = tmp_path / "m.onnx"
    path.write_bytes(onnx_writer.unrolled(order, op, W, U, biases))
    (layer,) = models.read(path).layers
    assert (layer.reading.order, layer.network) == (order, network)
    x = random_inputs(network, STEPS, 2, 2).astype(np.float32)
    zeros = np.zeros((2, 4), np.float32)
    (h,) = onnxruntime.InferenceSession(path).run(None, {"x": x, "h0": zeros, "c0": zeros})
    np.testing.assert_allclose(reference.run(network, layer.weights, x).output[-1], h, rtol=0, atol=2e-6)


@pytest.mark.parametrize("order", ["ogfi", "fogi"])
def test_an_order_that_nobody_has_is_told(order, tmp_path):
    W, U = np.zeros((16, 3)), np.zeros((16, 4))
    (tmp_path / "m.onnx").write_bytes(onnx_writer.unrolled(order, "Gemm", W, U, []))
    (layer,) = models.read(tmp_path / "m.onnx").layers
    assert layer.readings == ()
    assert f"in the order {' '.join(order)}" in layer.unread


def test_a_loop_that_we_do_not_know_is_mentioned(tmp_path):
    value = helper.make_tensor_value_info
    body = helper.make_graph(
        [helper.make_node("MatMul", ["s", "W"], ["m"]), helper.make_node("Tanh", ["m"], ["t"])],
        "body",
        [value("i", TensorProto.INT64, []), value("go", TensorProto.BOOL, []), value("s", TensorProto.FLOAT, [1, 4])],
        [value("go", TensorProto.BOOL, []), value("t", TensorProto.FLOAT, [1, 4])],
    )
    nodes = [helper.make_node("Loop", ["n", "yes", "x"], ["y"], body=body)]
    initial = [numpy_helper.from_array(np.eye(4, dtype=np.float32), "W"), numpy_helper.from_array(np.array(3), "n")]
    initial.append(numpy_helper.from_array(np.array(True), "yes"))
    given, taken = ([value(name, TensorProto.FLOAT, [1, 4])] for name in "xy")
    onnx.save(helper.make_model(helper.make_graph(nodes, "g", given, taken, initial)), tmp_path / "m.onnx")
    file = models.read(tmp_path / "m.onnx")
    assert file.layers == ()
    assert "1 Loop or Scan" in file.notes[0]


@pytest.mark.parametrize("steps", [1, STEPS])
def test_a_gru_that_is_written_out_is_mentioned(steps, tmp_path):
    """PyTorch's own export of a cell: its names tell the layer; under other names, the steps alone are told."""

    class Cell(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.cell = torch.nn.GRUCell(3, 4)

        def forward(self, x, h):
            for step in range(x.shape[0]):
                h = self.cell(x[step], h)
            return h

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        given = (torch.zeros(steps, 2, 3), torch.zeros(2, 4))
        torch.onnx.export(Cell().eval(), given, tmp_path / "m.onnx", dynamo=False)
    file = models.read(tmp_path / "m.onnx")
    assert any(note.startswith(f"{steps} steps are written out as those of a GRU") for note in file.notes), file.notes
    assert [layer.network.cell for layer in file.layers] == ["gru-reset-after"]
