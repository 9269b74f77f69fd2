"""Two files: every fault is named, in twenty random networks, and never as another."""

import re
from itertools import cycle, islice, permutations

import numpy as np
import pytest

from lstm_docs import Network, frameworks, models
from lstm_docs.checking import compare, diagnose, observed, trained
from lstm_docs.reference import run
from lstm_docs.reference.weights import random_weights

from ..models.test_silero import data
from .planted import edited, moved_blocks, negated, on_biases, original, permuted, saved, shifted, transposed

SEEDS = range(20)
SWAPS = {"lstm": {"i": "f", "f": "i"}, "gru-reset-after": {"r": "z", "z": "r"}}
FORGETS = {"lstm": "f", "gru-reset-after": "z"}


def exchanged(weights):
    return type(weights)(tuple(layer[::-1] for layer in weights.layers))


# By name of the fault: what the port of PyTorch's tensors holds, as canonical weights, or as PyTorch's own tensors.
WEIGHTS = {
    "gates-permuted": [lambda net: permuted(_moves(net, SWAPS))],
    "gates-permuted in b": [lambda net: permuted(_moves(net, SWAPS), kinds="b")],
    "gates-permuted in W": [lambda net: permuted(_moves(net, SWAPS), kinds="W")],
    "negated": [lambda net: negated(FORGETS[net.cell]), lambda net: negated(FORGETS[net.cell], kinds="U")],
    "transposed": [lambda net: transposed("U")],
    "bias-shifted": [lambda net: shifted(1.0, FORGETS[net.cell]), lambda net: shifted(-1.0, FORGETS[net.cell])],
}
BIASES = {
    "bias-dropped": [lambda ih, hh: (ih, 0 * hh), lambda ih, hh: (0 * ih, hh), lambda ih, hh: (0 * ih, 0 * hh)],
    "bias-doubled": [lambda ih, hh: (ih + hh, ih + hh)],
}


def _moves(net, table):
    return table[net.cell]


def checked(tmp_path, seed, edit, target, **settings):
    """What `compare` says of PyTorch's file and the port of its weights, changed by `edit`."""
    network, tensors = original(seed, **settings)
    here = saved(tmp_path / "a.npz", tensors, "pytorch")
    weights = edit(network, frameworks.unpack("pytorch", tensors, network))
    there = saved(tmp_path / "b.npz", frameworks.pack(target, weights, network), target)
    return network, compare(here, there)


def names(comparison):
    return {fault.name for pair in comparison.pairs for fault in pair.faults} | {fault.name for fault in comparison.faults}


@pytest.mark.parametrize("target", ["pytorch", "keras"])
@pytest.mark.parametrize("fault", WEIGHTS)
def test_what_was_done_to_weights_is_named(fault, target, tmp_path):
    for seed in SEEDS:
        for make in WEIGHTS[fault]:
            _, found = checked(tmp_path, seed, lambda net, w, make=make: edited(w, make(net)), target)
            assert names(found) == {fault.partition(" ")[0]}, (seed, found)
            assert not found.same


@pytest.mark.parametrize("target", ["pytorch", "keras"])
def test_any_order_of_the_gates_is_named(target, tmp_path):
    for seed, order in zip(SEEDS, islice(cycle(permutations(range(4))), 1, None), strict=False):
        network, tensors = original(seed)
        gates = network.equations.gates
        moves = {gates[a]: gates[b] for a, b in enumerate(n for n in order if n < len(gates))}
        moves = {gate: source for gate, source in moves.items() if gate != source}
        here = saved(tmp_path / "a.npz", tensors, "pytorch")
        wrong = moved_blocks(tensors, network, moves)
        wrong = frameworks.convert(wrong, network, source="pytorch", target=target) if target != "pytorch" else wrong
        found = compare(here, saved(tmp_path / "b.npz", wrong, target))
        assert names(found) == ({"gates-permuted"} if moves else set()), (seed, found)
        if len(moves) == 2:
            assert "are swapped" in found.pairs[0].faults[0].said


@pytest.mark.parametrize("target", ["pytorch", "keras"])
def test_the_same_network_in_two_orders_is_the_same(target, tmp_path):
    for seed in SEEDS:
        network, found = checked(tmp_path, seed, lambda _, weights: weights, target)
        assert found.same
        assert all(pair.apart < 1e-6 for pair in found.pairs)
        if target == "keras" and network.cell.startswith("gru"):
            assert found.pairs[0].orders == ("rzn", "zrn")
            assert "r z n (PyTorch)" in found.pairs[0].notes[0]


@pytest.mark.parametrize("fault", BIASES)
def test_what_was_done_to_two_biases_is_named(fault, tmp_path):
    for seed in SEEDS:
        for change in BIASES[fault]:
            _, tensors = original(seed)
            here = saved(tmp_path / "a.npz", tensors, "pytorch")
            found = compare(here, saved(tmp_path / "b.npz", on_biases(change)(tensors), "pytorch"))
            assert names(found) == {fault}, (seed, found)


