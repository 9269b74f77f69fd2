"""What Keras, torchinfo and PyTorch print of random models, explained line by line."""

import re
import time
from contextlib import suppress

import pytest

from lstm_docs import Network, explaining, facts
from lstm_docs.explaining.printed import MOST_LETTERS, MOST_LINES
from lstm_docs.formulas.grammar import evaluate
from lstm_docs.ground.errors import LstmDocsError

from .printed_models import keras, keras_summary, printed_module, printed_tensors, torchinfo_summary

FIRST = 5
"""The right reading is among so many, where the table leaves open what a layer reads or what is wrapped."""


def sizes(reading):
    return (
        reading.cell, reading.input, reading.hidden, reading.layers, reading.directions, reading.projection, reading.bias,
    )  # fmt: skip


def check(explained, truth, *, framework):
    """Every line has a reading, every sum is its number, and every recurrent layer its right reading."""
    assert not any(one.failed for one in explained), [one.note for one in explained if one.failed]
    recurrent = [one for one in explained if any(reading.cell for reading in one.readings)]
    assert len(recurrent) == len(truth)
    for one, right in zip(recurrent, truth, strict=True):
        read = [sizes(reading) for reading in one.readings]
        told = "leaves open" not in one.note and not one.note.startswith("what it reads")
        assert right in read[: 1 if told else FIRST], (one.heading, read, right)
        cell, inputs, hidden, layers, directions, projection, bias = right
        network = Network(
            cell=cell, input=inputs, hidden=hidden, layers=layers, bidirectional=directions == 2,
            projection=projection or None, bias=bias,
        )  # fmt: skip
        assert facts.stored(network, framework) == one.line.count
    for one in explained:
        for reading in one.readings:
            assert_sum(reading.sum, one.line.count)


def assert_sum(summed, count):
    """A sum as it is shown comes out."""
    if summed:
        left, _, right = summed.replace("·", "*").replace(",", "").partition(" = ")
        assert evaluate(left, {}) == (int(right) if right else count) == count


@pytest.mark.parametrize("seed", range(20))
def test_what_keras_prints(seed):
    text, truth = keras_summary(seed)
    check(explaining.summary(text), truth, framework="keras")


@pytest.mark.parametrize("seed", range(16))
def test_what_torchinfo_prints(seed):
    text, truth = torchinfo_summary(seed)
    check(explaining.summary(text), truth, framework="pytorch")


@pytest.mark.parametrize("seed", range(8))
def test_what_pytorch_prints(seed):
    text, truth, total = printed_module(seed)
    explained = explaining.summary(text)
    check(explained, truth, framework="pytorch")
    assert explained[-1].line.count == total


@pytest.mark.parametrize("seed", range(8))
def test_the_shapes_of_a_state_dict(seed):
    text, tensors = printed_tensors(seed)
    explained = explaining.summary(text)
    assert {one.line.name: one.line.shape for one in explained[:-1]} == tensors
    assert not any(one.failed for one in explained)
    for one in explained:
        assert one.readings
        assert_sum(one.readings[0].sum, one.line.count)


OLD_KERAS = """
_________________________________________________________________
Layer (type)                 Output Shape              Param #
=================================================================
lstm_1 (LSTM)                (None, 12)                4464
_________________________________________________________________
dense_1 (Dense)              (None, 1)                 13
=================================================================
Total params: 4,477
"""


def test_an_old_table_of_keras():
    lstm, dense, total = explaining.summary(OLD_KERAS)
    assert sizes(lstm.readings[0]) == ("lstm", 80, 12, 1, 1, 0, True)
    assert dense.readings[0].says == "dense, 12 → 1, with bias"
    assert total.readings[0].says == "the sum of the lines above"


@pytest.mark.parametrize(
    ("was", "typed", "line", "note"),
    [
        ("4464", "4465", 0, "no LSTM of width 12 has 4,465 parameters"),
        ("   13", "   14", 1, "the line above gives 12 numbers, which does not lead to 14"),
        ("4,477", "4,478", 2, "the lines above sum to 4,477, 1 fewer: is a line missing"),
        ("4,477", "4,400", 2, "the lines above sum to 4,477, 77 more: is a line missing"),
    ],
)
def test_a_number_that_is_wrong_is_said_to_be(was, typed, line, note):
    explained = explaining.summary(OLD_KERAS.replace(was, typed))[line]
    assert note in explained.note
    assert explained.failed or line == 1


def test_what_keras_has_not_built_and_what_torchinfo_does_not_print():
    unbuilt = "│ lstm (LSTM) │ ? │ 0 (unbuilt) │"
    assert "keras.Input" in explaining.summary(unbuilt)[0].note
    assert "input_size" in explaining.summary("├─LSTM: 1-1      149,504")[0].note


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no line of a summary was found"),
        ("lorem ipsum\n(1, 2)", "no line of a summary was found"),
        ("x" * (MOST_LETTERS + 1), "the summary has 500,001 characters"),
        ("\n" * MOST_LINES, "the summary has 3,001 lines"),
    ],
)
def test_what_is_no_summary_is_refused(text, message):
    with pytest.raises(LstmDocsError, match=re.escape(message)):
        explaining.summary(text)


HOSTILE = [
    "lstm (" * 80_000,
    "│" * 400_000,
    "x (LSTM) (" + "(1, 2), " * 50_000,
    "LSTM(" + "(" * 400_000 + ")",
    "a" * 400_000 + " torch.Size([",
    "a torch.Size([1]) " * 20_000,
    "\n".join("a.weight (1, 2" * 9 for _ in range(2900)),
    "\n".join("│ lstm (LSTM) │ (None, 12) │ 4,464 │" for _ in range(2900)),
    "\n".join(f"│ l{n} (LSTM) │ (None, 12) │ 4,464 │ l{n - 1}[0][0] │\n├──┤" for n in range(1400)),
    "\n".join("Total params: 1" for _ in range(2900)),
    "\n".join(f"l{n}.weight_ih_l0 (48, 80)" for n in range(2900)),
    "(a): LSTM(999999, 999999, num_layers=99999999)",
    "(a): LSTM(1, 2, proj_size=2)",
    "(a): GRU(9, 3, proj_size=2)",
    "(a): LSTM()",
    "├─LSTM: 1-1      [1, 0]     149,504",
    "(a): Linear(in_features=0, out_features=x)",
    "w.weight_ih_l0 (0, 0)\nw.weight_hh_l0 (0, 0)",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_pasted_ends_at_once_and_in_words(text):
    start = time.process_time()
    with suppress(LstmDocsError):
        for one in explaining.summary(text):
            assert one.readings or one.note
    assert time.process_time() - start < 10


def test_adam_keeps_two_numbers_for_each():
    model = keras.Sequential([keras.Input((4, 3)), keras.layers.LSTM(2), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.optimizer.build(model.trainable_variables)
    written = []
    model.summary(print_fn=lambda line, **_: written.append(line))
    explained = explaining.summary("\n".join(written))
    assert [one.failed for one in explained] == [False] * 6
    assert explained[-1].note.startswith("two numbers for each trainable parameter")
