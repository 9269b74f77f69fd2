"""What one more unit costs."""

from __future__ import annotations

from dataclasses import replace

from ... import facts, frameworks
from ...cells.sizes import H
from ...derive.stack import values
from ..texts import number
from .sizes import EXAMPLE, parameters_at, sizes_of
from .table import Shown, statement


@statement("one-more-unit-by-derivative", right=False)
def one_more_unit_by_derivative() -> Shown:
    """The derivative is not the difference."""
    slope = int(_slope())
    added = int(facts.one_more_unit(EXAMPLE, "keras").value)
    return Shown(
        f"One more unit adds {number(slope)} parameters to a Keras layer of {sizes_of(EXAMPLE)}.",
        slope == added,
        f"{number(slope)} is the slope of the formula at H = {EXAMPLE.widths[0]}; the next unit adds {number(added)}.",
    )


@statement("one-more-unit", right=True)
def one_more_unit() -> Shown:
    """P(H+1) - P(H), counted."""
    here = parameters_at(EXAMPLE, 1)
    more = parameters_at(replace(EXAMPLE, hidden=EXAMPLE.widths[0] + 1), 1)
    added = int(facts.one_more_unit(EXAMPLE, "keras").value)
    return Shown(
        f"One more unit adds {number(added)} parameters to a Keras layer of {sizes_of(EXAMPLE)}.",
        more - here == added,
        f"{number(more)} − {number(here)} = {number(more - here)}.",
    )


def _slope() -> float:
    """dP/dH of the Keras count, symbolically."""
    formula = frameworks.parameters("keras", EXAMPLE)
    return float(formula.diff(H).subs(values(EXAMPLE)))
