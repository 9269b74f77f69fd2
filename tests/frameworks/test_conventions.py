"""What the table promises of every row, and what it refuses: no framework is needed here."""

import itertools
from math import prod
from pathlib import Path

import numpy as np
import pytest
import sympy
import yaml

from lstm_docs import Network, cells, frameworks
from lstm_docs.cells.sizes import H, I, P
from lstm_docs.derive.stack import values
from lstm_docs.frameworks.loading import CONVENTIONS, read
from lstm_docs.ground.errors import ConformError, ConventionError, LstmDocsError, UnknownNameError
from lstm_docs.reference import random_weights

from . import proofs

ROWS = list(frameworks.FRAMEWORKS)
HELD = [(row, cell) for row in ROWS for cell in frameworks.get(row).cells]


def network_for(cell, **more):
    return Network(**{"cell": cell, "input": 3, "hidden": 4, "layers": 2, "bidirectional": True} | more)


def same(one, other, tolerance=0.0):
    assert list(one) == list(other)
    for name, tensor in one.items():
        np.testing.assert_allclose(tensor, other[name], atol=tolerance, rtol=0, err_msg=name)


def flat(weights):
    return {(n, d, name): a for n, layer in enumerate(weights.layers) for d, w in enumerate(layer) for name, a in w.items()}


def test_there_are_forty_rows_and_each_says_where_it_comes_from():
    assert len(ROWS) >= 40
    assert all(frameworks.get(row).source and frameworks.get(row).forms for row in ROWS)


def test_every_row_said_to_be_proved_has_a_probe():
    probes = {path.stem.removeprefix("probe_").replace("_", "-") for path in Path(__file__).parent.glob("probe_*.py")}
    proved = {row for row in ROWS if frameworks.get(row).evidence == "tests"}
    assert proved == probes | {"onnxruntime"}  # the probe of ONNX runs in ONNX Runtime


def named_in(settings):
    """The classes that settings name: that of the layer, and what is wrapped around it."""
    if isinstance(settings, dict):
        return {name for value in settings.values() for name in named_in(value)}
    return {settings} if isinstance(settings, str) else set()


@pytest.mark.parametrize("row", yaml.safe_load(CONVENTIONS.read_text(encoding="utf-8")), ids=lambda row: row["id"])
def test_a_row_lists_the_classes_that_its_settings_name(row):
    """Some lists leave a prefix out, or name the module alone."""
    listed = [name.partition(" (")[0].strip() for name in row["classes"].split(",")]
    for form in row.get("forms", ()):
        settings = form.get("settings", {})
        for name in named_in(settings.get("class", {})) | named_in(settings.get("wrapper", {})):
            assert any(name == one or name.startswith(f"{one}.") or name.endswith(f".{one}") for one in listed), name


def held_networks(row, cell):
    """Networks of a cell that a row can hold: deep, shallow, without biases, projected, of different widths, of one unit."""
    for more in (
        {},
        {"layers": 1, "bidirectional": False},
        {"layers": 1, "hidden": 1},
        {"bias": False},
        {"projection": 2} if cell.startswith("lstm") else {},
        {"layers": 3, "hidden": (4, 6, 5)},
    ):
        network = network_for(cell, **more)
        if frameworks.refusal(row, network) is None:
            yield network


def test_every_row_said_to_be_measured_can_be_measured_again():
    probes = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("elsewhere/probe_*.py"))
    assert all(f'"{row}"' in probes for row in ROWS if frameworks.get(row).evidence == "measured")


@pytest.mark.parametrize(("row", "cell"), HELD)
def test_unpacking_what_was_packed_gives_the_weights(row, cell):
    for network in held_networks(row, cell):
        weights = proofs.storable(row, network, random_weights(network, seed=3))
        tensors = frameworks.pack(row, weights, network)
        assert {name: tensor.shape for name, tensor in tensors.items()} == frameworks.tensor_shapes(row, network)
        same(flat(frameworks.unpack(row, tensors, network)), flat(weights), 1e-15)


