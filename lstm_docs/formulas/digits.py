"""One number as people write it: `7 100`, `7,100`, `7'100`, `0.85`, `0,85`, `1.234,5`.

Digits that stand together are grouped in threes or they are no number; they are never multiplied. Whether a comma
or a dot before three digits groups or divides depends on what is expected: in `2,890` it groups where the answer is
a whole number. Where decimals are expected it may mean either, as the dot of `2.890` may where whole numbers are; such
a number is refused, with what to write. The same lines stand in `site/assets/grammar.js`.
"""

from __future__ import annotations

import re

from ..ground.errors import LstmDocsError

# White space as both languages take it: neither Python's nor JavaScript's own, which differ.
BREAKS = "\t\n\r\f\v"
GAPS = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
SPACES = BREAKS + GAPS
SPACE = f"[{SPACES}]"

RUN = rf"(?:\d+|(?=\.\d))(?:(?:{SPACE}+|[,.'’_])\d+)*"
"""All that may be one number: digits, and what can stand between them."""

_GAP = re.compile(f"[{GAPS}]")
_GROUPED = re.compile(r"([1-9]\d{0,2}([ ,.'_])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?", re.ASCII)
_PLAIN = re.compile(r"(0|[1-9]\d*|)(?:[.,](\d+))?", re.ASCII)
_EITHER = re.compile(r"([1-9]\d{0,2})([.,])(\d{3})", re.ASCII)


class AnswerError(LstmDocsError):
    """Text that is not in the answer grammar."""


def number(run: str, *, decimals: bool) -> str:
    """A run of digits without its groups and with a dot before its decimals; `decimals`: whether any are expected.

    Raises `AnswerError` for what is no number, and for what may be two.
    """
    text = _GAP.sub(" ", run).replace("’", "'")
    if either := _EITHER.fullmatch(text):
        whole, mark, rest = either.groups()
        if (mark == ",") == decimals:
            cure = f"{whole}{rest} or {whole}.{rest}" if decimals else f"a whole number as {whole}{rest}"
            raise AnswerError(f"'{run}' may mean {whole}{rest} or {whole}.{rest}: write {cure}")
        return f"{whole}.{rest}" if decimals else whole + rest
    if grouped := _GROUPED.fullmatch(text):
        return _joined(re.sub(r"\D", "", grouped[1]), grouped[3])
    if plain := _PLAIN.fullmatch(text):
        return _joined(plain[1] or "0", plain[2])
    raise AnswerError(f"'{run}' is not one number: write its digits together, or a sign between two numbers")


def _joined(whole: str, rest: str | None) -> str:
    return f"{whole}.{rest}" if rest else whole
