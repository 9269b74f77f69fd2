"""Texts as Typst source: what is no markup must not become any."""

from __future__ import annotations

import re

from ..formulas.curves import WIDTH, drawn, read
from ..formulas.pieces import translated
from ..formulas.texts import plain
from .typst_math import quoted, typst_math

_SIGNS = re.compile(r"[!#-&(-+./:-@\[-`{-~-]")  # of ASCII, all but quotes, which Typst makes curly, and commas
_BREAKS = re.compile(r"[\x00-\x20\x7f]+")


def typst_text(text: str) -> str:
    """A text of the domain as Typst markup: `$math$` and `` `code` `` set, all else as it stands."""
    return translated(text, formula=_formula, code=_code, words=typst_plain)


def typst_plain(text: str) -> str:
    """A text that holds no markup as Typst markup."""
    return _SIGNS.sub(r"\\\g<0>", _BREAKS.sub(" ", text))


def _formula(latex: str) -> str:
    return f"#math.equation(alt: {quoted(plain(f'${latex}$'))}, ${typst_math(latex)}$.body);"


def _code(text: str) -> str:
    if held := read(text):
        svg, size = quoted(drawn(held)), f"{WIDTH * 0.7:.0f}pt"
        return f'\\ #image(bytes({svg}), format: "svg", width: {size}, alt: {quoted(held.said)}); \\ '
    lines = text.strip("\n").split("\n")
    if len(lines) > 1:
        return "".join(f"\\ #raw({quoted(line)});" for line in lines) + " \\ "
    return f"#raw({quoted(lines[0])});"
