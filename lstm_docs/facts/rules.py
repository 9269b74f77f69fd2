"""Rules of thumb for the number of units: what each says, and what it was made for.

None of them was made for recurrent networks, and none looks at what has to be remembered. They are written
down here so that they can be compared with one another and with what was measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

import sympy

from ..cells.algebra import written
from ..cells.sizes import LARGEST_SIZE, I, T, check_count, check_size, size
from ..ground.errors import SizeError
from .fact import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator

A, K, S = size("A"), size("K"), size("S")
BY_SAMPLES = S / (A * (I + K))
"""Units from S training samples, I inputs, K outputs and a factor A, which is left open from 2 to 10."""

ALPHAS = range(2, 11)
SHOWN_ALPHAS = (2, 5, 10)

FORUM = "handed on in forums, for feed-forward nets"
HEATON = "Heaton, 2008, for feed-forward nets"


@dataclass(frozen=True)
class Rule:
    """`value` units by `formula` in I, K, S, A and T; what the rule `says` in a few words, and its `source`."""

    name: str
    formula: sympy.Expr
    value: int
    says: str
    source: str

    @property
    def text(self) -> str:
        """The formula as plain text, in the answer grammar."""
        return written(self.formula)


def by_samples(samples: int, input: int, output: int, alpha: int) -> int:
    """The rule by samples, N_s / (α (N_i + N_o)), rounded to a whole number and at least 1."""
    return _units(BY_SAMPLES, {S: samples, I: input, K: output, A: alpha})


def rules(input: int, output: int, samples: int, steps: int | None = None) -> tuple[Rule, ...]:
    """What every rule says of `input` features, `output` outputs, `samples` training sequences of `steps` steps.

    Without `steps` the rule that copies them is left out. Every value is rounded and at least 1.
    Raises `SizeError` for a size that is not a whole number from 1, or a rule that gives more than 2^20 units.
    """
    check_size(input, "input size")
    check_size(output, "outputs")
    if isinstance(samples, bool) or not isinstance(samples, int) or samples < 1:
        raise SizeError(f"samples are a whole number from 1, not {str(samples)[:40]!r}")
    numbers = {I: input, K: output, S: check_count(samples, "samples")}
    known_rules = [*_from_samples(numbers), *_from_sizes(numbers)]
    if steps is not None:
        says = "as many units as steps"
        known_rules.append(_rule("steps", T, {T: check_size(steps, "steps")}, says, "a misreading of the unrolled drawing"))
    return tuple(known_rules)


def _from_samples(numbers: dict[sympy.Symbol, int]) -> Iterator[Rule]:
    for alpha in SHOWN_ALPHAS:
        formula, says = BY_SAMPLES.subs(A, alpha), f"samples over {alpha} times inputs and outputs"
        yield _rule(f"samples, α = {alpha}", formula, numbers, says, FORUM)


def _from_sizes(numbers: dict[sympy.Symbol, int]) -> Iterator[Rule]:
    yield _rule("2/3 of inputs", sympy.Rational(2, 3) * I, numbers, "two thirds of the inputs", f"shortened from {HEATON}")
    says = "two thirds of the inputs, plus the outputs"
    yield _rule("2/3 of inputs + outputs", sympy.Rational(2, 3) * I + K, numbers, says, HEATON)
    says = "between inputs and outputs: the middle stands for the range"
    yield _rule("middle of inputs and outputs", (I + K) / 2, numbers, says, HEATON)
    yield _rule("twice the inputs", 2 * I, numbers, "less than twice the inputs: an upper bound", HEATON)


def _rule(name: str, formula: sympy.Expr, numbers: dict[sympy.Symbol, int], says: str, source: str) -> Rule:
    value = _units(formula, numbers)
    if value > LARGEST_SIZE:
        raise SizeError(f"the rule {name!r} gives {value:,} units, above {LARGEST_SIZE:,}; choose smaller sizes")
    return Rule(name, formula, value, says, source)


def _units(formula: sympy.Expr, numbers: dict[sympy.Symbol, int]) -> int:
    return max(1, floor(evaluate(formula, numbers) + Fraction(1, 2)))
