"""σ and tanh: values, slopes, ranges, and where each stands in a cell."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import floor
from typing import TYPE_CHECKING

import numpy as np
import sympy

from ... import cells, derive, reference
from ...cells.nodes import Equation, Pointwise
from ...formulas.texts import Said, said
from ..engine.case import GATE_NAMES
from ..engine.registry import Item, Listed, answer, road, word
from .shared import probes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Interval = tuple[float, float]
    Sizes = Mapping[str, int]

FUNCTIONS = {"σ": "sigmoid", "tanh": "tanh"}
PLACES = 9


@cache
def exact(value: sympy.Expr) -> sympy.Rational:
    """A real number to nine decimals, as a fraction that the answer grammar can hold; found from its first thirty."""
    near = Fraction(str(value.evalf(30)))
    return sympy.Rational(floor(near * 10**PLACES + Fraction(1, 2)), 10**PLACES)


def argument(case: Case) -> sympy.Rational:
    """The number that a case states, a true minus included."""
    return sympy.Rational(case.argument.replace("−", "-"))


def value_at(function: str, a: sympy.Expr) -> sympy.Expr:
    """σ(a) or tanh(a), symbolically."""
    return 1 / (1 + sympy.exp(-a)) if function == "σ" else sympy.tanh(a)


def slope_at(function: str, a: sympy.Expr) -> sympy.Expr:
    """The slope of σ or tanh at a: σ(1 - σ) or 1 - tanh²."""
    value = value_at(function, a)
    return value * (1 - value) if function == "σ" else 1 - value**2


@word("activation")
def activation(case: Case) -> sympy.Expr:
    """σ or tanh of the stated number, to nine decimals."""
    return exact(value_at(case.function, argument(case)))


@word("activation_slope")
def activation_slope(case: Case) -> sympy.Expr:
    """Its slope there."""
    return exact(slope_at(case.function, argument(case)))


@word("other")
def other(case: Case) -> str:
    """tanh for σ, σ for tanh."""
    return _other(case)


def _other(case: Case) -> str:
    return "tanh" if case.function == "σ" else "σ"


@word("other_activation")
def other_activation(case: Case) -> sympy.Expr:
    """The other function's value."""
    return exact(value_at(_other(case), argument(case)))


@word("other_slope")
def other_slope(case: Case) -> sympy.Expr:
    """The other function's slope."""
    return exact(slope_at(_other(case), argument(case)))


@word("activation_of_the_taken")
def activation_of_the_taken(case: Case) -> sympy.Expr:
    """The value where the inner 2 of tanh(a) = 2σ(2a) - 1 is misplaced."""
    a = argument(case)
    return exact(value_at(case.function, 2 * a if case.function == "σ" else a / 2))


@word("activation_bound")
def activation_bound(case: Case) -> int:
    """The bound on the side of the stated number."""
    low = 0 if case.function == "σ" else -1
    return 1 if argument(case) > 0 else low


@word("exp_of_minus")
def exp_of_minus(case: Case) -> sympy.Expr:
    """exp(-a), to nine decimals."""
    return exact(sympy.exp(-argument(case)))


@word("exp_of_minus_twice")
def exp_of_minus_twice(case: Case) -> sympy.Expr:
    """exp(-2a), to nine decimals."""
    return exact(sympy.exp(-2 * argument(case)))


@road("unit-squashed")
def unit_squashed(case: Case, sizes: Sizes) -> tuple[float]:
    """What a unit of the reference makes of that pre-activation."""
    return (probes.squashed(FUNCTIONS[case.function], float(argument(case))),)


@road("slope-by-difference")
def slope_by_difference(case: Case, sizes: Sizes) -> tuple[float]:
    """The slope by a central difference."""
    return (probes.slope(FUNCTIONS[case.function], float(argument(case))),)


BOUNDS = ((0, 0, 1, 0), (-1, 0, 1, 0), (0, -1, 0, 1), (0, 0, float("inf"), 0), (float("-inf"), 0, float("inf"), 0))
"""The bounds that the items state, in their order: below as a + b·T, above as c + d·T."""


@road("bounds-reached")
def bounds_reached(case: Case, sizes: Sizes) -> tuple[bool, ...]:
    """Which bounds hold and are nearly reached by units whose gates are all open, or all closed."""
    wide, shut, steps = probes.SATURATED, -probes.SATURATED, sizes["T"]
    open_gates = dict.fromkeys("ifo", wide)
    network, weights = probes.constant_gates(
        "lstm", [open_gates | {"g": wide}, open_gates | {"g": shut}, dict.fromkeys("ifo", shut)]
    )
    (vectors,) = reference.gates(network, weights, np.zeros((steps, 1, 1)))
    values = np.tanh(vectors["c_t"]) if case.vector == "tanh(c_t)" else vectors[case.vector]
    low, high = probes.extremes(values)
    near = 0.05
    bounds = [(a + b * steps, c + d * steps) for a, b, c, d in BOUNDS]
    return tuple(a <= low <= a + near and b - near <= high <= b for a, b in bounds)


@answer("activation-where")
def activation_where(case: Case) -> Listed:
    """Every left-hand side with the function it comes out of; measured: what a pre-activation of 1/2 becomes."""
    cell = cells.build(case.cell)
    items = tuple(
        Item(
            said(f"${derive.latex_symbol(equation.name)}$, the {_named(equation)}"),
            partner=Said(_function(equation)),
            said=said(f"The equation is ${derive.latex_equation(cell, equation)}$."),
            misconception="activation-misplaced",
        )
        for equation in cell.equations
    )
    bounded = said("A gate is a share between 0 and 1, so it needs σ; new content can have either sign, so it needs tanh.")
    mixed = said("The states are sums and products of these, without such a function of their own.")
    return Listed(items, (bounded, mixed), lambda _: tuple(_behaves(case.cell, equation) for equation in cell.equations))


def _named(equation: Equation) -> str:
    letter = equation.name.partition("_")[0]
    return {"c": "cell state", "h": "hidden state"}.get(letter) or GATE_NAMES[letter]


def _function(equation: Equation) -> str:
    match equation.body:
        case Pointwise("sigmoid"):
            return "σ of a sum"
        case Pointwise("tanh"):
            return "tanh of a sum"
    return "products only, or a sum of products"


def _behaves(cell: str, equation: Equation) -> bool:
    """Whether the reference turns a bias of 1/2 into what the text says; states have no bias to turn."""
    gate, text = equation.name.partition("_")[0], _function(equation)
    if not probes.has_weight(cell, f"b_{gate}"):
        return text.startswith("products")
    network, weights = probes.constant_gates(cell, [{gate: 0.5}])
    (vectors,) = reference.gates(network, weights, np.zeros((1, 1, 1)))
    expected = {"σ": probes.squashed("sigmoid", 0.5), "t": probes.squashed("tanh", 0.5)}[text[0]]
    return bool(np.isclose(vectors[equation.name][0, 0, 0], expected, rtol=0, atol=1e-12))