def test_biases_that_are_split_otherwise_are_the_same(tmp_path):
    """Of a GRU the candidate's two are weights of their own; of the other gates only the sum counts."""
    for seed in SEEDS:
        _, tensors = original(seed, "lstm")
        here = saved(tmp_path / "a.npz", tensors, "pytorch")
        assert compare(here, saved(tmp_path / "b.npz", on_biases(lambda ih, hh: (ih + hh, 0 * ih))(tensors), "pytorch")).same
        _, tensors = original(seed, "gru-reset-after")
        here = saved(tmp_path / "a.npz", tensors, "pytorch")
        summed = compare(here, saved(tmp_path / "b.npz", on_biases(lambda ih, hh: (ih + hh, 0 * ih))(tensors), "pytorch"))
        assert names(summed) == {"biases-summed"}
        turned = compare(here, saved(tmp_path / "b.npz", on_biases(lambda ih, hh: (hh, ih))(tensors), "pytorch"))
        assert names(turned) == {"biases-exchanged"}


def test_directions_and_layers_that_are_exchanged_are_named(tmp_path):
    for seed in SEEDS:
        edit = lambda _, weights: exchanged(weights)  # noqa: E731
        _, found = checked(tmp_path, seed, edit, "pytorch", bidirectional=True)
        assert names(found) == {"directions-exchanged"}
        turn = lambda _, weights: type(weights)(weights.layers[::-1])  # noqa: E731
        _, found = checked(tmp_path, seed, turn, "pytorch", layers=2, input=4, hidden=4, bidirectional=False)
        assert names(found) == {"layers-exchanged"}


@pytest.mark.parametrize("kind", ["kernel", "recurrent_kernel"])
def test_a_matrix_that_was_reshaped_and_not_transposed_is_named(kind, tmp_path):
    for seed in SEEDS:
        network, tensors = original(seed)
        here = saved(tmp_path / "a.npz", tensors, "pytorch")
        ported = frameworks.convert(tensors, network, source="pytorch", target="keras")
        wrong = {
            name: tensor.T.reshape(tensor.shape) if name.split("/")[-1] == kind else tensor for name, tensor in ported.items()
        }
        assert names(compare(here, saved(tmp_path / "b.npz", wrong, "keras"))) == {"reshaped"}, seed


def test_rows_that_lie_unit_by_unit_are_named(tmp_path):
    for seed in SEEDS:
        network, tensors = original(seed)
        gates = len(network.equations.gates)
        here = saved(tmp_path / "a.npz", tensors, "pytorch")

        def woven(tensor, gates=gates):
            apart = tensor.reshape(gates, -1, *tensor.shape[1:])
            return np.swapaxes(apart, 0, 1).reshape(tensor.shape)

        found = compare(here, saved(tmp_path / "b.npz", {name: woven(t) for name, t in tensors.items()}, "pytorch"))
        assert names(found) <= {"interleaved"}, (seed, found)
        assert not found.same


def _brain(array):
    bits = np.float32(array).view(np.uint32)
    return ((bits + 0x8000) & 0xFFFF0000).astype(np.uint32).view(np.float32)


def _steps(array, levels):
    step = np.abs(array).max() / levels
    return np.round(array / step) * step


ROUNDED = {
    "float16": np.float16,
    "bfloat16": _brain,
    "8 bits": lambda array: _steps(array, 127),
    "4 bits": lambda array: _steps(array, 7),
}


@pytest.mark.parametrize("kept", ROUNDED)
def test_fewer_digits_are_the_same_network_and_said(kept, tmp_path):
    """Of matrices, biases stay as they are; and a fault is still seen through the rounding."""
    for seed in SEEDS:
        network, tensors = original(seed, hidden=8, input=8)
        fewer = lambda some: {n: ROUNDED[kept](t) if "weight" in n else t for n, t in some.items()}  # noqa: E731
        here = saved(tmp_path / "a.npz", tensors, "pytorch")
        found = compare(here, saved(tmp_path / "b.npz", fewer(tensors), "pytorch"))
        assert found.same, (seed, found)
        assert kept in " ".join(found.pairs[0].notes)
        weights = frameworks.unpack("pytorch", tensors, network)
        swapped = frameworks.pack("pytorch", edited(weights, permuted(SWAPS[network.cell])), network)
        assert names(compare(here, saved(tmp_path / "b.npz", fewer(swapped), "pytorch"))) == {"gates-permuted"}


