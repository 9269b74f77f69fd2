"""Wrong paths to what an RNN, a forget bias or clipping leaves of a gradient."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import sympy

from ..keys.gradients import power, steps_of
from ..keys.vanishing import C, U, pair_of, rational, sigmoid_of, slope_of
from ..registry import Key, Wrong, misconception
from ..texts import said

if TYPE_CHECKING:
    from ..case import Case


def _wrong(value: sympy.Expr, text: str) -> Wrong:
    return Wrong((value,), said("{value} " + text, value=value))


def _state(case: Case) -> sympy.Rational:
    state = Fraction(case.form)
    return sympy.Rational(state.numerator, state.denominator)


@misconception("rnn-without-slope")
def rnn_without_slope(case: Case, key: Key) -> Wrong:
    """u^k."""
    return _wrong(power(U / 10, steps_of(case)), "multiplies the weight alone; tanh has a slope too, at every step.")


@misconception("rnn-without-weight")
def rnn_without_weight(case: Case, key: Key) -> Wrong:
    """(1 - h²)^k."""
    return _wrong(power(slope_of(case), steps_of(case)), "multiplies the slopes alone; the weight acts at every step as well.")


@misconception("rnn-slope-of-sigmoid")
def rnn_slope_of_sigmoid(case: Case, key: Key) -> Wrong:
    """(u h(1 - h))^k."""
    h = _state(case)
    return _wrong(power(U / 10 * h * (1 - h), steps_of(case)), "takes h(1 − h), the slope of σ; that of tanh is 1 − h².")


@misconception("rnn-value-for-slope")
def rnn_value_for_slope(case: Case, key: Key) -> Wrong:
    """(u h)^k."""
    return _wrong(power(U / 10 * _state(case), steps_of(case)), "multiplies by the state itself; the slope there is 1 − h².")


@misconception("rnn-one-step")
def rnn_one_step(case: Case, key: Key) -> Wrong:
    """u(1 - h²)."""
    return _wrong(U / 10 * slope_of(case), f"is what one step leaves; there are {case.argument}, and they multiply.")


@misconception("rnn-a-step-more")
def rnn_a_step_more(case: Case, key: Key) -> Wrong:
    """k + 1 steps."""
    return _wrong(
        power(U / 10 * slope_of(case), steps_of(case) + 1), f"multiplies {steps_of(case) + 1} steps; there are {case.argument}."
    )


def _gate(case: Case) -> float:
    return sigmoid_of(int(case.argument))


@misconception("bias-is-one-step")
def bias_is_one_step(case: Case, key: Key) -> Wrong:
    """σ(b)."""
    return _wrong(rational(_gate(case)), f"is the gate, what one step leaves; {case.form} steps multiply.")


@misconception("bias-is-the-gate")
def bias_is_the_gate(case: Case, key: Key) -> Wrong:
    """b^k."""
    return _wrong(
        sympy.Integer(int(case.argument) ** int(case.form)), f"takes the bias {case.argument} for the gate; the gate is its σ."
    )


@misconception("bias-set-twice")
def bias_set_twice(case: Case, key: Key) -> Wrong:
    """σ(2b)^k."""
    return _wrong(
        rational(sigmoid_of(2 * int(case.argument)) ** int(case.form)),
        f"comes of a sum of {2 * int(case.argument)}, as if {case.argument} were in both of two biases.",
    )


@misconception("bias-ignored")
def bias_ignored(case: Case, key: Key) -> Wrong:
    """(1/2)^k."""
    return _wrong(rational(0.5 ** int(case.form)), "has the gate at one half, where it is without a bias.")


@misconception("bias-forgotten-share")
def bias_forgotten_share(case: Case, key: Key) -> Wrong:
    """(1 - σ(b))^k."""
    return _wrong(rational((1 - _gate(case)) ** int(case.form)), "multiplies what each step forgets, not what it keeps.")


@misconception("bias-divided")
def bias_divided(case: Case, key: Key) -> Wrong:
    """σ(b)/k."""
    return _wrong(rational(_gate(case) / int(case.form)), f"divides the gate by {case.form}; the gates of the steps multiply.")


@misconception("bias-a-step-more")
def bias_a_step_more(case: Case, key: Key) -> Wrong:
    """σ(b)^(k+1)."""
    return _wrong(rational(_gate(case) ** (int(case.form) + 1)), f"multiplies one gate more than the {case.form} there are.")


@misconception("clip-each")
def clip_each(case: Case, key: Key) -> Wrong:
    """Every weight's gradient cut to the bound by itself."""
    return _wrong(C, "cuts each gradient to the bound by itself; the norm is that of both together.")


@misconception("clip-nothing")
def clip_nothing(case: Case, key: Key) -> Wrong:
    """The gradient as it was."""
    first, _, norm = pair_of(case)
    return _wrong(sympy.Integer(first), f"leaves it as it is; the norm of both is {norm}, above the bound.")


@misconception("clip-to-one")
def clip_to_one(case: Case, key: Key) -> Wrong:
    """The unit vector."""
    first, _, norm = pair_of(case)
    return _wrong(sympy.Rational(first, norm), f"divides by the norm {norm} and forgets to multiply by the bound.")


@misconception("clip-by-sum")
def clip_by_sum(case: Case, key: Key) -> Wrong:
    """The sum taken for the norm."""
    first, second, norm = pair_of(case)
    return _wrong(
        first * C / (first + second), f"takes {first} + {second} for the norm; it is √({first}² + {second}²) = {norm}."
    )


@misconception("clip-halves")
def clip_halves(case: Case, key: Key) -> Wrong:
    """Half of the bound for each."""
    return _wrong(C / 2, "gives each weight half of the bound; both are shrunk by one factor.")


@misconception("clip-the-other")
def clip_the_other(case: Case, key: Key) -> Wrong:
    """The second weight's."""
    _, second, norm = pair_of(case)
    return _wrong(second * C / norm, f"is what becomes of the second, {second}.")
