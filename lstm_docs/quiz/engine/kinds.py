"""The kinds of answer: what is typed or chosen, how it is read, and how it is shown.

Numbers (`shape`, `integer`, `slice`, `number`) are tuples of whole numbers; a `number` is rounded to the
family's decimals and kept as a whole number of its last place. A `formula` is compared in canonical form.
The rest (`choice`, `truefalse`, `several`, `order`, `match`) is made of texts and answered by their places.
The same lines stand in `site/assets/kinds.js`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...formulas.decimals import decimal, number, rounded
from ...formulas.digits import SPACES, AnswerError
from ...formulas.grammar import LONGEST, canonical, evaluate
from .typed import plain, split_shape, split_slice, unscaled, without_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

Values = tuple[Any, ...]


@dataclass(frozen=True)
class Kind:
    """`length`: how many numbers are typed. `sign` joins them. `expects`: what to say if they cannot be read."""

    name: str
    expects: str
    length: int = 0
    sign: str = ""
    split: Callable[[str], list[str]] | None = None

    @property
    def numeric(self) -> bool:
        """Whether the answer is whole numbers, given by expressions in the sizes."""
        return self.length > 0

    @property
    def typed(self) -> bool:
        """Whether the answer can be typed."""
        return self.numeric or self.name == "formula"

    @property
    def single(self) -> bool:
        """Whether exactly one of the options is right."""
        return self.name not in ("several", "order", "match", "open")


KINDS = {
    kind.name: kind
    for kind in (
        Kind("shape", "two sizes, such as 3×2", 2, "×", split_shape),
        Kind("slice", "a start and a stop, such as 3:6", 2, ":", split_slice),
        Kind("integer", "one whole number", 1),
        Kind("number", "one number, such as 0.5", 1),
        Kind("formula", "a formula in the sizes, such as H(I + 1)"),
        Kind("choice", "one of the letters"),
        Kind("truefalse", "true or false"),
        Kind("several", "the letters of all that are right"),
        Kind("order", "the letters in order"),
        Kind("match", "one letter for each"),
        Kind("open", "an answer in your own words"),
    )
}


def values(kind: str, decimals: int, expressions: tuple[str, ...], sizes: Mapping[str, int]) -> Values:
    """The values of a tuple of expressions: whole numbers, or a canonical form."""
    if kind == "formula":
        return (_canonical(expressions[0]),)
    numbers = tuple(evaluate(expression, sizes) for expression in expressions)
    return tuple(rounded(value, decimals) for value in numbers) if kind == "number" else numbers


def usable(kind: str, numbers: Values) -> bool:
    """Whether values can be an option: whole numbers, none negative unless the kind is a rounded number."""
    if kind == "formula":
        return True
    return all(isinstance(n, int) and (n >= 0 or kind == "number") for n in numbers)


def shown(kind: str, decimals: int, numbers: Values) -> str:
    """Numbers for reading: `25×45`, `12:24`, `4 464`, `0.993`."""
    if kind == "number":
        return decimal(numbers[0], decimals)
    return KINDS[kind].sign.join(map(number, numbers))


def read(kind: str, decimals: int, typed: str, sizes: Mapping[str, int], wording: str = "") -> Values:
    """The values somebody typed, with or without a unit that the question's wording names, or `… = …` if the sides agree.

    `sizes` may stand in it; in a formula, so may those that the wording names.

    Raises `AnswerError` saying what was expected, or in which two ways it could be read.
    """
    if len(typed) > LONGEST:
        raise AnswerError(f"longer than {LONGEST} characters")
    sides = plain(typed).split("=")
    if len(sides) > 1 and not sides[0].strip(SPACES):
        del sides[0]
    readings = {_side(kind, decimals, side.strip(SPACES), sizes, wording) for side in sides}
    if len(readings) > 1:
        raise AnswerError("the sides of = differ: write the answer alone")
    return readings.pop()


def _side(kind: str, decimals: int, text: str, sizes: Mapping[str, int], wording: str) -> Values:
    text, form = without_unit(text, wording), KINDS[kind]
    if kind == "formula":
        return (_canonical(text, {*sizes, *re.findall(r"\b[A-Z]\d?\b", wording, re.ASCII)}),)
    text = unscaled(text)
    if kind == "number":
        return (rounded(float(evaluate(text, sizes, decimals=decimals > 0)), decimals),)
    texts = form.split(text) if form.split else [text]
    if len(texts) != form.length:
        raise AnswerError(f"expected {form.expects}")
    numbers = tuple(evaluate(text, sizes) for text in texts)
    if not all(isinstance(n, int) for n in numbers):
        raise AnswerError("expected whole numbers")
    return numbers


def _canonical(text: str, sizes: Collection[str] | None = None) -> str:
    """The canonical form as text; with `sizes`, only these may stand in it."""
    polynomial = canonical(text)
    for name in sorted({name for monomial, _ in polynomial.terms for name, _ in monomial}):
        if sizes is not None and name not in sizes:
            raise AnswerError(f"{name} is not given")
    terms = [[[list(power) for power in monomial], coefficient] for monomial, coefficient in polynomial.terms]
    return json.dumps([terms, polynomial.denominator], separators=(",", ":"))


def formula_text(canonical_form: str) -> str:
    """A formula as somebody might type it: `3*H*I + 3*H^2 + 6*H`, from the values of an answer or a path."""
    terms, denominator = json.loads(canonical_form)
    text = " + ".join("*".join([str(coefficient), *map(_power, powers)]) for powers, coefficient in terms) or "0"
    return text if denominator == 1 else f"({text}) / {denominator}"


def _power(power: list[Any]) -> str:
    name, exponent = power
    return name if exponent == 1 else f"{name}^{exponent}"
