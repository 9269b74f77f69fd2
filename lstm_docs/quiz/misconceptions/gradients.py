"""Wrong paths to what is left of a gradient or of a memory."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

import sympy

from ..keys.gradients import F1, F2, F3, THRESHOLDS, F, power, steps_of
from ..registry import Key, Wrong, misconception
from ..texts import said

if TYPE_CHECKING:
    from ..case import Case

GATE = F / 100


def _left(value: sympy.Expr, text: str) -> Wrong:
    return Wrong((value,), said("{value} " + text, value=value))


@misconception("decay-linear")
def decay_linear(case: Case, key: Key) -> Wrong:
    """1 - k(1 - f)."""
    steps = steps_of(case)
    return _left(
        sympy.expand(1 - steps * (1 - GATE)),
        f"takes the same amount away {steps} times; each step takes a share of what is left.",
    )


@misconception("decay-one-step")
def decay_one_step(case: Case, key: Key) -> Wrong:
    """f."""
    return _left(GATE, f"is what one step leaves; there are {case.argument}, and they multiply.")


@misconception("decay-divided")
def decay_divided(case: Case, key: Key) -> Wrong:
    """f / k."""
    return _left(
        GATE / steps_of(case), f"divides the gate by {case.argument}; the gates of {case.argument} steps are multiplied."
    )


@misconception("decay-a-step-short")
def decay_a_step_short(case: Case, key: Key) -> Wrong:
    """k - 1 steps."""
    return _left(power(GATE, steps_of(case) - 1), f"multiplies {steps_of(case) - 1} gates; there are {case.argument}.")


@misconception("decay-a-step-more")
def decay_a_step_more(case: Case, key: Key) -> Wrong:
    """k + 1 steps."""
    return _left(power(GATE, steps_of(case) + 1), f"multiplies {steps_of(case) + 1} gates; there are {case.argument}.")


@misconception("decay-of-what-is-forgotten")
def decay_of_what_is_forgotten(case: Case, key: Key) -> Wrong:
    """(1 - f)^k."""
    return _left(
        power(1 - GATE, steps_of(case)), "multiplies the shares that are forgotten; the forget gate is the share kept."
    )


@misconception("decay-none")
def decay_none(case: Case, key: Key) -> Wrong:
    """1: the state is carried on whole."""
    return _left(sympy.Integer(1), "would need forget gates of exactly 1.")


@misconception("mixed-sum")
def mixed_sum(case: Case, key: Key) -> Wrong:
    """The sum of the gates."""
    return _left((F1 + F2 + F3) / 10, "adds the gates; by the chain rule they multiply.")


@misconception("mixed-mean")
def mixed_mean(case: Case, key: Key) -> Wrong:
    """Their mean."""
    return _left((F1 + F2 + F3) / 30, "is the mean of the three gates; they multiply.")


@misconception("mixed-last")
def mixed_last(case: Case, key: Key) -> Wrong:
    """The last gate alone."""
    return _left(F3 / 10, "is the last step's gate alone; the way back leads through all three.")


@misconception("mixed-two")
def mixed_two(case: Case, key: Key) -> Wrong:
    """Two of three."""
    return _left(F2 * F3 / 100, "leaves out the first step; from $c_0$ to $c_3$ there are three.")


@misconception("mixed-forgotten")
def mixed_forgotten(case: Case, key: Key) -> Wrong:
    """The product of 1 - f."""
    return _left((10 - F1) * (10 - F2) * (10 - F3) / 1000, "multiplies what each step forgets, not what it keeps.")


def _until(value: int, text: str) -> Wrong:
    return Wrong((sympy.Integer(value),), said("{value} " + text, value=sympy.Integer(value)))


def _lost(case: Case) -> Fraction:
    return 1 - Fraction(case.argument)


@misconception("until-linear")
def until_linear(case: Case, key: Key) -> Wrong:
    """The same amount lost at every step."""
    steps = ceil((1 - THRESHOLDS[case.form]) / _lost(case))
    return _until(
        steps, "lets every step take the same amount from the whole; it takes a share of what is left, so it lasts longer."
    )


@misconception("until-time-constant")
def until_time_constant(case: Case, key: Key) -> Wrong:
    """1 / (1 - f)."""
    return _until(
        round(1 / _lost(case)), f"is 1 / (1 − {case.argument}), after which roughly e^−1 is left, whatever share is asked for."
    )


@misconception("until-not-yet")
def until_not_yet(case: Case, key: Key) -> Wrong:
    """One step too few."""
    return _until(int(key.values[0]) - 1, f"steps leave more than {case.form}; one more is needed.")


@misconception("until-one-more")
def until_one_more(case: Case, key: Key) -> Wrong:
    """One step too many."""
    return _until(int(key.values[0]) + 1, f"steps are one too many: it is below {case.form} a step earlier.")


@misconception("until-doubled")
def until_doubled(case: Case, key: Key) -> Wrong:
    """Twice the steps."""
    return _until(2 * int(key.values[0]), "is twice as long as it takes.")


@misconception("slopes-half")
def slopes_half(case: Case, key: Key) -> Wrong:
    """1/2 each: the value of σ at 0."""
    return _left(power(sympy.Rational(1, 2), steps_of(case)), "multiplies σ(0) = 1/2, its height; the slope there is 1/4.")


@misconception("slopes-added")
def slopes_added(case: Case, key: Key) -> Wrong:
    """k/4."""
    return _left(sympy.Rational(steps_of(case), 4), "adds the slopes; by the chain rule they multiply.")


@misconception("slopes-one")
def slopes_one(case: Case, key: Key) -> Wrong:
    """tanh's greatest slope."""
    return _left(sympy.Integer(1), "is what tanh may let through, whose greatest slope is 1; that of σ is 1/4.")


@misconception("slopes-single")
def slopes_single(case: Case, key: Key) -> Wrong:
    """One slope."""
    return _left(sympy.Rational(1, 4), f"is a single σ; there are {case.argument} in a row.")
