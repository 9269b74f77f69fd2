"""`lstm-docs check`: real files of PyTorch, Keras and ONNX, with ports that other frameworks ran."""

import json
import re
import warnings

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from click.testing import CliRunner

from lstm_docs import Network, frameworks, reference
from lstm_docs.cli import main

from ..checking.planted import moved_blocks
from ..frameworks import probe_keras, probe_onnx
from ..models.test_silero import data

keras = probe_keras.keras
SEEDS = range(20)


def run(*arguments):
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


def told(*arguments):
    done = run(*arguments, "--json")
    assert done.exit_code in (0, 1), done.stderr
    assert json.loads(done.stdout)["same"] is (done.exit_code == 0)
    return json.loads(done.stdout)


def names(found):
    return {fault["name"] for layer in found["layers"] for fault in layer["faults"]} | {f["name"] for f in found["faults"]}


def layer_of(cell, seed):
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    kind = {"lstm": torch.nn.LSTM, "gru-reset-after": torch.nn.GRU}[cell]
    sizes = int(rng.integers(2, 6)), int(rng.integers(2, 6))
    return kind(*sizes), Network(cell=cell, input=sizes[0], hidden=sizes[1])


def state_of(layer):
    return {name: tensor.detach().double().numpy() for name, tensor in layer.named_parameters()}


def in_keras(path, network, tensors, **settings):
    """A .keras file with the layer, made by Keras."""
    kind = keras.layers.LSTM if network.cell == "lstm" else keras.layers.GRU
    inner = kind(network.hidden, return_sequences=True, **settings)
    model = keras.Sequential([keras.Input((None, network.input)), inner])
    inner.set_weights(list(tensors.values()))
    model.save(path)
    return model


def in_onnx(path, network, tensors, x, **attributes):
    """An .onnx file of one node, checked by ONNX, and what ONNX Runtime gives for x."""
    session = probe_onnx.session(network, tensors)
    model = onnx.load_from_string(session._model_bytes)
    (node,) = model.graph.node
    for name, value in attributes.items():
        kept = [attribute for attribute in node.attribute if attribute.name != name]
        del node.attribute[:]
        node.attribute.extend([*kept, onnx.helper.make_attribute(name, value)])
    onnx.save(model, path)
    return onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"X": np.float32(x)})[0]


# What somebody who ports by hand from PyTorch to Keras forgets: the tensors that Keras is given.
def _rightly(network, tensors):
    return frameworks.convert(tensors, network, source="pytorch", target="keras")


def _gates_as_in_tf1(network, tensors):
    moves = {"f": "g", "g": "f"} if network.cell == "lstm" else {"r": "z", "z": "r"}
    return _rightly(network, moved_blocks(tensors, network, moves))


def _one_bias_alone(network, tensors):
    return _rightly(network, {n: 0 * t if n.startswith("bias_hh") else t for n, t in tensors.items()})


def _reshaped(network, tensors):
    right = _rightly(network, tensors)
    return {n: t.T.reshape(t.shape) if n == "recurrent_kernel" else t for n, t in right.items()}


def _forget_bias(network, tensors):
    right = {n: t.copy() for n, t in _rightly(network, tensors).items()}
    right["bias"][network.hidden : 2 * network.hidden] += 1
    return right


PORTS = {
    "lstm": {
        "": _rightly,
        "gates-permuted": _gates_as_in_tf1,
        "bias-dropped": _one_bias_alone,
        "reshaped": _reshaped,
        "bias-shifted": _forget_bias,
    },
    "gru-reset-after": {"": _rightly, "gates-permuted": _gates_as_in_tf1, "bias-dropped": _one_bias_alone},
}
CASES = [(cell, fault) for cell, ports in PORTS.items() for fault in ports]


