"""Wrong paths to a count that families of several topics name, and families of one's own may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ...cells.sizes import H, I
from ..counted import biases, gates, matrices, parameters
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count

if TYPE_CHECKING:
    from ..case import Case


@misconception("forgot-recurrent")
def forgot_recurrent(case: Case, key: Key) -> Wrong:
    """No U."""
    u = gates(case) * H * H
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] - u)),
        "{count} leaves out U: every gate also reads $h_{t-1}$, which takes {u:with} = {u} weights more.",
        u=u,
    )


@misconception("forgot-the-gates")
def forgot_the_gates(case: Case, key: Key) -> Wrong | None:
    """One gate's parameters."""
    count = gates(case)
    if count == 1:
        return None
    return wrong_count(
        sympy.factor(key.values[0] / count),
        f"{{count}} is one gate's share; the cell has {count} of them, so {count} times as many.",
    )


@misconception("one-gate-too-few")
def one_gate_too_few(case: Case, key: Key) -> Wrong | None:
    """The candidate is not counted as a gate."""
    count = gates(case)
    if count == 1:
        return None
    return wrong_count(
        sympy.factor(key.values[0] * (count - 1) / count),
        f"{{count}} counts {count - 1} blocks of weights; the candidate has weights of its own too, which makes {count}.",
    )


@misconception("two-biases-for-one")
def two_biases_for_one(case: Case, key: Key) -> Wrong:
    """A second bias vector where the framework has one."""
    extra = gates(case) * H
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] + extra)),
        "{count} counts {extra:with} = {extra} biases more than this framework stores.",
        extra=extra,
    )


@misconception("no-bias")
def no_bias(case: Case, key: Key) -> Wrong:
    """Matrices only."""
    return wrong_count(
        matrices(case), "{count} counts the matrices only; the biases add {bias:with} = {bias}.", bias=biases(case)
    )


@misconception("squared-input")
def squared_input(case: Case, key: Key) -> Wrong:
    """I and H exchanged."""
    return wrong_count(
        key.values[0].subs({H: I, I: H}, simultaneous=True),
        "{count} takes the {I} inputs for units and the {H} units for inputs.",
    )


@misconception("units-of-all-gates")
def units_of_all_gates(case: Case, key: Key) -> Wrong:
    """The columns of the packed kernel."""
    count = gates(case)
    return wrong_count(
        count * H, f"{{count}} = {{count:with}} counts the units of each of the {count} gates; they share {{H}}."
    )


@misconception("numbers-read-for-units")
def numbers_read_for_units(case: Case, key: Key) -> Wrong:
    """The factor beside 4H."""
    return wrong_count(
        sympy.cancel(parameters(case) / (gates(case) * H)),
        "{count} = {count:with} is the other factor: how many weights and biases each unit of a gate has.",
    )


@misconception("units-and-inputs-together")
def units_and_inputs_together(case: Case, key: Key) -> Wrong:
    """H + I."""
    return wrong_count(H + I, "{count} is $x_t$ and $h_{t-1}$ joined; {I} of them are inputs, which leaves {H} units.")


@misconception("inputs-for-the-units")
def inputs_for_the_units(case: Case, key: Key) -> Wrong:
    """I."""
    return wrong_count(I, "{count} is the number of inputs, and it need not be that of the units.")
