"""What in a text of the domain is a formula, what is code, and what are words: for all who write it in another language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_PIECE = re.compile(r"(`[^`]+`|\$[^$]+\$)")


def translated(text: str, *, formula: Callable[[str], str], code: Callable[[str], str], words: Callable[[str], str]) -> str:
    """A text of the domain in another language: its formulas, its code, and the words between them, each by its function."""
    kinds = {"$": formula, "`": code}
    pieces = enumerate(_PIECE.split(text))  # every other one is in dollar signs or backticks
    return "".join(kinds[piece[0]](piece[1:-1]) if place % 2 else words(piece) for place, piece in pieces)
