"""What is left of a gradient or a memory: seen on the reference, and what only code can work out of a case."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, exp, prod
from typing import TYPE_CHECKING

import numpy as np
import sympy

from ... import reference
from ...network import Network
from ..engine.registry import road, word
from .shared import probes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...reference.weights import Array
    from ..engine.case import Case

    Sizes = Mapping[str, int]

THRESHOLDS = {"one half": Fraction(1, 2), "one tenth": Fraction(1, 10), "one hundredth": Fraction(1, 100)}
CHANGE = 1e-5
DIGITS = 10**9


@road("change-that-arrives")
def change_that_arrives(case: Case, sizes: Sizes) -> tuple[float]:
    """How a change of the first cell state arrives when the forget gate is the same at every step."""
    return (_arriving([sizes["F"] / 100] * int(case.argument)),)


@road("change-that-arrives-mixed")
def change_that_arrives_mixed(case: Case, sizes: Sizes) -> tuple[float]:
    """The same with three different forget gates."""
    return (_arriving([sizes[name] / 10 for name in ("F1", "F2", "F3")]),)


def _arriving(gates: list[float], change: float = 1e-3) -> float:
    """What part of a change of c_0 is in the last cell state, if the forget gate has these values step by step."""
    network, weights = probes.constant_gates("lstm", [{"i": -probes.SATURATED}])
    driven = dict(weights.layers[0][0]) | {"W_f": np.ones((1, 1))}
    inputs = np.array([probes.pre_activation("f", gate) for gate in gates]).reshape(-1, 1, 1)
    ends = [_last(network, driven, inputs, start) for start in (0.5, 0.5 + change)]
    return (ends[1] - ends[0]) / change


def _last(network: Network, weights: Mapping[str, Array], inputs: Array, start: float) -> float:
    state = reference.State((np.zeros((1, 1)),), (np.full((1, 1), start),))
    out = reference.run(network, reference.Weights(((weights,),)), inputs, state)
    return float(np.asarray(out.c_n)[0, 0, 0])


@word("steps_below")
def steps_below(case: Case) -> int:
    """The least k with f^k below the threshold that the case names."""
    gate, threshold = Fraction(case.argument), THRESHOLDS[case.form]
    steps, left = 0, Fraction(1)
    while left >= threshold:
        steps, left = steps + 1, left * gate
    return steps


@word("steps_at_one_rate")
def steps_at_one_rate(case: Case) -> int:
    """As many steps as it would take if each took the same amount from the whole."""
    return ceil((1 - THRESHOLDS[case.form]) / (1 - Fraction(case.argument)))


@word("time_constant")
def time_constant(case: Case) -> int:
    """1 / (1 - f), rounded."""
    return round(1 / (1 - Fraction(case.argument)))


@road("steps-forgotten")
def steps_forgotten(case: Case, sizes: Sizes) -> tuple[int]:
    """The first step after which a unit of the reference that writes nothing has less than this share of its c left."""
    gates = {"f": float(Fraction(case.argument)), "i": 0.0, "g": 0.0, "o": 0.5}
    least = float(THRESHOLDS[case.form])
    reached = (n for n in range(1, 2000) if probes.stepped("lstm", gates, c=1.0, steps=n)["c_t"] < least)
    return (next(reached),)


@road("steepest-slopes")
def steepest_slopes(case: Case, sizes: Sizes) -> tuple[float]:
    """The product of the steepest slopes found on a grid."""
    steepest = max(probes.slope("sigmoid", a / 4) for a in range(-8, 9))
    return (prod([steepest] * int(case.argument)),)


@road("unit-moved")
def unit_moved(case: Case, sizes: Sizes) -> tuple[float]:
    """∂h_k/∂h_0 of a unit that its inputs hold at the stated state, by a central difference."""
    weight, state, steps = sizes["U"] / 10, float(Fraction(case.form)), int(case.argument)
    network = Network(cell="rnn-tanh", input=1, hidden=1, bias=False)
    weights = reference.Weights((({"W_h": np.ones((1, 1)), "U_h": np.full((1, 1), weight)},),))
    inputs = np.full((steps, 1, 1), np.arctanh(state) - weight * state)
    ends = [
        reference.run(network, weights, inputs, reference.State((np.full((1, 1), state + by),))).output[-1, 0, 0]
        for by in (-CHANGE, CHANGE)
    ]
    return (float(ends[1] - ends[0]) / (2 * CHANGE),)


@word("gate_of_bias")
def gate_of_bias(case: Case) -> sympy.Expr:
    """σ of the stated bias, to nine decimals."""
    return _sigmoid(int(case.argument))


@word("gate_of_twice_the_bias")
def gate_of_twice_the_bias(case: Case) -> sympy.Expr:
    """σ of twice the stated bias, to nine decimals."""
    return _sigmoid(2 * int(case.argument))


def _sigmoid(value: int) -> sympy.Expr:
    return sympy.Rational(round(DIGITS / (1 + exp(-value))), DIGITS)


@road("state-kept")
def state_kept(case: Case, sizes: Sizes) -> tuple[float]:
    """What is left of c in a unit whose forget gate sees nothing but its bias."""
    network, weights = probes.constant_gates("lstm", [{"f": int(case.argument), "i": -probes.SATURATED}])
    state = reference.State((np.zeros((1, 1)),), (np.ones((1, 1)),))
    out = reference.run(network, weights, np.zeros((int(case.form), 1, 1)), state)
    return (float(np.asarray(out.c_n)[0, 0, 0]),)


@road("vector-shortened")
def vector_shortened(case: Case, sizes: Sizes) -> tuple[float]:
    """The first component of a vector in the same direction, of the length allowed."""
    first, second = map(int, case.form.split(" and "))
    return (float(np.cos(np.arctan2(second, first))) * sizes["C"],)