@pytest.mark.parametrize(("row", "cell"), HELD)
def test_the_parameter_formula_counts_the_tensors(row, cell):
    for network in held_networks(row, cell):
        shapes, symbolic = frameworks.tensor_shapes(row, network), frameworks.symbolic_shapes(row, network)
        numbers = values(network)
        assert frameworks.parameters(row, network).subs(numbers) == sum(map(prod, shapes.values()))
        assert {name: tuple(n.subs(numbers) for n in shape) for name, shape in symbolic.items()} == shapes
        assert all(isinstance(n, sympy.Expr) for shape in symbolic.values() for n in shape)


@pytest.mark.parametrize("cell", cells.COMMON)
def test_every_row_converts_to_the_next_and_back(cell):
    """One way for every pair: through the canonical weights. So it is enough that each row is a source and a target once."""
    network = network_for(cell)
    holding = [row for row in ROWS if frameworks.refusal(row, network) is None]
    weights = random_weights(network, seed=7)
    for row in holding if cell == "gru-reset-after" else []:
        weights = proofs.storable(row, network, weights)
    packed = {row: frameworks.pack(row, weights, network) for row in holding}
    for source, target in zip(holding, [*holding[1:], *holding[:1]], strict=True):
        there = frameworks.convert(packed[source], network, source=source, target=target)
        same(there, packed[target], 1e-15)
        same(frameworks.convert(there, network, source=target, target=source), packed[source], 1e-15)


@pytest.mark.parametrize(
    ("row", "network", "formula"),
    [
        ("pytorch", Network(input=1, hidden=1), 4 * H * (I + H + 2)),
        ("pytorch", Network(input=1, hidden=2, projection=1), H * (4 * I + 5 * P + 8)),
        ("pytorch", Network(cell="gru-reset-after", input=1, hidden=1), 3 * H * (I + H + 2)),
        ("pytorch", Network(input=1, hidden=1, bias=False), 4 * H * (I + H)),
        ("keras", Network(input=1, hidden=1), 4 * H * (I + H + 1)),
        ("keras", Network(cell="gru-reset-after", input=1, hidden=1), 3 * H * (I + H + 2)),
        ("keras", Network(cell="gru-reset-before", input=1, hidden=1), 3 * H * (I + H + 1)),
        ("flax", Network(cell="gru-reset-after", input=1, hidden=1), 3 * H * (I + H + 1) + H),
        ("flax-nnx", Network(cell="gru-reset-after", input=1, hidden=1), 3 * H * (I + H + 1)),
        ("onnx", Network(cell="lstm-peephole", input=1, hidden=1), 4 * H * (I + H + 2) + 3 * H),
        ("onnx", Network(cell="lstm", input=1, hidden=1, bidirectional=True), 8 * H * (I + H + 2)),
        ("jax", Network(input=1, hidden=1), 4 * H * (I + H + 2)),
    ],
)
def test_parameter_formulas(row, network, formula):
    assert sympy.expand(frameworks.parameters(row, network) - formula) == 0


def test_the_classic_counts():
    network, gru = Network(input=80, hidden=12), Network(cell="gru-reset-after", input=80, hidden=12)
    counts = {row: int(frameworks.parameters(row, network).subs(values(network))) for row in ROWS}
    assert set(counts.values()) == {4464, 4512}
    assert (counts["keras"], counts["pytorch"], counts["flax"], counts["onnx"]) == (4464, 4512, 4464, 4512)
    held = [row for row in ROWS if gru.cell in frameworks.get(row).cells]
    assert {int(frameworks.parameters(row, gru).subs(values(gru))) for row in held} == {3384, 3360, 3348}


ORDERS = yaml.safe_load((Path(__file__).parents[1] / "golden" / "gate_orders.yml").read_text(encoding="utf-8"))
GATES = {"input": "i", "forget": "f", "cell": "g", "output": "o", "reset": "r", "update": "z", "new": "n"}


GATED = [(row, cell) for row, cell in HELD if cell.startswith(("lstm", "gru")) and cell != "lstm-coupled"]


@pytest.mark.parametrize(("row", "cell"), GATED)
def test_gates_stand_in_the_order_of_a_second_reading(row, cell):
    """Two gates that change places fit every shape, and no conversion there and back shows it."""
    form = next(form for form in frameworks.get(row).forms if cell in form.cells)
    words = ORDERS[cell.partition("-")[0]].get(row)
    if words is None:
        assert all(tensor.per_gate for tensor in form.tensors if tensor.kinds[0] in "WU"), "its gates have an order"
    else:
        assert form.gates.lower().replace("_", "") == "".join(GATES[word] for word in words.split())


