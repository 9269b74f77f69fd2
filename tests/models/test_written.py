"""Files that PyTorch, Keras and ONNX wrote from random networks come back as the networks that made them."""

import io
import json
import warnings
import zipfile
from random import Random

import numpy as np
import onnx
import pytest
import torch
from safetensors.torch import save_file

from lstm_docs import Network, frameworks, models, reference
from lstm_docs.reference.weights import random_inputs, random_weights

from ..frameworks import probe_keras, probe_onnx, probe_pytorch, proofs
from . import onnx_writer

NUMBER = range(30)


def _network(probe, number, *, layers=3):
    *_, network = proofs.networks(probe, number + 1, "files", layers=layers)
    return network


def _same(reading, network, weights, number, atol=1e-12):
    assert reading.network == network
    x = random_inputs(network, 3, 2, number)
    got, expected = (reference.run(network, given, x).output for given in (reading.weights, weights))
    np.testing.assert_allclose(got, expected, rtol=0, atol=atol)


def _chosen(layer, network):
    """The one reading; where the names leave the activation or the reset gate open, the network's own."""
    (reading,) = [reading for reading in layer.readings if reading.network.cell == network.cell]
    assert len(layer.readings) == 1 or network.cell.startswith(("rnn", "gru"))
    return reading


@pytest.mark.parametrize("number", NUMBER)
@pytest.mark.parametrize("form", ["safetensors", "pt"])
def test_pytorch(form, number, tmp_path):
    network = _network(probe_pytorch, number)
    model = torch.nn.ModuleDict(
        {
            "embedding": torch.nn.Embedding(7, network.input),
            "encoder": torch.nn.ModuleDict({"rnn": probe_pytorch.build(network), "norm": torch.nn.LayerNorm(3)}),
            "conv": torch.nn.Conv1d(2, 3, 5),
            "head": torch.nn.Linear(4, 2),
        }
    )
    path = tmp_path / f"model.{form}"
    if form == "pt":
        torch.save({"epoch": 3, "state_dict": model.state_dict()}, path)
    else:
        save_file(model.state_dict(), path)
    file = models.read(path)
    (layer,) = file.layers
    assert layer.name == "state_dict.encoder.rnn"[11 * (form != "pt") :]
    state = {name: tensor.numpy() for name, tensor in model["encoder"]["rnn"].state_dict().items()}
    _same(_chosen(layer, network), network, frameworks.unpack("pytorch", state, network), number)
    assert file.rest == {"embedding": 7 * network.input, "dense": 10, "convolution": 33, "other": 6}


