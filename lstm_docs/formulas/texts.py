"""Texts with placeholders: what is said about a question, before its numbers are known.

A text holds LaTeX between dollar signs, code between backticks, and placeholders in braces:
`{H}` is a size, `{count}` a named expression, `{count:with}` that expression with the numbers put in
("4·12·(80 + 12 + 1)"), `{count:.2}` rounds it to two decimals, `{H:unit|units}` is one word where the number is 1 and
another elsewhere. "a" and "an" before a placeholder follow what is put there. Braces inside LaTeX are LaTeX's. The same
is done in `site/assets/question.js`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping  # noqa: TC003 - a default is made of it
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ..cells.algebra import written
from .decimals import fixed, number
from .grammar import evaluate

if TYPE_CHECKING:
    from collections.abc import Callable

    import sympy

NO_SCALES: Mapping[str, int] = {}

_MATH = re.compile(r"(\$[^$]*\$)")
_PLACE = re.compile(r"(\b[Aa]n? )?\{([A-Za-z]\w*)(?::(with|latex|power|\.\d|[^{}|]*\|[^{}|]*))?\}")
_VOWEL = re.compile(r"`?(?:8|1[18](?!\d)|[AaIi]|[Ee](?!u)|[Oo](?!ne)|[Uu](?!ni|s|\b)|[FHLMNRSX](?![a-z]))")
_SIZE = re.compile(r"[A-Z]\d?")
_POWER = re.compile(r"\^(\d)")
_LISTING = re.compile(r" ?`([^`\n]*\n[^`]*)` ?")
POWERS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


@dataclass(frozen=True)
class Said:
    """A text and the expressions its placeholders name, in the answer grammar."""

    text: str
    parts: tuple[tuple[str, str], ...] = ()


def said(text: str, **parts: sympy.Expr | int) -> Said:
    """A text whose placeholders name `parts`."""
    return Said(text, tuple((name, expression(part)) for name, part in parts.items()))


def expression(formula: sympy.Expr | int) -> str:
    """A formula as a string in the answer grammar."""
    return written(formula)


def wording(text: str) -> str:
    """The words and letters of a text, without LaTeX's commands."""
    return re.sub(r"\\[A-Za-z]+", " ", text)


@lru_cache(maxsize=2**14)
def placeholders(text: str) -> tuple[str, ...]:
    """The names in braces outside LaTeX, in order."""
    return tuple(m[2] for piece in _MATH.split(text) if not piece.startswith("$") for m in _PLACE.finditer(piece))


def stray_brace(text: str) -> bool:
    """Whether a brace stands outside LaTeX and code that is not one of a placeholder's."""
    if "{" not in text and "}" not in text:
        return False
    outside = "".join(piece for piece in re.split(r"(\$[^$]*\$|`[^`]*`)", text)[::2])
    return bool(re.search(r"[{}]", _PLACE.sub("", outside)))


def fill(text: str, replace: Callable[[str, str], str | None]) -> str:
    """`text` with each placeholder outside LaTeX replaced, where `replace(name, mark)` knows it.

    The mark is `with`, `latex`, `power`, `.2`, `one|many` or nothing.
    """

    if "{" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        replacement = replace(match[2], match[3] or "")
        return match[0] if replacement is None else _articled(match[1] or "", replacement)

    return "".join(piece if piece.startswith("$") else _PLACE.sub(one, piece) for piece in _MATH.split(text))


def _articled(article: str, word: str) -> str:
    """What is put in a place, after an article if one stands there; what has no number yet keeps the one it has."""
    if article and not word.startswith("{"):
        article = article[0] + ("n " if _VOWEL.match(word) else " ")
    return article + word


def counted(value: float, mark: str = "") -> str:
    """A number, by a mark `.2` to two decimals, or of a mark `one|many` the form that goes with it."""
    if mark.startswith("."):
        return fixed(value, int(mark[1:]))
    one, bar, many = mark.partition("|")
    shown = number(value)
    return shown if not bar else one if shown == "1" else many


def spoken(it: Said, sizes: Mapping[str, int], scales: Mapping[str, int] = NO_SCALES) -> str:
    """The text with numbers: sizes by letter, divided by their scale, and named expressions evaluated."""
    parts = dict(it.parts)

    def replace(name: str, mark: str) -> str | None:
        if name in parts:
            return substituted(parts[name], sizes, scales) if mark == "with" else counted(evaluate(parts[name], sizes), mark)
        return counted(sizes[name] / scales.get(name, 1), mark) if name in sizes else None

    return fill(it.text, replace)


def substituted(formula: str, sizes: Mapping[str, int], scales: Mapping[str, int] = NO_SCALES) -> str:
    """An expression with its numbers put in as they are stated: `4*H*(H^2 + 1)` as `4·12·(12² + 1)`."""
    text = _SIZE.sub(lambda m: number(sizes[m[0]] / scales.get(m[0], 1)), formula)
    return _POWER.sub(lambda m: POWERS[int(m[1])], text).replace("*", "·").replace("-", "−")


def raised(exponent: int) -> str:
    """An exponent as it stands in a text: 20 as ²⁰."""
    return "".join(POWERS[int(digit)] for digit in str(exponent))


_PLAIN = (
    (r"\\left *|\\right *", ""),
    (r"\\,", " "),
    (r"\\times", "×"),
    (r"\^\{\\top\}", "ᵀ"),
    (r"\\odot", "⊙"),
    (r"\\sigma", "σ"),
    (r"\\alpha", "α"),
    (r"\\partial *", "∂"),
    (r"\\operatorname\{([^{}]*)\}", r"\1"),
    (r"\\(tanh|operatorname|log|exp|min|max)", r"\1"),
    (r"_\{([^{}]*)\}", r"_\1"),
    (r"\^\{([^{}]*)\}", r"^\1"),
    (r" +", " "),
)
_INNERMOST = ((r"\\sqrt\{([^{}]*)\}", r"√(\1)"), (r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"(\1)/(\2)"))
"""What may stand in itself: it is turned from the inside out."""


def plain(text: str) -> str:
    """A text as one reads it in a terminal: `$W_{f}\\,x_t$` as `W_f x_t`."""
    lined = _LISTING.sub(lambda code: "\n" + code[1].strip("\n") + "\n", text)
    return "".join(_plain_math(p[1:-1]) if p.startswith("$") else p.replace("`", "") for p in _MATH.split(lined))


def _plain_math(latex: str) -> str:
    for pattern, replacement in _PLAIN:
        latex = re.sub(pattern, replacement, latex)
    before = ""
    while latex != before:
        before = latex
        for pattern, replacement in _INNERMOST:
            latex = re.sub(pattern, replacement, latex)
    return latex.strip()
