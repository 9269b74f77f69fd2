from __future__ import annotations

from fractions import Fraction

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_docs import facts, frameworks
from lstm_docs.facts.fact import FactError, prove
from lstm_docs.formulas.grammar import evaluate
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.network import Network
from lstm_docs.reference import random_inputs
from tests.every_cell import EVERY, PROJECTED

SMALL = st.integers(1, 40)


@st.composite
def networks(draw):
    cell = draw(st.sampled_from(EVERY))
    layers = draw(st.integers(1, 3))
    hidden = draw(st.one_of(SMALL, st.lists(SMALL, min_size=layers, max_size=layers).map(tuple)))
    projection = draw(st.one_of(st.none(), SMALL)) if cell in PROJECTED else None
    return Network(
        cell=cell,
        input=draw(SMALL),
        hidden=hidden,
        layers=layers,
        bidirectional=draw(st.booleans()),
        projection=projection,
        bias=draw(st.booleans()),
    )


@settings(max_examples=60)
@given(networks(), SMALL, SMALL)
def test_every_fact_can_be_built_for_every_network(net, steps, batch):
    # Building a fact proves that its formula and its measurement agree.
    quantities = facts.of(net, steps=steps, batch=batch)
    hidden = sum(net.widths) * net.directions
    assert quantities["activations"].value % (steps * batch) == 0
    assert quantities["equations"].value == len(net.equations.equations) * steps * net.layers * net.directions
    assert quantities["state_bytes"].value >= 4 * hidden * batch / max(net.widths)


@settings(max_examples=40)
@given(networks(), SMALL, SMALL)
def test_formulas_are_in_the_answer_grammar(net, steps, batch):
    sizes = {"I": net.input, "L": net.layers, "T": steps, "B": batch, "P": net.projection or 0}
    sizes |= {f"H{n}": h for n, h in enumerate(net.widths)} | {"H": net.widths[0]}
    for fact in facts.of(net, steps=steps, batch=batch).values():
        if isinstance(fact.value, int):
            assert evaluate(fact.text, sizes) == fact.value


@pytest.mark.parametrize(
    ("cell", "framework", "expected"),
    [
        ("lstm", None, 4464),
        ("lstm", "keras", 4464),
        ("lstm", "flax", 4464),
        ("lstm", "mlx", 4464),
        ("lstm", "pytorch", 4512),
        ("lstm", "onnx", 4512),
        ("lstm", "cudnn", 4512),
        ("gru-reset-after", "pytorch", 3384),
        ("gru-reset-after", "keras", 3384),
        ("gru-reset-after", "flax", 3360),
        ("gru-reset-after", None, 3360),
        ("gru-reset-before", "keras", 3348),
    ],
)
def test_a_count_depends_on_the_convention(cell, framework, expected):
    assert facts.of(Network(cell=cell, input=80, hidden=12), framework=framework)["parameters"].value == expected


def test_no_biases():
    assert facts.of(Network(input=80, hidden=12, bias=False))["parameters"].value == 4416
    assert facts.of(Network(cell="gru-reset-before", input=80, hidden=12, bias=False))["parameters"].value == 3312


def test_bias_additions_follow_the_framework():
    net = Network(input=80, hidden=12)
    assert facts.of(net, steps=10, framework="keras")["bias_additions"].value == 480
    assert facts.of(net, steps=10, framework="pytorch")["bias_additions"].value == 960


@settings(max_examples=40)
@given(networks(), SMALL, SMALL, st.sampled_from(["float32", "float16", "int8"]))
def test_what_is_saved_is_what_is_computed_and_the_inputs(net, steps, batch, dtype):
    quantities = facts.of(net, steps=steps, batch=batch, dtype=dtype)
    inputs = random_inputs(Network(input=net.input, hidden=1), steps, batch, seed=1)
    assert quantities["saved_bytes"].value - quantities["activation_bytes"].value == facts.PRECISIONS[dtype].bytes * inputs.size


@pytest.mark.parametrize(("layer", "cell"), [("LSTM", "lstm"), ("GRU", "gru-reset-after"), ("RNN", "rnn-tanh")])
def test_pytorch_saves_the_inputs_as_well(layer, cell):
    few, many = (_saved(layer, Network(cell=cell, input=inputs, hidden=12), steps=10) for inputs in (80, 160))
    stated = [facts.of(Network(cell=cell, input=inputs, hidden=12), steps=10)["saved_bytes"].value for inputs in (80, 160)]
    assert many - few == stated[1] - stated[0] == 4 * 10 * 80
    assert few >= stated[0]
    if layer == "LSTM":
        assert (few, many) == (6560, 9760)


def _saved(layer: str, network: Network, steps: int) -> int:
    """The bytes that PyTorch's layer holds for the gradient, its weights left out; its own kernels, not oneDNN's."""
    module, held = getattr(torch.nn, layer)(network.input, network.hidden), []
    with (
        torch.backends.mkldnn.flags(enabled=False),
        torch.autograd.graph.saved_tensors_hooks(lambda tensor: held.append(tensor) or tensor, lambda tensor: tensor),
    ):
        module(torch.zeros(steps, 1, network.input))
    stores = {tensor.untyped_storage().data_ptr(): tensor.untyped_storage().nbytes() for tensor in held}
    weights = {tensor.untyped_storage().data_ptr() for tensor in module.parameters()}
    return sum(size for place, size in stores.items() if place not in weights)


