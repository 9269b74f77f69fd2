"""SVG as text: elements, a titled picture, and symbols set as in formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formulas.mathml import symbol_class
from ...ground.xml import tag, tenths

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["FITS", "THIN", "block", "italic", "label", "picture", "symbol", "tag"]

THIN = 6
"""The least extent of anything drawn, in pixels."""

FITS = 480
"""Up to this width a figure may shrink to a phone's screen, and its words can still be read."""


def picture(width: float, height: float, title: str, description: str, *content: Markup, kind: str = "") -> Markup:
    """An image with a name and a description, in its own pixels; a wide one is not to shrink."""
    return tag(
        "svg",
        tag("title", title),
        tag("desc", description),
        tag("g", *content, aria_hidden="true"),  # what it shows is told once, by the description
        class_=f"lstm-figure {kind}{' lstm-wide' if width > FITS else ''}".strip(),
        viewBox=f"0 0 {tenths(width)} {tenths(height)}",
        width=width,
        height=height,
        role="img",
        data_search_exclude="",
    )


def block(x: float, y: float, width: float, height: float) -> Markup:
    """A filled rectangle with an edge, in the colour of what is around it."""
    return tag("rect", x=x, y=y, width=width, height=height, class_="lstm-block")


def label(x: float, y: float, words: str | Markup, *, anchor: str = "middle", kind: str = "lstm-label") -> Markup:
    """Text around a point."""
    return tag("text", words, x=x, y=y, text_anchor=anchor, class_=kind)


def symbol(x: float, y: float, name: str, anchor: str = "middle") -> Markup:
    """`W_f` or `h_t-1` in mathematical italics, the index lowered, in its gate's colour."""
    letter, _, index = name.partition("_")
    below = letter[1:] + index
    lowered = tag("tspan", italic(below).replace("-", "−"), dy=4, class_="lstm-index") if below else ""
    return tag(
        "text", italic(letter[0]), lowered, x=x, y=y, text_anchor=anchor, class_=f"lstm-symbol {symbol_class(name)}".strip()
    )


def italic(letters: str) -> str:
    """Latin letters as the mathematical italics that a formula shows for them."""
    return "".join(_italic(letter) for letter in letters)


def _italic(letter: str) -> str:
    if letter == "h":
        return "ℎ"
    if "a" <= letter <= "z":
        return chr(0x1D44E + ord(letter) - ord("a"))
    return chr(0x1D434 + ord(letter) - ord("A")) if "A" <= letter <= "Z" else letter
