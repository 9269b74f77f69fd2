"""Wrong paths from parameters to units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ...cells.sizes import H, I
from ..counted import biases, gates, parameters
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count

if TYPE_CHECKING:
    from ..case import Case


def _stated(key: Key) -> sympy.Expr:
    """The parameters that the question states."""
    return key.given[0][1]


@misconception("units-without-u")
def units_without_u(case: Case, key: Key) -> Wrong | None:
    """The equation is taken for linear: U is forgotten."""
    per_unit = gates(case) * I + sympy.cancel(biases(case) / H)
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
