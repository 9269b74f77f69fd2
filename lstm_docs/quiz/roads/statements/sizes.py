"""Whether statements about units, steps, features and parameters hold: counted, and seen in shapes of runs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .... import facts, frameworks
from ....cells.sizes import H
from ....derive.stack import values
from ....network import Network
from ....reference.weights import weight_shapes
from ...engine.registry import Outcome, measurement
from ..shared import probes

EXAMPLE = Network(input=80, hidden=12)
SIZES = {"inputs": EXAMPLE.input, "units": EXAMPLE.widths[0]}
SHORT, LONG = 10, 100
STEPS = {"short": SHORT, "long": LONG}


def _parameters(network: Network, steps: int) -> int:
    """What Keras counts for a layer that runs so many steps."""
    return int(facts.of(network, framework="keras", steps=steps)["parameters"].value)


def _run_shape(features: int, units: int, steps: int) -> tuple[int, int]:
    """The steps and the width of what a run over so many steps returns."""
    steps, _, width = probes.random_run(Network(input=features, hidden=units), steps).output.shape
    return steps, width


@measurement("cells-as-many-as-steps")
def cells_as_many_as_steps() -> Outcome:
    """Whether ten times the steps are ten times the parameters."""
    few, many = (_parameters(EXAMPLE, steps) for steps in (SHORT, LONG))
    return Outcome(many == few * LONG // SHORT, {**SIZES, **STEPS, "few": few, "many": many})


@measurement("parameters-without-steps")
def parameters_without_steps() -> Outcome:
    """Parameters for few steps and for many."""
    few, many = (_parameters(EXAMPLE, steps) for steps in (SHORT, LONG))
    return Outcome(few == many, {**STEPS, "few": few, "many": many})


@measurement("steps-cost-work-only")
def steps_cost_work_only() -> Outcome:
    """MACs and parameters for few steps and for many."""
    few, many = (facts.of(EXAMPLE, steps=steps) for steps in (SHORT, LONG))
    macs = [int(fact["macs"].value) for fact in (few, many)]
    holds = macs[1] == macs[0] * LONG // SHORT and few["parameters"].value == many["parameters"].value
    numbers = {"few": macs[0], "many": macs[1], "parameters": int(few["parameters"].value)}
    return Outcome(holds, SIZES | STEPS | numbers)


@measurement("units-are-steps")
def units_are_steps() -> Outcome:
    """A run of more steps than units."""
    steps, width = _run_shape(3, 4, 9)
    return Outcome(steps == width, {"steps": steps, "width": width})


@measurement("units-are-components")
def units_are_components() -> Outcome:
    """The widths of the output and of both states."""
    out = probes.random_run(Network(input=3, hidden=4), 9)
    widths = {np.asarray(array).shape[-1] for array in (out.output, out.h_n, out.c_n)}
    return Outcome(widths == {4}, {"widths": ", ".join(map(str, widths))})


@measurement("longer-windows-need-units")
def longer_windows_need_units() -> Outcome:
    """A long window before few units."""
    steps, width = _run_shape(1, 5, LONG)
    return Outcome(width >= steps, {"steps": steps, "width": width})


@measurement("fewer-units-than-features")
def fewer_units_than_features() -> Outcome:
    """A run of more units than features."""
    features = 3
    _, width = _run_shape(features, 128, 2)
    return Outcome(width < features, {**SIZES, "features": features, "width": width})


@measurement("features-and-units-free")
def features_and_units_free() -> Outcome:
    """The shape of W_f whatever the two are."""
    pairs = ((3, 128), (80, 12), (25, 25))
    shapes = [weight_shapes(Network(input=i, hidden=h), 0)["W_f"] for i, h in pairs]
    return Outcome(shapes == [(h, i) for i, h in pairs], {"shapes": ", ".join(map(_by, shapes))})


def _by(shape: tuple[int, int]) -> str:
    return f"{shape[0]}×{shape[1]}"


def _logits(units: int, classes: int) -> tuple[int, ...]:
    """The shape of what a dense head gives on the last state."""
    state = probes.random_run(Network(input=3, hidden=units), 4).output[-1, 0]
    return tuple((np.ones((classes, units)) @ state).shape)


@measurement("units-are-labels")
def units_are_labels() -> Outcome:
    """12 units before 5 classes."""
    return Outcome(_logits(12, 5) != (5,))


@measurement("head-maps-units")
def head_maps_units() -> Outcome:
    """Several units before several classes."""
    return Outcome(all(_logits(units, classes) == (classes,) for units, classes in ((12, 5), (3, 26), (50, 2))))


@measurement("weights-are-vectors")
def weights_are_vectors() -> Outcome:
    """The shapes of W and U."""
    shapes = weight_shapes(EXAMPLE, 0)
    W, U = shapes["W_f"], shapes["U_f"]
    return Outcome(W[1] == U[1] == 1, {**SIZES, "W_f": _by(W), "U_f": _by(U)})


@measurement("bias-is-the-vector")
def bias_is_the_vector() -> Outcome:
    """Which of a gate's weights have one column."""
    shapes = weight_shapes(EXAMPLE, 0)
    return Outcome([name for name in ("W_f", "U_f", "b_f") if shapes[name][1] == 1] == ["b_f"])


@measurement("every-unit-is-output")
def every_unit_is_output() -> Outcome:
    """The last output and the last hidden state."""
    out = probes.random_run(Network(input=3, hidden=6), 4)
    return Outcome(bool(np.array_equal(out.output[-1], np.asarray(out.h_n)[-1])), {"width": out.output.shape[-1]})


@measurement("last-unit-is-output")
def last_unit_is_output() -> Outcome:
    """The width of the output."""
    _, width = _run_shape(3, 6, 4)
    return Outcome(width == 1, {"width": width})


@measurement("one-more-unit-by-derivative")
def one_more_unit_by_derivative() -> Outcome:
    """The slope of the formula, and what the next unit adds."""
    slope = int(frameworks.parameters("keras", EXAMPLE).diff(H).subs(values(EXAMPLE)))
    added = int(facts.one_more_unit(EXAMPLE, "keras").value)
    return Outcome(slope == added, {**SIZES, "slope": slope, "added": added})


@measurement("one-more-unit")
def one_more_unit() -> Outcome:
    """Two counts, and their difference by formula."""
    here, more = (_parameters(replace(EXAMPLE, hidden=EXAMPLE.widths[0] + n), 1) for n in (0, 1))
    added = int(facts.one_more_unit(EXAMPLE, "keras").value)
    return Outcome(more - here == added, {**SIZES, "added": added, "here": here, "more": more, "difference": more - here})
