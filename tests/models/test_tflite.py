"""TensorFlow Lite's LSTM: a model that its interpreter runs is read as the network that it computes."""

import numpy as np
import pytest

from lstm_docs import Network, models, reference
from lstm_docs.reference.weights import random_inputs, random_weights

from . import tflite_writer

NETWORKS = {
    "plain": Network(input=3, hidden=5),
    "square": Network(input=5, hidden=5),
    "peepholes": Network(cell="lstm-peephole", input=3, hidden=5),
    "coupled": Network(cell="lstm-coupled", input=3, hidden=5),
    "projected": Network(input=3, hidden=5, projection=2),
    "projected with peepholes": Network(cell="lstm-peephole", input=3, hidden=5, projection=2),
}


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_a_model_is_read_as_what_the_interpreter_computes(network, tmp_path):
    weights = random_weights(network, 1)
    content = tflite_writer.model(network, tflite_writer.packed(network, weights))
    (tmp_path / "m.tflite").write_bytes(content)
    file = models.read(tmp_path / "m.tflite")
    (layer,) = file.layers
    assert (layer.network, layer.framework, layer.reading.known_by) == (network, "tflite", "attribute")
    assert file.rest == {"embedding": 0, "dense": 0, "convolution": 0, "other": 0}
    x = random_inputs(network, tflite_writer.STEPS, tflite_writer.BATCH, 1)
    ours = reference.run(network, layer.weights, x).output
    np.testing.assert_allclose(ours, reference.run(network, weights, x).output, rtol=0, atol=2e-6)
    np.testing.assert_allclose(tflite_writer.run(content, x), ours, rtol=0, atol=2e-6)


@pytest.mark.parametrize("zero", [0, 128])
def test_matrices_of_8_bits_come_back_by_their_scale_and_zero(tmp_path, zero):
    network = NETWORKS["plain"]
    weights = random_weights(network, 2)
    content = tflite_writer.model(network, tflite_writer.packed(network, weights), quantised=True, zero=zero)
    (tmp_path / "m.tflite").write_bytes(content)
    (layer,) = models.read(tmp_path / "m.tflite").layers
    assert "quantised to 8 bits" in layer.reading.notes[0]
    for name, array in weights.layers[0][0].items():
        assert abs(layer.weights.layers[0][0][name] - array).max() < abs(array).max() / 127


def test_what_it_computes_otherwise_is_said(tmp_path):
    network = NETWORKS["plain"]
    content = tflite_writer.model(network, tflite_writer.packed(network, random_weights(network, 1)), clip=2.0)
    (tmp_path / "m.tflite").write_bytes(content)
    (layer,) = models.read(tmp_path / "m.tflite").layers
    assert layer.readings == ()
    assert "clips its state" in layer.unread


@pytest.mark.parametrize(
    ("code", "name"), [(119, "WHILE"), (35, "UNIDIRECTIONAL_SEQUENCE_RNN"), (52, "BIDIRECTIONAL_SEQUENCE_LSTM")]
)
def test_what_may_be_a_layer_and_is_not_read_is_told(tmp_path, code, name):
    network = NETWORKS["plain"]
    content = tflite_writer.model(network, tflite_writer.packed(network, random_weights(network, 1)), code=code)
    (tmp_path / "m.tflite").write_bytes(content)
    file = models.read(tmp_path / "m.tflite")
    assert file.notes == (f"1 {name}: if it is a recurrent layer, it is not seen",)
