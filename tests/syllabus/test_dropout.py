"""What dropout acts on, probed on PyTorch and Keras with weights that show one place at a time."""

from __future__ import annotations

import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest
import torch

from lstm_docs.quiz.roads.shared.dropout_targets import AGREEING, ARGUMENTS, PROBED

torch.set_num_threads(1)
UNITS, STEPS, OPEN = 400, 6, 40.0
RATE = 0.5


def _weights(*, reads, recurs, writes, keeps=-OPEN):
    """W_g, U_g as multiples of the unit matrix; biases that open the input and output gates; in PyTorch's layout."""
    W, U, b = np.zeros((4 * UNITS, UNITS)), np.zeros((4 * UNITS, UNITS)), np.zeros(4 * UNITS)
    W[2 * UNITS : 3 * UNITS] = reads * np.eye(UNITS)
    U[2 * UNITS : 3 * UNITS] = recurs * np.eye(UNITS)
    b.reshape(4, UNITS)[:] = np.array([OPEN, keeps, writes, OPEN])[:, None]
    return W, U, b


# Place -> the input, and what the two layers do with what they are given. "first" is looked at in the first layer.
READ = {"reads": 1, "recurs": 0, "writes": 0}
GIVE = {"reads": 0, "recurs": 0, "writes": 1}
PROBES = {
    "inputs": (1.0, READ, None),
    "recurrent": (0.0, {"reads": 0, "recurs": 1, "writes": 1}, None),
    "between": (0.0, GIVE, READ),
    "output": (0.0, GIVE, GIVE),
    "cell": (0.0, GIVE | {"keeps": OPEN}, None),
}


def _torch(layers, x, argument):
    module = torch.nn.LSTM(UNITS, UNITS, num_layers=2, dropout=RATE if argument == "pytorch-dropout" else 0)
    for layer, (W, U, b) in enumerate(layers):
        module.get_parameter(f"weight_ih_l{layer}").data = torch.tensor(W, dtype=torch.float32)
        module.get_parameter(f"weight_hh_l{layer}").data = torch.tensor(U, dtype=torch.float32)
        module.get_parameter(f"bias_ih_l{layer}").data = torch.tensor(b, dtype=torch.float32)
        module.get_parameter(f"bias_hh_l{layer}").data = torch.zeros(4 * UNITS)
    module.train()
    output, (h, _) = module(torch.tensor(x)[:, None])
    second = output[:, 0].detach().numpy()
    return h[0].detach().numpy(), second, second


def _keras(layers, x, argument):
    options = {"keras-dropout": {"dropout": RATE}, "keras-recurrent-dropout": {"recurrent_dropout": RATE}}.get(argument, {})
    value, own = torch.tensor(x)[None], []
    for W, U, b in layers:
        layer = keras.layers.LSTM(UNITS, return_sequences=True, **options)
        layer.build(value.shape)
        layer.set_weights([W.T, U.T, b])
        value = layer(value, training=True)
        own.append(value.detach().numpy()[0])
        if argument == "keras-layer":
            value = keras.layers.Dropout(RATE)(value, training=True)
    return *own, value.detach().numpy()[0]


def _seen(argument, place):
    """(steps, units) of what shows the place: the first layer's own output, the second's, or what comes out at last."""
    keras.utils.set_random_seed(1)
    level, lower, upper = PROBES[place]
    layers = [_weights(**lower), _weights(**(upper or GIVE))]
    run = _torch if argument == "pytorch-dropout" else _keras
    first, second, last = run(layers, np.full((STEPS, UNITS), level, np.float32), argument)
    return first if upper is None else second if upper is READ else last


def _masked(argument, place):
    """Where something is missing: what is less than the greatest value seen at that step."""
    seen = _seen(argument, place)
    return seen < seen.max(axis=-1, keepdims=True) - 1e-3


@pytest.mark.parametrize("argument", ARGUMENTS)
@pytest.mark.parametrize("place", PROBES)
def test_a_place_is_masked_as_recorded(argument, place):
    share = _masked(argument, place)[-1].mean()
    expected = PROBED[argument][place]
    assert share == 0 if expected == 0 else abs(share - expected) < 0.1


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_the_mask_in_time_is_as_recorded(argument):
    place = [place for place, share in PROBED[argument].items() if share][-1]
    masked = _masked(argument, place)
    agreeing = (masked[-1] == masked[-2]).mean()
    assert abs(agreeing - AGREEING[argument]) < (0 if AGREEING[argument] == 1 else 0.1) + 1e-9


def test_what_survives_is_scaled():
    x = torch.full((1, 10_000), 0.35)
    for dropped in (torch.nn.functional.dropout(x, 0.2), keras.layers.Dropout(0.2)(x, training=True)):
        survivors = dropped[dropped > 0]
        assert torch.allclose(survivors, torch.tensor(0.35 / 0.8))
        assert abs(len(survivors) / 10_000 - 0.8) < 0.02


def test_another_call_draws_another_mask():
    keras.utils.set_random_seed(1)
    layer, x = keras.layers.LSTM(64, dropout=RATE), torch.ones(1, 1, 64)
    one, other = (layer(x, training=True).detach().numpy() for _ in range(2))
    assert not np.allclose(one, other)
    np.testing.assert_array_equal(layer(x).detach().numpy(), layer(x).detach().numpy())
