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
from math import floor
from typing import TYPE_CHECKING, Any

from .grammar import SPACES, AnswerError, canonical, evaluate, split_shape, split_slice
from .texts import decimal, number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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

_DECIMAL = re.compile(r"[-−+]?[\d,\u2009\u202f\u00a0'_ ]*\.?\d*", re.ASCII)


def values(kind: str, decimals: int, expressions: tuple[str, ...], sizes: Mapping[str, int]) -> Values:
    """The values of a tuple of expressions: whole numbers, or a canonical form."""
    if kind == "formula":
        return (_canonical(expressions[0]),)
    found = tuple(evaluate(expression, sizes) for expression in expressions)
    return tuple(rounded(value, decimals) for value in found) if kind == "number" else found


def rounded(value: float, decimals: int) -> int:
    """A number in units of its last decimal, halves away from zero: floor(|v|·10^d + 1/2)."""
    scaled = floor(abs(value) * 10.0**decimals + 0.5)
    return -scaled if value < 0 else scaled


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


def read(kind: str, decimals: int, typed: str, sizes: Mapping[str, int]) -> Values:
    """The values somebody typed. Raises `AnswerError` saying what was expected."""
    if kind == "formula":
        return (_canonical(typed),)
    if kind == "number":
        return (rounded(_real(typed, sizes), decimals),)
    form = KINDS[kind]
    texts = form.split(typed) if form.split else [typed]
    if len(texts) != form.length:
        raise AnswerError(f"expected {form.expects}")
    numbers = tuple(evaluate(text, sizes) for text in texts)
    if not all(isinstance(n, int) for n in numbers):
        raise AnswerError("expected whole numbers")
    return numbers


def _real(typed: str, sizes: Mapping[str, int]) -> float:
    """A decimal number, or an expression."""
    text = typed.strip(SPACES)
    if "." not in text or not _DECIMAL.fullmatch(text) or text.strip("-−+.") == "":
        return float(evaluate(text, sizes))
    digits = re.sub(r"[^\d.]", "", text)
    if len(digits) > 24:
        raise AnswerError("more than 24 digits")
    return -float(digits) if text[0] in "-−" else float(digits)


def _canonical(text: str) -> str:
    polynomial = canonical(text)
    terms = [[[list(power) for power in monomial], coefficient] for monomial, coefficient in polynomial.terms]
    return json.dumps([terms, polynomial.denominator], separators=(",", ":"))