def test_peepholes_stand_in_the_order_of_a_second_reading():
    read_again = {row: "".join(GATES[word] for word in words.split()) for row, words in ORDERS["peepholes"].items()}
    tensors = [(row, tensor) for row in ROWS for form in frameworks.get(row).forms for tensor in form.tensors]
    found = {row: t.gates for row, t in tensors if t.kinds == ("p",) and not t.per_gate and len(t.gates) > 1}
    assert found == read_again


MERGED = Network(input=3, hidden=4, layers=2, bidirectional=True, merge="mul")
LSTM, AFTER, BEFORE = (Network(cell=cell, input=3, hidden=4) for cell in ("lstm", "gru-reset-after", "gru-reset-before"))
PEEPHOLE, COUPLED = (Network(cell=cell, input=3, hidden=4) for cell in ("lstm-peephole", "lstm-coupled"))
RNN, OF_1997 = (Network(cell=cell, input=3, hidden=4) for cell in ("rnn-tanh", "lstm-1997"))
PROJECTED, BARE = Network(input=3, hidden=4, projection=2), Network(input=3, hidden=4, bias=False)

NONE = "our table of frameworks has no"
REFUSED = [
    ("keras", PROJECTED, f"{NONE} projection for Keras"),
    ("opencv", PEEPHOLE, f"{NONE} LSTM with peepholes for OpenCV DNN, only lstm"),
    ("pytorch", COUPLED, f"{NONE} LSTM with coupled gates for PyTorch, only lstm, gru-reset-after, rnn-tanh, rnn-relu"),
    *((row, AFTER, f"{NONE} GRU (reset after the product) for ") for row in ("coreml", "miopen", "mpsgraph", "opencv")),
    ("pytorch", BEFORE, "PyTorch computes another GRU: its reset gate multiplies after the product"),
    ("haiku", AFTER, "Haiku computes another GRU: its reset gate multiplies before the product"),
    ("tinygrad", AFTER, f"{NONE} GRU (reset after the product) for tinygrad, only lstm"),
    ("haiku", RNN, f"{NONE} RNN (tanh) for Haiku"),
    ("pytorch", Network(cell="rnn-tanh", input=3, hidden=4, projection=2), f"{NONE} projection of the RNN (tanh) for PyTorch"),
    ("pytorch", Network(input=3, hidden=4, projection=4), "PyTorch needs a projection narrower than H, not 4 for 4 units"),
    ("paddle", PROJECTED, "PaddlePaddle gives the tensors of a projected network each other's names"),
    ("pytorch", Network(input=3, hidden=(4, 5)), "one PyTorch object has one hidden size for all its layers, not 4, 5"),
    *((row, OF_1997, f"{NONE} LSTM of 1997 (no forget gate) for ") for row in ROWS),
]


