"""Texts as HTML on one line, in which nothing but its own tags is markup of a host: of Markdown, templates or links."""

from __future__ import annotations

import re
from html import unescape

from .qti.markup import rich

_TAG = re.compile(r"(<[^>]*>)")
_SIGNS = re.compile(r"[^\w \u0080-\U0010ffff.,;?/%']|_|^\d+(?=\.)", re.ASCII)
_OF_QTI = re.compile(r' (?:alttext|xmlns)="[^"]*"')


def inline(text: str) -> str:
    """A text as HTML; formulas are MathML, and every sign that could be markup is written as its number."""
    pieces = _TAG.split(_OF_QTI.sub("", rich(text)).replace("\n", " "))
    return "".join(piece if piece.startswith("<") else _numbered(piece) for piece in pieces)


def _numbered(text: str) -> str:
    return _SIGNS.sub(lambda sign: "".join(f"&#{ord(c)};" for c in sign[0]), unescape(text))
