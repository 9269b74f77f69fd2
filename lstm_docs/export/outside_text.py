"""Texts from outside, made fit to be written: file names, names, answers."""

from __future__ import annotations

import re
import unicodedata

LONGEST_ANSWER = 20_000
JOINERS = "\u200c\u200d"  # of Persian and of emoji; other marks without a form turn the text around
_SURROGATE = re.compile("[\ud800-\udfff]")
_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def whole_characters(text: str) -> str:
    """The text without halves of characters, which JSON can hold and no file in UTF-8 can."""
    return _SURROGATE.sub("\ufffd", text)


def bounded(text: str, most: int = LONGEST_ANSWER) -> str:
    """The text, or its beginning and how much is missing, which no reader of short answers takes for an answer."""
    return text if len(text) <= most else f"{text[:most]} … (and {len(text) - most:,} more characters)"


def visible(text: str) -> str:
    r"""The text with what steers a terminal, hides or turns the writing around shown as an escape, such as `\x1b`.

    Ends of lines and tabs stay: an answer may be a program.
    """
    return _shown(text.replace("\r\n", "\n"), JOINERS + "\n\t")


def on_a_line(text: str) -> str:
    """The text as `visible` makes it, ends of lines escaped too: no file's name can begin a line of its own."""
    return _shown(text, JOINERS)


def _shown(text: str, allowed: str) -> str:
    hidden = {c for c in text if c not in allowed and unicodedata.category(c) in _HIDDEN}
    return text.translate({ord(c): c.encode("unicode_escape").decode() for c in hidden})