@pytest.mark.parametrize(("cell", "fault"), CASES)
def test_a_port_from_pytorch_to_keras_is_told_by_its_file_and_by_its_outputs(cell, fault, tmp_path):
    for seed in range(4):
        layer, network = layer_of(cell, seed)
        torch.save(layer.state_dict(), tmp_path / "lstm.pt")
        torch.save({f"rnn.{n}": t for n, t in layer.state_dict().items()}, tmp_path / "a.pt")
        model = in_keras(tmp_path / "b.keras", network, PORTS[cell][fault](network, state_of(layer)))
        assert names(told(tmp_path / "a.pt", tmp_path / "b.keras")) == ({fault} if fault else set())
        x = np.float32(np.random.default_rng(seed).uniform(-1, 1, (2, 6, network.input)))
        np.save(tmp_path / "x.npy", x)
        np.save(tmp_path / "y.npy", model.predict(x, verbose=0))
        found = told(tmp_path / "a.pt", "--inputs", tmp_path / "x.npy", "--outputs", tmp_path / "y.npy", "--batch-first")
        if fault != "reshaped":  # which files alone show
            assert found["names"] == ([fault] if fault else []), (seed, found)
        assert found["same"] is (not fault)


ATTRIBUTES = {  # what an export to ONNX gets wrong though all tensors are right
    "reset-side": ("gru-reset-after", {"linear_before_reset": 0}, lambda y: y),
    "direction-reversed": ("lstm", {"direction": "reverse"}, lambda y: y),
    "wrong-end": ("lstm", {}, lambda y: y[0, 0]),
}


@pytest.mark.parametrize("fault", ATTRIBUTES)
def test_a_port_to_onnx_with_a_wrong_attribute_is_told_by_its_outputs(fault, tmp_path):
    cell, attributes, returned = ATTRIBUTES[fault]
    for seed in SEEDS:
        layer, network = layer_of(cell, seed)
        torch.save({f"rnn.{n}": t for n, t in layer.state_dict().items()}, tmp_path / "a.pt")
        tensors = frameworks.convert(state_of(layer), network, source="pytorch", target="onnx")
        x = np.float32(np.random.default_rng(seed).uniform(-1, 1, (6, 2, network.input)))
        y = in_onnx(tmp_path / "b.onnx", network, tensors, x, **attributes)
        np.save(tmp_path / "x.npy", x)
        np.save(tmp_path / "y.npy", returned(y))
        found = told(tmp_path / "a.pt", "--inputs", tmp_path / "x.npy", "--outputs", tmp_path / "y.npy")
        assert found["names"] == [fault], (seed, found)
        by_file = told(tmp_path / "a.pt", tmp_path / "b.onnx")
        assert names(by_file) == ({fault} if attributes else set())
        assert by_file["same"] is (not attributes)


@pytest.mark.parametrize("turned", [False, True])
def test_keras_is_an_original_too(turned, tmp_path):
    """A GRU that resets before the product, ported to PyTorch, whose GRU resets after it; and one that reads backwards."""
    rng = np.random.default_rng(1)
    for _ in range(4):
        network = Network(cell="gru-reset-before", input=3, hidden=4)
        shapes = frameworks.tensor_shapes("keras", network)
        tensors = {name: np.float32(rng.uniform(-1, 1, shape)) for name, shape in shapes.items()}
        model = in_keras(tmp_path / "a.keras", network, tensors, reset_after=False)
        x = np.float32(rng.uniform(-1, 1, (2, 5, 3)))
        if turned:
            y = model.predict(x[:, ::-1], verbose=0)
        else:
            port = torch.nn.GRU(3, 4, batch_first=True)
            after = Network(cell="gru-reset-after", input=3, hidden=4)
            named = frameworks.unpack("keras", tensors, network).layers[0][0]
            held = type(frameworks.unpack("keras", tensors, network))((({**named, "bh_n": np.zeros((4, 1))},),))
            packed = frameworks.pack("pytorch", held, after)
            port.load_state_dict({name: torch.from_numpy(np.float32(tensor)) for name, tensor in packed.items()})
            y = port(torch.from_numpy(x))[0].detach().numpy()
        np.save(tmp_path / "x.npy", x)
        np.save(tmp_path / "y.npy", y)
        found = told(tmp_path / "a.keras", "--inputs", tmp_path / "x.npy", "--outputs", tmp_path / "y.npy")
        assert found["names"] == ["direction-reversed" if turned else "reset-side"]


class Tagger(torch.nn.Module):
    """A model whose last answer is all that was kept: a recurrent layer and a head."""

    def __init__(self, end, *, every_step):
        super().__init__()
        self.rnn, self.fc, self.end, self.every_step = (
            torch.nn.LSTM(3, 4, batch_first=True),
            torch.nn.Linear(4, 2),
            end,
            every_step,
        )

    def forward(self, x):
        y, (h, _) = self.rnn(x)
        return self.end(self.fc(y if self.every_step else h[-1]))


