"""Facts of a case, as answers in code use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...cells.sizes import B, T
from ..fact_words import STAND_IN, fact_of, stand_in

if TYPE_CHECKING:
    import sympy

    from ..case import Case

__all__ = ["STAND_IN", "alone", "formula"]


def formula(case: Case, name: str, sizes: str = "") -> sympy.Expr:
    """A fact of one layer (of several with `sizes="L"`, projected with "P"), in the sizes."""
    return fact_of(case, name, stand_in(sizes))


def alone(per_run: sympy.Expr) -> sympy.Expr:
    """What one step of one sequence takes."""
    return per_run.subs({T: 1, B: 1})
