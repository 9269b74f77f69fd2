"""The reader in the page and the one in Python say the same of a file, and both refuse what lies."""

import json
from random import Random

import numpy as np
import onnx
import pytest
import torch
from safetensors.torch import save_file

from lstm_docs import Network, frameworks, models
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.models.converting import converted
from lstm_docs.models.rules import rules
from lstm_docs.models.writing import content
from lstm_docs.reference.weights import random_weights

from ..frameworks import probe_keras, probe_onnx, probe_pytorch
from ..js.models import in_python, in_the_page
from . import onnx_writer
from .test_conventions import NAMED, PREFIXES, _networks, _saved
from .test_hostile import LIES
from .test_silero import data
from .test_written import COMPUTED, OTHERS, _network

SLOWEST = 10
MUTANTS = 60


def agree(paths):
    """Both readers of the same files; in the page what is left of their answers is compared value by value."""
    for path, in_page in zip(paths, in_the_page(paths), strict=True):
        assert "refused" not in in_page and "crashed" not in in_page, (path.name, in_page)  # noqa: PT018
        expected = in_python(path)
        assert {key: in_page[key] for key in expected} == expected, path.name


@pytest.mark.parametrize(
    "name",
    [
        "silero_vad_16k.safetensors", "silero_vad_16k_sequence.onnx", "silero_vad.onnx", "silero_vad_half.onnx",
        "silero_vad_16k_op15.onnx", "silero_vad_openvino_16k.onnx",
    ],
)  # fmt: skip
def test_a_model_that_people_use(name):
    agree([data(name)])


def test_a_graph_without_a_node_is_read_by_its_names():
    """What an exporter wrote out step by step is found in the page if its tensors have a framework's names."""
    path = data("silero_vad_op18_ifless.onnx")
    (in_page,), expected = in_the_page([path]), in_python(path)
    assert [layer["name"] for layer in in_page["layers"]] == [layer["name"] for layer in expected["layers"]]
    for ours, theirs in zip(in_page["layers"], expected["layers"], strict=True):
        assert ours["readings"][0]["network"] == theirs["readings"][0]["network"]
        assert ours["readings"][0]["tensors"] == theirs["readings"][0]["tensors"]


@pytest.mark.parametrize("framework", NAMED)
def test_a_packed_network(framework, tmp_path):
    """As `test_conventions` packs them, under prefixes and among other tensors."""
    paths = []
    for number, network in _networks(framework):
        paths.append(tmp_path / f"{number}.npz")
        _saved(paths[-1], framework, network, number, PREFIXES[number % len(PREFIXES)].format(network.cell.partition("-")[0]))
    agree(paths)


def test_what_pytorch_saves(tmp_path):
    paths = [tmp_path / f"{number}.safetensors" for number in range(30)]
    for number, path in enumerate(paths):
        layer = probe_pytorch.build(_network(probe_pytorch, number))
        save_file(torch.nn.ModuleDict({"embedding": torch.nn.Embedding(7, 3), "rnn": layer}).state_dict(), path)
    agree(paths)


def test_what_keras_calls_its_variables(tmp_path):
    import keras

    paths = [tmp_path / f"{number}.npz" for number in range(30)]
    for number, path in enumerate(paths):
        network = _network(probe_keras, number, layers=1)
        model = keras.Sequential([keras.Input((None, network.input)), probe_keras.build(network)])
        np.savez_compressed(path, **{one.path: keras.ops.convert_to_numpy(one) for one in model.weights})
    agree(paths)


def test_what_onnx_saves(tmp_path):
    paths = [tmp_path / f"{number}.onnx" for number in range(30)]
    for number, path in enumerate(paths):
        network = _network(probe_onnx, number, layers=1)
        path.write_bytes(onnx_writer.node(network, frameworks.pack("onnx", random_weights(network, number), network)))
    agree(paths)


@pytest.mark.parametrize("cell", ["lstm", "gru-reset-after", "gru-reset-before"])
def test_weights_that_a_graph_computes(cell, tmp_path):
    network = Network(cell=cell, input=5, hidden=4, bidirectional=True)
    tensors = frameworks.pack("onnx", random_weights(network, 1), network)
    paths = [tmp_path / f"{name.replace(' ', '-')}.onnx" for name in COMPUTED]
    for path, ways in zip(paths, COMPUTED.values(), strict=True):
        path.write_bytes(onnx_writer.node(network, tensors, ways))
    agree(paths)


