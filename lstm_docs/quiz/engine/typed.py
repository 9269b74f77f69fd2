"""What people type, made plain before it is read: other forms of a sign, quotes, a full stop, a unit; and its parts.

The same lines stand in `site/assets/kinds.js`.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from ...formulas.digits import SPACE, SPACES
from ...formulas.texts import POWERS

QUOTES = "\"'`“”„‘’«»"
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_STYLED = re.compile("[\uff01-\uff5e\u210e\U0001d400-\U0001d7ff]")
_RAISED = re.compile(f"[⁻{POWERS}]+")
_UNSCALED = (
    (re.compile(r"([\d.,]+)e-0*(\d)", re.ASCII | re.IGNORECASE), r"(\1/10^\2)"),
    (re.compile(r"([\d.,]+)e\+?0*(\d)", re.ASCII | re.IGNORECASE), r"(\1*10^\2)"),
    (re.compile(r"[*·⋅∗×x] *10\^[-−](\d)", re.ASCII | re.IGNORECASE), r"/10^\1"),
)
_UNIT = re.compile(rf"(.*[\d)\]])(?:{SPACE}+([A-Za-z]{{3,}})|{SPACE}*%)", re.ASCII | re.DOTALL)
_BY = re.compile(rf"{SPACE}+by{SPACE}+|[×x]", re.IGNORECASE)
_SEPARATORS = (_BY, re.compile(";"), re.compile(","), re.compile("[*·⋅∗]"))
_COLON = re.compile(r":|\.\.\.?|…|\bto\b", re.ASCII | re.IGNORECASE)


def plain(text: str) -> str:
    """A text in plain characters: `１２` and the italics of a printed formula as ASCII, `H²` as `H^2`.

    What has no width, which comes along when a PDF is copied, is left out; so are space and quotes around the text
    and one full stop at its end.
    """
    text = _STYLED.sub(lambda match: normalize("NFKC", match[0]), _UNSEEN.sub("", text))
    text = _RAISED.sub(lambda match: "^" + normalize("NFKC", match[0]), text).strip(SPACES)
    if len(text) > 1 and text[0] in QUOTES and text[-1] in QUOTES:
        text = text[1:-1].strip(SPACES)
    return text[:-1].rstrip(SPACES) if text.endswith(".") else text


def unscaled(text: str) -> str:
    """`1.5e-5` and `1.5×10^-5`, as calculators print them, in signs of the grammar: `(1.5/10^5)` and `1.5/10^5`."""
    for pattern, replacement in _UNSCALED:
        text = pattern.sub(replacement, text)
    return text


def without_unit(text: str, wording: str) -> str:
    """`4464 params` as `4464` where the question speaks of parameters, `12 %` where it speaks of percent."""
    match = _UNIT.fullmatch(text)
    if not match:
        return text
    unit = (match[2] or "percent").lower().removesuffix("s")
    words = re.findall("[a-z]+", wording.lower())
    return match[1] if any(word.startswith(unit) for word in words) else text


def split_shape(text: str) -> list[str]:
    """The sizes of a typed shape: `25x45`, `25 × 45`, `(25, 45)`, `25 by 45`, `[25; 45]`, `25*45`."""
    text = text.strip(SPACES)
    if len(text) > 1 and (text[0], text[-1]) in (("(", ")"), ("[", "]")) and _closes_last(text):
        text = text[1:-1]
    for separator in _SEPARATORS:
        parts = _outside(text, separator)
        if len(parts) > 1:
            return parts
    return [text]


def split_slice(text: str) -> list[str]:
    """The ends of a typed slice: `12:24`, `[12:24]`, `12..24`, `12 to 24`."""
    return _COLON.split(text.strip(SPACES).strip("[]"))


def _closes_last(text: str) -> bool:
    """Whether the first bracket is closed by the last character."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if depth == 0:
            return place == len(text) - 1
    return False


def _outside(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split at separators that stand outside parentheses."""
    parts, start = [], 0
    for match in separator.finditer(text):
        if text.count("(", 0, match.start()) == text.count(")", 0, match.start()):
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]