def test_two_faults_are_both_found_or_said_to_be_several(tmp_path):
    pairs = [(a, b) for a in WEIGHTS for b in WEIGHTS if (a < b and "gates" not in b + a) or a == "bias-shifted"]
    for seed in SEEDS[:6]:
        for one, two in pairs:
            if one == two:
                continue

            def edit(net, weights, one=one, two=two):
                return edited(edited(weights, WEIGHTS[one][0](net)), WEIGHTS[two][0](net))

            _, found = checked(tmp_path, seed, edit, "pytorch")
            wanted = {one.partition(" ")[0], two.partition(" ")[0]}
            assert names(found) == wanted or "other-numbers" in names(found), (seed, one, two, found)


def test_what_changes_nothing_cannot_be_told(tmp_path):
    """Biases of zero, in whatever order; two gates alike; one unit."""
    for seed in SEEDS:
        network, tensors = original(seed)
        zero = {name: 0 * tensor if "bias" in name else tensor for name, tensor in tensors.items()}
        here = saved(tmp_path / "a.npz", zero, "pytorch")
        found = compare(here, saved(tmp_path / "b.npz", zero, "pytorch"))
        assert found.same
        assert "the biases are zero" in found.pairs[0].untold[0]
        weights = frameworks.unpack("pytorch", zero, network)
        moved = frameworks.pack("pytorch", edited(weights, permuted(SWAPS[network.cell])), network)
        (fault,) = {
            fault.said for pair in compare(here, saved(tmp_path / "b.npz", moved, "pytorch")).pairs for fault in pair.faults
        }
        assert "alone" not in fault


def test_the_order_in_which_gates_really_stand_is_named_with_its_frameworks(tmp_path):
    network, tensors = original(2, "lstm", layers=1, bidirectional=False)
    here = saved(tmp_path / "a.npz", tensors, "pytorch")
    weights = frameworks.unpack("pytorch", tensors, network)
    moved = frameworks.pack("pytorch", edited(weights, permuted({"f": "g", "g": "f"})), network)
    (fault,) = compare(here, saved(tmp_path / "b.npz", moved, "pytorch")).pairs[0].faults
    assert "gates f and g are swapped: where i f g o should stand, i g f o stands, as " in fault.said
    assert "TensorFlow" in fault.said


@pytest.mark.parametrize("order", [p for p in permutations("ifgo") if "".join(p) != "ifgo"], ids="".join)
def test_files_and_outputs_say_one_order_and_what_is_told_mends_it(order, tmp_path):
    network, tensors = original(2, "lstm", layers=1, bidirectional=False)
    here = saved(tmp_path / "a.npz", tensors, "pytorch")
    moves = dict(zip("ifgo", order, strict=True))
    wrong = moved_blocks(tensors, network, moves)
    (by_file,) = compare(here, saved(tmp_path / "b.npz", wrong, "pytorch")).pairs[0].faults
    x = np.random.default_rng(1).uniform(-1, 1, (4, 2, network.input))
    seen = observed(network, [x], [run(network, frameworks.unpack("pytorch", wrong, network), x).output])
    ((by_outputs,),) = diagnose(trained(here), seen).explanations
    for said in (by_file.said, by_outputs.said):
        assert f"where i f g o should stand, {' '.join(order)} stands" in said
        (places,) = re.findall(r"to mend it, .* blocks in the order ((?:\d ?)+)", said)
        taken = dict(zip("ifgo", ("ifgo"[int(place) - 1] for place in places.split()), strict=True))
        by_port = moved_blocks(wrong, network, taken)  # the port's own blocks, and the original's that the port moves
        by_original = moved_blocks(moved_blocks(tensors, network, taken), network, moves)
        assert all(np.array_equal(fixed[n], tensors[n]) for fixed in (by_port, by_original) for n in tensors)


def test_a_block_that_stands_nowhere_is_named(tmp_path):
    network, tensors = original(2, "lstm", layers=1, bidirectional=False)
    here = saved(tmp_path / "a.npz", tensors, "pytorch")
    (fault,) = compare(here, saved(tmp_path / "b.npz", moved_blocks(tensors, network, {"f": "i"}), "pytorch")).pairs[0].faults
    assert "where i f g o should stand, i i g o stands; to mend it, write gate f of the original anew" in fault.said


NEGATED = {"i": True, "f": True, "o": True, "g": False}  # g is a tanh


@pytest.mark.parametrize("gate", NEGATED)
def test_a_gate_whose_weights_are_all_negated_is_one_minus_itself_if_it_is_a_sigmoid(gate, tmp_path):
    for kinds, every in (("WUb", True), ("WU", False), ("Ub", False)):
        settings = {"cell": "lstm", "layers": 1, "bidirectional": False}
        edit = lambda _, weights, kinds=kinds: edited(weights, negated(gate, kinds))  # noqa: E731
        _, found = checked(tmp_path, 2, edit, "pytorch", **settings)
        (fault,) = found.pairs[0].faults
        assert (f"so the port computes 1 − {gate}" in fault.said) is (every and NEGATED[gate]), fault


