"""ONNX's row, on ONNX Runtime, and on what PyTorch's own exporter writes."""

import io
import warnings

import numpy as np
import onnx
import pytest
import torch
from onnx import numpy_helper

from lstm_docs import Network, frameworks
from lstm_docs.derive.stack import values
from lstm_docs.reference import random_weights

from . import probe_onnx, probe_pytorch, proofs

CASES = [
    Network(cell=cell, input=3, hidden=4, layers=layers, bidirectional=both)
    for cell in ("lstm", "gru-reset-after", "rnn-tanh", "rnn-relu")
    for layers, both in ((1, False), (2, True))
]


class Probe:
    """ONNX has no layers of its own that could be asked for shapes: they are given, and ONNX Runtime accepts or refuses."""

    framework, cells, time, state = probe_onnx.framework, probe_onnx.cells, probe_onnx.time, probe_onnx.state
    tolerance, run = staticmethod(probe_onnx.tolerance), staticmethod(probe_onnx.run)

    @staticmethod
    def shapes(network):
        return frameworks.tensor_shapes("onnx", network)


probe = Probe()


def test_orders():
    proofs.prove_orders(probe)


def test_outputs():
    proofs.prove_outputs(probe, 40)


def test_states():
    proofs.prove_states(probe)


def test_conversions_with_pytorch():
    proofs.prove_conversions(probe, probe_pytorch, 20)


@pytest.mark.parametrize("network", CASES, ids=str)
def test_pytorch_exports_the_shapes_of_the_row(network):
    """The sizes of every initializer that PyTorch's exporter writes, layer by layer."""
    exported = _exported(network)
    ours = sorted(frameworks.tensor_shapes("onnx", network).values())
    assert sorted(tensor.shape for tensor in exported) == ours
    assert sum(tensor.size for tensor in exported) == frameworks.parameters("onnx", network).subs(values(network))


@pytest.mark.parametrize("cell", ["lstm", "gru-reset-after", "rnn-tanh"])
def test_pytorch_exports_the_order_of_the_row(cell):
    """The exporter reorders the gates as `convert` does; both bias vectors are kept apart there, and summed here."""
    network = Network(cell=cell, input=3, hidden=4)
    tensors = frameworks.pack("pytorch", random_weights(network, seed=1), network)
    expected = frameworks.convert(tensors, network, source="pytorch", target="onnx")
    exported = {tensor.shape: tensor for tensor in _exported(network, tensors)}
    for tensor in expected.values():
        np.testing.assert_array_equal(exported[tensor.shape], tensor)


@pytest.mark.parametrize("name", ["W", "R", "B", "P"])
def test_other_shapes_are_refused_by_onnx_runtime(name):
    network = Network(cell="lstm-peephole", input=3, hidden=4)
    tensors = frameworks.pack("onnx", random_weights(network, seed=1), network)
    probe_onnx.run(network, tensors, np.ones((2, 1, 3)))
    tensors[name] = np.concatenate([tensors[name], tensors[name]], axis=1)
    with pytest.raises(Exception, match=rf"Input {name} must have shape"):
        probe_onnx.run(network, tensors, np.ones((2, 1, 3)))


def _exported(network, tensors=None):
    layer = probe_pytorch.build(network)
    if tensors:
        layer.load_state_dict({name: torch.from_numpy(tensor) for name, tensor in tensors.items()})
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            layer.eval(),
            (torch.zeros(2, 1, network.input, dtype=torch.float64),),
            buffer,
            dynamo=False,
            do_constant_folding=True,
        )
    graph = onnx.load_from_string(buffer.getvalue()).graph
    weights = {name for node in graph.node if node.op_type in ("LSTM", "GRU", "RNN") for name in node.input[1:4]}
    return [numpy_helper.to_array(tensor) for tensor in graph.initializer if tensor.name in weights]
