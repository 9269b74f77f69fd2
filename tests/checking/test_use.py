"""What a port gives: every fault is planted in PyTorch itself, in twenty random networks, and is named, never as another."""

from itertools import cycle, islice, permutations

import numpy as np
import pytest
import torch

from lstm_docs import checking

from .planted import moved_blocks, on_biases, original, saved

SEEDS = range(20)
CLASSES = {"lstm": torch.nn.LSTM, "gru-reset-after": torch.nn.GRU}
torch.set_num_threads(1)


class Port:
    """A port made of PyTorch's layer: its calls, each with an input and what it gave for it."""

    def __init__(self, network, tensors, **settings):
        kind = CLASSES[network.cell]
        sizes = network.input, network.widths[0], network.layers
        self.layer = kind(*sizes, bias=network.bias, bidirectional=network.bidirectional, dtype=torch.float64, **settings)
        self.layer.load_state_dict({name: torch.from_numpy(np.array(tensor)) for name, tensor in tensors.items()})
        self.lstm = network.cell == "lstm"

    def __call__(self, x, state=None):
        """(output, state) for an array; `state` is h and c."""
        first = None if state is None else tuple(map(torch.from_numpy, state)) if self.lstm else torch.from_numpy(state[0])
        with torch.no_grad():
            y, after = self.layer(torch.from_numpy(x), first)
        return y.numpy(), [part.numpy() for part in after] if self.lstm else [after.numpy()]


def inputs(network, seed, steps=6, batch=3):
    rng = np.random.default_rng(seed + 1000)
    x = rng.uniform(-1, 1, (steps, batch, network.input))
    shape = network.layers * network.directions, batch, network.widths[0]
    return x, [rng.uniform(-1, 1, shape) for _ in range(1 + (network.cell == "lstm"))]


def diagnosed(tmp_path, tensors, x, y, state=None, lengths=None, framework="pytorch"):
    """What is said of a port that gave `y` for `x`, with the file of the original."""
    found = checking.trained(saved(tmp_path / "a.npz", tensors, framework, np.float64))
    calls = (x, y) if isinstance(x, list) else ([x], [y])
    named = dict(zip("hc", state, strict=False)) if state is not None else None
    return checking.diagnose(found, checking.observed(found.network, *calls, named, lengths))


def transposed(tensors, network):
    gates = len(network.equations.gates)

    def turn(tensor):
        return np.swapaxes(tensor.reshape(gates, -1, tensor.shape[1]), 1, 2).reshape(tensor.shape)

    return {name: turn(tensor) if name.startswith("weight_hh") else tensor for name, tensor in tensors.items()}


def rows(gate, change):
    """One gate's rows of all tensors, or of the first bias alone, changed."""

    def edit(tensors, network, only=""):
        order = "rzn" if network.cell.startswith("gru") else "ifgo"
        width = network.widths[0]
        place = slice(order.index(gate) * width, (order.index(gate) + 1) * width)
        done = {name: tensor.copy() for name, tensor in tensors.items()}
        for name, tensor in done.items():
            if name.startswith(only):
                tensor[place] = change(tensor[place])
        return done

    return edit


def other_way(tensors, _):
    def partner(name):
        return name.removesuffix("_reverse") if name.endswith("_reverse") else f"{name}_reverse"

    return {name: tensors[partner(name)] for name in tensors}


# By name and variant: what was done to PyTorch's tensors, and to which networks it can be done.
TENSORS = {
    "bias-dropped": (lambda t, n: on_biases(lambda ih, hh: (ih, 0 * hh))(t), {}),
    "bias-dropped, the first": (lambda t, n: on_biases(lambda ih, hh: (0 * ih, hh))(t), {}),
    "bias-dropped, both": (lambda t, n: on_biases(lambda ih, hh: (0 * ih, 0 * hh))(t), {}),
    "bias-doubled": (lambda t, n: on_biases(lambda ih, hh: (ih + hh, ih + hh))(t), {}),
    "bias-shifted": (lambda t, n: rows("f", lambda row: row + 1)(t, n, "bias_ih"), {"cell": "lstm"}),
    "z-inverted": (rows("z", lambda row: -row), {"cell": "gru-reset-after"}),
    "biases-summed": (lambda t, n: on_biases(lambda ih, hh: (ih + hh, 0 * hh))(t), {"cell": "gru-reset-after"}),
    "biases-exchanged": (lambda t, n: on_biases(lambda ih, hh: (hh, ih))(t), {"cell": "gru-reset-after"}),
    "transposed": (transposed, {}),
    "directions-exchanged": (other_way, {"bidirectional": True}),
}


