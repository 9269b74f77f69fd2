"""The numbers of statements that are more than one fact: named functions that return a text."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .. import facts, frameworks, reference
from ..cells.sizes import H
from ..derive.stack import values
from ..facts.rules import ALPHAS
from ..formulas.decimals import fixed, number
from ..network import Network
from ..quiz import load_bank
from ..quiz.roads.shared import probes
from . import conventions  # noqa: F401 - importing registers
from .registry import COMPUTATIONS, EXAMPLE, computation, count

__all__ = ["COMPUTATIONS"]

PAIR = Network(input=45, hidden=25, layers=2)
SAMPLES, LABELS = 299_779, 2  # a corpus of first names, two labels
LETTERS, LONGEST = 30, 23  # 26 letters, three umlauts and a hyphen; the longest name


@computation("one-more-unit")
def one_more_unit() -> str:
    """What one more unit adds at 80/12, with one bias vector and with two."""
    one, two = (number(int(facts.one_more_unit(EXAMPLE, name).value)) for name in ("keras", "pytorch"))
    formulas = [f"${facts.one_more_unit(EXAMPLE, name).latex}$" for name in ("keras", "pytorch")]
    return f"{formulas[0]} = {one} parameters with one bias vector (Keras), {formulas[1]} = {two} with two (PyTorch)"


@computation("slope-of-the-count")
def slope_of_thecount() -> str:
    """dP/dH of the Keras count at 80/12."""
    formula = frameworks.parameters("keras", EXAMPLE)
    return number(int(formula.diff(H).subs(values(EXAMPLE))))


@computation("doubling-units")
def doubling_units() -> str:
    """By what the Keras count is multiplied when H doubles, at 80/12 and in the limit."""
    double = count(replace(EXAMPLE, hidden=24), "keras") / count(EXAMPLE, "keras")
    large = count(Network(input=80, hidden=20000), "keras") / count(Network(input=80, hidden=10000), "keras")
    return f"by {fixed(double, 2)} at 80 inputs and 12 units, by {fixed(large, 2)} at 10{chr(0x202F)}000 units"


@computation("one-more-layer")
def one_more_layer() -> str:
    """What one more layer of 25 units on 25 adds, by convention and direction."""
    one_way, both_ways = (Network(input=25, hidden=25, bidirectional=both) for both in (False, True))
    parameters = {
        (both, name): number(int(facts.one_more_layer(network, name).value))
        for both, network in ((False, one_way), (True, both_ways))
        for name in ("keras", "pytorch")
    }
    return (
        f"{parameters[False, 'keras']} with one bias vector (Keras), {parameters[False, 'pytorch']} with two (PyTorch); "
        f"bidirectional {parameters[True, 'keras']} and {parameters[True, 'pytorch']}"
    )


@computation("two-layers-in-full")
def two_layers_in_full() -> str:
    """Shapes and counts of two layers of 25 units over 45 inputs."""
    tensors = facts.tensors(PAIR, "pytorch")
    named = [f"`{name}` {'×'.join(map(str, tensors[name]))}" for name in tensors if name.startswith("weight")]
    first, second = (count(Network(input=inputs, hidden=25), "keras") for inputs in (45, 25))
    return (
        f"in PyTorch {', '.join(named)}; with one bias vector {number(first)} and {number(second)} parameters, "
        f"together {number(count(PAIR, 'keras'))}, with two {number(count(PAIR, 'pytorch'))}"
    )


@computation("sigmoid-and-tanh-of-five")
def sigmoid_and_tanh_of_five() -> str:
    """σ(5) and tanh(5) to nine decimals."""
    return f"σ(5) = {fixed(probes.squashed('sigmoid', 5.0), 9)} and tanh(5) = {fixed(probes.squashed('tanh', 5.0), 9)}"


@computation("equations-of-the-figures")
def equations_of_the_figures() -> str:
    """One layer over 3 steps, two layers over 3 steps, one layer over 10."""
    counts = [count(Network(input=1, hidden=1, layers=n), fact="equations", steps=t) for n, t in ((1, 3), (2, 3), (1, 10))]
    return "one layer over 3 steps runs {} equations, two layers {}, one layer over 10 steps {}".format(*counts)


@computation("connections-of-four-units")
def connections_of_four_units() -> str:
    """U of one gate, and of all gates, for four units."""
    network = Network(input=1, hidden=4)
    one = int(np.prod(facts.shape(network, "U_f").numbers))
    return f"{one} for each gate and {one * len(network.equations.gates)} for all {len(network.equations.gates)}"


@computation("packed-and-padded")
def packed_and_padded() -> str:
    """Cell steps of two sequences of 10 and 4, packed and padded."""
    lengths = np.array([10, 4])
    return f"{lengths.sum()} steps of the cell packed, {lengths.max() * len(lengths)} padded"


@computation("windows-in-numbers")
def windows_in_numbers() -> str:
    """7,965 windows of 24 inputs and 12 targets, as array elements."""
    inputs, targets = np.zeros((7965, 24), np.int8), np.zeros((7965, 12), np.int8)
    return f"{number(len(inputs))} windows hold {number(inputs.size)} numbers of input and {number(targets.size)} of output"


@computation("imdb-count")
def imdbcount() -> str:
    """Embedding, LSTM and Dense of the old sentiment example, summed."""
    embedding, layer, head = 20000 * 128, count(Network(input=128, hidden=128), "keras"), 128 + 1
    parts = " + ".join(map(number, (embedding, layer, head)))
    return f"{parts} = {number(embedding + layer + head)}"


@computation("energy-of-ten-steps")
def energy_of_ten_steps() -> str:
    """Work and energy of ten steps at 80/12 in float32."""
    known_facts = facts.of(EXAMPLE, framework="keras", steps=10)
    macs, work, memory = (known_facts[name].value for name in ("macs", "arithmetic_energy", "memory_energy"))
    each = facts.PRECISIONS["float32"].mac
    return (
        f"{number(int(macs))} multiply-accumulates at {float(each):g} pJ are {fixed(float(work) / 1e6, 2)} µJ; "
        f"what the steps read and write, fetched from DRAM each time, costs {fixed(float(memory / work), 0)} times that"
    )


@computation("rule-by-samples")
def rule_by_samples() -> str:
    """The rule of thumb by samples, at the flattened and at the true width of the input; and its budget view."""
    flat, true = ([facts.by_samples(SAMPLES, width, LABELS, a) for a in ALPHAS] for width in (LETTERS * LONGEST, LETTERS))
    solved = [facts.units_for(SAMPLES // a, Network(input=LETTERS, hidden=1), "keras").units for a in ALPHAS]
    return (
        f"for {number(SAMPLES)} names, {LETTERS * LONGEST} inputs and {LABELS} outputs it says {number(flat[-1])} to "
        f"{number(flat[0])} units; with the {LETTERS} features that a step really has, {number(true[-1])} to "
        f"{number(true[0])}; "
        f"and if samples / α is read as a budget of parameters, {solved[-1]} to {solved[0]}. "
        f"With whole numbers for α these are {len(ALPHAS)} answers"
    )


@computation("names-one-hot")
def names_one_hot() -> str:
    """The shape of a padded name."""
    rows, columns = np.eye(LETTERS)[np.zeros(LONGEST, int)].shape
    return f"{rows}×{columns}"


@computation("loss-of-two-softmax-units")
def loss_of_two_softmax_units() -> str:
    """What shows that the two losses agree."""
    return load_bank().statement("pair-of-softmax-is-binary").proof


@computation("persistence-of-a-sine")
def persistence_of_a_sine() -> str:
    """What shows that persistence looks good."""
    return load_bank().statement("persistence-looks-good").proof


@computation("duplicates-in-validation")
def duplicates_in_validation() -> str:
    """What shows that duplicates flatter."""
    return load_bank().statement("duplicates-flatter").proof


@computation("jacobian-of-three-units")
def jacobian_of_three_units() -> str:
    """What shows that the direct path is not all."""
    return load_bank().statement("full-jacobian-is-forget-gates").proof


@computation("backward-half")
def backward_half() -> str:
    """What shows where the backward direction ends."""
    return load_bank().statement("last-output-is-both-states").proof


@computation("state-bytes-of-a-batch")
def state_bytes_of_a_batch() -> str:
    """The numbers of state of two bidirectional layers of 12 units for 32 sequences."""
    network = Network(input=80, hidden=12, layers=2, bidirectional=True)
    state = reference.run(network, reference.random_weights(network, 0), np.zeros((1, 32, 80))).state
    return number(sum(np.asarray(array).size for letter in (state.h, state.c or ()) for array in letter))