@pytest.mark.parametrize(("row", "network", "reason"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
def test_what_a_framework_cannot_hold_is_refused_with_the_reason(row, network, reason):
    assert reason in frameworks.refusal(row, network)
    weights = random_weights(network, seed=1)
    for refused in (
        lambda: frameworks.pack(row, weights, network),
        lambda: frameworks.unpack(row, {}, network),
        lambda: frameworks.tensor_shapes(row, network),
        lambda: frameworks.symbolic_shapes(row, network),
        lambda: frameworks.parameters(row, network),
        *([lambda: frameworks.losses(row, row, network)] if len(set(network.widths)) == 1 else []),  # an object for each layer
    ):
        with pytest.raises(ConventionError) as error:
            refused()
        assert reason in str(error.value)


def test_every_note_and_source_is_quoted_so_that_no_comma_tears_it():
    rows = yaml.compose(CONVENTIONS.read_text(encoding="utf-8")).value
    texts = [text for row in rows for key, value in row.value if key.value in ("notes", "source") for text in value.value]
    assert len(texts) > len(ROWS)
    assert not [text.value for text in texts if text.style != '"']


@pytest.mark.parametrize(("layers", "bidirectional"), [(1, False), (2, True)])
def test_every_gru_of_candle_reads_the_names_of_the_first_layer(layers, bidirectional):
    network = Network(cell="gru-reset-after", input=3, hidden=4, layers=layers, bidirectional=bidirectional)
    names = frameworks.tensor_shapes("candle", network)
    assert len(names) == 4 * layers * network.directions
    assert all(name.endswith("_l0") for name in names)


@pytest.mark.parametrize("row", ["flax-nnx", "flux", "lasagne"])
def test_a_recurrent_bias_without_a_place_is_refused_unless_it_is_zero(row):
    weights = random_weights(AFTER, seed=1)
    with pytest.raises(ConventionError, match=r"no bias inside the reset gate's product \(bh_n\), and here it is not zero"):
        frameworks.pack(row, weights, AFTER)
    weights.layers[0][0]["bh_n"][:] = 0
    same(flat(frameworks.unpack(row, frameworks.pack(row, weights, AFTER), AFTER)), flat(weights))


def test_biases_of_a_network_without_any_must_come_to_zero():
    bare = Network(input=3, hidden=4, bias=False)
    tensors = frameworks.pack("haiku", random_weights(bare, seed=1), bare)
    np.testing.assert_array_equal(tensors["linear/b"].reshape(4, 4)[2], -np.ones(4))  # the run time adds one again
    tensors["linear/b"] = np.zeros(16)
    with pytest.raises(ConventionError, match="the network has no biases, but Haiku's bias of gate f is not zero"):
        frameworks.unpack("haiku", tensors, bare)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.pop("weight_hh_l0"), "PyTorch's tensor 'weight_hh_l0' is missing"),
        (
            lambda t: t.update(weight_ih_l1=t["weight_ih_l0"]),
            "PyTorch has no tensor 'weight_ih_l1' for this network; did you mean",
        ),
        (lambda t: t.update(weight_ih_l0=t["weight_ih_l0"].T), r"'weight_ih_l0' is \(3, 16\), expected \(16, 3\)"),
        (lambda t: t.update(weight_ih_l0="abc"), "'weight_ih_l0' is not an array of numbers"),
        (lambda t: t.update(weight_ih_l0=[[1], [2, 3]]), "'weight_ih_l0' is not an array of numbers"),
    ],
)
def test_wrong_tensors_are_refused(change, message):
    tensors = frameworks.pack("pytorch", random_weights(LSTM, seed=1), LSTM)
    change(tensors)
    with pytest.raises(ConventionError, match=message):
        frameworks.unpack("pytorch", tensors, LSTM)


def test_wrong_flat_vectors_and_weights_are_refused():
    with pytest.raises(ConventionError, match=r"'weights' is \(3,\), expected \(144,\)"):
        frameworks.unpack("jax", {"weights": [1, 2, 3]}, LSTM)
    with pytest.raises(ConformError, match="expected"):
        frameworks.pack("pytorch", random_weights(Network(input=4, hidden=4), seed=1), LSTM)


def test_what_is_given_back_is_no_view_of_what_was_given():
    weights = random_weights(LSTM, seed=1)
    tensors = frameworks.pack("flax", weights, LSTM)
    unpacked = frameworks.unpack("flax", tensors, LSTM)
    for tensor in tensors.values():
        tensor[:] = 0
    same(flat(unpacked), flat(random_weights(LSTM, seed=1)))
    same(flat(weights), flat(unpacked))


def test_unknown_names_suggest_the_nearest():
    with pytest.raises(UnknownNameError, match="unknown framework 'pytroch'; did you mean 'pytorch'"):
        frameworks.get("pytroch")
    with pytest.raises(UnknownNameError, match="gate of the LSTM"):
        frameworks.gate_slices("pytorch", LSTM, "z")


LOSSES = [
    ("pytorch", "keras", LSTM, "PyTorch's two bias vectors are merged into one for every gate"),
    ("pytorch", "keras", AFTER, "PyTorch's two bias vectors are merged into one for r and z"),
    ("onnx", "pytorch", LSTM, "ONNX's two bias vectors are merged"),
    ("onnx", "tflite", COUPLED, "ONNX stores a block that it never uses"),
]
LOSSLESS = [
    ("keras", "pytorch", LSTM),
    ("keras", "equinox", LSTM),
    ("flax", "pytorch", AFTER),
    ("haiku", "sonnet", BEFORE),
    ("pytorch", "keras", BARE),
]


