"""Faults of use planted in Keras and in ONNX Runtime, with the original in a file of either."""

import numpy as np
import pytest

from lstm_docs import Network, checking, frameworks, models
from lstm_docs.models.choosing import chosen

from ..frameworks import probe_keras, probe_onnx
from .planted import saved

keras = probe_keras.keras
SEEDS = range(6)
STEPS, BATCH = 5, 3
LENGTHS = [5, 3, 2]


class Planted:
    """A random network with its tensors for one framework, an input (T, B, I) and a state by letter."""

    def __init__(self, framework, cell, seed, *, bidirectional=False):
        rng = np.random.default_rng(seed)
        sizes = {"input": int(rng.integers(2, 6)), "hidden": int(rng.integers(2, 6))}
        self.network = Network(cell=cell, **sizes, bidirectional=bidirectional)
        shapes = frameworks.tensor_shapes(framework, self.network)
        self.tensors = {n: np.float32(rng.uniform(-1, 1, shape)).astype(float) for n, shape in shapes.items()}
        self.x = rng.uniform(-1, 1, (STEPS, BATCH, self.network.input))
        width = self.network.directions, BATCH, self.network.hidden
        self.state = {letter: rng.uniform(-1, 1, width) for letter in ("hc" if cell == "lstm" else "h")}
        self.framework = framework

    def said(self, tmp_path, x, y, state=None, lengths=None, *, batch_first):
        form = f"{self.framework}:{self.network.cell}"
        if self.framework == "onnx":
            probe_onnx.onnx.save(probe_onnx.onnx.load_from_string(self.session()._model_bytes), tmp_path / "a.onnx")
            file = models.read(tmp_path / "a.onnx")
        else:
            file = chosen(saved(tmp_path / "a.npz", self.tensors, "keras", np.float64), form)
        found = checking.trained(file)
        calls = (x, y) if isinstance(x, list) else ([x], [y])
        return checking.diagnose(found, checking.observed(found.network, *calls, state, lengths, batch_first=batch_first))

    def session(self, **settings):
        return probe_onnx.session(self.network, self.tensors, **settings)


def keras_layer(planted, **settings):
    net = planted.network
    own = {"return_sequences": True, "dtype": "float64", **settings}
    if net.cell == "lstm":
        layer = keras.layers.LSTM(net.hidden, **own)
    else:
        layer = keras.layers.GRU(net.hidden, reset_after=net.cell == "gru-reset-after", **own)
    layer = keras.layers.Bidirectional(layer, dtype="float64") if net.bidirectional else layer
    layer.build((BATCH, None, net.input))
    for name, variable in probe_keras.variables(layer).items():
        variable.assign(planted.tensors[name])
    return layer


def out(y):
    y = y[0] if isinstance(y, list | tuple) else y
    return keras.ops.convert_to_numpy(y.detach()) if hasattr(y, "detach") else np.asarray(y)


def states(planted, order):
    return [planted.state[letter][0] for letter in order if letter in planted.state]


def masked(planted):
    return np.arange(STEPS)[None] < np.array(LENGTHS)[:, None]


# By fault: the cells, and what Keras gives for x (B, T, I), and what is told beside it.
IN_KERAS = {
    "direction-reversed": (("lstm", "gru-reset-after"), lambda p, x: out(keras_layer(p, go_backwards=True)(x)), ()),
    "axes-exchanged": (
        ("lstm", "gru-reset-after"),
        lambda p, x: out(keras_layer(p)(x.transpose(1, 0, 2))).transpose(1, 0, 2),
        (),
    ),
    "states-exchanged": (("lstm",), lambda p, x: out(keras_layer(p)(x, initial_state=states(p, "ch"))), ("state",)),
    "state-ignored": (("lstm", "gru-reset-after"), lambda p, x: out(keras_layer(p)(x)), ("state",)),
    "wrong-end": (("lstm", "gru-reset-after"), lambda p, x: out(keras_layer(p)(x))[:, 0], ()),
    "padding-read": (
        ("lstm", "gru-reset-after"),
        lambda p, x: out(keras_layer(p, return_sequences=False)(x)),
        ("lengths",),
    ),
    "": (
        ("lstm", "gru-reset-after"),
        lambda p, x: out(keras_layer(p, return_sequences=False)(x, mask=masked(p))),
        ("lengths",),
    ),
}


