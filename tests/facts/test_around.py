"""What stands around recurrent layers, as Keras counts it, and sequences of own lengths."""

import json
import os

import pytest
from click.testing import CliRunner

from lstm_docs import Network, facts
from lstm_docs.cli import main
from lstm_docs.formulas.grammar import evaluate
from lstm_docs.network import MERGES

os.environ["KERAS_BACKEND"] = "torch"

import keras
from keras import layers as kit

SIZES = {"I": 7, "H": 5, "V": 30, "O": 3, "T": 4, "B": 2}
DIRECTIONS = [(False, "concat"), *((True, merge) for merge in MERGES)]


@pytest.mark.parametrize("hidden", [(5,), (5, 5, 5), (5, 4)])
@pytest.mark.parametrize("every_step", [False, True])
@pytest.mark.parametrize(("both", "merge"), DIRECTIONS)
def test_a_model_has_the_parameters_that_keras_counts(both, merge, every_step, hidden):
    network = Network(input=SIZES["I"], hidden=hidden, bidirectional=both, merge=merge)
    layers = [kit.LSTM(units, return_sequences=every_step or above) for above, units in enumerate(reversed(hidden))][::-1]
    head = kit.Dense(SIZES["O"])
    parts = [
        kit.Embedding(SIZES["V"], SIZES["I"]),
        *(kit.Bidirectional(layer, merge_mode=merge) if both else layer for layer in layers),
        kit.TimeDistributed(head) if every_step else head,
    ]
    model = keras.Sequential([keras.Input((SIZES["T"],)), *parts])
    found = facts.around(
        network, embedding=SIZES["V"], output=SIZES["O"], every_step=every_step, steps=SIZES["T"],
        batch=SIZES["B"], framework="keras",
    )  # fmt: skip
    assert found["embedding_parameters"].value == parts[0].count_params()
    assert found["head_parameters"].value == parts[-1].count_params()
    assert found["model_parameters"].value == model.count_params()
    outputs = model.output_shape[-1] * head.kernel.shape[0]
    assert found["head_macs"].value == SIZES["B"] * (SIZES["T"] if every_step else 1) * outputs
    sizes = SIZES | {"L": len(hidden)} | {f"H{layer}": units for layer, units in enumerate(hidden)}
    assert all(evaluate(fact.text, sizes) == fact.value for fact in found.values())
    read = [(part.forward_layer if both else part).cell.kernel.shape[0] for part in parts[1:-1]]
    assert read == [network.layer_input(layer) for layer in range(len(hidden))]


def test_heads_stand_on_every_network():
    for network in (Network(input=7, hidden=(5, 4), bidirectional=True), Network(input=7, hidden=5, projection=2, layers=3)):
        width = network.directions * network.recurrent(network.layers - 1)
        found = facts.around(network, output=3)
        assert found["head_parameters"].value == 3 * (width + 1)
        assert found["model_parameters"].value == facts.stored(network, None) + 3 * (width + 1)


def test_padding_is_what_lies_beyond_the_end_of_each_sequence():
    network = Network(input=7, hidden=5, layers=2)
    found = facts.of_lengths(network, (7, 3, 1, 3))
    assert (found["real_steps"].value, found["padded_steps"].value) == (14, 14)
    alone = [facts.of(network, steps=length)["macs"].value for length in (7, 3, 1, 3)]
    assert found["macs_without_padding"].value == sum(alone)


@pytest.mark.parametrize(
    ("options", "status", "part"),
    [
        ("--output 3 --embedding 100", 0, "model_parameters"),
        ("--bidirectional --merge sum --output 1", 0, "reads the last step, 5 numbers wide"),
        ("--lengths 7,3,1", 0, "macs_without_padding"),
        ("--layers 2 --shapes", 0, "layer 2  W_f    5×5"),
        ("--merge sum", 2, "merge sum joins two directions, and this network has one"),
        ("--bidirectional --layers 2 --merge ave --shapes", 0, "layer 2  W_f    5×5"),
        ("--bidirectional --merge summ", 2, "did you mean 'sum'?"),
        ("--output 0", 2, "output must be from 1"),
        ("--embedding 9999999999", 2, "embedding must be from 1"),
        ("--lengths 7,3,x", 2, "as in 7,3,1, not '7,3,x'"),
        ("--lengths 0", 2, "a length must be from 1"),
        ("--lengths 7,3 --steps 5", 2, "leave out --steps and --batch"),
    ],
)
def test_the_command(options, status, part):
    done = CliRunner().invoke(main, ["facts", "--input", "7", "--hidden", "5", *options.split()])
    assert (done.exit_code, part in done.output) == (status, True), done.output
    assert status == 0 or done.output.count("\n") == 1


@pytest.mark.parametrize("framework", ["keras", "pytorch"])
def test_the_command_counts_a_whole_model_as_its_framework_does(framework):
    options = ["--input", "7", "--hidden", "5", "--output", "10", "--framework", framework, "--json"]
    found = json.loads(CliRunner().invoke(main, ["facts", *options]).stdout)["facts"]
    parts = ("parameters", "head_parameters")
    assert found["model_parameters"]["value"] == sum(found[part]["value"] for part in parts)
    assert found["parameters"]["value"] == facts.stored(Network(input=7, hidden=5), framework)


def test_flops_stand_beside_macs():
    names = list(facts.of(Network(input=7, hidden=5)))
    assert names.index("flops") == names.index("macs") + 1
