"""The shapes of a cell's picture drawn; `assets/explore-wired.js` draws the same, letter for letter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ....formulas.mathml import symbol_class
from ..strokes import head, through
from ..svg import italic, label, symbol, tag
from .measures import BOX, CHIP, HEAD, ROW
from .parts import RADIUS, half

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markupsafe import Markup

    from .layout import Shape

REACH = 5
"""So much further than a chip reaches what can be dragged."""


@dataclass(frozen=True)
class Look:
    """What a picture shows in one state: the texts of each vector, the line at work, what gates are held at.

    `grabs` are the vectors that can be dragged, each with the letter of its fields; `holds` the gates that can be held,
    each with its field; `places` the number of each line; `sizes` the field of the size of a vector that can be pulled
    longer. Without them the picture only shows.
    """

    texts: Mapping[str, Sequence[str]]
    now: str = ""
    held: Mapping[str, str] = field(default_factory=dict)
    grabs: Mapping[str, str] = field(default_factory=dict)
    holds: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    sizes: Mapping[str, str] = field(default_factory=dict)

    def kind(self, own: str, name: str, equation: str = "") -> str:
        """The classes of a shape: its own, its symbol's, and whether its line is at work."""
        return " ".join(filter(None, (own, symbol_class(name), "lstm-now" if equation and equation == self.now else "")))


def shapes(drawn: Sequence[Shape], look: Look) -> list[Markup]:
    """The shapes of a picture."""
    return [DRAWN[kind](look, *rest) for kind, *rest in drawn]


def _frame(_: Look, __: str, x: float, y: float, width: float, height: float) -> Markup:
    return tag("rect", x=x, y=y, width=width, height=height, rx=10, class_="lstm-frame")


def _wire(look: Look, carries: str, colour: str, reader: str, weight: str, *flat: float) -> Markup:
    points = list(zip(flat[::2], flat[1::2], strict=True))
    named = {"data_s": weight or carries} if weight or carries else {}
    content = tag("path", d=through(points)), tag("path", d=head(points[-2], points[-1]), class_="lstm-tip")
    return tag("g", *content, class_=look.kind("lstm-wire", colour, reader), **named)


def _operation(look: Look, equation: str, x: float, y: float, sign: str) -> Markup:
    wide = half(sign)
    ring = tag("rect", x=x - wide, y=y - RADIUS, width=2 * wide, height=2 * RADIUS, rx=RADIUS)
    words = label(x, y + 5, sign, kind="lstm-sign" if len(sign) < 2 else "lstm-word")
    return tag("g", ring, words, class_=look.kind("lstm-op", equation, equation))


def _box(look: Look, equation: str, x: float, y: float, sign: str, names: str) -> Markup:
    held, does = look.held.get(equation, ""), {}
    if equation in look.holds and equation in names.split():
        does = {"data_next": look.holds[equation]}
    block = tag("rect", x=x - BOX / 2, y=y, width=BOX, height=BOX, rx=5, class_="lstm-block")
    content = block, label(x, y + BOX / 2 + 5, held or sign, kind="lstm-word")
    return tag(
        "g", *content, class_=look.kind("lstm-box lstm-held" if held else "lstm-box", equation, equation), data_s=names, **does
    )


def _chip(look: Look, name: str, x: float, y: float) -> Markup:
    rows, letter, held = look.texts[name], look.grabs.get(name), look.holds.get(name)
    ground = tag("rect", x=x, y=y, width=CHIP, height=HEAD + ROW * len(rows), rx=4)
    words = [label(x + CHIP / 2, y + HEAD + 11 + ROW * n, row, kind="lstm-word") for n, row in enumerate(rows)]
    grabs = [_grab(x, y, n, len(rows), f"{letter}{n + 1}") for n in range(len(rows) if letter else 0)]
    does = {"data_set": f"at={look.places[name]}"} if name in look.places else {"data_next": held} if held else {}
    content = ground, symbol(x + CHIP / 2, y + 16, name), *words, *grabs
    return tag("g", *content, class_=look.kind("lstm-chip", name, name), data_s=name, **does)


def _grab(x: float, y: float, place: int, count: int, name: str) -> Markup:
    """Over a number, and for the first and the last of them a little beyond the chip."""
    top = y + HEAD + ROW * place if place else y - REACH
    bottom = y + HEAD + ROW * (place + 1) + (REACH if place == count - 1 else 0)
    return tag("rect", x=x, y=top, width=CHIP, height=bottom - top, class_="lstm-grab", data_grab=name)


def _handle(look: Look, name: str, x: float, y: float) -> Markup:
    """The size of a vector, and a bar to pull it by."""
    size = look.sizes[name]
    words = f"{italic('I' if size == 'input' else 'H')} = {len(look.texts[name])}"
    bar = tag("rect", x=x + 13, y=y + 8, width=CHIP - 26, height=4, rx=2)
    pulled = tag(
        "rect", x=x, y=y + REACH, width=CHIP, height=BOX, class_="lstm-grab", data_grab=size, data_dx="0", data_dy="0.0625"
    )
    return tag("g", bar, label(x + CHIP / 2, y + 29, words, kind="lstm-word"), pulled, class_=look.kind("lstm-handle", name))


def _name(look: Look, name: str, x: float, y: float) -> Markup:
    return tag("g", symbol(x, y, name, "start"), class_=look.kind("", name), data_s=name)


DRAWN: dict[str, Callable[..., Markup]] = {
    "frame": _frame,
    "wire": _wire,
    "op": _operation,
    "box": _box,
    "chip": _chip,
    "handle": _handle,
    "name": _name,
}
