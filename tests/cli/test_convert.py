"""`lstm-docs convert`: what it writes and prints is all that the target needs to compute the same."""

import json
from dataclasses import replace

import numpy as np
import onnx
import onnxruntime
import pytest
from click.testing import CliRunner

from lstm_docs import Network, frameworks, models, reference
from lstm_docs.cli import main
from lstm_docs.reference.weights import random_inputs, random_weights

from ..frameworks.makers import MAKERS
from ..models import onnx_writer
from ..models.test_silero import NETWORK, data


def run(*arguments):
    return CliRunner().invoke(main, ["convert", *map(str, arguments)])


def saved(path, network, framework, prefix, seed=1):
    weights = random_weights(network, seed)
    np.savez(path, **{prefix + name: tensor for name, tensor in frameworks.pack(framework, weights, network).items()})
    return weights


def test_a_model_that_people_use_computes_the_same_in_keras(tmp_path):
    """Keras gets the tensors of the file and the settings of the JSON, and nothing else."""
    done = run(data("silero_vad_16k.safetensors"), "--to", "keras", "--out", tmp_path / "lstm.npz", "--lossy", "--json")
    assert done.exit_code == 0
    (layer,) = json.loads(done.output)["layers"]
    with np.load(tmp_path / "lstm.npz") as tensors:
        held = {name: tensors[name].astype(np.float64) for name in layer["tensors"]}
    x = random_inputs(NETWORK, 6, 2, 1)
    (source,) = models.read(data("silero_vad_16k.safetensors")).layers
    expected = reference.run(NETWORK, source.weights, x).output
    np.testing.assert_allclose(MAKERS["keras"](held, layer["settings"], x), expected, rtol=0, atol=2e-6)


FILES = {
    "lstm": Network(input=3, hidden=4, layers=2, bidirectional=True),
    "both resets": Network(cell="gru-reset-after", input=3, hidden=4),
    "rnn": Network(cell="rnn-relu", input=3, hidden=4, layers=3),
    "no biases": Network(input=3, hidden=4, bias=False, layers=2),
}


@pytest.mark.parametrize("network", FILES.values(), ids=FILES)
def test_an_onnx_file_runs_as_it_is(network, tmp_path):
    """Layers, directions, activations and the reset gate stand in the file; ONNX Runtime is told no more."""
    weights = saved(tmp_path / "m.npz", network, "pytorch", "enc.rnn.")
    done = run(tmp_path / "m.npz", "--to", "onnx", "--out", tmp_path / "m.onnx", "--lossy", "--as", f"pytorch:{network.cell}")
    assert done.exit_code == 0, done.stderr
    onnx.checker.check_model(onnx.load(tmp_path / "m.onnx"), full_check=True)
    x = random_inputs(network, 5, 2, 1)
    (y,) = onnxruntime.InferenceSession(tmp_path / "m.onnx").run(None, {"X": x.astype(np.float32)})
    np.testing.assert_allclose(y, reference.run(network, weights, x).output, rtol=0, atol=2e-6)
    layers = models.read(tmp_path / "m.onnx").layers
    assert [layer.network.cell for layer in layers] == [network.cell] * network.layers


@pytest.mark.parametrize("suffix", [".npz", ".safetensors"])
def test_every_setting_is_in_the_file_too(suffix, tmp_path):
    network = Network(cell="gru-reset-before", input=3, hidden=4, bias=False)
    saved(tmp_path / "m.npz", network, "keras", "gru/")
    out = tmp_path / f"out{suffix}"
    done = run(tmp_path / "m.npz", "--to", "onnx", "--out", out, "--as", "keras:gru-reset-before", "--json")
    (layer,) = json.loads(done.output)["layers"]
    assert layer["settings"]["linear_before_reset"] == 0
    if suffix == ".npz":
        import zipfile

        with zipfile.ZipFile(out) as archive:
            settings = json.loads(archive.read("settings.json"))
    else:
        from safetensors import safe_open

        with safe_open(out, "np") as file:
            settings = json.loads(file.metadata()["settings"])
            assert set(file.keys()) == set(layer["tensors"])
    assert settings == layer["settings"]