@pytest.mark.parametrize("number", NUMBER)
@pytest.mark.parametrize("form", ["keras", "h5", "weights.h5"])
def test_keras(form, number, tmp_path):
    import keras

    network = _network(probe_keras, number, layers=1)
    layer = probe_keras.build(network)
    model = keras.Sequential(
        [keras.Input((None, network.input)), keras.layers.Dense(network.input, dtype="float64", name="before"), _plain(layer)]
    )
    arrays = {name: keras.ops.convert_to_numpy(variable) for name, variable in probe_keras.variables(model.layers[-1]).items()}
    path = str(tmp_path / f"model.{form}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.save_weights(path) if form == "weights.h5" else model.save(path)
    file = models.read(path)
    (lstm,) = file.layers
    reading = _chosen(lstm, network)
    assert form == "weights.h5" or (len(lstm.readings), reading.known_by) == (1, "attribute")
    _same(reading, network, frameworks.unpack("keras", arrays, network), number)
    assert file.rest["dense"] == network.input * (network.input + 1)


@pytest.mark.parametrize("stated", [{}, {"reset_after": False}], ids=["Keras 2.0", "Keras 2.1"])
def test_a_gru_of_before_keras_could_reset_after_the_product(stated, tmp_path):
    """Its file says nothing of it: there was one GRU, with one bias vector."""
    import h5py

    network = Network(cell="gru-reset-before", input=3, hidden=4)
    weights = random_weights(network, 1)
    config = {"name": "gru_1", "units": 4, "activation": "tanh", "recurrent_activation": "sigmoid", **stated}
    with h5py.File(tmp_path / "old.h5", "w") as file:
        layers = [{"class_name": "GRU", "config": config}]
        file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": layers})
        for name, array in frameworks.pack("keras", weights, network).items():
            file[f"model_weights/gru_1/gru_1/{name.rpartition('/')[2]}:0"] = array
    (layer,) = models.read(tmp_path / "old.h5").layers
    assert layer.reading.known_by == "attribute"
    _same(layer.reading, network, weights, 1)


def _plain(layer):
    """The same layer as one that a sequence can hold: it returns no states."""
    layer = layer.__class__.from_config(layer.get_config() | {"return_state": False}) if hasattr(layer, "units") else layer
    for part in ("forward_layer", "backward_layer"):
        if hasattr(layer, part):
            getattr(layer, part).return_state = False
            layer.return_state = False
    return layer


@pytest.mark.parametrize("number", NUMBER)
def test_onnx(number, tmp_path):
    network = _network(probe_onnx, number, layers=1)
    weights = random_weights(network, number)
    model = onnx.load_from_string(onnx_writer.node(network, frameworks.pack("onnx", weights, network)))
    onnx.save(model, tmp_path / "model.onnx")
    (layer,) = models.read(tmp_path / "model.onnx").layers
    assert (layer.reading.framework, layer.reading.known_by) == ("onnx", "attribute")
    _same(layer.reading, network, weights, number, atol=2e-6)


@pytest.mark.parametrize("number", NUMBER)
def test_what_pytorch_exports(number, tmp_path):
    """One node a layer; in order they are the layers of the network that was exported."""
    network = _network(probe_pytorch, number)
    if network.projection:
        pytest.skip("PyTorch does not export a projection to ONNX")
    layer = probe_pytorch.build(network).eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            layer, (torch.zeros(2, 1, network.input, dtype=torch.float64),), tmp_path / "model.onnx", dynamo=False
        )
    layers = models.read(tmp_path / "model.onnx").layers
    alone = [proofs.layer_alone(network, number, bidirectional=network.bidirectional) for number in range(network.layers)]
    assert [single.network for single in layers] == alone
    x = random_inputs(network, 3, 2, number)
    state = {name: tensor.numpy() for name, tensor in layer.state_dict().items()}
    expected = reference.run(network, frameworks.unpack("pytorch", state, network), x).output
    for single in layers:
        x = reference.run(single.network, single.weights, x).output
    np.testing.assert_allclose(x, expected, rtol=0, atol=1e-12)


COMPUTED = {
    "as it is": [],
    "in branches": ["branch"],
    "transposed": ["transpose"],
    "in pieces": ["pieces"],
    "cast from halves": ["cast"],
    "reshaped from a row": ["reshape"],
    "quantised": ["quantised"],
    "in a function": ["function"],
    "all at once": ["pieces", "transpose", "reshape", "branch"],
}


@pytest.mark.parametrize("ways", COMPUTED.values(), ids=COMPUTED)
@pytest.mark.parametrize("cell", ["lstm", "gru-reset-after", "gru-reset-before"])
def test_weights_that_a_graph_computes(cell, ways, tmp_path):
    network = Network(cell=cell, input=5, hidden=4, bidirectional=True)
    weights = random_weights(network, 1)
    path = tmp_path / "model.onnx"
    path.write_bytes(onnx_writer.node(network, frameworks.pack("onnx", weights, network), ways))
    (layer,) = models.read(path).layers
    loose = {"cast", "quantised"} & set(ways)
    _same(layer.reading, network, weights, 1, atol=2e-2 if loose else 2e-6)


