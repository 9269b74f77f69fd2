"""Wrong paths to what one more unit, one more layer or twice the units cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ...cells.sizes import H, I
from ..counted import biases, gates, parameters
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count

if TYPE_CHECKING:
    from ..case import Case


@misconception("derivative-for-difference")
def derivative_for_difference(case: Case, key: Key) -> Wrong | None:
    """dP/dH."""
    return wrong_count(
        sympy.factor(sympy.diff(sympy.expand(parameters(case)), H)),
        "{count} = {count:with} is the derivative by H; a whole unit more adds {more} more, its own loop in U.",
        more=gates(case),
    )


@misconception("no-new-columns")
def no_new_columns(case: Case, key: Key) -> Wrong | None:
    """The rows of the new unit only."""
    columns = gates(case) * H
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] - columns)),
        "{count} is the new unit's own rows; the {H} old units get a weight on it in each gate: {columns:with} = {columns}.",
        columns=columns,
    )


@misconception("average-unit")
def average_unit(case: Case, key: Key) -> Wrong | None:
    """P / H."""
    return wrong_count(
        sympy.cancel(parameters(case) / H),
        "{count} is an average unit's share, {all} / {H}; U grows with the square, so the next unit costs more.",
        all=parameters(case),
    )


@misconception("one-gate-of-a-unit")
def one_gate_of_a_unit(case: Case, key: Key) -> Wrong | None:
    """One gate."""
    count = gates(case)
    return wrong_count(
        sympy.factor(key.values[0] / count), f"{{count}} is one gate's share; the unit is new in all {count} gates."
    )


@misconception("a-unit-without-u")
def a_unit_without_u(case: Case, key: Key) -> Wrong | None:
    """W and biases."""
    return wrong_count(
        sympy.factor(gates(case) * I + sympy.cancel(biases(case) / H)),
        "{count} = {count:with} is what the new unit has in W and the biases; it also has rows and columns in U.",
    )


@misconception("a-layer-on-the-inputs")
def a_layer_on_the_inputs(case: Case, key: Key) -> Wrong | None:
    """Another first layer."""
    directions = case.network().directions
    return wrong_count(
        sympy.factor(directions * parameters(case)),
        "{count} = {count:with} is another layer on the {I} inputs; the new one reads the layer below.",
    )


@misconception("a-layer-on-one-direction")
def a_layer_on_one_direction(case: Case, key: Key) -> Wrong | None:
    """Reads H of 2H."""
    if not case.bidirectional:
        return None
    return wrong_count(
        sympy.factor(2 * parameters(case).subs(I, H)),
        "{count} = {count:with} lets the new layer read {H} numbers; both directions below put out {wide}.",
        wide=2 * H,
    )


@misconception("a-layer-of-one-direction")
def a_layer_of_one_direction(case: Case, key: Key) -> Wrong | None:
    """One direction on top."""
    if not case.bidirectional:
        return None
    return wrong_count(
        sympy.factor(key.values[0] / 2), "{count} = {count:with} is one direction of the new layer; it has two as well."
    )


@misconception("a-layer-without-bias")
def a_layer_without_bias(case: Case, key: Key) -> Wrong | None:
    """Matrices only."""
    extra = case.network().directions * biases(case)
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] - extra)),
        "{count} leaves out the new layer's biases, {extra:with} = {extra}.",
        extra=extra,
    )


@misconception("a-layer-without-u")
def a_layer_without_u(case: Case, key: Key) -> Wrong | None:
    """What it reads from below only."""
    u = case.network().directions * gates(case) * H**2
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] - u)),
        "{count} leaves out U: the new layer has a state of its own, {u:with} = {u} weights.",
        u=u,
    )


@misconception("a-layer-and-the-first")
def a_layer_and_the_first(case: Case, key: Key) -> Wrong | None:
    """The whole stack."""
    return wrong_count(
        sympy.expand(key.values[0] + case.network().directions * parameters(case)),
        "{count} is both layers together; what the second adds was asked for.",
    )


@misconception("twice-the-units-twice-the-weights")
def twice_the_units_twice_the_weights(case: Case, key: Key) -> Wrong | None:
    """Linear."""
    return wrong_count(
        sympy.Integer(2),
        "Twice would be right without U; its {u:with} = {u} of {all} weights are square in the units and grow fourfold.",
        u=gates(case) * H**2,
        all=parameters(case),
    )


@misconception("twice-the-units-four-times-the-weights")
def twice_the_units_four_times_the_weights(case: Case, key: Key) -> Wrong | None:
    """Quadratic."""
    rest = sympy.factor(sympy.expand(parameters(case) - gates(case) * H**2))
    return wrong_count(
        sympy.Integer(4),
        "Four times would be right for U alone; W and the biases, {rest:with} = {rest} of {all}, only double.",
        rest=rest,
        all=parameters(case),
    )


@misconception("ratio-upside-down")
def ratio_upside_down(case: Case, key: Key) -> Wrong | None:
    """Before over after."""
    return wrong_count(1 / key.values[0], "{count} is the old number over the new; the new one over the old was asked for.")


@misconception("growth-for-ratio")
def growth_for_ratio(case: Case, key: Key) -> Wrong | None:
    """What is added, as a share."""
    return wrong_count(
        sympy.cancel(key.values[0] - 1), "{count} is the part that is added; together with what was there it is 1 more."
    )


@misconception("inputs-doubled-too")
def inputs_doubled_too(case: Case, key: Key) -> Wrong | None:
    """I and H doubled."""
    both = parameters(case).subs({I: 2 * I, H: 2 * H}, simultaneous=True)
    return wrong_count(sympy.cancel(both / parameters(case)), "{count} doubles the inputs as well; they stay {I}.")