@pytest.mark.parametrize("suffix", [".npz", ".safetensors"])
@pytest.mark.parametrize(
    ("cell", "target"), [("gru-reset-before", "keras"), ("gru-reset-after", "keras"), ("rnn-relu", "pytorch")]
)
def test_what_was_written_is_read_without_doubt(cell, target, suffix, tmp_path):
    """The settings in the file decide what its tensors leave open."""
    network = Network(cell=cell, input=3, hidden=4, bias=False)
    weights = saved(tmp_path / "m.npz", network, "keras", "rnn.")
    out = tmp_path / f"out{suffix}"
    assert run(tmp_path / "m.npz", "--to", target, "--out", out, "--as", f"keras:{cell}", "--lossy").exit_code == 0
    (layer,) = models.read(out).layers
    assert (layer.network, layer.framework, layer.reading.known_by) == (network, target, "attribute")
    x = random_inputs(network, 4, 2, 1)
    expected = reference.run(network, weights, x).output
    np.testing.assert_allclose(reference.run(network, layer.weights, x).output, expected, rtol=0, atol=1e-12)


def test_several_layers_are_led_by_their_names(tmp_path):
    tensors = {}
    for seed, name in enumerate(("first", "second")):
        packed = frameworks.pack("pytorch", random_weights(LSTM, seed), LSTM)
        tensors |= {f"{name}.lstm.{key}": tensor for key, tensor in packed.items()}
    np.savez(tmp_path / "m.npz", **tensors)
    assert run(tmp_path / "m.npz", "--to", "keras", "--out", tmp_path / "o.npz", "--lossy").exit_code == 0
    with np.load(tmp_path / "o.npz") as held:
        assert {name for name in held if name != "settings.json"} == {
            f"{name}.lstm.{key}" for name in ("first", "second") for key in ("kernel", "recurrent_kernel", "bias")
        }
    assert run(tmp_path / "m.npz", "--to", "onnx", "--out", tmp_path / "o.onnx", "--lossy").exit_code == 0
    onnx.checker.check_model(onnx.load(tmp_path / "o.onnx"), full_check=True)
    assert [layer.name for layer in models.read(tmp_path / "o.onnx").layers] == ["first.lstm", "second.lstm"]


