"""The answer grammar: numbers, sizes, + - × ÷ ^ and parentheses, as learners type them.

    sum     = product { ("+" | "-") product }
    product = power { ["*" | "·" | "×" | "/" | "÷"] power }      side by side they are multiplied, but never two numbers
    power   = atom [ ("^" | "**") whole ]
    atom    = number | size | "(" sum ")" | ("+" | "-") power    see `digits` for numbers

A parsed expression is a tree; it is evaluated with numbers for the sizes, or brought to a canonical
form (a polynomial over a common denominator) in which two spellings of one formula are equal. The same
grammar stands in `site/assets/grammar.js`; shared test vectors hold the two together. Nothing is slow:
the length of a text, exponents, terms and numbers are bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, gcd
from typing import TYPE_CHECKING, Any

from ..cells.sizes import LARGEST_COUNT
from .digits import RUN, SPACE, SPACES, AnswerError, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST = 200
HIGHEST_POWER = 8
MOST_TERMS = 200
DEEPEST = 40

Tree = tuple[Any, ...]

_TOKEN = re.compile(rf"{SPACE}*(?:(?P<number>{RUN})|(?P<size>[A-WYZa-wyz]\d?)|(?P<sign>\*\*|[-+*/^()xX·×÷−–‐‑⋅∗∕⁄]))", re.ASCII)
_SAME = dict.fromkeys("−–‐‑", "-") | dict.fromkeys("xX·×⋅∗", "*") | dict.fromkeys("÷∕⁄", "/") | {"**": "^"}


def parse(text: str, *, decimals: bool = False, longest: int = LONGEST) -> Tree:
    """The tree of an expression; `decimals`: whether numbers are expected to have any.

    `("n", 4)`, `("d", "0.5")`, `("s", "H")`, `("+", a, b)`, `("-", a, b)`, `("*", a, b)`, `("/", a, b)`, `("^", a, 2)`.
    Sizes may be written small. Raises `AnswerError` saying what was not understood.
    """
    if len(text) > longest:
        raise AnswerError(f"longer than {longest} characters")
    return parse_tokens(_tokens(text, decimals))


def parse_tokens(tokens: list[str], *, words: bool = False) -> Tree:
    """The tree of an expression that is in tokens: whole numbers, names, signs; with `words`, exponents may be names.

    Raises `AnswerError`.
    """
    reader = _Reader(tokens, words)
    tree = reader.sum(0)
    if reader.peek() is not None:
        raise AnswerError(f"'{reader.peek()}' was not expected")
    return tree


def _tokens(text: str, decimals: bool) -> list[str]:
    tokens: list[str] = []
    for match in matches(_TOKEN, text):
        if match["number"]:
            tokens.append(number(match["number"], decimals=decimals))
        elif match["size"]:
            tokens.append(match["size"].upper())
        else:
            tokens.append(_SAME.get(match["sign"], match["sign"]))
    return tokens


def matches(token: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The tokens of a text, one after the other without a gap. Raises `AnswerError` at what is none."""
    place = 0
    text = text.rstrip(SPACES)
    while place < len(text):
        match = token.match(text, place)
        if match is None:
            raise AnswerError(f"'{text[place:].strip(SPACES)[:1]}' is not understood")
        yield match
        place = match.end()


@dataclass
class _Reader:
    """Recursive descent over tokens."""

    tokens: list[str]
    words: bool = False
    place: int = 0

    def peek(self) -> str | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self) -> str | None:
        token = self.peek()
        self.place += 1
        return token

    def sum(self, depth: int) -> Tree:
        if depth > DEEPEST:
            raise AnswerError("too many parentheses")
        tree = self.product(depth)
        while (sign := self.peek()) in ("+", "-"):
            self.take()
            tree = (sign, tree, self.product(depth))
        return tree

    def product(self, depth: int) -> Tree:
        tree = self.power(depth)
        while (token := self.peek()) is not None and token not in ("+", "-", ")"):
            sign = "*"
            if token in ("*", "/"):
                sign = token
                self.take()
            elif token[0].isdigit() and self.tokens[self.place - 1][0].isdigit():
                raise AnswerError(f"a sign is missing before {token}")
            tree = (sign, tree, self.power(depth))
        return tree

    def power(self, depth: int) -> Tree:
        tree = self.atom(depth)
        if self.peek() == "^":
            self.take()
            exponent = self.take()
            if self.words and exponent is not None and exponent[0].isalpha():
                return ("^", tree, exponent)
            if exponent is None or not exponent.isdigit() or int(exponent) > HIGHEST_POWER:
                raise AnswerError(f"a power must be a whole number up to {HIGHEST_POWER}")
            tree = ("^", tree, int(exponent))
        return tree

    def atom(self, depth: int) -> Tree:
        token = self.take()
        if token is None:
            raise AnswerError("the expression ends too early")
        if token == "(":
            tree = self.sum(depth + 1)
            if self.take() != ")":
                raise AnswerError("a parenthesis is not closed")
            return tree
        if token in ("+", "-"):
            if depth > DEEPEST:
                raise AnswerError("too many signs")
            return (token, ("n", 0), self.power(depth + 1))
        if token.isdigit():
            return ("n", _bounded(int(token)))
        if token[0].isdigit():
            return ("d", token)
        if token[0].isalpha():
            return ("s", token)
        raise AnswerError(f"'{token}' was not expected")