@pytest.mark.parametrize("kind", ["QInt8", "QUInt8"])
@pytest.mark.parametrize("per_channel", [False, True])
@pytest.mark.parametrize("bidirectional", [False, True])
def test_what_onnx_runtime_quantises(bidirectional, per_channel, kind, tmp_path):
    """Its own node for a quantised LSTM: the matrices come back within the step of their 8 bits."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network = Network(input=5, hidden=4, bidirectional=bidirectional)
    weights = random_weights(network, 1)
    (tmp_path / "whole.onnx").write_bytes(onnx_writer.node(network, frameworks.pack("onnx", weights, network)))
    options = {"op_types_to_quantize": ["LSTM"], "weight_type": QuantType[kind], "per_channel": per_channel}
    quantize_dynamic(tmp_path / "whole.onnx", tmp_path / "small.onnx", **options)
    (layer,) = models.read(tmp_path / "small.onnx").layers
    assert "quantised to 8 bits" in layer.reading.notes[0]
    _same(layer.reading, network, weights, 1, atol=2e-3)
    for ours, whole in zip(layer.weights.layers[0], weights.layers[0], strict=True):
        for name in ("W_f", "U_o"):
            assert 0 < abs(ours[name] - whole[name]).max() < 0.5 / 127


@pytest.mark.parametrize("shards", [1, 3])
def test_a_folder_of_shards(shards, tmp_path):
    network = Network(input=5, hidden=4, layers=2)
    weights = random_weights(network, 2)
    tensors = {f"m.lstm.{name}": torch.from_numpy(t) for name, t in frameworks.pack("pytorch", weights, network).items()}
    where = {name: f"model-{place % shards}.safetensors" for place, name in enumerate(tensors)}
    for file in set(where.values()):
        save_file({name: tensor for name, tensor in tensors.items() if where[name] == file}, tmp_path / file)
    import json

    (tmp_path / "model.safetensors.index.json").write_text(json.dumps({"weight_map": where}))
    for path in (tmp_path, tmp_path / "model.safetensors.index.json"):
        (layer,) = models.read(path).layers
        _same(layer.reading, network, weights, 2)


def test_numbers_beside_the_file(tmp_path):
    network = Network(input=5, hidden=4)
    weights = random_weights(network, 3)
    model = onnx.load_from_string(onnx_writer.node(network, frameworks.pack("onnx", weights, network)))
    onnx.save(model, tmp_path / "model.onnx", save_as_external_data=True, location="model.data", size_threshold=0)
    (layer,) = models.read(tmp_path / "model.onnx").layers
    _same(layer.reading, network, weights, 3, atol=2e-6)


@pytest.mark.parametrize("dtype", ["<f8", ">f8", ">f4", "<f2"])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_numpy_in_every_order(dtype, order, save, tmp_path):
    network = Network(cell="gru-reset-after", input=5, hidden=4)
    weights = random_weights(network, 4)
    tensors = frameworks.pack("keras", weights, network)
    save(tmp_path / "model.npz", **{f"gru/{name}": np.asarray(t, dtype=dtype, order=order) for name, t in tensors.items()})
    (layer,) = models.read(tmp_path / "model.npz").layers
    _same(layer.reading, network, weights, 4, atol={"8": 1e-12, "4": 2e-6, "2": 2e-3}[dtype[-1]])


def test_half_precisions_of_pytorch(tmp_path):
    network = Network(input=5, hidden=4)
    weights = random_weights(network, 5)
    for kind in (torch.bfloat16, torch.float16):
        packed = frameworks.pack("pytorch", weights, network)
        rounded = {name: torch.from_numpy(tensor).to(kind) for name, tensor in packed.items()}
        save_file({f"lstm.{name}": tensor for name, tensor in rounded.items()}, tmp_path / "model.safetensors")
        (layer,) = models.read(tmp_path / "model.safetensors").layers
        expected = frameworks.unpack("pytorch", {name: tensor.double().numpy() for name, tensor in rounded.items()}, network)
        _same(layer.reading, network, expected, 5)


def test_tied_tensors_count_once(tmp_path):
    lstm = torch.nn.LSTM(3, 4)
    model = torch.nn.ModuleDict({"one": lstm, "two": lstm, "head": torch.nn.Linear(4, 2)})
    torch.save(model.state_dict(), tmp_path / "model.pt")
    file = models.read(tmp_path / "model.pt")
    assert len(file.tensors) == 10
    assert file.parameters == sum(tensor.numel() for tensor in model.parameters())


def test_names_of_nobody_are_a_guess(tmp_path):
    network = Network(input=5, hidden=4)
    weights = random_weights(network, 6)
    packed = frameworks.pack("pytorch", weights, network)
    names = {"weight_ih_l0": "enc_w_ih", "weight_hh_l0": "enc_w_hh", "bias_ih_l0": "enc_b_ih", "bias_hh_l0": "enc_b_hh"}
    np.savez(tmp_path / "model.npz", **{names[name]: tensor for name, tensor in packed.items()})
    (layer,) = models.read(tmp_path / "model.npz").layers
    assert (layer.name, layer.reading.known_by, layer.framework) == ("enc", "guess", "pytorch")
    assert "the order of the gates is not in the file" in layer.reading.because[-1]
    assert {"ifog", "iofg"} & {reading.order for reading in layer.alternatives}
    _same(layer.reading, network, weights, 6)


@pytest.mark.parametrize(("cell", "guess"), [("rnn-tanh", "rnn-tanh"), ("rnn-relu", "rnn-tanh")])
def test_a_guess_of_an_rnn_takes_a_word_that_says_so(cell, guess, tmp_path):
    network = Network(cell=cell, input=5, hidden=4)
    packed = frameworks.pack("pytorch", random_weights(network, 7), network)
    np.savez(tmp_path / "model.npz", **dict(zip(("w_x2h", "w_h2h", "b_x2h", "b_h2h"), packed.values(), strict=True)))
    (layer,) = models.read(tmp_path / "model.npz").layers
    assert (layer.reading.known_by, layer.network.cell) == ("guess", guess)
    assert cell in [layer.network.cell, *(reading.network.cell for reading in layer.alternatives)]


def test_dense_layers_are_no_recurrent_ones(tmp_path):
    """A dense layer's tensors have the shapes of TensorFlow 1's LSTM, and two of them those of Haiku's RNN."""
    draw = Random(1)
    tensors = {}
    for place in range(20):
        rows, columns = draw.randint(2, 9) * 4, draw.randint(2, 9) * 4
        tensors |= {f"mlp/dense_{place}/kernel": np.zeros((rows, columns)), f"mlp/dense_{place}/bias": np.zeros(columns)}
    tensors |= {"mlp/linear/w": np.zeros((8, 4)), "mlp/linear_1/w": np.zeros((4, 4))}
    tensors |= {"mlp/linear/b": np.zeros(4), "mlp/linear_1/b": np.zeros(4)}
    tensors |= {"net.input.weight": np.zeros((64, 10)), "net.hidden.weight": np.zeros((64, 64)), "net.input.bias": np.zeros(64)}
    np.savez(tmp_path / "model.npz", **tensors)
    file = models.read(tmp_path / "model.npz")
    assert (file.layers, file.rest["dense"]) == ((), file.parameters)


