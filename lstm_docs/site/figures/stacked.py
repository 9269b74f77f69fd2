"""One layer or several, in one direction or two, unrolled over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...formulas.numbers import in_text
from .strokes import frame, line, note, shown_places, strong
from .svg import label, picture, symbol, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

CELL_WIDE, CELL_HIGH, ROW = 52, 30, 92
OFFSET, RISE, MARGIN, LETTER = 22, 42, 84, 6.4


@dataclass(frozen=True)
class Layer:
    """What a layer reads and how many units it has, each direction, its parameters, and how the directions are joined."""

    reads: int
    units: int
    parameters: int
    merge: str = "concat"


def stacked(name: str, steps: int, layers: Sequence[Layer], *, both: bool) -> Markup:
    """The first steps and the last of `steps`; a layer reads what the one below it gives."""
    places = shown_places(steps, 3 if both else 4)
    pitch, inset = (122, 52) if both else (96, 32)
    first = inset + max(MARGIN, LETTER * max(len(in_text(layer.parameters)) + len(" parameters") for layer in layers))
    xs = [first + pitch * place for place in range(len(places))]
    row = ROW + RISE if both else ROW
    bottom = (62 if both else 48) + row * len(layers)
    parts: list[Markup] = []
    for number, layer in enumerate(layers):
        y = bottom - row * number - CELL_HIGH - 30
        parts += [_told_layer(number, layer, y, both), *_layer(places, xs, y, name, both)]
    parts += [_ends(x, bottom, place, both, row, len(layers)) for x, place in zip(xs, places, strict=True) if place]
    title = f"{len(layers)} {'layer' if len(layers) == 1 else 'layers'} over {steps} steps" + (
        ", both directions" if both else ""
    )
    description = "; ".join(
        f"layer {number} reads {layer.reads}, has {layer.units} units{' each way' if both else ''}{_merged(layer)}, "
        f"{layer.parameters} parameters"
        for number, layer in enumerate(layers, 1)
    )
    return picture(xs[-1] + (54 if both else 34), bottom + 34, title, description, *parts, kind="lstm-stacked")


def _merged(layer: Layer) -> str:
    return "" if layer.merge == "concat" else f" ({layer.merge})"


def _told_layer(number: int, layer: Layer, y: float, both: bool) -> Markup:
    y -= RISE / 2 if both else 0
    width = f"2 × {in_text(layer.units)}" if both and layer.merge == "concat" else in_text(layer.units) + _merged(layer)
    return tag(
        "g",
        strong(0, y - 2, f"layer {number + 1}"),
        note(0, y + 17, f"{in_text(layer.reads)} → {width}", "start"),
        note(0, y + 36, f"{in_text(layer.parameters)} parameters", "start"),
    )


def _layer(places: list[int], xs: Sequence[float], y: float, name: str, both: bool) -> list[Markup]:
    parts = []
    for column, place in enumerate(places):
        x = xs[column]
        shift = OFFSET if both else 0
        if not place:
            parts.append(label(x, y + CELL_HIGH / 2 + 5, "···"))
            if both:
                parts.append(label(x, y - RISE + CELL_HIGH / 2 + 5, "···"))
        else:
            parts.append(_cell(x - shift, y, name))
            if both:
                parts.append(_cell(x + shift, y - RISE, name))
        if place != places[-1]:
            parts += _between(x, xs[column + 1] - x, y, place, places[column + 1], both)
    return [tag("g", *parts)]


def _cell(x: float, y: float, name: str) -> Markup:
    return frame(x - CELL_WIDE / 2, y, CELL_WIDE, CELL_HIGH, 3) + label(x, y + CELL_HIGH / 2 + 4.5, name)


def _between(x: float, pitch: float, y: float, here: int, there: int, both: bool) -> list[Markup]:
    """The state handed on to the right, and back to the left."""
    shift = OFFSET if both else 0
    middle = y + CELL_HIGH / 2
    start, end = x + (CELL_WIDE / 2 if here else 16), x + pitch - (CELL_WIDE / 2 if there else 16)
    forward = line((start - (shift if here else 0), middle), (end - (shift if there else 0) - 2, middle))
    arrows = [tag("g", forward, class_="lstm-h")]
    if both:
        above = middle - RISE
        back = line((end + (shift if there else 0), above), (start + (shift if here else 0) + 2, above))
        arrows.append(tag("g", back, class_="lstm-h"))
    return arrows


def _ends(x: float, bottom: float, place: int, both: bool, row: float, layers: int) -> Markup:
    """The ways upwards at one step: x into the first layer, each layer into the next, and out."""
    parts = [symbol(x, bottom + 22, f"x_{place}")]
    for number in range(layers):
        y = bottom - row * number - CELL_HIGH - 30
        parts.append(_into(x, y, both))
        parts.append(_out_of(x, y, both, row, last=number == layers - 1))
    top = bottom - row * layers
    parts.append(tag("g", symbol(x, top - 13, f"h_{place}"), class_="lstm-h"))
    return tag("g", *parts)


def _into(x: float, y: float, both: bool) -> Markup:
    start = y + CELL_HIGH + 30
    if not both:
        return line((x, start + 4), (x, y + CELL_HIGH + 1))
    fork = start - 12
    return tag(
        "g",
        line((x, start + 4), (x, fork), tip=False),
        line((x, fork), (x - OFFSET, fork), (x - OFFSET, y + CELL_HIGH + 1)),
        line((x, fork), (x + OFFSET, fork), (x + OFFSET, y - RISE + CELL_HIGH + 1)),
    )


def _out_of(x: float, y: float, both: bool, row: float, *, last: bool) -> Markup:
    """Up to where the layer above begins, or out; two directions are set side by side first."""
    goal = y - row + CELL_HIGH + (26 if last else 34)
    if not both:
        return tag("g", line((x, y), (x, goal), tip=last), class_="lstm-h")
    join = y - RISE - 20
    return tag(
        "g",
        line((x - OFFSET, y), (x - OFFSET, join + 1)),
        line((x + OFFSET, y - RISE), (x + OFFSET, join + 1)),
        tag("rect", x=x - OFFSET - 10, y=join - 5, width=2 * OFFSET + 20, height=6, class_="lstm-block"),
        line((x, join - 5), (x, goal), tip=last),
        class_="lstm-h",
    )