@pytest.mark.parametrize("fault", TENSORS)
def test_wrong_weights_are_named(fault, tmp_path):
    edit, settings = TENSORS[fault]
    for seed in SEEDS:
        network, tensors = original(seed, **settings)
        x, state = inputs(network, seed)
        y, _ = Port(network, edit(tensors, network))(x, state)
        assert diagnosed(tmp_path, tensors, x, y, state).names == (fault.partition(",")[0],), seed


def test_gates_in_any_order_are_named_with_their_letters(tmp_path):
    for seed, order in zip(SEEDS, islice(cycle(permutations(range(4))), 1, None), strict=False):
        network, tensors = original(seed)
        gates = network.equations.gates
        moves = {gates[a]: gates[b] for a, b in enumerate(n for n in order if n < len(gates)) if a != b}
        x, _ = inputs(network, seed)
        y, _ = Port(network, moved_blocks(tensors, network, moves))(x)
        found = diagnosed(tmp_path, tensors, x, y)
        if not moves:
            assert found.same
            continue
        assert found.names == ("gates-permuted",), seed
        assert [dict(fault.value) for (fault,) in found.explanations] == [moves]
        assert (found.first.call, found.first.step) == (1, 1)
        expected, _ = Port(network, tensors)(x)
        place = found.first.step - 1, found.first.sequence - 1, found.first.unit - 1
        np.testing.assert_allclose((found.first.given, found.first.expected), (y[place], expected[place]), atol=1e-12)


def test_a_port_that_is_right_is_the_same_and_says_what_it_could_not_tell(tmp_path):
    for seed in SEEDS:
        network, tensors = original(seed)
        x, state = inputs(network, seed)
        found = diagnosed(tmp_path, tensors, x, Port(network, tensors)(x)[0])
        assert found.same
        untold = {fault.name for faults in found.untold.values() for fault in faults}
        states = {"state-ignored", "state-not-carried", *(["states-exchanged"] if network.cell == "lstm" else [])}
        assert untold == states | {"wrong-end", "padding-read"}
        known = diagnosed(tmp_path, tensors, x, Port(network, tensors)(x, state)[0], state)
        assert {f.name for faults in known.untold.values() for f in faults} == {
            "state-not-carried",
            "wrong-end",
            "padding-read",
        }


def test_the_last_states_are_compared_however_they_lie(tmp_path):
    """Each direction where it ends: side by side, as a layer gives them, or apart, as h_n of PyTorch and Y_h of ONNX."""
    network, tensors = original(2, "lstm", layers=1, bidirectional=True)
    x, _ = inputs(network, 2)
    y, width = Port(network, tensors)(x)[0], network.output // 2
    ends = [y[-1, :, :width], y[0, :, width:]]
    for last in (np.concatenate(ends, axis=-1), np.stack(ends)):
        assert diagnosed(tmp_path, tensors, x, last).same
        assert not diagnosed(tmp_path, tensors, x, last[..., ::-1]).same


# By name and variant: what a port does with what it is given.
STATES = {
    "states-exchanged": ("lstm", lambda state: state[::-1]),
    "state-ignored": (None, lambda state: None),
}


@pytest.mark.parametrize("fault", STATES)
def test_wrong_use_of_a_state_is_named(fault, tmp_path):
    cell, wrong = STATES[fault]
    for seed in SEEDS:
        network, tensors = original(seed, cell)
        x, state = inputs(network, seed)
        y, _ = Port(network, tensors)(x, wrong(state))
        assert diagnosed(tmp_path, tensors, x, y, state).names == (fault,), seed


def test_a_state_that_is_not_carried_is_named_from_two_calls_and_not_told_from_one(tmp_path):
    for seed in SEEDS:
        network, tensors = original(seed)
        x, _ = inputs(network, seed, steps=8)
        port = Port(network, tensors)
        parts = [x[:4], x[4:]]
        anew = diagnosed(tmp_path, tensors, parts, [port(part)[0] for part in parts])
        assert anew.names == ("state-not-carried",), seed
        assert anew.first.call == 2
        assert diagnosed(tmp_path, tensors, parts[:1], [port(parts[0])[0]]).same
        first, state = port(parts[0])
        second, _ = port(parts[1], state)
        assert diagnosed(tmp_path, tensors, parts, [first, second]).same
        if network.cell == "lstm":
            second, _ = port(parts[1], [state[0], 0 * state[1]])
            half = diagnosed(tmp_path, tensors, parts, [first, second])
            assert [fault.value for (fault,) in half.explanations] == ["h"]