def test_layers_whose_directions_are_merged_are_objects_where_a_stack_reads_both():
    said = "PyTorch gives the two directions side by side, not merged: take their product yourself"
    assert frameworks.losses("keras", "pytorch", MERGED) == (said,)
    assert frameworks.settings("keras", MERGED)["merge_mode"] == "mul"
    held = frameworks.pack("keras", random_weights(MERGED, seed=1), MERGED)
    there = frameworks.convert(held, MERGED, source="keras", target="pytorch")
    assert there["1/weight_ih_l0"].shape == (4 * 4, 4)
    with pytest.raises(ConventionError, match="read both directions side by side, and here their mul; convert layer by layer"):
        frameworks.tensor_shapes("pytorch", MERGED)


@pytest.mark.parametrize(("source", "target", "network", "loss"), LOSSES)
def test_what_is_lost_is_said_and_is_lost(source, target, network, loss):
    assert any(loss in sentence for sentence in frameworks.losses(source, target, network))
    tensors = proofs.random_tensors(frameworks.tensor_shapes(source, network), seed=1)
    back = frameworks.convert(
        frameworks.convert(tensors, network, source=source, target=target), network, source=target, target=source
    )
    assert any(not np.allclose(back[name], tensor) for name, tensor in tensors.items())
    same(flat(frameworks.unpack(source, back, network)), flat(frameworks.unpack(source, tensors, network)), 1e-15)


@pytest.mark.parametrize(("source", "target", "network"), LOSSLESS)
def test_where_nothing_is_said_to_be_lost_everything_comes_back(source, target, network):
    assert frameworks.losses(source, target, network) == ()
    tensors = proofs.random_tensors(frameworks.tensor_shapes(source, network), seed=1)
    back = frameworks.convert(
        frameworks.convert(tensors, network, source=source, target=target), network, source=target, target=source
    )
    same(back, tensors, 1e-15)


NOTES = [
    ("pytorch", "haiku", LSTM, "PyTorch adds 0 to the forget gate's bias and Haiku adds 1: the stored one changes by -1"),
    ("haiku", "keras", BEFORE, "Keras computes 1 - z where Haiku computes z: W, U and b of z change sign"),
    ("keras", "pytorch", LSTM, "PyTorch has two bias vectors: the whole bias goes into the first, the second is zero"),
    ("keras", "pytorch", LSTM, "Keras reads (B, T, I), PyTorch (T, B, I)"),
    ("pytorch", "flax", LSTM, "Flax Linen takes and returns the states as (c, h), PyTorch the other way round"),
    (
        "pytorch",
        "flax",
        BARE,
        "Flax Linen always has biases; they are set so that they add nothing",
    ),
    ("pytorch", "keras1", LSTM, "hard_sigmoid"),
]


@pytest.mark.parametrize(("source", "target", "network", "note"), NOTES)
def test_what_to_mind_is_said(source, target, network, note):
    tensors = frameworks.pack(source, random_weights(network, seed=1), network)
    converted = frameworks.conversion(tensors, network, source=source, target=target)
    assert any(note in sentence for sentence in converted.notes), converted.notes
    assert converted.losses == frameworks.losses(source, target, network)
    same(converted.tensors, frameworks.convert(tensors, network, source=source, target=target))


@pytest.mark.parametrize("row", ROWS)
def test_gate_slices_are_where_the_gate_is_packed(row):
    """Only the gate's own matrix holds ones: they must be found in the slice and nowhere else."""
    for cell in frameworks.get(row).cells:
        network = Network(cell=cell, input=3, hidden=4)
        for gate in network.equations.gates:
            try:
                start, stop = frameworks.gate_slices(row, network, gate)
            except ConventionError:  # the reasons are tested below
                continue
            weights = random_weights(network, seed=1)
            for name, array in weights.layers[0][0].items():
                array[:] = name in (f"W_{gate}", f"U_{gate}")
            tensor = frameworks.pack(row, weights, network)[frameworks.tensor_name(row, network, "W")]
            axis = frameworks.gate_axis(row, network)
            marked = np.flatnonzero(tensor.any(axis=tuple(a for a in range(tensor.ndim) if a != axis)))
            assert marked.tolist() == list(range(int(start.subs(H, 4)), int(stop.subs(H, 4)))), (cell, gate)