@pytest.mark.parametrize("fault", IN_KERAS)
def test_what_keras_is_used_wrongly_for_is_named(fault, tmp_path):
    cells, port, known = IN_KERAS[fault]
    for cell in cells:
        for seed in SEEDS:
            planted = Planted("keras", cell, seed)
            x = planted.x.transpose(1, 0, 2).copy()
            for place, length in enumerate(LENGTHS):
                x[place, length:] = x[place, length:] if "lengths" not in known else 0
            given = {"state": planted.state if "state" in known else None, "lengths": LENGTHS if "lengths" in known else None}
            found = planted.said(tmp_path, x, port(planted, x), **given, batch_first=True)
            assert found.names == ((fault,) if fault else ()), (cell, seed, found)
            assert found.same is (not fault)


def test_a_keras_layer_that_is_not_stateful_carries_nothing(tmp_path):
    for seed in SEEDS:
        planted = Planted("keras", "lstm", seed)
        x = planted.x.transpose(1, 0, 2)
        parts = [x[:, :2], x[:, 2:]]
        for stateful in (False, True):
            layer = keras_layer(planted, stateful=stateful)
            found = planted.said(tmp_path, parts, [out(layer(part)) for part in parts], batch_first=True)
            assert found.names == (() if stateful else ("state-not-carried",)), seed
            assert found.same is stateful


def test_the_last_position_of_both_directions_in_keras(tmp_path):
    for seed in SEEDS:
        planted = Planted("keras", "gru-reset-after", seed, bidirectional=True)
        x = planted.x.transpose(1, 0, 2)
        y = out(keras_layer(planted)(x))
        assert planted.said(tmp_path, x, y, batch_first=True).same
        assert planted.said(tmp_path, x, y[:, -1], batch_first=True).names == ("wrong-end",)


def ran(planted, x, h=None, c=None):
    fed = {"X": np.float32(x)} | ({} if h is None else {"h": np.float32(h)} | ({} if c is None else {"c": np.float32(c)}))
    return planted.session(with_state=h is not None).run(None, fed)


def both_states(planted, order):
    return [planted.state[letter] for letter in order if letter in planted.state]


# By fault: the cells, and what ONNX Runtime gives for x (T, B, I).
IN_ONNX = {
    "": (("lstm", "gru-reset-after", "gru-reset-before"), lambda p, x: ran(p, x, *both_states(p, "hc"))[0]),
    "states-exchanged": (("lstm",), lambda p, x: ran(p, x, *both_states(p, "ch"))[0]),
    "state-ignored": (("lstm", "gru-reset-after", "gru-reset-before"), lambda p, x: ran(p, x)[0]),
    "axes-exchanged": (("lstm", "gru-reset-before"), lambda p, x: ran(p, x.transpose(1, 0, 2))[0][:, 0].transpose(1, 0, 2)),
    "direction-reversed": (("lstm", "gru-reset-before"), lambda p, x: ran(p, x[::-1], *both_states(p, "hc"))[0]),
    "wrong-end": (("lstm", "gru-reset-before"), lambda p, x: ran(p, x, *both_states(p, "hc"))[0][0, 0]),
}


@pytest.mark.parametrize("fault", IN_ONNX)
def test_what_onnx_runtime_is_used_wrongly_for_is_named(fault, tmp_path):
    cells, port = IN_ONNX[fault]
    for cell in cells:
        for seed in SEEDS:
            planted = Planted("onnx", cell, seed)
            state = planted.state if fault != "axes-exchanged" else None
            found = planted.said(tmp_path, planted.x, port(planted, planted.x), state, batch_first=False)
            assert found.names == ((fault,) if fault else ()), (cell, seed, found)
            assert found.same is (not fault)