TIMES = {
    "direction-reversed": (lambda port, x: port(x[::-1].copy())[0][::-1], {"bidirectional": False}),
    "direction-reversed, as read": (lambda port, x: port(x[::-1].copy())[0], {}),
    "wrong-end": (lambda port, x: port(x)[0][0], {"bidirectional": False}),
    "wrong-end, the last position": (lambda port, x: port(x)[0][-1], {"bidirectional": True}),
    "wrong-end, the last sequence": (lambda port, x: port(x)[0][:, -1], {}),
}


@pytest.mark.parametrize("fault", TIMES)
def test_wrong_time_is_named(fault, tmp_path):
    run, settings = TIMES[fault]
    for seed in SEEDS:
        network, tensors = original(seed, **settings)
        x, _ = inputs(network, seed)
        found = diagnosed(tmp_path, tensors, x, run(Port(network, tensors), x))
        assert found.names == (fault.partition(",")[0],), seed


def test_batch_and_time_exchanged_are_named(tmp_path):
    for seed in SEEDS:
        network, tensors = original(seed)
        x, _state = inputs(network, seed)
        y, _ = Port(network, tensors, batch_first=True)(x)
        assert diagnosed(tmp_path, tensors, x, y).names == ("axes-exchanged",), seed


def test_padding_that_is_read_is_named(tmp_path):
    lengths = [6, 4, 2]
    for seed in SEEDS:
        network, tensors = original(seed)
        x, _ = inputs(network, seed)
        for place, length in enumerate(lengths):
            x[length:, place] = 0
        port = Port(network, tensors)
        packed = torch.nn.utils.rnn.pack_padded_sequence(torch.from_numpy(x), lengths)
        with torch.no_grad():
            out, _ = port.layer(packed)
        right = torch.nn.utils.rnn.pad_packed_sequence(out)[0].numpy()
        assert diagnosed(tmp_path, tensors, x, right, lengths=lengths).same
        assert diagnosed(tmp_path, tensors, x, port(x)[0], lengths=lengths).names == ("padding-read",), seed
        _, state = port(x)
        last = state[0][-network.directions :].transpose(1, 0, 2).reshape(3, -1)
        assert diagnosed(tmp_path, tensors, x, last, lengths=lengths).names == ("padding-read",), seed


HALVES = {"float16": torch.float16, "bfloat16": torch.bfloat16}


@pytest.mark.parametrize("kind", HALVES)
def test_a_port_in_half_precision_is_the_same_and_a_fault_is_seen_through_it(kind, tmp_path):
    """Also where its numbers were saved as singles; what is off by as much in single precision is not the same."""
    for seed in SEEDS[:8]:
        network, tensors = original(seed, layers=1, hidden=5)
        x, _ = inputs(network, seed)
        y, moved = (run_in(HALVES[kind], network, some, x) for some in (tensors, swapped(tensors, network)))
        saved_as = np.float32 if kind == "bfloat16" or seed % 2 else np.float16
        assert diagnosed(tmp_path, tensors, x, y.astype(saved_as)).same, seed
        found = diagnosed(tmp_path, tensors, x, moved.astype(saved_as))
        assert not found.same
        assert "gates-permuted" in {fault.name for (fault,) in found.explanations}, seed
        right = Port(network, tensors)(x)[0]
        assert checking.observed(network, [x], [right]).tolerance < abs(y - right).max()


@pytest.mark.parametrize("kind", HALVES)
def test_weights_in_half_precision_that_are_computed_with_in_single_are_named(kind, tmp_path):
    for seed in SEEDS:
        network, tensors = original(seed, hidden=5)
        x, _ = inputs(network, seed)
        halves = {name: torch.from_numpy(tensor).to(HALVES[kind]).double().numpy() for name, tensor in tensors.items()}
        found = diagnosed(tmp_path, tensors, x, np.float32(Port(network, halves)(x)[0]))
        assert [(fault.name, fault.value) for (fault,) in found.explanations] == [("weights-rounded", kind)], seed


def run_in(kind, network, tensors, x):
    """What PyTorch gives where every number is one of this kind, as singles."""
    port = Port(network, tensors)
    port.layer.to(kind)
    with torch.no_grad():
        return port.layer(torch.from_numpy(x).to(kind))[0].float().numpy()


