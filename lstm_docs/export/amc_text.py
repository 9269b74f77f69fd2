"""Texts as LaTeX on one line: whatever is no markup of ours must not become any of LaTeX's or AMC's."""

from __future__ import annotations

import re

from ..formulas.mathml import grouped
from ..formulas.pieces import translated

_BREAKS = re.compile(r"[\x00-\x20\x7f]+")

# As LaTeX has them, so that neither its engine nor its font matters.
_SIGNS = {
    "\u202f": r"\,",
    "\u2060": "",
    "⊙": r"\odot",
    "×": r"\times",
    "·": r"\cdot",
    "−": "-",
    "±": r"\pm",
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
    "≈": r"\approx",
    "→": r"\to",
    "∂": r"\partial",
    "′": "'",
    "…": r"\ldots",
    "α": r"\alpha",
    "σ": r"\sigma",
    "µ": r"\mu",
    "♣": r"\clubsuit",
} | {sign: f"{place}{digit}" for place, signs in (("^", "⁰¹²³⁴⁵⁶⁷⁸⁹"), ("_", "₀₁₂₃₄₅₆₇₈₉")) for digit, sign in enumerate(signs)}

# A bracket in braces is no option of a command's.
_ESCAPED = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    '"': r"{\char34}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "[": "{[}",
    "]": "{]}",
    "-": "-{}",
} | {sign: f"\\{sign}" for sign in "{}$&%#_"}

_MATH = str.maketrans({sign: f"{{{latex}}}" for sign, latex in _SIGNS.items()})
_SPACED = str.maketrans(
    {sign: f"{latex} " for sign, latex in _SIGNS.items()} | {"%": r"\%", "#": r"\#", "$": r"\$", "&": r"\&"}
)
_PLAIN = str.maketrans(_ESCAPED | {sign: rf"\ensuremath{{{latex}}}" for sign, latex in _SIGNS.items()})
_CODE = str.maketrans({"'": r"\textquotesingle{}"})


def amc_text(text: str) -> str:
    """A text of the domain, `$math$` and `` `code` `` in it, on one line."""
    return translated(text, formula=_formula, code=_code, words=amc_plain)


def amc_plain(text: str) -> str:
    """A text that holds no markup, on one line."""
    return _BREAKS.sub(" ", text).translate(_PLAIN)


def in_math(text: str) -> str:
    """Signs of a formula as LaTeX has them in a formula, with the space that it gives each."""
    return text.translate(_SPACED)


def foreign(text: str) -> str:
    """The letters of a text that a font for Latin, Greek and Cyrillic lacks."""
    return "".join(c for c in text if c > "\u052f" and not "\u1e00" <= c <= "\u1fff" and c.isalpha())


def _formula(latex: str) -> str:
    return f"${grouped(_BREAKS.sub(' ', latex)).translate(_MATH)}$"


def _code(text: str) -> str:
    lines = [amc_plain(line).translate(_CODE).replace("  ", "~~") for line in text.strip("\n").split("\n")]
    shown = r"\newline ".join(rf"\texttt{{{line}}}" for line in lines)
    return rf"\newline {shown}\newline " if len(lines) > 1 else shown
