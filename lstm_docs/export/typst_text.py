"""Texts as Typst source: what is no markup must not become any."""

from __future__ import annotations

import re

from ..formulas.mathml import PIECE
from ..formulas.texts import plain
from .typst_math import quoted, typst_math

_SIGNS = re.compile(r"[!#-&(-+./:-@\[-`{-~-]")  # of ASCII, all but quotes, which Typst makes curly, and commas
_BREAKS = re.compile(r"[\x00-\x20\x7f]+")


def typst_text(text: str) -> str:
    """A text of the domain as Typst markup: `$math$` and `` `code` `` set, all else as it stands."""
    return "".join(_piece(piece) for piece in PIECE.split(text))


def typst_plain(text: str) -> str:
    """A text that holds no markup as Typst markup."""
    return _SIGNS.sub(r"\\\g<0>", _BREAKS.sub(" ", text))


def _piece(piece: str) -> str:
    if len(piece) > 2 and piece[0] == piece[-1] == "`":
        return f"#raw({quoted(piece[1:-1])});"
    if len(piece) > 2 and piece[0] == piece[-1] == "$":
        return f"#math.equation(alt: {quoted(plain(piece))}, ${typst_math(piece[1:-1])}$.body);"
    return typst_plain(piece)