@lru_cache(maxsize=65536)
def compiled(text: str, *, decimals: bool = False) -> Tree:
    """`parse`, remembered: formulas of a bank are evaluated many times."""
    return parse(text, decimals=decimals)


def evaluate(text: str, sizes: Mapping[str, Any], *, decimals: bool = False) -> Any:  # noqa: ANN401 - numbers, or arrays
    """The value of an expression; `sizes` may hold numbers or integer arrays of one length.

    A division that is not exact gives a float. Raises `AnswerError` for a size that is not given.
    """
    return _value(compiled(text, decimals=decimals), sizes)


def _value(tree: Tree, sizes: Mapping[str, Any]) -> Any:  # noqa: ANN401
    kind = tree[0]
    if kind == "n":
        return tree[1]
    if kind == "s":
        if tree[1] not in sizes:
            raise AnswerError(f"{tree[1]} is not given")
        return sizes[tree[1]]
    if kind == "d":
        value: Any = float(tree[1])
    else:
        left = _value(tree[1], sizes)
        right = tree[2] if kind == "^" else _value(tree[2], sizes)
        value = left**right if kind == "^" else _combined(kind, left, right)
    if not isinstance(value, int | float):
        return _exact(kind, left, right, value)
    return _bounded(int(value)) if abs(value) > LARGEST_COUNT or value == int(value) else value


def _exact(kind: str, left: Any, right: Any, value: Any) -> Any:  # noqa: ANN401
    """Numbers in an array as they are one by one: whole numbers that left their range have wrapped around."""
    greatest = _greatest(left) ** right if kind == "^" else _greatest(left * 1.0 * right if kind == "*" else value)
    _bounded(ceil(greatest))
    return value


def _greatest(array: Any) -> float:  # noqa: ANN401
    return max(float(array.max()), -float(array.min()))


def _combined(kind: str, left: Any, right: Any) -> Any:  # noqa: ANN401
    if kind == "+":
        return left + right
    if kind == "-":
        return left - right
    if kind == "*":
        return left * right
    return _quotient(left, right)


def _quotient(left: Any, right: Any) -> Any:  # noqa: ANN401
    if right == 0 if isinstance(right, int | float) else (right == 0).any():
        raise AnswerError("division by zero")
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left / right  # exact where it is whole, as neither is above 2^53
    return left // right if (left % right == 0).all() else left / right


Monomial = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Polynomial:
    """Integer coefficients by monomial, over one positive denominator, in lowest terms."""

    terms: tuple[tuple[Monomial, int], ...]
    denominator: int = 1


def canonical(text: str) -> Polynomial:
    """The canonical form, alike for all spellings of a formula. Raises `AnswerError`."""
    terms, denominator = _expand(parse(text))
    return _lowest(terms, denominator)


def _lowest(terms: dict[Monomial, int], denominator: int) -> Polynomial:
    nonzero = {monomial: coefficient for monomial, coefficient in terms.items() if coefficient}
    divisor = gcd(denominator, *nonzero.values())
    return Polynomial(tuple(sorted((m, c // divisor) for m, c in nonzero.items())), denominator // divisor)


def _expand(tree: Tree) -> tuple[dict[Monomial, int], int]:
    match tree:
        case ("n", value):
            return {(): value}, 1
        case ("d", text):
            whole, _, rest = text.partition(".")
            return {(): _bounded(int(whole + rest))}, _bounded(10 ** len(rest))
        case ("s", name):
            return {((name, 1),): 1}, 1
        case ("^", base, exponent):
            result: tuple[dict[Monomial, int], int] = ({(): 1}, 1)
            for _ in range(exponent):
                result = _times(result, _expand(base))
            return result
        case (kind, left, right):
            return _joined(kind, _expand(left), _expand(right))
    raise AnswerError("not understood")


def _joined(
    kind: str, left: tuple[dict[Monomial, int], int], right: tuple[dict[Monomial, int], int]
) -> tuple[dict[Monomial, int], int]:
    if kind == "*":
        return _times(left, right)
    if kind == "/":
        terms, denominator = right
        if set(terms) != {()} or terms[()] == 0:
            raise AnswerError("only division by a whole number other than 0 is understood in a formula")
        sign = 1 if terms[()] > 0 else -1
        return _times(left, ({(): sign * denominator}, sign * terms[()]))
    sign = 1 if kind == "+" else -1
    terms = {m: _bounded(c * right[1]) for m, c in left[0].items()}
    for monomial, coefficient in right[0].items():
        terms[monomial] = _bounded(terms.get(monomial, 0) + sign * coefficient * left[1])
    return _sized(terms), _bounded(left[1] * right[1])


def _times(left: tuple[dict[Monomial, int], int], right: tuple[dict[Monomial, int], int]) -> tuple[dict[Monomial, int], int]:
    terms: dict[Monomial, int] = {}
    for m, c in left[0].items():
        for n, d in right[0].items():
            powers = dict(m)
            for name, power in n:
                powers[name] = powers.get(name, 0) + power
            monomial = tuple(sorted(powers.items()))
            terms[monomial] = _bounded(terms.get(monomial, 0) + c * d)
        _sized(terms)
    return terms, _bounded(left[1] * right[1])


def _sized(terms: dict[Monomial, int]) -> dict[Monomial, int]:
    if len(terms) > MOST_TERMS:
        raise AnswerError(f"more than {MOST_TERMS} terms")
    return terms


def _bounded(value: int) -> int:
    if abs(value) > LARGEST_COUNT:
        raise AnswerError("a number is above 2^53 - 1")
    return value