ENDS = {
    "": torch.nn.Identity(),
    "sigmoid": torch.nn.Sigmoid(),
    "softmax": torch.nn.Softmax(-1),
    "log-softmax": torch.nn.LogSoftmax(-1),
    "relu": torch.nn.ReLU(),
}


@pytest.mark.parametrize("every_step", [False, True])
@pytest.mark.parametrize("end", ENDS)
def test_what_a_head_makes_of_it_is_compared_through_the_head(end, every_step, tmp_path):
    torch.manual_seed(1)
    model = Tagger(ENDS[end], every_step=every_step)
    torch.nn.init.constant_(model.fc.bias, 0.5)  # so that ReLU lets something through
    torch.save(model.state_dict(), tmp_path / "a.pt")
    x = np.float32(np.random.default_rng(1).uniform(-1, 1, (9, 6, 3)))
    np.save(tmp_path / "x.npy", x)
    given = ("--inputs", tmp_path / "x.npy", "--outputs", tmp_path / "y.npy", "--batch-first")
    right = state_of(model.rnn)
    for fault in ({}, {"f": "g", "g": "f"}, {"i": "o", "o": "i"}):
        moved = moved_blocks(right, Network(input=3, hidden=4), fault)
        model.rnn.load_state_dict({name: torch.from_numpy(np.float32(tensor)) for name, tensor in moved.items()})
        np.save(tmp_path / "y.npy", model(torch.from_numpy(x)).detach().numpy())
        found = told(tmp_path / "a.pt", *given)
        assert found["names"] == (["gates-permuted"] if fault else [])
        allowed = ["fc, 4 → 2", "fc, 4 → 2, relu"] if end == "relu" else ["fc, 4 → 2" + (f", {end}" if end else "")]
        assert found["head"] in allowed


def test_heads_of_keras_and_of_onnx_are_read_too(tmp_path):
    keras.utils.set_random_seed(1)
    kit = keras.layers
    model = keras.Sequential([keras.Input((None, 3)), kit.LSTM(4), kit.Dense(1, activation="sigmoid")])
    x = np.float32(np.random.default_rng(1).uniform(-1, 1, (3, 6, 3)))
    np.save(tmp_path / "x.npy", x)
    np.save(tmp_path / "y.npy", model.predict(x, verbose=0))
    model.save(tmp_path / "a.keras")
    tagger = Tagger(torch.nn.Sigmoid(), every_step=True).eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(tagger, (torch.from_numpy(x),), tmp_path / "b.onnx", dynamo=False, input_names=["x"])
    np.save(tmp_path / "z.npy", onnxruntime.InferenceSession(tmp_path / "b.onnx").run(None, {"x": x})[0])
    for file, given, head in (("a.keras", "y.npy", "dense, 4 → 1, sigmoid"), ("b.onnx", "z.npy", "4 → 2, sigmoid")):
        more = ("--batch-first",) if file == "b.onnx" else ()
        found = told(tmp_path / file, "--inputs", tmp_path / "x.npy", "--outputs", tmp_path / given, *more)
        assert (found["same"], found["head"].endswith(head)) == (True, True)


def test_a_layer_that_reads_from_the_end_is_an_original_too(tmp_path):
    rng = np.random.default_rng(1)
    for seed in SEEDS[:4]:
        layer, network = layer_of("lstm", seed)
        x = np.float32(rng.uniform(-1, 1, (2, 6, network.input)))
        np.save(tmp_path / "x.npy", x)
        tensors = frameworks.convert(state_of(layer), network, source="pytorch", target="keras")
        model = in_keras(tmp_path / "a.keras", network, tensors, go_backwards=True)
        onward = layer(torch.from_numpy(x.transpose(1, 0, 2)))[0].detach().numpy().transpose(1, 0, 2)
        there = frameworks.convert(state_of(layer), network, source="pytorch", target="onnx")
        as_read = model.predict(x, verbose=0)
        aligned = in_onnx(tmp_path / "b.onnx", network, there, x.transpose(1, 0, 2), direction="reverse")[:, 0].transpose(
            1, 0, 2
        )
        np.testing.assert_allclose(aligned, as_read[:, ::-1], atol=1e-5)
        for file, own in (("a.keras", as_read), ("b.onnx", aligned)):
            for y, fault in ((own, []), (onward, ["direction-reversed"]), (own[:, ::-1], ["direction-reversed"])):
                np.save(tmp_path / "y.npy", y)
                given = ("--inputs", tmp_path / "x.npy", "--outputs", tmp_path / "y.npy", "--batch-first")
                assert told(tmp_path / file, *given)["names"] == fault, (seed, file)


