"""The shapes of a cell's picture drawn; `assets/picture.js` draws the same, letter for letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ....formulas.mathml import symbol_class
from ..strokes import head, through
from ..svg import label, symbol, tag
from .layout import BOX, CHIP, HEAD, RADIUS, ROW, half

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markupsafe import Markup

    from .layout import Shape

    Texts = Mapping[str, Sequence[str]]


def shapes(drawn: Sequence[Shape], texts: Texts) -> list[Markup]:
    """The shapes, and in each chip the texts of its vector."""
    return [DRAWN[kind](texts, *rest) for kind, *rest in drawn]


def _frame(_: Texts, __: str, x: float, y: float, width: float, height: float) -> Markup:
    return tag("rect", x=x, y=y, width=width, height=height, rx=10, class_="lstm-frame")


def _wire(_: Texts, carries: str, colour: str, reader: str, weight: str, *flat: float) -> Markup:
    points = list(zip(flat[::2], flat[1::2], strict=True))
    named = {"data_s": weight or carries} if weight or carries else {}
    read = {"data_read": reader} if reader else {}
    content = tag("path", d=through(points)), tag("path", d=head(points[-2], points[-1]), class_="lstm-tip")
    return tag("g", *content, class_=_kind("lstm-wire", colour), **named, **read)


def _operation(_: Texts, equation: str, x: float, y: float, sign: str) -> Markup:
    wide = half(sign)
    ring = tag("rect", x=x - wide, y=y - RADIUS, width=2 * wide, height=2 * RADIUS, rx=RADIUS)
    words = label(x, y + 5, sign, kind="lstm-sign" if len(sign) < 3 else "lstm-word")
    return tag("g", ring, words, class_=_kind("lstm-op", equation), data_of=equation)


def _box(_: Texts, equation: str, x: float, y: float, sign: str, names: str) -> Markup:
    block = tag("rect", x=x - BOX / 2, y=y, width=BOX, height=BOX, rx=5, class_="lstm-block")
    content = block, label(x, y + BOX / 2 + 5, sign, kind="lstm-word")
    return tag("g", *content, class_=_kind("lstm-box", equation), data_s=names, data_of=equation)


def _chip(texts: Texts, name: str, x: float, y: float) -> Markup:
    rows = texts[name]
    ground = tag("rect", x=x, y=y, width=CHIP, height=HEAD + ROW * len(rows), rx=4)
    words = (label(x + CHIP / 2, y + HEAD + 11 + ROW * n, row, kind="lstm-word") for n, row in enumerate(rows))
    return tag("g", ground, symbol(x + CHIP / 2, y + 16, name), *words, class_=_kind("lstm-chip", name), data_s=name)


def _name(_: Texts, name: str, x: float, y: float) -> Markup:
    return tag("g", symbol(x, y, name, "start"), class_=_kind("", name), data_s=name)


def _kind(own: str, name: str) -> str:
    return f"{own} {symbol_class(name)}".strip()


DRAWN: dict[str, Callable[..., Any]] = {
    "frame": _frame,
    "wire": _wire,
    "op": _operation,
    "box": _box,
    "chip": _chip,
    "name": _name,
}