OTHERS = {
    "bert.encoder.layer.0.attention.self.query.weight": (64, 64),
    "bert.encoder.layer.0.intermediate.dense.weight": (256, 64),
    "bert.encoder.layer.0.output.dense.weight": (64, 256),
    "transformer.h.0.attn.c_attn.weight": (64, 192),
    "transformer.h.0.mlp.c_fc.weight": (64, 256),
    "backbone.layers.0.mixer.in_proj.weight": (256, 64),
    "backbone.layers.0.mixer.x_proj.weight": (36, 128),
    "backbone.layers.0.mixer.conv1d.weight": (128, 1, 4),
    "model.layers.0.mlp.gate_proj.weight": (256, 64),
    "model.layers.0.mlp.up_proj.weight": (256, 64),
    "text_encoder.layers.0.self_attn.in_proj_weight": (192, 64),
    "flax/block_0/query/kernel": (64, 64),
    "flax/block_0/query/bias": (64,),
    "flax/block_0/out/kernel": (64, 64),
    "flax/block_0/out/bias": (64,),
    "rwkv.blocks.0.att.receptance.weight": (64, 64),
    "rwkv.blocks.0.att.output.weight": (64, 64),
    "embeddings.word_embeddings.weight": (100, 64),
}
"""Names and shapes of layers in models of today that have no recurrent layer of ours."""


def test_models_of_today_have_no_layer_that_is_none(tmp_path):
    np.savez(tmp_path / "model.npz", **{name: np.zeros(shape, np.float16) for name, shape in OTHERS.items()})
    file = models.read(tmp_path / "model.npz")
    assert file.layers == ()
    assert (file.rest["embedding"], file.rest["convolution"]) == (6400, 512)


def test_a_keras_file_whose_weights_are_packed(tmp_path):
    """The same archive with its members deflated, as a tool for zips would write it."""
    network = _network(probe_keras, 1, layers=1)
    import keras

    model = keras.Sequential([keras.Input((None, network.input)), _plain(probe_keras.build(network))])
    model.save(tmp_path / "a.keras")
    buffer = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "a.keras") as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            after.writestr(info.filename, before.read(info))
    (tmp_path / "b.keras").write_bytes(buffer.getvalue())
    ours, packed = (models.read(tmp_path / name).layers[0] for name in ("a.keras", "b.keras"))
    _same(packed.reading, ours.network, ours.weights, 1)
