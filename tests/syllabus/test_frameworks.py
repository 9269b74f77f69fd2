"""What questions say of PyTorch and Keras, looked up on them."""

from __future__ import annotations

import inspect
import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest
import torch

from lstm_docs import cells
from lstm_docs.quiz import load_bank, question
from lstm_docs.quiz.roads.history import LINES, year_of

torch.set_num_threads(1)
BANK = load_bank()


def _words(source):
    (case,) = (case for case in BANK.family("term-meaning").cases if case.case.form == source)
    return [item.text.text.strip("`") for item in case.items]


def test_the_words_are_those_of_the_frameworks():
    *arguments, whole, step = _words("PyTorch")
    # LSTM's own signature is (*args, **kwargs); its arguments are those of the base it hands them to.
    assert set(arguments) <= {*inspect.signature(torch.nn.RNNBase.__init__).parameters}
    assert issubclass(torch.nn.LSTM, torch.nn.RNNBase)
    assert (whole, step) == ("nn.LSTM", "nn.LSTMCell")
    layer = keras.layers.LSTM(2)
    layer.build((1, 3, 5))
    named = {variable.name for variable in layer.weights}
    assert {"units", "LSTM", "LSTMCell", "kernel"} <= {*_words("Keras")}
    assert "kernel" in named
    assert "units" in inspect.signature(keras.layers.LSTM.__init__).parameters
    assert "timesteps" in keras.layers.LSTM.__doc__ + keras.layers.RNN.__doc__


def test_the_number_of_units_has_the_names_that_the_page_gives():
    onnx, haiku, flax = (pytest.importorskip(name) for name in ("onnx", "haiku", "flax.linen"))
    assert "hidden_size" in onnx.defs.get_schema("LSTM").attributes
    assert "hidden_size" in inspect.signature(torch.nn.RNNBase.__init__).parameters
    assert "hidden_size" in inspect.signature(haiku.LSTM.__init__).parameters
    assert "units" in inspect.signature(keras.layers.LSTM.__init__).parameters
    assert "features" in inspect.signature(flax.LSTMCell).parameters


def test_the_number_in_brackets_is_the_number_of_units():
    assert keras.layers.LSTM(10)(np.zeros((1, 4, 26), "float32")).shape == (1, 10)
    output, _ = torch.nn.LSTM(26, 10)(torch.zeros(4, 1, 26))
    assert output.shape == (4, 1, 10)


def test_how_keras_joins_two_directions():
    x = np.random.default_rng(1).normal(size=(2, 4, 26)).astype("float32")
    layers = {mode: keras.layers.Bidirectional(keras.layers.LSTM(12), merge_mode=mode) for mode in ("sum", "mul", "ave", None)}
    layers["concat"] = keras.layers.Bidirectional(keras.layers.LSTM(12))
    widths = {}
    for mode, layer in layers.items():
        layer.build(x.shape)
        layer.set_weights(layers["sum"].get_weights())
        widths[mode] = layer(x)
    forward, backward = widths[None]
    assert torch.equal(widths["concat"], torch.cat([forward, backward], dim=-1))
    assert torch.equal(widths["sum"], forward + backward)
    assert torch.equal(widths["mul"], forward * backward)
    assert torch.allclose(widths["ave"], (forward + backward) / 2)


def test_a_step_moves_the_sum_of_two_biases_twice_as_far():
    lstm = torch.nn.LSTM(3, 4)
    lstm(torch.randn(5, 1, 3))[0].sum().backward()
    assert torch.equal(lstm.bias_ih_l0.grad, lstm.bias_hh_l0.grad)
    assert lstm.bias_ih_l0.grad.any()


def test_dropout_of_a_single_layer_warns_and_does_nothing():
    with pytest.warns(UserWarning, match="all but last"):
        layer = torch.nn.LSTM(3, 4, dropout=0.5)
    x = torch.ones(5, 1, 3)
    assert torch.equal(layer.train()(x)[0], layer.eval()(x)[0])