def test_macs_of_the_worked_network():
    quantities = facts.of(Network(input=80, hidden=12), steps=10)
    assert quantities["macs"].value == 44_160
    # 4.6 pJ for each: about 0.2 microjoules; and the weights from DRAM at every step cost over a hundred times that.
    assert quantities["arithmetic_energy"].value == Fraction("4.6") * 44_160
    assert quantities["memory_energy"].value / quantities["arithmetic_energy"].value > 100


def test_a_formula_that_is_wrong_cannot_become_a_fact():
    from lstm_docs.cells.sizes import H, I

    with pytest.raises(FactError, match="but 5 was measured"):
        prove("parameters", H * I, {H: 2, I: 3}, 5, "parameters", "")


def test_a_count_too_large_to_state_is_refused():
    with pytest.raises(LstmDocsError, match=r"above 2\^53 - 1"):
        facts.of(Network(input=2**20, hidden=2**20), steps=2**20, batch=2**20)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"steps": 0}, "steps must be from 1"),
        ({"batch": -1}, "batch size must be from 1"),
        ({"steps": 10**12}, "steps must be from 1 to 1,048,576"),
        ({"framework": "pytroch"}, "unknown framework 'pytroch'; did you mean 'pytorch'?"),
        ({"dtype": "float99"}, "unknown precision 'float99'"),
    ],
)
def test_bad_questions_are_refused(options, message):
    with pytest.raises(LstmDocsError) as caught:
        facts.of(Network(input=3, hidden=2), **options)
    assert message in str(caught.value)


@given(st.integers(1, 60), st.integers(1, 300), st.sampled_from([None, "keras", "pytorch"]))
@settings(max_examples=40)
def test_units_for_a_budget_are_the_inverse_of_the_count(inputs, hidden, framework):
    net = Network(input=inputs, hidden=hidden)
    count = facts.of(net, framework=framework)["parameters"].value
    assert facts.units_for(count, net, framework, exact=True).units == hidden
    short = facts.units_for(count + 1, net, framework)
    assert (short.units, short.exact) == (hidden, False)
    with pytest.raises(LstmDocsError, match="no whole number of units has exactly"):
        facts.units_for(count + 1, net, framework, exact=True)


def test_too_small_a_budget_is_refused():
    with pytest.raises(LstmDocsError, match="5 parameters are too few: one unit takes"):
        facts.units_for(5, Network(input=3, hidden=1))


def test_one_more_unit_is_a_difference_and_not_a_derivative():
    net = Network(input=80, hidden=12)
    assert facts.one_more_unit(net).value == 424
    assert facts.one_more_unit(net, "pytorch").value == 428
    assert str(facts.one_more_unit(net).formula) == "4*(2*H + I + 2)"


@pytest.mark.parametrize("inputs", [1, 26, 80, 1000])
def test_twice_the_units_are_at_most_four_times_the_parameters_and_the_work(inputs):
    for name in ("parameters", "macs"):
        ratios = [
            facts.of(Network(input=inputs, hidden=2 * units))[name].value
            / facts.of(Network(input=inputs, hidden=units))[name].value
            for units in (1, 8, 64, 4096)
        ]
        assert ratios == sorted(ratios)
        assert 2 <= ratios[0] < ratios[-1] < 4


def test_one_more_layer():
    assert facts.one_more_layer(Network(input=45, hidden=25)).value == 5100
    assert facts.one_more_layer(Network(input=45, hidden=25), "pytorch").value == 5200
    both = Network(input=45, hidden=25, bidirectional=True)
    assert facts.one_more_layer(both).value == 15_200
    assert facts.one_more_layer(both, "pytorch").value == 15_400


@pytest.mark.parametrize("name", EVERY)
def test_shapes_come_with_reasons(name):
    net = Network(cell=name, input=45, hidden=25)
    for shape in facts.shapes(net).values():
        assert shape.reason.startswith("rows of")
        assert all(size in (1, 25, 45) for size in shape.numbers)


def test_an_unknown_symbol_names_the_nearest():
    with pytest.raises(LstmDocsError, match="unknown symbol of the LSTM 'W_ff'; did you mean 'W_f'"):
        facts.shape(Network(input=3, hidden=2), "W_ff")


def test_tensors_have_the_frameworks_own_names():
    assert facts.tensors(Network(input=80, hidden=12), "keras") == {
        "kernel": (80, 48),
        "recurrent_kernel": (12, 48),
        "bias": (48,),
    }
    assert set(facts.tensors(Network(input=3, hidden=2), "pytorch")) >= {"weight_ih_l0", "bias_hh_l0"}
    assert "keras" in frameworks.FRAMEWORKS


def test_marginal_costs_are_left_out_where_they_have_no_meaning():
    assert set(facts.marginal(Network(input=3, hidden=2))) == {"one_more_unit", "one_more_layer"}
    assert facts.marginal(Network(input=3, hidden=(2, 4))) == {}
    assert facts.marginal(Network(input=3, hidden=2**20)) == {}


@pytest.mark.parametrize(
    ("cell", "bias", "macs", "flops"),
    [("lstm", True, 44160, 88320), ("gru-reset-after", True, 33120, 66240), ("rnn-tanh", False, 11040, 22080)],
)
def test_flops_are_two_for_each_mac_and_nothing_beside(cell, bias, macs, flops):
    quantities = facts.of(Network(cell=cell, input=80, hidden=12, bias=bias), steps=10)
    assert (quantities["macs"].value, quantities["flops"].value) == (macs, flops)
