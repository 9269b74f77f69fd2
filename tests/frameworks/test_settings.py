"""A target built only from what a conversion gives, its tensors and its settings, computes what the source computes."""

from importlib import import_module

import numpy as np
import pytest

from lstm_docs import Network, frameworks, reference
from lstm_docs.ground.errors import ConventionError
from lstm_docs.reference.weights import random_inputs, random_weights

from .makers import MAKERS, WRAPPED
from .proofs import random_tensors, storable

PROBES = {name: import_module(f".probe_{name.replace('-', '_')}", __package__) for name in MAKERS}
PAIRS = [(source, target) for source in MAKERS for target in MAKERS if source != target]
ROWS = [name for name, row in frameworks.FRAMEWORKS.items() if row.forms]


def _networks(source, target):
    """Each cell that both hold, in one direction, and in both where the target runs both itself."""
    for place, cell in enumerate(frameworks.get(source).cells):
        for both in (False, True) if target in WRAPPED else (False,):
            network = Network(cell=cell, input=3, hidden=4, bidirectional=both, bias=place % 2 == 0 or cell.startswith("rnn"))
            if all(frameworks.refusal(name, network) is None for name in (source, target)):
                yield network


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_target_built_from_what_is_printed_computes_the_same(source, target):
    for seed, network in enumerate(_networks(source, target)):
        tensors = random_tensors(frameworks.tensor_shapes(source, network), seed)
        if not network.bias and frameworks.get(source).bias == "always":
            tensors = frameworks.pack(source, random_weights(network, seed), network)
        weights = frameworks.unpack(source, tensors, network)
        if storable(target, network, weights) is not weights and "bh_n" in weights.layers[0][0]:
            continue
        x = random_inputs(network, 4, 2, seed)
        converted = frameworks.conversion(tensors, network, source=source, target=target)
        assert all(any(name in note for note in converted.notes) for name in converted.settings)
        got = MAKERS[target](converted.tensors, converted.settings, x)
        expected = reference.run(network, weights, x).output
        tolerance = PROBES[target].tolerance(network.cell)
        np.testing.assert_allclose(got, expected, rtol=0, atol=tolerance, err_msg=f"{source} to {target}: {network}")


WITHOUT = [
    ("onnx", "gru-reset-after", "linear_before_reset"),
    ("onnx", "rnn-relu", "activations"),
    ("onnx", "lstm-coupled", "input_forget"),
    ("keras", "rnn-relu", "activation"),
    ("keras", "gru-reset-before", "reset_after"),
    ("pytorch", "rnn-relu", "nonlinearity"),
    ("openvino", "gru-reset-after", "linear_before_reset"),
    ("openvino", "rnn-relu", "activations"),
    ("flax", "rnn-relu", "activation_fn"),
    ("flax-nnx", "rnn-relu", "activation_fn"),
    ("mlx", "rnn-relu", "nonlinearity"),
]


@pytest.mark.parametrize(("framework", "cell", "setting"), WITHOUT)
def test_without_a_setting_something_else_is_computed_or_refused(framework, cell, setting):
    network = Network(cell=cell, input=3, hidden=4)
    weights = storable(framework, network, random_weights(network, 1, scale=1.0))
    tensors, settings = frameworks.pack(framework, weights, network), frameworks.settings(framework, network)
    x = random_inputs(network, 4, 2, 1)
    left_out = {name: value for name, value in settings.items() if name != setting}
    try:
        got = MAKERS[framework](tensors, left_out, x)
    except Exception:
        return
    assert np.abs(got - reference.run(network, weights, x).output).max() > 1e-2


@pytest.mark.parametrize("framework", ROWS)
def test_cells_with_the_same_tensors_have_different_settings(framework):
    """Whatever a file of tensors leaves open is a setting."""
    seen = {}
    for cell in frameworks.get(framework).cells:
        network = Network(cell=cell, input=3, hidden=4)
        if frameworks.refusal(framework, network):
            continue
        key = str((frameworks.tensor_shapes(framework, network), frameworks.settings(framework, network)))
        assert seen.setdefault(key, cell) == cell, (framework, cell, seen[key])