@pytest.mark.parametrize("n", range(12))
def test_keras_returns_as_many_tensors_as_the_key_says(n):
    asked = question("returned-count", "keras", n)
    given = asked.given
    layer = {"lstm": keras.layers.LSTM, "gru-reset-after": keras.layers.GRU, "rnn-tanh": keras.layers.SimpleRNN}[given["cell"]]
    layer = layer(3, return_state=True, return_sequences=given["form"] == "True")
    if given.get("bidirectional"):
        layer = keras.layers.Bidirectional(layer)
    assert (len(layer(np.zeros((2, 4, 5), np.float32))),) == asked.answer


@pytest.mark.parametrize("n", range(8))
def test_keras_returns_the_shape_that_the_key_says(n):
    asked = question("returned-shape", "keras", n)
    sizes = asked.sizes
    layer = keras.layers.LSTM(sizes["H"], return_sequences=asked.given["form"] == "True")
    if asked.given.get("bidirectional"):
        layer = keras.layers.Bidirectional(layer)
    returned = layer(np.zeros((sizes["B"], sizes["T"], sizes["I"]), np.float32))
    assert asked.options[asked.key].text == str(tuple(returned.shape))


@pytest.mark.parametrize("task", BANK.family("stack-arguments").cases, ids=lambda case: case.case.form)
def test_keras_builds_the_right_stack_and_refuses_the_others_or_gives_another_shape(task):
    wanted = (2, 7, 5) if task.case.form.endswith("step") else (2, 5)
    for item in task.items:
        lower, upper = ("True" in half for half in item.text.text.split(", then "))
        assert (_predicted(lower, upper) == wanted) == item.right


def _predicted(lower, upper):
    layers = [keras.layers.LSTM(3, return_sequences=lower), keras.layers.LSTM(4, return_sequences=upper)]
    try:
        return keras.Sequential([keras.Input((7, 3)), *layers, keras.layers.Dense(5)])(np.zeros((2, 7, 3), np.float32)).shape
    except ValueError:
        return None


def test_a_stateful_row_goes_on_where_the_same_row_of_the_last_batch_ended():
    keras.utils.set_random_seed(1)
    layer = keras.layers.LSTM(4, stateful=True)
    layer.build((2, 3, 5))
    whole = keras.layers.LSTM(4)
    whole.build((2, 6, 5))
    whole.set_weights(layer.get_weights())
    x = np.random.default_rng(1).normal(size=(2, 6, 5)).astype(np.float32)
    layer(x[:, :3])
    again = layer(x[:, 3:])
    np.testing.assert_allclose(again.detach().numpy(), whole(x).detach().numpy(), rtol=0, atol=1e-5)


def test_the_states_of_a_stateful_layer_take_no_gradient_and_training_it_fails_on_the_torch_backend():
    layer = keras.layers.LSTM(4, stateful=True)
    model = keras.Sequential([keras.Input(batch_shape=(2, 5, 3)), layer])
    x = np.random.default_rng(1).normal(size=(4, 5, 3)).astype("float32")
    assert model.predict(x, batch_size=2, verbose=0).shape == (4, 4)
    assert not any(state.value.requires_grad for state in layer.states)
    model.compile("sgd", "mse")
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        model.fit(x, np.zeros((4, 4)), batch_size=2, shuffle=False, verbose=0)


def test_four_decimals_of_tanh_are_enough_for_every_hidden_state():
    family = BANK.family("hidden-state-step")
    for n in range(family.family.domain):
        asked = question("hidden-state-step", "table", n)
        c, o = float(asked.given["argument"]), asked.sizes["O"]
        table = round(np.tanh(c) * 10**4)
        assert f"tanh({asked.given['argument']}) = {table / 10**4:.4f}" in asked.ask
        assert (o * table) % 1000 != 500
        assert asked.answer == ((o * table + 500) // 1000,)


def test_years_are_those_of_the_cells_own_sources():
    sources = {
        "the simple recurrent network": "rnn-tanh",
        "the LSTM without a forget gate": "lstm-1997",
        "peepholes": "lstm-peephole",
        "the GRU": "gru-reset-after",
    }
    years = {text: year_of(cited) for line in LINES.values() for text, cited in line}
    for text, cell in sources.items():
        assert str(years[text]) in cells.CELLS[cell].text.source
