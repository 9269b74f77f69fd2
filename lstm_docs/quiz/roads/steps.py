"""One step in numbers: a unit of the reference with the gates that a question states, and tanh as a sheet lists it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy

from ..engine.registry import road, word
from .activations import exact
from .shared import probes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]

HUNDREDTHS = 100
OPENINGS = {"keep": (1, 0), "replace": (0, 1), "add": (1, 1), "erase": (0, 0)}
"""What a step does -> forget gate, input gate."""


@word("tanh_of_the_argument")
def tanh_of_the_argument(case: Case) -> sympy.Expr:
    """tanh of the stated number, to nine decimals."""
    return exact(sympy.tanh(sympy.Rational(case.argument)))


@word("tanh_table")
def tanh_table(case: Case) -> str:
    """tanh at the arguments a question may need, to four decimals, as on a sheet of formulas."""
    return ", ".join(f"tanh({a}) = {float(sympy.tanh(sympy.Rational(a))):.4f}" for a in ("0.5", "1", "1.5", "2", "3"))


@road("unit-stepped")
def unit_stepped(case: Case, sizes: Sizes) -> tuple[float]:
    """c after one step of a unit with the gates stated."""
    f, i, g, c = (sizes[letter] / HUNDREDTHS for letter in "FJGC")
    sign = -1 if case.form == "negative" else 1
    return (probes.stepped("lstm", {"f": f, "i": i, "g": sign * g, "o": 0.5}, c=c)["c_t"],)


@road("unit-opened")
def unit_opened(case: Case, sizes: Sizes) -> tuple[float]:
    """h of a unit that keeps its c and opens its output gate so far."""
    gates = {"f": 1.0, "i": 0.0, "g": 0.0, "o": sizes["O"] / HUNDREDTHS}
    return (probes.stepped("lstm", gates, c=float(sympy.Rational(case.argument)))["h_t"],)


@road("unit-predicted")
def unit_predicted(case: Case, sizes: Sizes) -> tuple[bool, ...]:
    """Which of the options a unit with gates all the way open or shut comes to."""
    (f, i), (c, g, h) = OPENINGS[case.form], (0.7, -0.4, 0.2)
    cell_state = probes.stepped("lstm", {"f": f, "i": i, "g": g, "o": 0.5}, c=c, h=h)["c_t"]
    options = (c, g, c + g, 0.0, h, float(np.tanh(c)))
    return tuple(bool(np.isclose(cell_state, option, rtol=0, atol=1e-9)) for option in options)