def test_other_sizes_and_another_training_are_no_faults_of_order(tmp_path):
    network, tensors = original(4)
    here = saved(tmp_path / "a.npz", tensors, "pytorch")
    _, others = original(5, network.cell, input=network.input, hidden=network.hidden + 1, layers=1, bidirectional=False)
    assert "missing" in names(compare(here, saved(tmp_path / "b.npz", others, "pytorch")))
    rng = np.random.default_rng(1)
    trained = {name: rng.uniform(-1, 1, tensor.shape) for name, tensor in tensors.items()}
    assert names(compare(here, saved(tmp_path / "b.npz", trained, "pytorch"))) == {"another-training"}
    tuned = {name: tensor + rng.uniform(-0.1, 0.1, tensor.shape) for name, tensor in tensors.items()}
    (pair, *_) = compare(here, saved(tmp_path / "b.npz", tuned, "pytorch")).pairs
    assert "is like the one in its place" in pair.faults[0].said


SILERO = {  # the same weights in all but the last, which are of another training
    "silero_vad_16k_sequence.onnx": True,
    "silero_vad_op18_ifless.onnx": True,
    "silero_vad.onnx": True,
    "silero_vad_openvino_16k.onnx": True,
    "silero_vad_16k.safetensors": False,
}


@pytest.mark.parametrize("name", SILERO)
def test_a_model_that_people_use_is_one_network_in_two_orders_and_another_training(name):
    found = compare(models.read(data("silero_vad_16k_op15.onnx")), models.read(data(name)))
    assert found.same is SILERO[name]
    (pair,) = found.pairs
    assert pair.orders[0] == "iofg"
    if not SILERO[name]:
        assert names(found) == {"another-training"}
    if pair.orders[1] == "ifgo":
        assert pair.notes[0] == "the gates stand as i o f g (ONNX) and as i f g o (PyTorch)"


def test_the_side_of_the_reset_gate_is_named(tmp_path):
    network = Network(cell="gru-reset-before", input=3, hidden=4)
    rng = np.random.default_rng(1)
    tensors = {name: rng.uniform(-1, 1, shape) for name, shape in frameworks.tensor_shapes("keras", network).items()}
    here = saved(tmp_path / "a.npz", tensors, "keras")
    after = Network(cell="gru-reset-after", input=3, hidden=4)
    weights = frameworks.unpack("keras", tensors, network)
    named = weights.layers[0][0]
    held = type(weights)((({**named, "bh_n": 0 * named["b_n"]},),))
    there = saved(tmp_path / "b.npz", frameworks.pack("keras", held, after), "keras")
    assert names(compare(here, there)) == {"reset-side"}


@pytest.mark.parametrize("cell", ["lstm", "gru-reset-after", "gru-reset-before", "lstm-peephole", "rnn-tanh"])
def test_one_network_is_the_same_in_the_files_of_all_frameworks(cell, tmp_path):
    """Of those that the names of tensors tell; where they tell several, the one that fits is taken, and that is said."""
    network = Network(cell=cell, input=3, hidden=4)
    drawn = random_weights(network, 1)
    weights = edited(drawn, lambda named: {n: 0 * a if n == "bh_n" else a for n, a in named.items()})  # which few can hold
    files = {}
    for name in frameworks.FRAMEWORKS:
        if frameworks.refusal(name, network) is None:
            path, held = tmp_path / f"{name}.npz", frameworks.pack(name, weights, network)
            np.savez(path, **{f"{key.rpartition('/')[0] or 'a'}/gru.lstm/{key}": tensor for key, tensor in held.items()})
            file = models.read(path)
            if len(file.layers) == 1 and file.layers[0].readings and cell in {w.network.cell for w in file.layers[0].readings}:
                files[name] = file
    first, *others = files.values()
    assert len(others) > 3
    for other in others:
        found = compare(first, other)
        assert found.same, (other.path.name, found)
        if len(other.layers[0].readings) > 1:
            assert any("cannot be told" in note for note in found.notes)


def test_weights_that_are_no_numbers_are_refused_by_name(tmp_path):
    _, tensors = original(2)
    here = saved(tmp_path / "a.npz", tensors, "pytorch")
    broken = saved(tmp_path / "b.npz", tensors | {"weight_hh_l0": np.nan * tensors["weight_hh_l0"]}, "pytorch")
    with pytest.raises(models.ModelError, match=r"rnn has weights that are no finite numbers"):
        compare(here, broken)
    huge = saved(tmp_path / "c.npz", {name: 1e38 * tensor for name, tensor in tensors.items()}, "pytorch", np.float64)
    assert compare(huge, huge).same
    assert not compare(here, huge).same
