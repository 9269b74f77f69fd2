"""Wrong paths to a value or a slope of σ and tanh."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ..keys.activations import argument, exact, slope_at, value_at
from ..registry import Key, Wrong, misconception
from ..texts import said

if TYPE_CHECKING:
    from ..case import Case


def _value(value: sympy.Expr, text: str, **parts: sympy.Expr) -> Wrong:
    found = exact(value)
    return Wrong((found,), said(text, value=found, **parts))


def _other(case: Case) -> str:
    return "tanh" if case.function == "σ" else "σ"


@misconception("activation-other")
def activation_other(case: Case, key: Key) -> Wrong:
    """σ for tanh, or tanh for σ."""
    other = _other(case)
    return _value(
        value_at(other, argument(case)), f"{{value}} is {other}({case.argument}); the question asks for {case.function}."
    )


@misconception("activation-sign")
def activation_sign(case: Case, key: Key) -> Wrong:
    """The sign of the argument lost."""
    return _value(
        value_at(case.function, -argument(case)),
        f"{{value}} has the sign of {case.argument} the wrong way round: it is {case.function} of the opposite number.",
    )


@misconception("activation-scale")
def activation_scale(case: Case, key: Key) -> Wrong:
    """tanh(a) = 2σ(2a) - 1 with the inner 2 misplaced."""
    a = argument(case)
    wrong = 2 * a if case.function == "σ" else a / 2
    return _value(
        value_at(case.function, wrong),
        f"{{value}} is {case.function}({{taken}}): tanh(a) = 2σ(2a) − 1, and that inner 2 went astray.",
        taken=wrong,
    )


@misconception("activation-straight")
def activation_straight(case: Case, key: Key) -> Wrong:
    """The tangent at 0 in place of the curve."""
    a = argument(case)
    text = "a/4 + 1/2" if case.function == "σ" else "a"
    return _value(
        a / 4 + sympy.Rational(1, 2) if case.function == "σ" else a,
        f"{{value}} follows the tangent at 0, {text}; {case.function} bends away from it and stays within its bounds.",
    )


@misconception("activation-clipped")
def activation_clipped(case: Case, key: Key) -> Wrong:
    """The bound itself."""
    low = 0 if case.function == "σ" else -1
    bound = sympy.Integer(1 if argument(case) > 0 else low)
    return _value(bound, f"{{value}} is the bound: {case.function} comes near it but never reaches it.")


@misconception("activation-identity")
def activation_identity(case: Case, key: Key) -> Wrong:
    """The number itself."""
    return _value(argument(case), f"{{value}} is the number itself, as if {case.function} changed nothing.")


@misconception("activation-not-its-slope")
def activation_not_its_slope(case: Case, key: Key) -> Wrong:
    """The slope where the value is asked."""
    return _value(slope_at(case.function, argument(case)), f"{{value}} is the slope of {case.function} there, not its value.")


@misconception("slope-is-the-value")
def slope_is_the_value(case: Case, key: Key) -> Wrong:
    """The value where the slope is asked."""
    return _value(
        value_at(case.function, argument(case)),
        f"{{value}} is {case.function}({case.argument}), its height; the slope is asked.",
    )


@misconception("slope-of-the-other")
def slope_of_the_other(case: Case, key: Key) -> Wrong:
    """The slope of σ for tanh's, or the other way round."""
    other = _other(case)
    return _value(slope_at(other, argument(case)), f"{{value}} is the slope of {other} there.")


@misconception("slope-without-the-square")
def slope_without_the_square(case: Case, key: Key) -> Wrong:
    """1 - value."""
    rule = "σ(1 − σ)" if case.function == "σ" else "1 − tanh²"
    return _value(
        1 - value_at(case.function, argument(case)), f"{{value}} is 1 − {case.function}({case.argument}); the slope is {rule}."
    )


@misconception("slope-greatest")
def slope_greatest(case: Case, key: Key) -> Wrong:
    """The slope at 0, whatever the argument."""
    return _value(
        slope_at(case.function, sympy.Integer(0)), f"{{value}} is the slope at 0, the steepest; at {case.argument} it is less."
    )


@misconception("slope-flat")
def slope_flat(case: Case, key: Key) -> Wrong:
    """Zero: saturated."""
    return _value(sympy.Integer(0), f"{{value}} would be a flat line; {case.function} flattens out but is never quite flat.")


@misconception("slope-doubled")
def slope_doubled(case: Case, key: Key) -> Wrong:
    """Twice the slope."""
    return _value(
        2 * slope_at(case.function, argument(case)), f"{{value}} is twice the slope at {case.argument}: a factor 2 too many."
    )