MERGED = [("sum", "sum"), ("sum", "ave"), ("ave", "mul"), ("mul", "mul")]


@pytest.mark.parametrize(("right", "given"), MERGED)
def test_a_stack_whose_directions_keras_merges(right, given, tmp_path):
    def model(merge, weights=None):
        kit = keras.layers
        above = kit.Bidirectional(kit.GRU(4, return_sequences=True), merge_mode=merge)
        made = keras.Sequential(
            [keras.Input((None, 3)), kit.Bidirectional(kit.GRU(4, return_sequences=True), merge_mode=merge), above]
        )
        made.set_weights(weights or made.get_weights())
        return made

    keras.utils.set_random_seed(1)
    original = model(right)
    original.save(tmp_path / "a.keras")
    np.save(tmp_path / "x.npy", x := np.float32(np.random.default_rng(1).uniform(-1, 1, (2, 5, 3))))
    np.save(tmp_path / "y.npy", model(given, original.get_weights()).predict(x, verbose=0))
    found = told(tmp_path / "a.keras", "--inputs", tmp_path / "x.npy", "--outputs", tmp_path / "y.npy")
    assert (found["same"], found["names"]) == (right == given, [] if right == given else ["merged-otherwise"])
    assert told(tmp_path / "a.keras", tmp_path / "a.keras")["same"]


def test_silero_in_two_orders_and_of_another_training():
    same = run(data("silero_vad_16k_op15.onnx"), data("silero_vad_op18_ifless.onnx"))
    assert (same.exit_code, same.stdout.splitlines()[0]) == (0, "the same network, in two orders")
    other = run(data("silero_vad_16k_op15.onnx"), data("silero_vad_16k.safetensors"))
    assert (other.exit_code, other.stdout.splitlines()[0]) == (1, "the two part")
    assert "another-training" in other.stdout


@pytest.fixture
def files(tmp_path):
    layer, network = layer_of("lstm", 1)
    np.savez(tmp_path / "a.npz", **{f"rnn.{n}": t for n, t in state_of(layer).items()})
    x = np.ones((4, 2, network.input))
    np.save(tmp_path / "x.npy", x)
    np.save(tmp_path / "y.npy", layer(torch.from_numpy(np.float32(x)))[0].detach().numpy())
    np.savez(tmp_path / "s.npz", h=np.zeros((1, 2, network.hidden)))
    (tmp_path / "t.npy").write_text("no array")
    return tmp_path, network


def test_what_a_person_reads(files):
    folder, _ = files
    done = run(folder / "a.npz", "--inputs", folder / "x.npy", "--outputs", folder / "y.npy")
    assert done.exit_code == 0
    first = "the port gives what the original gives, as far as can be told without --state, "
    assert done.stdout.startswith(first)
    assert "--lengths" in done.stdout.splitlines()[0]
    assert "y was taken" not in done.stdout
    assert "state-not-carried: it needs two calls: --inputs and --outputs given twice" in done.stdout
    assert "x is read as (T, B, I), as PyTorch has it; --batch-first if it is not" in done.stdout


def test_what_was_taken_for_granted_is_said_and_what_was_not_given(files):
    """y of the last step; and where nothing explains y, what could not be told."""
    folder, _ = files
    y = np.load(folder / "y.npy")
    np.save(folder / "last.npy", y[-1])
    done = run(folder / "a.npz", "--inputs", folder / "x.npy", "--outputs", folder / "last.npy")
    assert "y was taken as the last step" in done.stdout
    np.save(folder / "odd.npy", y + np.random.default_rng(1).uniform(-0.1, 0.1, y.shape))
    done = run(folder / "a.npz", "--inputs", folder / "x.npy", "--outputs", folder / "odd.npy")
    assert done.exit_code == 1
    rows = [line.split(maxsplit=2) for line in done.stdout.splitlines()]
    assert ["not", "explained"] in [row[:2] for row in rows]
    assert "states-exchanged, state-ignored: it needs --state" in done.stdout
    assert re.search(r"^  would tell more +--state, ", done.stdout, flags=re.MULTILINE)


