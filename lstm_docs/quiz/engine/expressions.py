"""Expressions as families write them: the answer grammar, in which a name may be a word instead of a size.

Words are put in as trees, not as text, and the tree is printed in the order in which its author wrote the terms.
What is printed has sizes alone, so it is in the answer grammar, which Python and the browser read.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import sympy

from ...cells.algebra import written
from ...cells.sizes import size
from ...formulas.digits import SPACES, AnswerError
from ...formulas.grammar import HIGHEST_POWER, Tree, matches, parse, parse_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LONGEST = 400
ZERO: Tree = ("n", 0)
ONE: Tree = ("n", 1)

_TOKEN = re.compile(rf"[{SPACES}]*(?:(?P<number>\d+)|(?P<name>[A-Za-z]\w*)|(?P<sign>[-+*/^()]))", re.ASCII)
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}
_SPACED = {"+": " + ", "-": " - "}


@lru_cache(maxsize=4096)
def parse_written(text: str) -> Tree:
    """The tree of an expression; names of several letters are words, with no sign between two names refused.

    An exponent may be a word. Raises `AnswerError` saying what was not understood.
    """
    if len(text) > LONGEST:
        raise AnswerError(f"longer than {LONGEST} characters")
    tokens: list[str] = []
    for match in matches(_TOKEN, text):
        token = match["number"] or match["name"] or match["sign"]
        if tokens and (token == "(" or token[0].isalnum()) and (tokens[-1] == ")" or tokens[-1][0].isalnum()):
            raise AnswerError(f"write a sign between {tokens[-1]!r} and {token!r}, such as *")
        tokens.append(token)
    return parse_tokens(tokens, words=True)


def put_in(tree: Tree, named: Callable[[str], Tree]) -> Tree:
    """The tree with `named(name)` in place of every name; factors of 1 and terms of 0 are left out."""
    kind = tree[0]
    if kind == "n":
        return tree
    if kind == "s":
        return named(tree[1])
    left = put_in(tree[1], named)
    if kind == "^":
        return power(left, tree[2] if isinstance(tree[2], int) else _exponent(tree[2], named))
    return neat(kind, left, put_in(tree[2], named))


def _exponent(name: str, named: Callable[[str], Tree]) -> int:
    """The number that a word in the place of an exponent is. Raises `AnswerError` if it is none."""
    tree = named(name)
    if tree[0] != "n":
        raise AnswerError(f"the power {name} is not a whole number in every case")
    return int(tree[1])


def power(base: Tree, exponent: int) -> Tree:
    """A power in powers that the answer grammar has, of at most 8 each; multiplied out it could not be stated."""
    if exponent < 2:
        return base if exponent else ONE
    if exponent <= HIGHEST_POWER:
        return ("^", base, exponent)
    fifths = power(("^", base, 5), exponent // 5)
    return neat("*", fifths, power(base, exponent % 5))


def neat(kind: str, left: Tree, right: Tree) -> Tree:
    """A sum, difference, product or quotient, without what changes nothing, numbers put together."""
    if (right == ZERO and kind in "+-") or (right == ONE and kind in "*/"):
        return left
    if (left == ZERO and kind == "+") or (left == ONE and kind == "*"):
        return right
    if kind == "*" and ZERO in (left, right):
        return ZERO
    return _together(kind, left, right) or (kind, left, right)


def _together(kind: str, left: Tree, right: Tree) -> Tree | None:
    """2·3·H as 6·H, 2 - 1 as 1; None where there is nothing to put together."""
    if left[0] != "n":
        return None
    if kind == "*":
        return _times(left[1], right)
    if right[0] == "n" and kind in "+-" and 0 < left[1] >= right[1]:
        return ("n", left[1] + right[1] if kind == "+" else left[1] - right[1])
    return None


def _times(factor: int, tree: Tree) -> Tree | None:
    """A product whose first factor is a number, times a number; None for any other tree."""
    if tree[0] == "n":
        return ("n", factor * tree[1])
    if tree[0] not in ("*", "/"):
        return None
    left = _times(factor, tree[1])
    return (tree[0], left, tree[2]) if left else None


def changed(tree: Tree, sizes: Mapping[str, Tree]) -> Tree:
    """The tree with other trees for some sizes, all at once."""
    return put_in(tree, lambda name: sizes.get(name, ("s", name)))


def names(tree: Tree) -> Iterator[str]:
    """The names in a tree, each as often as it stands there."""
    if tree[0] == "s":
        yield tree[1]
    elif tree[0] != "n":
        yield from names(tree[1])
        if tree[0] != "^":
            yield from names(tree[2])


def printed(tree: Tree) -> str:
    """The tree in the answer grammar, its terms in their order: `4*H*(I + H + 1)`."""
    return _printed(tree, 0)


def _printed(tree: Tree, outer: int) -> str:
    kind = tree[0]
    if kind in ("n", "s"):
        return str(tree[1])
    strength = _STRENGTH[kind]
    if kind == "^":
        text = f"{_printed(tree[1], strength + 1)}^{tree[2]}"
    elif kind == "-" and tree[1] == ZERO:
        text = f"-{_printed(tree[2], 3)}"
    else:
        # What stands on the right of - or / keeps its parentheses where the sign would change it.
        right = _printed(tree[2], strength + (kind in "-/"))
        text = f"{_printed(tree[1], strength)}{_SPACED.get(kind, kind)}{right}"
    return f"({text})" if strength < outer or (text.startswith("-") and outer > 1) else text


def to_sympy(tree: Tree) -> sympy.Expr:
    """The tree for SymPy, by a walk: no text is ever given to it."""
    kind = tree[0]
    if kind == "n":
        return sympy.Integer(tree[1])
    if kind == "s":
        return size(tree[1])
    left = to_sympy(tree[1])
    if kind == "^":
        return left ** tree[2]
    right = to_sympy(tree[2])
    if kind == "+":
        return left + right
    if kind == "-":
        return left - right
    return left * right if kind == "*" else left / right


def from_sympy(formula: sympy.Expr | int) -> Tree:
    """A formula of ours as a tree."""
    return parse(written(formula), longest=LONGEST * 4)
