"""Plain text in lines of 78 characters, for a terminal, an e-mail or an editor."""

from __future__ import annotations

import textwrap

WIDTH = 78


def wrapped(text: str, first: str = "", indent: int = 0) -> str:
    """A text in lines: the first begins with `first`, the others with so many spaces. A longer word is broken."""
    lines = text.split("\n")
    starts = (first, *[" " * indent] * (len(lines) - 1))
    return "\n".join(
        textwrap.fill(line, WIDTH, initial_indent=start, subsequent_indent=" " * indent, break_on_hyphens=False)
        for line, start in zip(lines, starts, strict=True)
    )