def test_two_faults_are_both_together_or_either(files):
    folder, network = files
    held = {name.removeprefix("rnn."): tensor for name, tensor in np.load(folder / "a.npz").items()}
    wrong = moved_blocks(held, network, {"i": "f", "f": "i"})
    wrong = {name: 0 * tensor if "bias_hh" in name else tensor for name, tensor in wrong.items()}
    np.savez(folder / "b.npz", **{f"rnn.{name}": tensor for name, tensor in wrong.items()})
    assert "in the port rnn, with both of these faults together" in run(folder / "a.npz", folder / "b.npz").stdout
    x = np.random.default_rng(1).uniform(-1, 1, (4, 2, network.input))
    np.save(folder / "x.npy", x)
    np.save(folder / "y.npy", reference.run(network, frameworks.unpack("pytorch", wrong, network), x).output)
    done = run(folder / "a.npz", "--inputs", folder / "x.npy", "--outputs", folder / "y.npy")
    assert re.search(r"^  both together .*\n  gates-permuted .*\n  bias-dropped ", done.stdout, flags=re.MULTILINE)
    alike = held | {name.replace("ih", "hh"): tensor for name, tensor in held.items() if "bias_ih" in name}
    np.savez(folder / "a.npz", **{f"rnn.{name}": tensor for name, tensor in alike.items()})
    wrong = {name: 0 * tensor if "bias_hh" in name else tensor for name, tensor in alike.items()}
    np.save(folder / "y.npy", reference.run(network, frameworks.unpack("pytorch", wrong, network), x).output)
    done = run(folder / "a.npz", "--inputs", folder / "x.npy", "--outputs", folder / "y.npy")
    assert re.search(r"^  either +bias-dropped: .*\n  or +bias-dropped: ", done.stdout, flags=re.MULTILINE)
    assert "any one of them gives what was observed" in done.stdout


def test_the_help_has_shapes_statuses_and_both_examples():
    text = " ".join(run("--help").stdout.split())
    for said in ("check [OPTIONS] ORIGINAL [PORT]", "h (L·D, B, R)", "c (L·D, B, H)", "--inputs x.npy --outputs y.npy", "2 if"):
        assert said in text


REFUSED = {
    "neither": ([], "give the port's file, or what it gave"),
    "both": (["a.npz", "--inputs", "x.npy", "--outputs", "y.npy"], "give the port's file, or what it gave"),
    "one without the other": (["--inputs", "x.npy"], "1 inputs and 0 outputs"),
    "not an array": (["--inputs", "t.npy", "--outputs", "y.npy"], "t.npy: no array can be read from it"),
    "a file that is not there": (["--inputs", "n.npy", "--outputs", "y.npy"], "No such file"),
    "another shape": (["--inputs", "y.npy", "--outputs", "y.npy"], "its three axes must be (T, B, I)"),
    "half a state": (["--inputs", "x.npy", "--outputs", "y.npy", "--state", "s.npz"], "the state lacks c"),
    "no state": (["--inputs", "x.npy", "--outputs", "y.npy", "--state", "x.npy"], "no array can be read"),
    "lengths": (["--inputs", "x.npy", "--outputs", "y.npy", "--lengths", "4"], "lengths must be 2 whole numbers"),
    "words": (["--inputs", "x.npy", "--outputs", "y.npy", "--lengths", "4,b"], "--lengths must be whole numbers"),
    "no layer": (["--inputs", "x.npy", "--outputs", "y.npy", "--layer", "q"], "no layer is named 'q'; the file has rnn"),
    "out of place": (["a.npz", "--lengths", "4"], "--lengths goes with --inputs and --outputs"),
    "no model": (["x.npy"], "no recurrent layer"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_checked_is_told_in_a_line(name, files):
    folder, _ = files
    arguments, said = REFUSED[name]
    done = run(folder / "a.npz", *(folder / a if a.endswith(("npy", "npz")) else a for a in arguments))
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.output
    assert said in done.stderr
