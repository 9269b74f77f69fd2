"""What a step of an RNN leaves of a gradient, what a forget bias leaves, and what clipping makes of one that is too large."""

from __future__ import annotations

from fractions import Fraction
from math import exp
from typing import TYPE_CHECKING

import numpy as np
import sympy

from ... import reference
from ...cells.sizes import size
from ...network import Network
from .. import probes
from ..registry import Key, answer
from ..texts import raised, said
from .gradients import power, steps_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case

U, C = size("U"), size("C")  # U in tenths
CHANGE = 1e-5
DIGITS = 10**9


def rational(value: float) -> sympy.Rational:
    """A number to nine decimals."""
    return sympy.Rational(round(value * DIGITS), DIGITS)


def slope_of(case: Case) -> sympy.Rational:
    """The slope of tanh where its value is the state that a case states."""
    state = Fraction(case.form)
    return sympy.Rational(1) - sympy.Rational(state.numerator, state.denominator) ** 2


@answer("rnn-slope-product")
def rnn_slope_product(case: Case) -> Key:
    """(u(1 - h²))^k; measured: one unit of the reference, held at h by its inputs, its first state moved a little."""
    steps, slope = steps_of(case), slope_of(case)
    factor = U / 10 * slope
    value = power(factor, steps)
    solution = (
        said("One step is $h_t = \\tanh(u h_{t-1} + w x_t)$, so it multiplies by $u$ and by the slope of tanh."),
        said(f"{{U}} · (1 − {case.form}²) = {{factor}}.", factor=factor),
        said(f"Over {steps} steps: {{factor}}{raised(steps)} = {{value}}.", factor=factor, value=value),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[float, ...]:
        return (_arriving(sizes["U"] / 10, float(Fraction(case.form)), steps),)

    return Key((value,), solution, measured)


def _arriving(weight: float, state: float, steps: int) -> float:
    """∂h_k/∂h_0 of a unit that stays at `state`, by a central difference."""
    network = Network(cell="rnn-tanh", input=1, hidden=1, bias=False)
    weights = reference.Weights((({"W_h": np.ones((1, 1)), "U_h": np.full((1, 1), weight)},),))
    inputs = np.full((steps, 1, 1), np.arctanh(state) - weight * state)
    ends = [
        reference.run(network, weights, inputs, reference.State((np.full((1, 1), state + by),))).output[-1, 0, 0]
        for by in (-CHANGE, CHANGE)
    ]
    return float(ends[1] - ends[0]) / (2 * CHANGE)


def sigmoid_of(bias: float) -> float:
    """σ."""
    return 1 / (1 + exp(-bias))


@answer("forget-bias-left")
def forget_bias_left(case: Case) -> Key:
    """σ(b)^k; measured: what of a change of c_0 is left in the reference, whose gates know nothing but their biases."""
    bias, steps = int(case.argument), int(case.form)
    gate, value = rational(sigmoid_of(bias)), rational(sigmoid_of(bias) ** steps)
    solution = (
        said(f"With nothing else in the sum, the forget gate is σ({bias}) = {{gate}}.", gate=gate),
        said(f"Each step multiplies by it: {{gate}}{raised(steps)} = {{value}}.", gate=gate, value=value),
    )
    return Key((value,), solution, lambda _: (_kept(bias, steps),))


def _kept(bias: int, steps: int) -> float:
    network, weights = probes.constant_gates("lstm", [{"f": bias, "i": -probes.SATURATED}])
    state = reference.State((np.zeros((1, 1)),), (np.ones((1, 1)),))
    return float(np.asarray(reference.run(network, weights, np.zeros((steps, 1, 1)), state).c_n)[0, 0, 0])


def pair_of(case: Case) -> tuple[int, int, int]:
    """The two gradients that a case states, and their norm."""
    first, second = map(int, case.form.split(" and "))
    return first, second, int(sympy.sqrt(first**2 + second**2))


@answer("clip-by-norm")
def clip_by_norm(case: Case) -> Key:
    """g·C/‖g‖; measured: the vector of that norm in the same direction."""
    first, second, norm = pair_of(case)
    value = first * C / norm
    solution = (
        said(f"The norm of both together is √({first}² + {second}²) = {norm}, more than {{C}}."),
        said(f"Both are multiplied by {{C}}/{norm}: {first} · {{C}}/{norm} = {{value}}.", value=value),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[float, ...]:
        direction = np.arctan2(second, first)
        return (float(np.cos(direction)) * sizes["C"],)

    return Key((value,), solution, measured)