def test_layers_of_different_widths_become_objects():
    network = Network(input=3, hidden=(4, 5, 2), bidirectional=True)
    weights = random_weights(network, 3)
    packed = frameworks.pack("keras", weights, network)
    converted = frameworks.conversion(packed, network, source="keras", target="pytorch")
    assert converted.settings["input_size"] == [3, 8, 10]
    assert converted.settings["hidden_size"] == [4, 5, 2]
    x = random_inputs(network, 4, 2, 3)
    expected = reference.run(network, weights, x).output
    for layer in range(3):
        tensors = {name[2:]: t for name, t in converted.tensors.items() if name.startswith(f"{layer}/")}
        settings = {name: value[layer] if isinstance(value, list) else value for name, value in converted.settings.items()}
        x = MAKERS["pytorch"](tensors, settings, x)
    np.testing.assert_allclose(x, expected, rtol=0, atol=1e-12)
    back = frameworks.convert(converted.tensors, network, source="pytorch", target="keras")
    for name, tensor in packed.items():
        np.testing.assert_allclose(back[name], tensor, rtol=0, atol=1e-15)


class TestWhatPeopleHold:
    """A whole state_dict, parameters that want a gradient, a list of Keras' get_weights()."""

    network = Network(input=3, hidden=4, layers=2)

    def model(self):
        import torch

        torch.manual_seed(1)
        parts = {"embed": torch.nn.Embedding(5, 3), "rnn": torch.nn.LSTM(3, 4, 2), "head": torch.nn.Linear(4, 2)}
        return torch.nn.ModuleDict({"encoder": torch.nn.ModuleDict(parts)})

    def expected(self):
        state = self.model()["encoder"]["rnn"].state_dict()
        tensors = {name: tensor.numpy() for name, tensor in state.items()}
        return frameworks.convert(tensors, self.network, source="pytorch", target="keras")

    def same(self, tensors, source="pytorch"):
        got = frameworks.convert(tensors, self.network, source=source, target="keras")
        assert got.keys() == self.expected().keys()
        for name, tensor in self.expected().items():
            np.testing.assert_allclose(got[name], tensor, rtol=0, atol=1e-7)

    def test_a_whole_state_dict(self):
        self.same(self.model().state_dict())

    def test_parameters_that_want_a_gradient(self):
        self.same(dict(self.model()["encoder"]["rnn"].named_parameters()))

    def test_parameters_of_a_whole_model(self):
        self.same(dict(self.model().named_parameters()))

    def test_halves(self):
        import torch

        rounded = {name: tensor.to(torch.bfloat16) for name, tensor in self.model().state_dict().items()}
        got = frameworks.convert(rounded, self.network, source="pytorch", target="keras")
        for name, tensor in self.expected().items():
            np.testing.assert_allclose(got[name], tensor, rtol=0, atol=1e-2)

    def test_the_root_module_itself(self):
        model = self.model()["encoder"]["rnn"]
        self.same(model.state_dict() | {"head.weight": np.zeros((2, 4)), "head.bias": np.zeros(2)})

    def test_weights_of_keras(self):
        import keras

        model = keras.Sequential([keras.Input((None, 3)), keras.layers.LSTM(4, return_sequences=True), keras.layers.LSTM(4)])
        weights = model.get_weights()
        tensors = frameworks.convert(weights, self.network, source="keras", target="pytorch")
        back = frameworks.convert(tensors, self.network, source="pytorch", target="keras")
        for given, tensor in zip(weights, back.values(), strict=True):
            np.testing.assert_allclose(tensor, given, rtol=0, atol=1e-7)

    def test_two_layers_that_fit_are_named(self):
        twice = {f"{name}.{key}": t for name in ("a", "b") for key, t in self.model()["encoder"]["rnn"].state_dict().items()}
        with pytest.raises(ConventionError, match=r"2 times, under 'a\.', 'b\.'; pass one"):
            frameworks.convert(twice, self.network, source="pytorch", target="keras")

    def test_a_list_of_another_length_is_refused(self):
        with pytest.raises(ConventionError, match="the list has 1 tensors, and Keras has 6"):
            frameworks.convert([np.zeros((3, 16))], self.network, source="keras", target="pytorch")


def test_a_projection_can_be_folded_where_the_target_has_none():
    """What the refusal advises: U V in place of U, and V behind the layer."""
    network = Network(input=3, hidden=5, projection=2)
    assert "U·V" in frameworks.refusal("onnx", network)
    weights = random_weights(network, 4)
    named = dict(weights.layers[0][0])
    V = named.pop("V_h")
    folded = {name: array @ V if name.startswith("U_") else array for name, array in named.items()}
    plain = Network(input=3, hidden=5)
    tensors = frameworks.pack("onnx", type(weights)(((folded,),)), plain)
    x = random_inputs(network, 6, 2, 4)
    got = MAKERS["onnx"](tensors, frameworks.settings("onnx", plain), x) @ V.T
    np.testing.assert_allclose(got, reference.run(network, weights, x).output, rtol=0, atol=2e-6)
