"""A formula in words, for readers whose programs know no MathML; those that do read the MathML itself."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SIGNS = {
    "+": "plus",
    "−": "minus",
    "-": "minus",
    "±": "plus or minus",
    "×": "times",
    "·": "times",
    "⋅": "times",
    "∗": "times",
    "⊙": "element by element times",
    "/": "over",
    "=": "equals",
    "≠": "is not",
    "≈": "is about",
    "<": "is less than",
    ">": "is greater than",
    "≤": "is at most",
    "≥": "is at least",
    "∈": "in",
    "∼": "is distributed as",
    "→": "to",
    "∑": "the sum",
    "∏": "the product",
    "∂": "partial",
    "∘": "after",
    "\u2061": "of",
    "(": "open paren",
    ")": "close paren",
    "[": "open bracket",
    "]": "close bracket",
    "{": "open brace",
    "}": "close brace",
}
ACCENTS = {"¯": "bar", "˜": "tilde", "~": "tilde", "^": "hat", "ˆ": "hat", "˙": "dot", "⃗": "vector"}
RAISED = {"2": "squared", "⊤": "transposed", "′": "prime", "″": "double prime"}


def spoken(element: Element) -> str:
    """An element of presentation MathML in words: `W sub f x sub t plus b sub f`."""
    parts = [spoken(child) for child in element]
    match element.tag:
        case "mi" | "mn" | "mtext" | "mo":
            text = unicodedata.normalize("NFKC", element.text or "").strip() if element.text not in SIGNS else element.text
            return SIGNS.get(text, text)
        case "msub":
            return f"{parts[0]} sub {parts[1]}"
        case "msup":
            return f"{parts[0]} {_raised(element[1], parts[1])}"
        case "msubsup":
            return f"{parts[0]} sub {parts[1]} {_raised(element[2], parts[2])}"
        case "mfrac":
            return f"{parts[0]} over {parts[1]}"
        case "msqrt":
            return f"the root of {' '.join(parts)}"
        case "mover":
            return f"{parts[0]} {ACCENTS.get(element[1].text or '', 'under ' + parts[1])}"
        case "munder":
            return f"{parts[0]}, {parts[1]},"
        case "munderover":
            return f"{parts[0]} from {parts[1]} to {parts[2]} of"
        case "mtable":
            return "; ".join(parts)
    return " ".join(filter(None, parts))


def _raised(power: Element, words: str) -> str:
    return raised(power.text or "", words)


def raised(power: str, words: str) -> str:
    """A power in words, `squared` for 2; those given where no shorter ones are known."""
    return RAISED.get(power, f"to the {words}")
