"""Our MathML as LaTeX, for amsmath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..export.amc_text import in_math

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

INVISIBLE = str.maketrans(dict.fromkeys("\u2061\u2062\u2063\u2064"))
BREAK = r" \\ "
ACCENTS = {"¯": "bar", "ˉ": "bar", "˜": "tilde", "~": "tilde", "ˆ": "hat", "^": "hat", "˙": "dot", "⃗": "vec"}


def latex_math(element: Element) -> str:
    """A MathML element as LaTeX, without its dollar signs."""
    return WRITERS.get(element.tag, _joined)(element)


def _joined(element: Element) -> str:
    return " ".join(filter(None, map(latex_math, element)))


def _sign(element: Element) -> str:
    text = "".join(element.itertext()).translate(INVISIBLE)
    if text.isalpha() and len(text) > 1:
        return _name(element)
    return in_math(f"\\{text}" if text in "{}" and text else text)


def _name(element: Element) -> str:
    text = "".join(element.itertext())
    return rf"\operatorname{{{in_math(text)}}}" if len(text) > 1 else in_math(text)


def _text(element: Element) -> str:
    return rf"\text{{{in_math(''.join(element.itertext()))}}}"


def _parts(form: str) -> Callable[[Element], str]:
    return lambda element: form.format(*map(latex_math, element))


def _over(element: Element) -> str:
    base, accent = latex_math(element[0]), "".join(element[1].itertext())
    return rf"\{ACCENTS[accent]}{{{base}}}" if accent in ACCENTS else rf"\overset{{{latex_math(element[1])}}}{{{base}}}"


def _table(element: Element) -> str:
    rows = (" & ".join(map(latex_math, row)) for row in element)
    return rf"\begin{{aligned}}{BREAK.join(rows)}\end{{aligned}}"


WRITERS: dict[str, Callable[[Element], str]] = {
    "mi": _name,
    "mn": _sign,
    "mo": _sign,
    "mtext": _text,
    "mspace": lambda element: r"\,",
    "msub": _parts("{{{}}}_{{{}}}"),
    "msup": _parts("{{{}}}^{{{}}}"),
    "msubsup": _parts("{{{}}}_{{{}}}^{{{}}}"),
    "munder": _parts(r"\underset{{{1}}}{{{0}}}"),
    "munderover": _parts("{{{}}}_{{{}}}^{{{}}}"),
    "mover": _over,
    "mfrac": _parts(r"\frac{{{}}}{{{}}}"),
    "msqrt": lambda element: rf"\sqrt{{{_joined(element)}}}",
    "mtable": _table,
}