def swapped(tensors, network):
    return moved_blocks(tensors, network, {"f": "g", "g": "f"} if network.cell == "lstm" else {"r": "z", "z": "r"})


def test_where_a_fault_changes_nothing_the_port_is_the_same_and_the_fault_untold(tmp_path):
    """Biases of zero: summed, dropped or doubled, the outputs are the original's."""
    for seed in SEEDS:
        network, tensors = original(seed)
        zero = {name: 0 * tensor if "bias" in name else tensor for name, tensor in tensors.items()}
        x, _ = inputs(network, seed)
        found = diagnosed(tmp_path, zero, x, Port(network, zero)(x)[0])
        assert found.same
        assert {fault.name for fault in found.untold["biases that are not zero"]} >= {"bias-dropped", "bias-doubled"}


def test_one_step_from_a_zero_state_leaves_names_open(tmp_path):
    """The forget gate multiplies nothing then, so that what was done to it cannot be told, or not told apart."""
    for seed in SEEDS:
        network, tensors = original(seed, "lstm", layers=1)
        x, _ = inputs(network, seed, steps=1)
        for moves in permutations("ifgo"):
            wrong = {gate: source for gate, source in zip("ifgo", moves, strict=True) if gate != source}
            if len(wrong) > 3 or seed > 3:
                continue
            found = diagnosed(tmp_path, tensors, x, Port(network, moved_blocks(tensors, network, wrong))(x)[0])
            assert found.same or any(dict(f.value) == wrong for (f, *_) in found.explanations if f.name == "gates-permuted")


TWO = {
    "gates-permuted": lambda t, n: moved_blocks(t, n, {"i": "f", "f": "i"} if n.cell == "lstm" else {"r": "z", "z": "r"}),
    "bias-dropped": lambda t, n: on_biases(lambda ih, hh: (ih, 0 * hh))(t),
    "transposed": transposed,
}


def test_two_faults_are_both_named_or_said_to_be_several(tmp_path):
    for seed in SEEDS[:8]:
        network, tensors = original(seed, layers=1, bidirectional=False)
        x, state = inputs(network, seed, steps=4, batch=2)
        several = [(a, b) for a in TWO for b in TWO if a < b]
        one, two = several[seed % len(several)]
        y, _ = Port(network, TWO[two](TWO[one](tensors, network), network))(x, state)
        found = diagnosed(tmp_path, tensors, x, y, state)
        assert not found.same
        assert tuple(sorted(found.names)) in {(one, two), ()}, seed
        named = {tuple(sorted(fault.name for fault in some)) for some in found.explanations}
        assert (one, two) in named, seed
        y, _ = Port(network, TWO[one](tensors, network))(x[::-1].copy(), state)
        found = diagnosed(tmp_path, tensors, x, y, state)
        named = {tuple(sorted(fault.name for fault in some)) for some in found.explanations}
        assert tuple(sorted((one, "direction-reversed"))) in named, seed


def test_what_no_list_has_is_no_fault_of_the_list(tmp_path):
    for seed in SEEDS[:4]:
        network, tensors = original(seed, layers=1, bidirectional=False)
        x, _ = inputs(network, seed, steps=3, batch=2)
        y, _ = Port(network, tensors)(x)
        found = diagnosed(tmp_path, tensors, x, y + np.random.default_rng(seed).uniform(-0.1, 0.1, y.shape))
        assert (found.same, found.explanations, found.names) == (False, (), ())
        assert found.first.step == 1
        assert "--state" in found.lacking
        assert {"state-ignored"} <= {fault.name for faults in found.untold.values() for fault in faults}


def test_what_is_lacking_is_said_of_what_was_given(tmp_path):
    """Of a state and lengths that were given and show nothing, not that they were not given."""
    network, tensors = original(2, "lstm", layers=1, bidirectional=False)
    x, state = inputs(network, 2)
    zero = [0 * part for part in state]
    port = Port(network, tensors)
    assert {"--state", "--lengths", "a second call"} <= set(diagnosed(tmp_path, tensors, x, port(x)[0]).lacking)
    lacking = diagnosed(tmp_path, tensors, x, port(x, zero)[0], zero, [6, 6, 6]).lacking
    assert not {"--state", "--lengths"} & set(lacking)
    assert {"a --state of which neither h nor c is zero"} <= set(lacking)
    assert not any("state" in lack for lack in diagnosed(tmp_path, tensors, x, port(x, state)[0], state).lacking)
