"""Wrong paths through rules that count training samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ...cells.sizes import H, I, T
from ...facts.rules import A, K, S
from ..counted import biases, gates, matrices, parameters
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count

if TYPE_CHECKING:
    from ..case import Case


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
