"""Our MathML as Typst math, so that a page and a paper are set from the same tree."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import lru_cache
from typing import TYPE_CHECKING

from ..formulas.mathml import mathml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

INVISIBLE = "\u2061\u2062\u2063\u2064"
ACCENTS = {"ˆ": "hat", "˜": "tilde", "~": "tilde", "˙": "dot", "¨": "dot.double", "⃗": "arrow", "ˉ": "macron"}
LINES = {"̲": "overline", "‾": "overline", "_": "underline", "⏞": "overbrace", "⏟": "underbrace"}
FORMS = {"prefix": "opening", "postfix": "closing"}
EMPTY = '""'


@lru_cache(maxsize=65536)
def typst_math(latex: str) -> str:
    """LaTeX as Typst math, without its dollar signs.

    A symbol of a colour is an argument of the function that has its class' name, such as `lstmf` for `lstm-f`.
    Raises `LstmDocsError` as `mathml` does.
    """
    return typst_element(ET.fromstring(mathml(latex)))  # noqa: S314 - made by our own converter


def quoted(text: str) -> str:
    """A text as a string literal of Typst."""
    safe = (f"\\u{{{ord(c):x}}}" if c < " " or c in '"\\\x7f' else c for c in text)
    return '"' + "".join(safe) + '"'


def typst_element(element: ET.Element) -> str:
    """An element of our MathML as Typst math."""
    colour = element.get("class", "").replace("-", "")
    markup = WRITERS.get(element.tag, _group)(element)
    return f"{colour}({markup})" if colour.startswith("lstm") else markup


def _joined(elements: Iterable[ET.Element]) -> str:
    return " ".join(markup for element in elements if (markup := typst_element(element))) or EMPTY


def _signs(text: str | None) -> str:
    """Signs that Typst spaces and stretches by itself, and takes for nothing else."""
    return " ".join(f"\\u{{{ord(c):x}}}" for c in text or "" if c not in INVISIBLE)


def _operator(element: ET.Element) -> str:
    sign, form = _signs(element.text), element.get("form", "")
    return f'class("{FORMS[form]}", {sign})' if sign and form in FORMS else sign


def _group(element: ET.Element) -> str:
    """What is between two brackets that grow with it, or just what is inside."""
    inside = _joined(element)
    fenced = len(element) > 2 and all(end.tag == "mo" and end.get("stretchy") != "false" for end in (element[0], element[-1]))
    return f"lr({inside})" if fenced else inside


def _identifier(element: ET.Element) -> str:
    name = element.text or ""
    if len(name) > 1:
        return f"op({quoted(name)})"
    letter = name if name.isalpha() else _signs(name)
    return f"upright({letter})" if element.get("mathvariant") == "normal" else letter


def _space(element: ET.Element) -> str:
    width = element.get("width", "")
    return f"#h({width})" if width.endswith("em") else ""


def _scripts(*places: str) -> Callable[[ET.Element], str]:
    """A base with something at places of its corners: `b` below, `t` above."""

    def write(element: ET.Element) -> str:
        scripts = zip(places, element[1:], strict=True)
        return f"attach({_joined(element[:1])}, {', '.join(f'{place}: {_joined([script])}' for place, script in scripts)})"

    return write


def _stacked(*places: str) -> Callable[[ET.Element], str]:
    """A base with an accent, a line, a brace or a formula straight above or below it."""

    def write(element: ET.Element) -> str:
        sign = element[1].text or ""
        if sign in LINES:
            return f"{LINES[sign]}({_joined(element[:1])})"
        if sign in ACCENTS:
            return f"accent({_joined(element[:1])}, {ACCENTS[sign]})"
        pairs = ", ".join(f"{place}: {_joined([script])}" for place, script in zip(places, element[1:], strict=True))
        return f"attach(limits({_joined(element[:1])}), {pairs})"

    return write


def _fraction(element: ET.Element) -> str:
    above, below = _joined(element[:1]), _joined(element[1:])
    return f"mat(delim: #none, {above}; {below})" if element.get("linethickness") == "0" else f"frac({above}, {below})"


def _table(element: ET.Element) -> str:
    """A table in the size of its formula, which Typst would make as small as a fraction."""
    return f"display(mat(delim: #none, {'; '.join(', '.join(_joined(cell) for cell in row) for row in element)}))"


def _enclosed(element: ET.Element) -> str:
    inside = _joined(element)
    return f"cancel({inside})" if "strike" in element.get("notation", "") else inside


WRITERS: dict[str, Callable[[ET.Element], str]] = {
    "mi": _identifier,
    "mn": lambda element: quoted(element.text or ""),
    "mo": _operator,
    "mtext": lambda element: quoted(element.text or ""),
    "mspace": _space,
    "msub": _scripts("b"),
    "msup": _scripts("t"),
    "msubsup": _scripts("b", "t"),
    "munder": _stacked("b"),
    "mover": _stacked("t"),
    "munderover": _stacked("b", "t"),
    "mfrac": _fraction,
    "msqrt": lambda element: f"sqrt({_joined(element)})",
    "mroot": lambda element: f"root({_joined(element[1:])}, {_joined(element[:1])})",
    "mtable": _table,
    "mphantom": lambda element: f"std.hide({_joined(element)})",
    "menclose": _enclosed,
}