@pytest.mark.parametrize(
    ("row", "gate", "reason"),
    [
        ("flax", "f", "Flax Linen keeps each gate in a tensor of its own"),
        ("numpy-ml", "f", "numpy-ml keeps each gate in a tensor of its own"),
        ("chainer", "f", "Chainer interleaves the gates unit by unit: f has every 4th row from 2, not a block"),
        ("onednn", "f", "oneDNN gives the gates an axis of their own: f is index 1"),
        ("jax", "f", "JAX (cuDNN array) lays all weights end to end in one vector, weights"),
    ],
)
def test_where_there_is_no_slice_the_reason_is_given(row, gate, reason):
    with pytest.raises(ConventionError) as error:
        frameworks.gate_slices(row, LSTM, gate)
    assert reason in str(error.value)


def test_orders_permutations_and_one_line_of_numpy():
    assert frameworks.gate_order("onnx", LSTM) == "iofg"
    assert frameworks.gate_order("haiku", BEFORE) == "zrn"
    assert frameworks.permutation("pytorch", "onnx", LSTM) == (0, 3, 1, 2)
    assert frameworks.numpy_line("pytorch", "mlx", LSTM) == "tensors['weight_ih_l0']"
    assert frameworks.numpy_line("pytorch", "keras", LSTM) == "tensors['weight_ih_l0'].T"
    line = "tensors['kernel'].T.reshape(4, H, -1)[[0, 3, 1, 2]].reshape(4 * H, -1)[None]"
    assert frameworks.numpy_line("keras", "onnx", LSTM) == line
    with pytest.raises(ConventionError, match="opposite senses of z"):
        frameworks.permutation("haiku", "keras", BEFORE)
    with pytest.raises(ConventionError, match="does not keep W in a matrix of its own"):
        frameworks.numpy_line("haiku", "keras", LSTM)


@pytest.mark.parametrize("kind", ["W", "U"])
@pytest.mark.parametrize("cell", ["lstm", "gru-reset-after", "gru-reset-before"])
def test_the_line_of_numpy_does_what_convert_does(cell, kind):
    network = Network(cell=cell, input=3, hidden=4)
    lines = 0
    for source, target in itertools.permutations(ROWS, 2):
        if frameworks.refusal(source, network) or frameworks.refusal(target, network):
            continue
        try:
            line = frameworks.numpy_line(source, target, network, kind)
        except ConventionError:
            continue
        tensors = proofs.random_tensors(frameworks.tensor_shapes(source, network), seed=1)
        weights = proofs.storable(target, network, frameworks.unpack(source, tensors, network))
        expected = frameworks.pack(target, weights, network)[frameworks.tensor_name(target, network, kind)]
        np.testing.assert_array_equal(eval(line, {"tensors": tensors, "H": 4}), expected, err_msg=line)
        lines += 1
    assert lines > 30


def test_the_shipped_file_has_no_row_that_two_ids_share():
    text = CONVENTIONS.read_text(encoding="utf-8")
    assert text.count("\n- id: ") == len(ROWS)


