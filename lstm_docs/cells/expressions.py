"""The right-hand side of a line as a tree of what is written, before names are known.

sum     = product { ("+" | "-") product }
product = factor { ("*" | "/") factor }             * and / work component by component
factor  = unary { ["@"] unary }                     side by side, or with @: a matrix times a vector
unary   = "-" unary | atom { "^T" }
atom    = number | name | function "(" sum { "," sum } ")" | "size" "(" name ")" | "(" sum ")"
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError, UnknownNameError
from .calls import CALLS

if TYPE_CHECKING:
    from .tokens import Token

DEEPEST = 60
OPERATORS = ("+", "-", "*", "/", "@", ")", ",", "^T")
SIZE = "size"
"""`size(H)` is written like a call."""


@dataclass(frozen=True)
class Written:
    """A part of a line. `what` is name, number, a function, or one of + - * / @ ^T and neg; `parts` are its arguments."""

    what: str
    token: Token
    parts: tuple[Written, ...] = ()


def parse(tokens: list[Token]) -> Written:
    """The tree of all tokens. Raises `LstmDocsError` with the column."""
    reader = _Reader(tokens)
    whole = reader.sum()
    reader.expect("end", "an operator")
    return whole


class _Reader:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.place, self.depth = tokens, 0, 0

    @property
    def here(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def at(self, *texts: str) -> bool:
        return self.here.kind == "sign" and self.here.text in texts

    def expect(self, text: str, said: str) -> Token:
        if text not in (self.here.text, self.here.kind):
            raise LstmDocsError(f"column {self.here.column}: {said} was expected, not {self.here.text!r}")
        return self.take()

    def sum(self) -> Written:
        self.depth += 1
        if self.depth > DEEPEST:
            raise LstmDocsError(f"column {self.here.column}: more than {DEEPEST} parentheses inside each other")
        left = self.product()
        while self.at("+", "-"):
            sign = self.take()
            left = Written(sign.text, sign, (left, self.product()))
        self.depth -= 1
        return left

    def product(self) -> Written:
        left = self.factor()
        while self.at("*", "/"):
            sign = self.take()
            left = Written(sign.text, sign, (left, self.factor()))
        return left

    def factor(self) -> Written:
        parts = [self.unary()]
        signs = [parts[0].token]
        while self.at("@", "(") or self.here.kind in ("name", "number"):
            signs.append(self.take() if self.at("@") else self.here)
            parts.append(self.unary())
        # A product is read from the right: W (U h) is W times a vector.
        whole = parts[-1]
        for part, sign in zip(reversed(parts[:-1]), reversed(signs[1:]), strict=True):
            whole = Written("@", sign, (part, whole))
        return whole

    def unary(self) -> Written:
        self.depth += 1
        if self.depth > DEEPEST:
            raise LstmDocsError(f"column {self.here.column}: more than {DEEPEST} signs inside each other")
        if self.at("-"):
            sign = self.take()
            whole = Written("neg", sign, (self.unary(),))
        else:
            whole = self.atom()
            while self.at("^T"):
                whole = Written("^T", self.take(), (whole,))
        self.depth -= 1
        return whole

    def atom(self) -> Written:
        token = self.here
        if token.kind == "number":
            return Written("number", self.take())
        if self.at("("):
            self.take()
            inner = self.sum()
            self.expect(")", "a closing parenthesis")
            return inner
        if token.kind != "name":
            raise LstmDocsError(f"column {token.column}: a name, a number or a parenthesis was expected, not {token.text!r}")
        self.take()
        if is_called(token.text):
            return self.call(token)
        if self.at("(") and "_" not in token.text and not token.time and len(token.text) > 2:
            one_of_calls(token)
        return Written("name", token)

    def call(self, token: Token) -> Written:
        self.expect("(", f"a parenthesis after {token.text}")
        arguments = [self.sum()]
        while self.at(","):
            self.take()
            arguments.append(self.sum())
        self.expect(")", "a closing parenthesis")
        counts = (1,) if token.text == SIZE else CALLS[token.text].arguments
        if len(arguments) not in counts:
            takes = " or ".join(map(str, counts))
            raise LstmDocsError(
                f"column {token.column}: {token.text} takes {takes} argument{'s' * (takes != '1')}, not {len(arguments)}"
            )
        return Written(token.text, token, tuple(arguments))


def is_called(name: str) -> bool:
    """Whether a name is a function's."""
    return name in CALLS or name == SIZE


def one_of_calls(token: Token) -> None:
    """Raise `UnknownNameError` for something that looks like a function and is none."""
    near = get_close_matches(token.text, (*CALLS, SIZE), n=1, cutoff=0.75)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join((*CALLS, SIZE))}"
    raise UnknownNameError(f"column {token.column}: unknown function {token.text!r}; {hint}")
