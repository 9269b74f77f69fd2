"""Units, steps, features and parameters: what is confused most."""

from __future__ import annotations

import numpy as np

from ... import facts
from ...network import Network
from ...reference.weights import weight_shapes
from .. import probes
from ..texts import number
from .table import Shown, statement

EXAMPLE = Network(input=80, hidden=12)
SHORT, LONG = 10, 100


def sizes_of(network: Network) -> str:
    """A layer's sizes in words."""
    return f"{network.input} inputs and {network.widths[0]} units"


def parameters_at(network: Network, steps: int) -> int:
    """What Keras counts for a layer that runs so many steps."""
    return int(facts.of(network, framework="keras", steps=steps)["parameters"].value)


def _reads(network: Network, steps: int) -> tuple[int, ...]:
    """The shape of what a run over so many steps returns, (T, D·R) for one sequence."""
    return probes.random_run(network, steps).output[:, 0].shape


@statement("cells-as-many-as-steps", right=False)
def cells_as_many_as_steps() -> Shown:
    """One cell, applied T times."""
    few, many = parameters_at(EXAMPLE, SHORT), parameters_at(EXAMPLE, LONG)
    return Shown(
        f"An LSTM layer that reads {SHORT} steps consists of {SHORT} cells, each with weights of its own.",
        many == few * LONG // SHORT,
        f"One cell is applied {SHORT} times: with {sizes_of(EXAMPLE)} Keras counts {number(few)} parameters for {SHORT} steps "
        f"and {number(many)} for {LONG}.",
    )


@statement("parameters-without-steps", right=True)
def parameters_without_steps() -> Shown:
    """P does not contain T."""
    few, many = parameters_at(EXAMPLE, SHORT), parameters_at(EXAMPLE, LONG)
    return Shown(
        "The number of parameters of an LSTM layer does not depend on the number of steps it reads.",
        few == many,
        f"T is not in the formula: {number(few)} parameters for {SHORT} steps, {number(many)} for {LONG}.",
    )


@statement("units-are-steps", right=False)
def units_are_steps() -> Shown:
    """H is the width of the state."""
    network = Network(input=3, hidden=4)
    steps, width = _reads(network, 9)
    return Shown(
        "The number of units of an LSTM layer is the length of the sequences it reads.",
        steps == width,
        f"A layer of {width} units reads {steps} steps as well as any other number: units are the components of $h_t$.",
    )


@statement("units-are-components", right=True)
def units_are_components() -> Shown:
    """H is the length of h and c."""
    network = Network(input=3, hidden=4)
    out = probes.random_run(network, 9)
    widths = {out.output.shape[-1], np.asarray(out.h_n).shape[-1], np.asarray(out.c_n).shape[-1]}
    return Shown(
        "The number of units of an LSTM layer is the number of components of $h_t$, and of $c_t$.",
        widths == {4},
        f"A run of 9 steps with 4 units: $h_t$ and $c_t$ have {', '.join(map(str, widths))} components at each of them.",
    )


@statement("longer-windows-need-units", right=False)
def longer_windows_need_units() -> Shown:
    """No rule ties H to T."""
    network = Network(input=1, hidden=5)
    steps, width = _reads(network, LONG)
    return Shown(
        f"A window of {LONG} steps can only be read by a layer of {LONG} units or more.",
        width >= steps,
        f"{width} units read {steps} steps; how many are wanted is a question of what must be remembered, not of the length.",
    )


@statement("steps-cost-work-only", right=True)
def steps_cost_work_only() -> Shown:
    """T scales the MACs, not the parameters."""
    few, many = (facts.of(EXAMPLE, steps=steps) for steps in (SHORT, LONG))
    macs = [int(fact["macs"].value) for fact in (few, many)]
    holds = macs[1] == macs[0] * LONG // SHORT and few["parameters"].value == many["parameters"].value
    return Shown(
        "Ten times as many steps cost an LSTM layer ten times the multiply-accumulates and not one parameter more.",
        holds,
        f"With {sizes_of(EXAMPLE)}: {number(macs[0])} MACs for {SHORT} steps, {number(macs[1])} for {LONG}; "
        f"{number(int(few['parameters'].value))} parameters either way.",
    )