ROW = """\
- id: ours
  name: Ours
  version: "1"
  classes: LSTM
  evidence: read
  time: T B I
  state: h c
  stacked: objects
  bidirectional: objects
  bias: always
  activations: fixed
  source: [the source]
  forms:
    - cells: [lstm]
      gates: ifgo
      tensors:
        w: W as (G H) N
        u: U as (G H) N
        b: b as (G H)
"""
FAULTS = [
    ("evidence: read", "evidence: hearsay", 5, "unknown evidence 'hearsay'"),
    ("  time: T B I\n", "", 1, "missing key 'time'"),
    ("activations:", "activation:", 11, "unknown key 'activation'; did you mean 'activations'?"),
    ("source: [the source]", "source: the source", 12, "expected a list"),
    ("cells: [lstm]", "cells: [lstn]", 14, "unknown cell 'lstn'; did you mean 'lstm'?"),
    ("cells: [lstm]", "cells: []", 14, "expected at least one entry"),
    ("gates: ifgo", "gates: ifgg", 15, "gates 'ifgg' must name each of i, f, g, o once, for lstm"),
    ("gates: ifgo", "gates: ifg", 15, "must name each of"),
    ("        b: b as (G H)\n", "", 17, "b_i of lstm has 0 places, it needs one"),
    ("        b: b as", "        w2: W as (G H) N\n        b: b as", 17, "W_i of lstm has 2 places, it needs one"),
    ("w: W as (G H) N", "w: W (G H) N", 17, "expected kinds, 'as', axes"),
    ("w: W as (G H) N", "w: X as (G H) N", 17, "unknown kind 'X'"),
    ("w: W as (G H) N", "w: W[ifgz] as (G H) N", 17, "gate 'z' is not among the gates 'ifgo'"),
    ("w: W as (G H) N", "w: W as (G H)", 17, "axis N is missing"),
    ("w: W as (G H) N", "w: W as H N", 17, "axis G is missing"),
    ("w: W as (G H) N", "w: W as (G H) N N", 17, "each once"),
    ("w: W as (G H) N", "w: W as (G H) P", 17, "axes of W are among"),
    ("w: W as (G H) N", "w_{unit}: W as (G H) N", 17, "unknown field {unit}"),
    ("w: W as (G H) N", "'w_{': W as (G H) N", 17, "not a template"),
    ("w: W as (G H) N", "w: W[if] U[go] as N (G H)", 17, "kinds held side by side need the same gates"),
    ("  name: Ours", "  name: Ours\n  directions: [one]", 3, "directions needs two names"),
    ("  name: Ours", "  name: Ours\n  narrow_projection: 1", 3, "expected true or false"),
    ("      gates: ifgo", "      gates: ifgo\n      forget_added: one", 16, "expected a number, not 'one'"),
    ("  name: Ours", "  name: Ours\n  name: Again", 3, "key 'name' stands twice"),
    ("- id: ours", "- id: [ours]", 1, "expected text"),
    (ROW, ROW + "- id: more\n  like: others\n", 20, "missing key 'name'"),
    (ROW, ROW + ROW, 20, "id 'ours' stands twice"),
    (ROW, "id: ours", 1, "expected a list"),
    (ROW, "- ours", 1, "expected a mapping"),
]


def test_the_sound_row_is_read():
    assert read(ROW, "rows.yml")["ours"].forms[0].layout == "rows"


@pytest.mark.parametrize(("before", "after", "line", "message"), FAULTS)
def test_a_wrong_row_is_refused_with_its_line(before, after, line, message):
    assert before in ROW
    with pytest.raises(LstmDocsError) as error:
        read(ROW.replace(before, after), "rows.yml")
    assert message in str(error.value)
    assert str(error.value).startswith(f"rows.yml:{line}: "), error.value


def test_layouts_in_a_word():
    layouts = {row: frameworks.get(row).forms[0].layout for row in ROWS}
    assert {layouts[row] for row in ("pytorch", "onnx", "mlx")} == {"rows"}
    assert {layouts[row] for row in ("keras", "haiku", "tf1")} == {"columns"}
    assert {layouts[row] for row in ("flax", "cudnn", "tflite")} == {"separate"}
    assert (layouts["chainer"], layouts["onednn"]) == ("interleaved", "axis")
    joined = {row: frameworks.get(row).forms[0].joined for row in ROWS}
    assert (joined["haiku"], joined["numpy-ml"], joined["keras"]) == ("xh", "hx", "")
    assert {row: frameworks.get(row).forms[0].biases for row in ("pytorch", "onnx", "keras", "flax")} == {
        "pytorch": 2,
        "onnx": 2,
        "keras": 1,
        "flax": 1,
    }


def test_gates_in_several_tensors_are_not_sliced():
    with pytest.raises(ConventionError, match="keeps the gates in several tensors; gates/kernel holds only r, z"):
        frameworks.gate_slices("tf1", BEFORE, "r")
    with pytest.raises(ConventionError, match="no one tensor for U: it keeps Wh, Wh_h̃"):
        frameworks.numpy_line("flux", "keras", BEFORE, "U")
