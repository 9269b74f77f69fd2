"""A fact, and the proof it must pass to exist."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from ..cells.algebra import written
from ..cells.sizes import check_count
from ..derive import latex_size
from ..ground.errors import LstmDocsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sympy


class FactError(LstmDocsError):
    """A formula and a measurement that disagree: a fault of ours, never of the user."""


@dataclass(frozen=True)
class Fact:
    """A quantity of a network: `formula` in the sizes, its `value` here, the `unit`, one line of explanation."""

    name: str
    formula: sympy.Expr
    value: int | Fraction
    unit: str
    explanation: str

    @property
    def text(self) -> str:
        """The formula as plain text, in the answer grammar."""
        return written(self.formula)

    @property
    def latex(self) -> str:
        """The formula as LaTeX."""
        return latex_size(self.formula)


@dataclass(frozen=True)
class Shape:
    """The shape of a named symbol: in the sizes, in numbers, and the chain of reasons for it."""

    name: str
    symbolic: tuple[sympy.Expr, ...]
    numbers: tuple[int, ...]
    reason: str


def prove(
    name: str,
    formula: sympy.Expr,
    numbers: Mapping[sympy.Symbol, int],
    measured: int | Fraction,
    unit: str,
    explanation: str,
) -> Fact:
    """The fact, if the formula gives what was measured.

    Raises `FactError` if it does not, `SizeError` if the count is above 2^53 - 1.
    """
    value = evaluate(formula, numbers)
    if value != measured:
        raise FactError(f"{name}: the formula {formula} gives {value}, but {measured} was measured")
    check_count(int(value), name.replace("_", " "))
    return Fact(name, formula, value, unit, explanation)


def evaluate(formula: sympy.Expr, numbers: Mapping[sympy.Symbol, int]) -> int | Fraction:
    """The exact value of a formula: an int, or a Fraction where it is not whole."""
    number = _value(formula, numbers)
    return int(number) if number.denominator == 1 else number


def _value(formula: sympy.Expr, numbers: Mapping[sympy.Symbol, int]) -> int | Fraction:
    """The same by a walk: SymPy would build every formula on the way anew."""
    if formula.is_Symbol:
        return numbers[formula]
    if formula.is_Rational:
        return int(formula.p) if formula.q == 1 else Fraction(int(formula.p), int(formula.q))
    values = [_value(part, numbers) for part in formula.args]
    if formula.is_Add:
        return sum(values)
    if formula.is_Mul:
        return prod(values)
    if formula.is_Pow:
        base, exponent = values
        return Fraction(base) ** int(exponent)
    if formula.is_Function:
        return int(formula.func(*values))
    raise TypeError(f"no number for {formula}")