LSTM, GRU = Network(input=3, hidden=4), Network(cell="gru-reset-after", input=3, hidden=4, bias=False)
PROJECTED = Network(input=3, hidden=4, projection=2)
REFUSED = {
    "a loss": (LSTM, "pytorch", "lstm.", ["--to", "keras"], "merged into one for every gate"),
    "two readings": (GRU, "keras", "gru/", ["--to", "pytorch"], "can be read as keras:gru-reset-after or"),
    "a guess": (LSTM, "pytorch", None, ["--to", "keras", "--lossy"], "is read by a guess; say --as pytorch:lstm"),
    "another GRU": (
        GRU, "keras", "gru/", ["--to", "pytorch", "--as", "keras:gru-reset-before"], "PyTorch computes another GRU"
    ),
    "a projection": (
        PROJECTED, "pytorch", "lstm.", ["--to", "onnx", "--lossy"], "put U·V in the place of each U"
    ),
    "no framework": (LSTM, "pytorch", "lstm.", ["--to", "kera"], "did you mean 'keras'"),
    "an ending": (LSTM, "mlx", "lstm.", ["--to", "keras", "--out", "{}/o.h5"], "we write .safetensors, .npz, .onnx"),
    "ONNX for another": (LSTM, "mlx", "lstm.", ["--to", "keras", "--out", "{}/o.onnx"], "say --to onnx"),
    "no folder": (LSTM, "mlx", "lstm.", ["--to", "keras", "--out", "{}/none/o.npz"], "No such file or directory"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_told_in_a_line_and_nothing_is_written(name, tmp_path):
    network, framework, prefix, arguments, said = REFUSED[name]
    tensors = frameworks.pack(framework, random_weights(network, 1), network)
    guessed = {"weight_ih_l0": "e_w_ih", "weight_hh_l0": "e_w_hh", "bias_ih_l0": "e_b_ih", "bias_hh_l0": "e_b_hh"}
    np.savez(tmp_path / "m.npz", **{guessed[key] if prefix is None else prefix + key: t for key, t in tensors.items()})
    before = sorted(tmp_path.iterdir())
    out = [] if "--out" in arguments else ["--out", tmp_path / "o.npz"]
    done = run(tmp_path / "m.npz", *(str(argument).format(tmp_path) for argument in arguments), *out)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert said in done.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_a_layer_that_reads_backwards_says_what_is_lost(tmp_path):
    path = tmp_path / "m.onnx"
    tensors = frameworks.pack("onnx", random_weights(LSTM, 1), LSTM)
    model = onnx.load_from_string(onnx_writer.node(LSTM, tensors))
    (node,) = (node for node in model.graph.node if node.op_type == "LSTM")
    node.attribute[[a.name for a in node.attribute].index("direction")].s = b"reverse"
    onnx.save(model, path)
    done = run(path, "--to", "openvino", "--out", tmp_path / "o.npz")
    assert done.exit_code == 2
    assert "reads the sequence backwards" in done.stderr


def test_a_model_that_people_use_runs_in_keras(tmp_path):
    """The file alone: Keras loads it, and gives what the reference gives with the weights of the source."""
    import keras

    out = tmp_path / "silero.keras"
    assert run(data("silero_vad_16k.safetensors"), "--to", "keras", "--out", out, "--lossy").exit_code == 0
    (source,) = models.read(data("silero_vad_16k.safetensors")).layers
    x = random_inputs(NETWORK, 6, 2, 1)
    y = keras.saving.load_model(out).predict(x.transpose(1, 0, 2), verbose=0).transpose(1, 0, 2)
    np.testing.assert_allclose(y, reference.run(NETWORK, source.weights, x).output, rtol=0, atol=2e-6)


@pytest.mark.parametrize("network", FILES.values(), ids=FILES)
def test_a_keras_file_runs_as_it_is(network, tmp_path):
    """Two layers of a file are two branches of a model; stacks, directions and settings stand in it."""
    import keras

    networks = {"enc/rnn": replace(network, layers=1), "dec/rnn": network}
    weights = {name: random_weights(own, 1) for name, own in networks.items()}
    tensors = {
        f"{name}/{key}": tensor
        for name, own in networks.items()
        for key, tensor in frameworks.pack("pytorch", weights[name], own).items()
    }
    np.savez(tmp_path / "m.npz", **tensors)
    done = run(tmp_path / "m.npz", "--to", "keras", "--out", tmp_path / "m.keras", "--lossy", "--as", f"pytorch:{network.cell}")
    assert done.exit_code == 0, done.stderr
    model = keras.saving.load_model(tmp_path / "m.keras")
    x = random_inputs(network, 5, 2, 1)
    outputs = model.predict([x.transpose(1, 0, 2)] * 2, verbose=0)
    for y, name in zip(outputs, networks, strict=True):
        expected = reference.run(networks[name], weights[name], x).output
        np.testing.assert_allclose(y.transpose(1, 0, 2), expected, rtol=0, atol=2e-6)
    read = models.read(tmp_path / "m.keras").layers
    assert [layer.network.cell for layer in read] == [network.cell] * (1 + network.layers)
    assert {layer.reading.known_by for layer in read} == {"attribute"}
    again = tmp_path / "again.keras"
    run(tmp_path / "m.npz", "--to", "keras", "--out", again, "--lossy", "--as", f"pytorch:{network.cell}")
    assert again.read_bytes() == (tmp_path / "m.keras").read_bytes()


def test_a_keras_file_holds_layers_of_keras(tmp_path):
    done = run(data("silero_vad_16k.safetensors"), "--to", "onnx", "--out", tmp_path / "m.keras", "--lossy")
    assert done.exit_code == 2
    assert "say --to keras" in done.stderr
    assert list(tmp_path.iterdir()) == []
