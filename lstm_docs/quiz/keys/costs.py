"""Facts of a case, as answers in code use them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import sympy

from ... import facts
from ...cells.sizes import B, T

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...network import Network
    from ..case import Case

    Sizes = Mapping[str, int]

STAND_IN = {"I": 3, "H": 4, "L": 2, "P": 2}
"""Numbers for symbolic work: they only say which of the sizes the network has."""


def formula(case: Case, name: str, sizes: str = "") -> sympy.Expr:
    """A fact of one layer (of several with `sizes="L"`, projected with "P"), in the sizes."""
    network = case.network({letter: STAND_IN[letter] for letter in "IH" + sizes})
    return _facts(network, case.framework or None, case.precision or "float32")[name].formula


@cache
def _facts(network: Network, framework: str | None, dtype: str) -> dict[str, facts.Fact]:
    return facts.of(network, framework=framework, dtype=dtype)


def alone(per_run: sympy.Expr) -> sympy.Expr:
    """What one step of one sequence takes."""
    return per_run.subs({T: 1, B: 1})
