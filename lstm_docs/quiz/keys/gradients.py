"""What is left of a gradient: the direct path through the forget gates, and the slopes of σ."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

import numpy as np
import sympy

from ... import reference
from ...cells.sizes import size
from .. import probes
from ..registry import Key, answer
from ..texts import raised, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...network import Network
    from ...reference.weights import Array
    from ..case import Case

F = size("F")
F1, F2, F3 = map(size, ("F1", "F2", "F3"))  # in tenths
THRESHOLDS = {"one half": Fraction(1, 2), "one tenth": Fraction(1, 10), "one hundredth": Fraction(1, 100)}


def power(base: sympy.Expr, exponent: int) -> sympy.Expr:
    """base^exponent left as it stands, in powers of at most 8: multiplied out, its numbers would be too large to state."""
    once = sympy.UnevaluatedExpr(base)
    if exponent <= 8:
        return once**exponent
    rest = once ** (exponent % 5) if exponent % 5 else sympy.Integer(1)
    return power(once**5, exponent // 5) * rest


def steps_of(case: Case) -> int:
    """The number of steps that a case states."""
    return int(case.argument)


@answer("forget-product")
def forget_product(case: Case) -> Key:
    """f^k: the direct path over k steps; measured: how a change of the first cell state arrives, by difference."""
    steps = steps_of(case)
    value = power(F / 100, steps)
    solution = (
        said("Along the cell state each step multiplies by its forget gate: $\\partial c_t / \\partial c_{t-1} = f_t$."),
        said(f"Over {steps} steps: {{F}}{raised(steps)} = {{value}}.", value=value),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[float, ...]:
        return (_arriving([sizes["F"] / 100] * steps),)

    return Key((value,), solution, measured)


@answer("forget-product-mixed")
def forget_product_mixed(case: Case) -> Key:
    """The product of three different forget gates; measured: how a change of the first cell state arrives."""
    value = F1 * F2 * F3 / 1000
    solution = (
        said("With the gates held fixed, $\\partial c_3 / \\partial c_0 = f_3 \\, f_2 \\, f_1$."),
        said("{F1} · {F2} · {F3} = {value}.", value=value),
    )
    return Key((value,), solution, lambda sizes: (_arriving([sizes[name] / 10 for name in ("F1", "F2", "F3")]),))


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


@answer("steps-until")
def steps_until(case: Case) -> Key:
    """After how many steps f^k is below a threshold; measured: by letting a unit forget until it is."""
    gate, threshold = Fraction(case.argument), THRESHOLDS[case.form]
    steps = first_below(gate, threshold)
    before, after = (sympy.Rational(gate.numerator, gate.denominator) ** k for k in (steps - 1, steps))
    solution = (
        said(f"Each step leaves {case.argument} of what there was."),
        said(
            f"{case.argument}{raised(steps - 1)} = {{before}} is not yet below {case.form}, "
            f"{case.argument}{raised(steps)} = {{after}} is: {steps} steps.",
            before=sympy.Rational(round(before * 10**9), 10**9),
            after=sympy.Rational(round(after * 10**9), 10**9),
        ),
    )
    return Key((sympy.Integer(steps),), solution, lambda _: (_forgotten(float(gate), float(threshold)),))


def first_below(gate: Fraction, threshold: Fraction) -> int:
    """The least k with gate^k below the threshold."""
    steps, left = 0, Fraction(1)
    while left >= threshold:
        steps, left = steps + 1, left * gate
    return steps


def _forgotten(gate: float, threshold: float) -> int:
    """The first step after which a unit of the reference that writes nothing has less than this share of its c left."""
    gates = {"f": gate, "i": 0.0, "g": 0.0, "o": 0.5}
    return next(steps for steps in range(1, 2000) if probes.stepped("lstm", gates, c=1.0, steps=steps)["c_t"] < threshold)


@answer("sigmoid-slopes")
def sigmoid_slopes(case: Case) -> Key:
    """(1/4)^k: the most that k σ in a row let through; measured: the product of the steepest slopes found on a grid."""
    steps = steps_of(case)
    value = power(sympy.Rational(1, 4), steps)
    solution = (
        said("The slope of σ is σ(1 − σ), at most 1/4, at 0."),
        said(f"{steps} in a row: (1/4){raised(steps)} = {{value}}.", value=value),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[float, ...]:
        steepest = max(probes.slope("sigmoid", a / 4) for a in range(-8, 9))
        return (prod([steepest] * steps),)

    return Key((value,), solution, measured)
