"""Wrong paths from parameters to units, to marginal costs and by rules of thumb."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ...cells.sizes import H, I, T
from ..counted import biases, gates, matrices, parameters
from ..keys.inverse import A, K, S
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count

if TYPE_CHECKING:
    from ..case import Case


def _stated(key: Key) -> sympy.Expr:
    """The parameters that the question states."""
    return key.given[0][1]


def _biases_a_unit(case: Case) -> sympy.Expr:
    return sympy.cancel(biases(case) / H)


@misconception("units-without-u")
def units_without_u(case: Case, key: Key) -> Wrong | None:
    """The equation is taken for linear: U is forgotten."""
    per_unit = gates(case) * I + _biases_a_unit(case)
    return wrong_count(
        sympy.cancel(_stated(key) / per_unit),
        "{count} is {stated} / {unit}: a unit with its {unit} weights on the inputs and biases, but U is forgotten.",
        stated=_stated(key),
        unit=per_unit,
    )


@misconception("units-of-all-gates")
def units_of_all_gates(case: Case, key: Key) -> Wrong | None:
    """The columns of the packed kernel."""
    return wrong_count(
        gates(case) * H, f"{{count}} = {{count:with}} counts the units of each of the {gates(case)} gates; they share {{H}}."
    )


@misconception("numbers-read-for-units")
def numbers_read_for_units(case: Case, key: Key) -> Wrong | None:
    """The factor beside 4H."""
    return wrong_count(
        sympy.cancel(parameters(case) / (gates(case) * H)),
        "{count} = {count:with} is the other factor: how many weights and biases each unit of a gate has.",
    )


@misconception("units-and-inputs-together")
def units_and_inputs_together(case: Case, key: Key) -> Wrong | None:
    """H + I."""
    return wrong_count(H + I, "{count} is $x_t$ and $h_{t-1}$ joined; {I} of them are inputs, which leaves {H} units.")


@misconception("inputs-for-the-units")
def inputs_for_the_units(case: Case, key: Key) -> Wrong | None:
    """I."""
    return wrong_count(I, "{count} is the number of inputs, and it need not be that of the units.")


@misconception("rounded-up")
def rounded_up(case: Case, key: Key) -> Wrong | None:
    """One unit over the budget."""
    return wrong_count(
        H + 1,
        "{count} units would take {next} parameters, above the {stated} allowed.",
        next=parameters(case).subs(H, H + 1),
        stated=_stated(key),
    )


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
        sympy.factor(gates(case) * I + _biases_a_unit(case)),
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


@misconception("samples-per-parameter")
def samples_per_parameter(case: Case, key: Key) -> Wrong | None:
    """Upside down."""
    return wrong_count(1 / key.values[0], "{count} is sequences for each parameter; it was asked the other way round.")


@misconception("per-sample-without-u")
def per_sample_without_u(case: Case, key: Key) -> Wrong | None:
    """No U."""
    rest = sympy.factor(sympy.expand(parameters(case) - gates(case) * H**2))
    return wrong_count(
        rest / S, "{count} comes from {rest} parameters; U, {u:with} = {u}, is left out.", rest=rest, u=gates(case) * H**2
    )


@misconception("per-sample-one-gate")
def per_sample_one_gate(case: Case, key: Key) -> Wrong | None:
    """One gate."""
    count = gates(case)
    return wrong_count(
        key.values[0] / count,
        f"{{count}} comes from one gate's {{one}} parameters; there are {count}.",
        one=parameters(case) / count,
    )


@misconception("per-sample-without-bias")
def per_sample_without_bias(case: Case, key: Key) -> Wrong | None:
    """No biases."""
    return wrong_count(
        matrices(case) / S,
        "{count} leaves out the biases, {b:with} = {b} of {all} parameters.",
        b=biases(case),
        all=parameters(case),
    )


@misconception("per-step")
def per_step(case: Case, key: Key) -> Wrong | None:
    """Over the steps as well."""
    return wrong_count(key.values[0] / T, "{count} divides by the {T} steps as well; the question is about sequences.")


@misconception("rule-without-alpha")
def rule_without_alpha(case: Case, key: Key) -> Wrong | None:
    """No α."""
    return wrong_count(S / (I + K), "{count} leaves α out: the sum is to be multiplied by {A} first.")


@misconception("rule-multiplied-by-alpha")
def rule_multiplied_by_alpha(case: Case, key: Key) -> Wrong | None:
    """α above the line."""
    return wrong_count(A * S / (I + K), "{count} multiplies by α; α stands below the line.")


@misconception("rule-without-outputs")
def rule_without_outputs(case: Case, key: Key) -> Wrong | None:
    """No N_o."""
    return wrong_count(S / (A * I), "{count} divides by {d:with} = {d}: the {K} outputs are left out.", d=A * I)


@misconception("rule-with-a-product")
def rule_with_a_product(case: Case, key: Key) -> Wrong | None:
    """N_i · N_o."""
    return wrong_count(S / (A * I * K), "{count} multiplies inputs and outputs, {d:with} = {d}; they are added.", d=I * K)


@misconception("rule-alpha-on-the-inputs")
def rule_alpha_on_the_inputs(case: Case, key: Key) -> Wrong | None:
    """α N_i + N_o."""
    return wrong_count(
        S / (A * I + K), "{count} divides by {d:with} = {d}; α multiplies the sum of inputs and outputs.", d=A * I + K
    )


@misconception("rule-weights-for-units")
def rule_weights_for_units(case: Case, key: Key) -> Wrong | None:
    """N_s / α."""
    return wrong_count(S / A, "{count} is how many weights the rule allows; it divides them by inputs and outputs together.")
