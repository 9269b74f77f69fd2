"""`lstm-docs inspect`: what it prints, its JSON and its exit status."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from lstm_docs import Network, facts, frameworks
from lstm_docs.cli import main
from lstm_docs.models.statistics import DEFINITIONS
from lstm_docs.reference.weights import random_weights


def run(*arguments):
    return CliRunner().invoke(main, ["inspect", *map(str, arguments)])


def saved(path, network, framework="pytorch", prefix="model.lstm.", seed=1):
    weights = random_weights(network, seed)
    tensors = frameworks.pack(framework, weights, network)
    np.savez(path, **{prefix + name: tensor for name, tensor in tensors.items()})
    return weights


@pytest.fixture
def lstm(tmp_path):
    path = tmp_path / "model.npz"
    return path, saved(path, Network(input=5, hidden=4, layers=2, bidirectional=True))


def test_the_json_is_that_of_facts_and_more(lstm):
    path, _ = lstm
    network = Network(input=5, hidden=4, layers=2, bidirectional=True)
    said = json.loads(run(path, "--json", "--steps", 3, "--batch", 2).output)
    assert set(said) == {"file", "layers", "readings", "rest", "notes"}
    assert set(said["file"]) == {"format", "bytes", "tensors", "parameters"}
    assert (said["file"]["bytes"], said["file"]["tensors"], said["readings"]) == (path.stat().st_size, 16, [])
    (layer,) = said["layers"]
    assert layer["name"] == "model.lstm"
    assert layer["network"] == {
        "cell": "lstm", "input": 5, "hidden": 4, "layers": 2, "bidirectional": True, "projection": None, "bias": True,
    }  # fmt: skip
    assert (layer["framework"], layer["order"], layer["known_by"]) == ("pytorch", "ifgo", "names")
    assert layer["tensors"]["model.lstm.weight_ih_l0"] == [16, 5]
    expected = facts.of(network, framework="pytorch", steps=3, batch=2)
    assert set(layer["facts"]) == set(expected)
    assert all(layer["facts"][name]["value"] == float(fact.value) for name, fact in expected.items())
    assert said["rest"] == {"embedding": 0, "dense": 0, "convolution": 0, "other": 0}


def test_the_text_says_what_somebody_asks(lstm):
    path, _ = lstm
    said = run(path)
    assert said.exit_code == 0
    for part in ("model.lstm: LSTM, 5 → 4, 2 layers, in both directions", "gates i f g o", "known by names", "800 = "):
        assert part in said.output


def test_statistics_are_those_of_the_weights(lstm):
    path, weights = lstm
    (layer,) = json.loads(run(path, "--json", "--weights").output)["layers"]
    assert [(entry["layer"], entry["direction"]) for entry in layer["weights"]] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert layer["gates"] == layer["weights"][0]["gates"]
    for entry in layer["weights"]:
        named = weights.layers[entry["layer"]][entry["direction"]]
        for gate, figures in entry["gates"].items():
            assert set(figures) <= set(DEFINITIONS)
            assert figures["bias_mean"] == pytest.approx(named[f"b_{gate}"].mean())
            assert figures["U_norm"] == pytest.approx(np.sqrt((named[f"U_{gate}"] ** 2).sum()))
            radius = max(abs(np.roots(np.poly(named[f"U_{gate}"]))))
            assert figures["spectral_radius"] == pytest.approx([radius] * 2)
        assert (entry["dead_units"], entry["nan"]) == (0, 0)


def test_what_is_wrong_with_weights_is_counted(tmp_path):
    """An open gate is saturated, a closed output gate makes a unit dead, and a NaN is one."""
    network = Network(input=3, hidden=4)
    weights = random_weights(network, 1)
    named = {name: array.copy() for name, array in weights.layers[0][0].items()}
    named["b_f"][:] = 50
    named["b_o"][1] = -50
    np.savez(tmp_path / "m.npz", **_named(network, named))
    (layer,) = json.loads(run(tmp_path / "m.npz", "--json", "--weights").output)["layers"]
    gates = layer["gates"]
    assert gates["f"]["saturated"] == 1
    assert gates["i"]["saturated"] < 0.5
    assert gates["o"]["saturated"] >= 0.25
    assert layer["weights"][0]["dead_units"] == 1
    named["W_i"][0, 0], named["U_g"][2, 1] = np.nan, np.inf
    np.savez(tmp_path / "m.npz", **_named(network, named))
    (layer,) = json.loads(run(tmp_path / "m.npz", "--json", "--weights").output)["layers"]
    assert layer["weights"][0]["nan"] == 2
    assert layer["gates"]["g"]["spectral_radius"] == [None, None]


def test_units_of_a_projected_layer_are_before_its_projection(tmp_path):
    """A dead unit is mixed into every component of h, and a row of zeros in V makes a component dead, not a unit."""
    network = Network(input=3, hidden=4, projection=2)
    for change, dead in (("b_o", 1), ("V_h", 0)):
        named = {name: array.copy() for name, array in random_weights(network, 1).layers[0][0].items()}
        named[change][1] = -50 if change == "b_o" else 0
        np.savez(tmp_path / "m.npz", **_named(network, named))
        (layer,) = json.loads(run(tmp_path / "m.npz", "--json", "--weights").output)["layers"]
        assert layer["weights"][0]["dead_units"] == dead, change


def _named(network, named):
    tensors = frameworks.pack("pytorch", type(random_weights(network, 1))(((named,),)), network)
    return {f"lstm.{name}": tensor for name, tensor in tensors.items()}


def test_a_wide_layer_has_bounds_instead_of_eigenvalues(tmp_path):
    path = tmp_path / "wide.npz"
    weights = saved(path, Network(cell="rnn-tanh", input=1, hidden=600), prefix="rnn.")
    (layer,) = json.loads(run(path, "--json", "--weights", "--as", "pytorch:rnn-tanh").output)["layers"]
    low, high = layer["gates"]["h"]["spectral_radius"]
    radius = abs(np.linalg.eigvals(weights.layers[0][0]["U_h"])).max()
    assert low <= radius <= high


def test_two_readings_are_listed_and_one_is_chosen(tmp_path):
    path = tmp_path / "gru.npz"
    saved(path, Network(cell="gru-reset-after", input=5, hidden=4, bias=False), "keras", "gru/")
    for arguments in ([], ["--json"]):
        said = run(path, *arguments)
        assert said.exit_code == 2
        assert said.stderr.count("\n") == 1
        assert "choose with --as: keras:gru-reset-after, keras:gru-reset-before" in said.stderr
    listed = json.loads(run(path, "--json").stdout)
    assert [entry["as"] for entry in listed["readings"]] == ["keras:gru-reset-after", "keras:gru-reset-before"]
    assert all("reset_after" in entry["told_apart_by"] for entry in listed["readings"])
    for cell in ("gru-reset-after", "gru-reset-before"):
        said = run(path, "--json", "--as", f"keras:{cell}")
        assert said.exit_code == 0
        assert json.loads(said.output)["layers"][0]["network"]["cell"] == cell


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("keras:lstm", "no layer of the file can be read as keras:lstm"),
        ("kera:lstm", "did you mean 'keras'"),
        ("keras:lst", "lstm"),
    ],
)
def test_a_choice_that_does_not_fit_is_refused_in_a_line(lstm, choice, said):
    done = run(lstm[0], "--as", choice)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr


def test_a_framework_that_reads_the_same_can_be_named(tmp_path):
    path = tmp_path / "cell.npz"
    saved(path, Network(input=5, hidden=4), "tinygrad", "lstm_cell.")
    (layer,) = json.loads(run(path, "--json", "--as", "tinygrad:lstm").output)["layers"]
    assert (layer["framework"], "pytorch" in layer["also"]) == ("tinygrad", True)


def test_a_file_without_one_says_so(tmp_path):
    np.savez(tmp_path / "dense.npz", **{"head.weight": np.zeros((3, 4)), "head.bias": np.zeros(3)})
    said = run(tmp_path / "dense.npz")
    assert said.exit_code == 0
    assert "No recurrent layer was seen." in said.output
    assert "dense 15" in said.output


@pytest.mark.parametrize("name", ["missing.safetensors", "broken.safetensors", "."])
def test_what_cannot_be_read_is_status_2_in_a_line(tmp_path, name):
    (tmp_path / "broken.safetensors").write_bytes(b"nothing of the kind")
    done = run(tmp_path / name)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