@statement("fewer-units-than-features", right=False)
def fewer_units_than_features() -> Shown:
    """H > I is as legal as H < I."""
    network = Network(input=3, hidden=128)
    _, width = _reads(network, 2)
    return Shown(
        "An LSTM layer must have fewer units than its input has features.",
        width < network.input,
        f"{network.input} features and {width} units run as well as {EXAMPLE.input} and {EXAMPLE.widths[0]}: I and H are free.",
    )


@statement("features-and-units-free", right=True)
def features_and_units_free() -> Shown:
    """W is H×I whatever the two are."""
    pairs = ((3, 128), (80, 12), (25, 25))
    shapes = [weight_shapes(Network(input=i, hidden=h), 0)["W_f"] for i, h in pairs]
    return Shown(
        "The number of features and the number of units of an LSTM layer can be chosen independently.",
        shapes == [(h, i) for i, h in pairs],
        "$W_f$ takes any shape H×I: " + ", ".join(f"{r}×{c}" for r, c in shapes) + ".",
    )


@statement("units-are-labels", right=False)
def units_are_labels() -> Shown:
    """Units are not classes."""
    return Shown(
        "An LSTM layer in front of 5 classes must have 5 units, one for each class.",
        _logits(12, 5) != (5,),
        "12 units and a head of 5×12 weights give 5 numbers, one for each class: units are no labels, a head maps them.",
    )


@statement("head-maps-units", right=True)
def head_maps_units() -> Shown:
    """Dense(H -> K)."""
    return Shown(
        "A dense head maps any number of units to any number of classes.",
        all(_logits(units, classes) == (classes,) for units, classes in ((12, 5), (3, 26), (50, 2))),
        "A head of K×H weights on $h_T$ gives K numbers: 12 units to 5 classes, 3 to 26, 50 to 2.",
    )


def _logits(units: int, classes: int) -> tuple[int, ...]:
    state = probes.random_run(Network(input=3, hidden=units), 4).output[-1, 0]
    shape: tuple[int, ...] = (np.ones((classes, units)) @ state).shape
    return shape


@statement("weights-are-vectors", right=False)
def weights_are_vectors() -> Shown:
    """W and U are matrices."""
    shapes = weight_shapes(EXAMPLE, 0)
    return Shown(
        "The weights of a gate are vectors, as long as the number of units.",
        all(shapes[f"{kind}_f"] == (EXAMPLE.widths[0], 1) for kind in "WU"),
        f"With {sizes_of(EXAMPLE)}, $W_f$ is {_by(shapes['W_f'])} and $U_f$ {_by(shapes['U_f'])}: only the bias is a vector.",
    )


@statement("bias-is-the-vector", right=True)
def bias_is_the_vector() -> Shown:
    """Only b is a vector."""
    vectors = [name for name, (_, columns) in weight_shapes(EXAMPLE, 0).items() if columns == 1 and name.endswith("_f")]
    return Shown(
        "Of W, U and b of a gate only b is a vector.",
        vectors == ["b_f"],
        "$W_f$ has a column for each input and $U_f$ one for each unit; $b_f$ has one column.",
    )


def _by(shape: tuple[int, int]) -> str:
    return f"{shape[0]}×{shape[1]}"


@statement("every-unit-is-output", right=True)
def every_unit_is_output() -> Shown:
    """The output is h."""
    out = probes.random_run(Network(input=3, hidden=6), 4)
    same = np.array_equal(out.output[-1], np.asarray(out.h_n)[-1])
    return Shown(
        "What an LSTM layer of one direction puts out at the last step are all components of $h_T$.",
        bool(same),
        "A run of 6 units: the output of the last step and $h_T$ are the same 6 numbers.",
    )


@statement("last-unit-is-output", right=False)
def last_unit_is_output() -> Shown:
    """No unit is special."""
    width = probes.random_run(Network(input=3, hidden=6), 4).output.shape[-1]
    return Shown(
        "Only the last unit of an LSTM layer is its output; the others are internal.",
        width == 1,
        f"A layer of 6 units puts out {width} numbers a step: every unit is output.",
    )
