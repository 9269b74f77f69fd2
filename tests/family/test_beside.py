"""The formulas of what stands beside the cells, on PyTorch's modules and on Keras'."""

from __future__ import annotations

import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional
from torch.utils.flop_counter import FlopCounterMode

from lstm_docs import family
from lstm_docs.cells.sizes import H, I, T

SIZES = [(3, 8, 5), (16, 32, 11), (1, 4, 1)]


def formulas(name, inputs, hidden, steps):
    known = family.quantities(name)
    put = {I: inputs, H: hidden, T: steps}
    return {it: int(getattr(known, it).subs(put)) for it in ("parameters", "macs", "waiting_macs", "state_bytes")}


def block(inputs, hidden):
    """The input map and PyTorch's own encoder layer with one head; in double precision."""
    layer = nn.TransformerEncoderLayer(hidden, 1, 4 * hidden, dropout=0.0, batch_first=True)
    return nn.Linear(inputs, hidden).double(), layer.double().eval()


@pytest.mark.parametrize(("inputs", "hidden", "steps"), SIZES)
def test_the_transformer_block_is_pytorchs(inputs, hidden, steps):
    parts = block(inputs, hidden)
    counted = sum(parameter.numel() for part in parts for parameter in part.parameters())
    assert counted == formulas("transformer", inputs, hidden, steps)["parameters"]


def test_what_of_a_block_is_attention():
    enter, layer = block(3, 8)
    attention = layer.self_attn.in_proj_weight.numel() + layer.self_attn.out_proj.weight.numel()
    after = layer.linear1.weight.numel() + layer.linear2.weight.numel()
    assert (attention, after) == (4 * 8**2, 8 * 8**2)
    whole = formulas("transformer", 3, 8, 5)["macs"] - formulas("transformer", 3, 8, 4)["macs"]
    assert whole - after - enter.weight.numel() == attention + 2 * 5 * 8


def with_a_cache(parts, x):
    """The block step by step, each query with the keys so far: its outputs, and how many numbers it keeps."""
    enter, layer = parts
    weight, bias = layer.self_attn.in_proj_weight, layer.self_attn.in_proj_bias
    keys, values, outputs = [], [], []
    for step in x:
        here = enter(step[None])
        query, key, value = functional.linear(here, weight, bias).chunk(3, -1)
        keys.append(key)
        values.append(value)
        past, held = torch.cat(keys), torch.cat(values)
        shares = torch.softmax(query @ past.T / past.shape[1] ** 0.5, -1)
        here = layer.norm1(here + layer.self_attn.out_proj(shares @ held))
        outputs.append(layer.norm2(here + layer.linear2(torch.relu(layer.linear1(here)))))
    return torch.cat(outputs), past.numel() + held.numel()


@pytest.mark.parametrize(("inputs", "hidden", "steps"), SIZES)
def test_a_cache_gives_the_same_and_costs_what_is_said(inputs, hidden, steps):
    torch.manual_seed(1)
    parts = block(inputs, hidden)
    x = torch.randn(steps, inputs, dtype=torch.float64)
    mask = nn.Transformer.generate_square_subsequent_mask(steps, dtype=torch.float64)
    with torch.no_grad():
        whole = parts[1](parts[0](x)[None], src_mask=mask)[0]
        with FlopCounterMode(display=False) as counter:
            outputs, kept = with_a_cache(parts, x)
    torch.testing.assert_close(outputs, whole, rtol=0, atol=1e-12)
    expected = formulas("transformer", inputs, hidden, steps)
    assert counter.get_total_flops() == 2 * expected["macs"]
    assert 4 * kept == expected["state_bytes"]


@pytest.mark.parametrize(("inputs", "hidden", "steps"), SIZES)
def test_the_state_space_layer_is_two_products_and_a_vector(inputs, hidden, steps):
    into, out = nn.Linear(inputs, hidden, bias=False), nn.Linear(hidden, hidden, bias=False)
    kept = nn.Parameter(torch.rand(hidden))
    state = torch.zeros(hidden)
    with FlopCounterMode(display=False) as counter:
        for x in torch.randn(steps, 1, inputs):
            state = kept * state + into(x)[0]
            out(state[None])
    expected = formulas("state-space", inputs, hidden, steps)
    weights = sum(parameter.numel() for part in (into, out) for parameter in part.parameters())
    assert weights + kept.numel() == expected["parameters"]
    assert counter.get_total_flops() == 2 * expected["macs"]
    assert 4 * state.numel() == expected["state_bytes"]


@pytest.mark.parametrize("hidden", [4, 64, 256])
def test_when_a_cache_outgrows_a_state(hidden):
    held = [formulas("transformer", 1, hidden, steps)["state_bytes"] for steps in (1, 2)]
    lstm = formulas("lstm", 1, hidden, 1)["state_bytes"]
    assert held[0] == lstm < held[1]
    mlstm = formulas("mlstm", 1, hidden, 1)["state_bytes"]
    at_half = formulas("transformer", 1, hidden, hidden // 2)["state_bytes"]
    after = formulas("transformer", 1, hidden, hidden // 2 + 1)["state_bytes"]
    assert at_half < mlstm < after


@pytest.mark.parametrize(("channels", "filters", "kernel", "rows", "columns"), [(2, 3, 3, 5, 4), (1, 4, 5, 6, 6)])
def test_a_convolutional_lstm_has_as_many_parameters_and_macs(channels, filters, kernel, rows, columns):
    layer = keras.layers.ConvLSTM2D(filters, kernel, padding="same", dtype="float64", return_sequences=True)
    rng = np.random.default_rng(1)
    x = rng.normal(size=(1, 3, rows, columns, channels))
    given = np.asarray(keras.ops.convert_to_numpy(layer(x)))[0]
    assert layer.count_params() == 4 * filters * (kernel**2 * (channels + filters) + 1)

    into, back, bias = (np.asarray(keras.ops.convert_to_numpy(it)) for it in layer.weights)
    h = c = np.zeros((rows, columns, filters))
    for step, picture in enumerate(x[0]):
        (a, macs), (b, more) = convolved(picture, into), convolved(h, back)
        i, f, g, o = np.split(a + b + bias, 4, axis=-1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        np.testing.assert_allclose(given[step], h, rtol=0, atol=1e-12)
        assert macs + more == 4 * filters * kernel**2 * (channels + filters) * rows * columns


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def convolved(picture, kernel):
    """The picture (M, N, C) padded with zeros under a kernel (K, K, C, F), and the MACs, those with padding counted."""
    around = kernel.shape[0] // 2
    padded = np.pad(picture, ((around, around), (around, around), (0, 0)))
    result = np.zeros((*picture.shape[:2], kernel.shape[-1]))
    macs = 0
    for row, column in np.ndindex(*picture.shape[:2]):
        window = padded[row : row + kernel.shape[0], column : column + kernel.shape[1]]
        result[row, column] = np.tensordot(window, kernel, 3)
        macs += kernel.size
    return result, macs
