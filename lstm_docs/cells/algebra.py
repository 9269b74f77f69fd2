"""What is asked of SymPy again and again, of the same formulas: answered once for each."""

from __future__ import annotations

from functools import lru_cache

import sympy

MOST = 2**14
"""So many answers to each question are kept."""


@lru_cache(maxsize=MOST)
def factored(formula: sympy.Expr) -> sympy.Expr:
    """The formula as a product, where it has factors."""
    return sympy.factor(formula)


@lru_cache(maxsize=MOST)
def difference(formula: sympy.Expr, other: sympy.Expr) -> sympy.Expr:
    """What the first formula has more than the other, as a product where it has factors."""
    return sympy.factor(sympy.expand(formula - other))


@lru_cache(maxsize=MOST)
def quotient(formula: sympy.Expr) -> sympy.Expr:
    """The formula as one quotient in lowest terms."""
    return sympy.cancel(formula)


@lru_cache(maxsize=MOST, typed=True)
def written(formula: sympy.Expr | int) -> str:
    """The formula as plain text, in the answer grammar."""
    return str(formula).replace("**", "^")
