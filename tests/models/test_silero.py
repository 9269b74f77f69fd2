"""A model that people use, in the seven files of its package: what we say of it is what is known of it."""

from importlib import metadata

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from lstm_docs import Network, facts, models, reference
from lstm_docs.reference.weights import random_inputs

from ..frameworks import probe_onnx

VERSION = "6.2.3"
NETWORK = Network(input=128, hidden=128)


def data(name):
    """A file of the package, found without importing it."""
    package = metadata.distribution("silero-vad")
    assert package.version == VERSION
    return package.locate_file(f"silero_vad/data/{name}")


def test_a_cell_under_a_prefix_is_found_by_its_names():
    file = models.read(data("silero_vad_16k.safetensors"))
    (layer,) = file.layers
    reading = layer.reading
    assert (layer.name, layer.network, reading.framework, reading.also) == ("lstm_cell", NETWORK, "pytorch", ("tinygrad",))
    assert (reading.order, reading.known_by) == ("ifgo", "names")
    assert [tensor.name for tensor in reading.tensors.values()] == [
        f"lstm_cell.{name}" for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    ]
    counted = facts.of(layer.network, framework=layer.framework)
    assert (counted["parameters"].value, counted["macs"].value) == (132_096, 131_072)
    assert (len(file.tensors), file.parameters - sum(file.rest.values())) == (15, 132_096)
    assert file.rest["convolution"] == sum(file.rest.values())


def test_a_node_is_found_by_its_attributes():
    (layer,) = models.read(data("silero_vad_16k_sequence.onnx")).layers
    assert (layer.network, layer.reading.order, layer.reading.known_by) == (NETWORK, "iofg", "attribute")


def test_four_nodes_in_branches_are_two_layers_whose_weights_are_computed():
    file = models.read(data("silero_vad.onnx"))
    assert [(layer.network, layer.reading.order, len(layer.uses)) for layer in file.layers] == [(NETWORK, "iofg", 2)] * 2
    assert all("then_branch" in layer.uses[0] and "else_branch" in layer.uses[1] for layer in file.layers)
    assert file.parameters - sum(file.rest.values()) == 2 * 132_096


def test_a_graph_without_a_node_is_found_by_what_it_does():
    layers = models.read(data("silero_vad_op18_ifless.onnx")).layers
    assert [(layer.name, layer.network, layer.reading.order, layer.reading.known_by) for layer in layers] == [
        (f"{model}.decoder.rnn", NETWORK, "ifgo", "attribute") for model in ("model", "model_8k")
    ]
    assert all("4 parts and uses them as i, f, g, o" in layer.reading.because[0] for layer in layers)


FOUND_OTHERWISE = (
    "silero_vad.onnx",
    "silero_vad_16k_sequence.onnx",
    "silero_vad_op18_ifless.onnx",
    "silero_vad_openvino_16k.onnx",
)


@pytest.mark.parametrize("name", FOUND_OTHERWISE)
def test_one_layer_found_in_five_ways_is_the_same(name):
    """As a node, in branches, by the names of its weights: the numbers are equal, whatever the order of the gates."""
    x = random_inputs(NETWORK, 5, 2, seed=3)
    expected = reference.run(NETWORK, models.read(data("silero_vad_16k_op15.onnx")).layers[0].weights, x).output
    outputs = [reference.run(NETWORK, layer.weights, x).output for layer in models.read(data(name)).layers]
    assert min(abs(output - expected).max() for output in outputs) < 1e-6


@pytest.mark.parametrize("gate", "ifgo")
def test_the_gates_of_two_trainings_are_alike(gate):
    """The .safetensors is of another training that began at the same weights: each gate is like the gate of its letter."""
    ours, other = (
        models.read(data(name)).layers[0].weights.layers[0][0]
        for name in ("silero_vad_16k.safetensors", "silero_vad_16k_op15.onnx")
    )
    for kind in "WU":
        alike = {letter: _correlation(ours[f"{kind}_{gate}"], other[f"{kind}_{letter}"]) for letter in "ifgo"}
        assert alike.pop(gate) > 0.9
        assert max(map(abs, alike.values())) < 0.2


def _correlation(one, other):
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


def test_the_weights_are_those_that_onnx_runtime_is_given():
    """ONNX's own reader finds the initializers, ONNX Runtime runs them, and the reference gives the same from ours."""
    graph = onnx.load(data("silero_vad_16k_sequence.onnx")).graph
    (node,) = (node for node in graph.node if node.op_type == "LSTM")
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    x = random_inputs(NETWORK, 4, 2, seed=1)
    given = probe_onnx.run(NETWORK, dict(zip("WRB", (held[name] for name in node.input[1:4]), strict=True)), x).output
    (layer,) = models.read(data("silero_vad_16k_sequence.onnx")).layers
    np.testing.assert_allclose(reference.run(NETWORK, layer.weights, x).output, given, rtol=0, atol=2e-6)


@pytest.mark.parametrize("name", ["silero_vad_half.onnx", "silero_vad_openvino_16k.onnx", "silero_vad_16k_op15.onnx"])
def test_the_other_files_have_the_layer_too(name):
    assert [layer.network for layer in models.read(data(name)).layers] == [NETWORK]