def test_other_files(tmp_path):
    """Guesses, files that carry their settings, numbers elsewhere, models without a layer, every type and order of NumPy."""
    network = Network(input=5, hidden=4)
    packed = frameworks.pack("pytorch", random_weights(network, 1), network)
    names = dict(zip(packed, ("enc_w_ih", "enc_w_hh", "enc_b_ih", "enc_b_hh"), strict=True))
    np.savez(tmp_path / "guess.npz", **{names[name]: tensor for name, tensor in packed.items()})
    np.savez(tmp_path / "none.npz", **{name: np.zeros(shape, np.float16) for name, shape in OTHERS.items()})
    for order in "CF":
        arrays = {f"lstm.{name}": np.asarray(tensor, dtype=">f4", order=order) for name, tensor in packed.items()}
        np.savez(tmp_path / f"{order}.npz", count=np.arange(3), flag=np.bool_(True), **arrays)
    gru = Network(cell="gru-reset-before", input=5, hidden=4, bias=False)
    np.savez(tmp_path / "open.npz", **{f"gru/{k}": t for k, t in frameworks.pack("keras", random_weights(gru, 1), gru).items()})
    path = tmp_path / "gru.onnx"
    path.write_bytes(onnx_writer.node(gru, frameworks.pack("onnx", random_weights(gru, 1), gru)))
    layers = converted(models.read(path), "keras")
    for name in ("told.npz", "told.safetensors"):
        (tmp_path / name).write_bytes(content(tmp_path / name, layers))
    whole = onnx.load_from_string(onnx_writer.node(network, frameworks.pack("onnx", random_weights(network, 3), network)))
    onnx.save(whole, tmp_path / "apart.onnx", save_as_external_data=True, location="apart.data", size_threshold=0)
    paths = sorted(path for path in tmp_path.iterdir() if path.suffix != ".data")
    agree(paths)
    in_page = dict(zip([path.name for path in paths], in_the_page(paths), strict=True))
    assert in_page["apart.onnx"]["outside"] == ["apart.data"]
    assert len(in_page["open.npz"]["layers"][0]["readings"]) == 2
    assert [reading["known"] for reading in in_page["told.npz"]["layers"][0]["readings"]] == ["attribute"]


def test_only_headers_are_read(tmp_path):
    tensors = {f"lstm.{name}": torch.zeros(tuple(shape)) for name, shape in frameworks.tensor_shapes("pytorch", LARGE).items()}
    save_file(tensors, tmp_path / "large.safetensors")
    (in_page,) = in_the_page([tmp_path / "large.safetensors"])
    assert in_page["layers"][0]["readings"][0]["network"]["hidden"] == LARGE.hidden
    assert in_page["read"] < 2000 < (tmp_path / "large.safetensors").stat().st_size / 1000


LARGE = Network(input=512, hidden=1024)


def test_a_file_that_lies_is_refused_in_a_line(tmp_path):
    paths = []
    for name, (bytes_, _) in LIES.items():
        if name.endswith((".safetensors", ".onnx", ".npz", ".npy", ".xyz")) and "outside" not in name and "root" not in name:
            paths.append(tmp_path / name)
            paths[-1].write_bytes(bytes_)
    for path, in_page in zip(paths, in_the_page(paths), strict=True):
        assert in_page.get("refused"), (path.name, in_page)
        assert "\n" not in in_page["refused"]
        assert len(in_page["refused"]) < 300
        assert in_page["seconds"] < SLOWEST, path.name


@pytest.mark.parametrize("form", ["safetensors", "npz", "onnx"])
def test_a_damaged_file_is_read_alike_or_refused_in_a_line(form, tmp_path):
    """Cut, or with bytes replaced in its first kilobyte or its last; what both read, they read alike."""
    network = Network(input=5, hidden=4)
    tensors = frameworks.pack("onnx" if form == "onnx" else "pytorch", random_weights(network, 1), network)
    path = tmp_path / f"whole.{form}"
    if form == "onnx":
        path.write_bytes(onnx_writer.node(network, tensors))
    elif form == "npz":
        np.savez(path, **{f"lstm.{name}": tensor for name, tensor in tensors.items()})
    else:
        save_file({f"lstm.{name}": torch.from_numpy(tensor) for name, tensor in tensors.items()}, path)
    whole, draw, paths = path.read_bytes(), Random(form), []
    for number in range(MUTANTS):
        changed = bytearray(whole)
        if number % 3 == 0:
            del changed[draw.randrange(len(changed)) :]
        for _ in range(draw.randint(0 if number % 3 == 0 else 1, 3)):
            place = draw.choice((draw.randrange(1024), len(changed) - 1 - draw.randrange(512)))
            if 0 <= place < len(changed):
                changed[place] = draw.randrange(256)
        paths.append(tmp_path / f"{number}.{form}")
        paths[-1].write_bytes(changed)
    alike = 0
    for path, in_page in zip(paths, in_the_page(paths), strict=True):
        assert "crashed" not in in_page, in_page
        assert "\n" not in in_page.get("refused", "")
        try:
            expected = in_python(path)
        except LstmDocsError:
            continue
        if "refused" not in in_page:
            assert [one["readings"] for one in in_page["layers"]] == [one["readings"] for one in expected["layers"]], path.name
            alike += 1
    assert alike


def test_the_rules_are_those_of_python():
    """What the page gets is made of the rows themselves, and survives the way through JSON."""
    told = json.loads(json.dumps(rules()))
    assert list(told["frameworks"]) == NAMED
    assert {table["of"] for table in told["tables"]} == set(NAMED)
    assert all(tensor["whole"].startswith("(?:(?<prefix>") for table in told["tables"] for tensor in table["tensors"])
