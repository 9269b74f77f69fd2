"""Numbers as they are shown: in formulas, in text, and in a run's tables."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite

from .decimals import THIN, infinite, number


def in_text(value: int | Fraction) -> str:
    """`4 464`; what is not whole to six decimals at most."""
    return number(value if isinstance(value, int) else float(value))


def counted(count: int, word: str) -> str:
    """`1 unit`, `12 units`."""
    return f"{in_text(count)} {word}" + ("" if count == 1 else "s")


def in_latex(value: int | Fraction) -> str:
    r"""`4\,464`, which `mathml` makes one number."""
    return in_text(value).replace(THIN, r"\,").replace("−", "-")


def equals(value: int | Fraction) -> str:
    """The sign between a formula and what is shown of its value: ≈ where decimals are left out."""
    shown = in_text(value).replace(THIN, "").replace("−", "-")
    return "=" if Fraction(shown) == value else r"\approx"


def decimal(value: float, places: int = 4) -> str:
    """A real number to so many places, with a true minus and no minus before zero; or that it is infinite or none."""
    if not isfinite(value):
        return infinite(value)
    return f"{value:.{places}f}".replace("-", "−") if round(value, places) else f"{0:.{places}f}"
