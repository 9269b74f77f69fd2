"""An encoder and a decoder, both unrolled: the states of the one begin the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .strokes import frame, line, note, shown_places, strong
from .svg import label, picture, symbol, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

CELL, APART, DOTS, TOP, HIGH = 50, 28, 22, 92, 56
HAND = 92


@dataclass(frozen=True)
class Half:
    """One of the two: its steps, the letters of what goes in and comes out, and the shapes of both."""

    steps: int
    reads: str
    gives: str
    shape_in: str
    shape_out: str


def encoder_decoder(name: str, encoder: Half, decoder: Half, states: Sequence[str], handed: str) -> Markup:
    """Both halves in cells called `name`; `handed` is the shape of each state between them."""
    first, middle = _half(4, name, "encoder", encoder, states)
    start = middle + HAND
    second, end = _half(start, name, "decoder", decoder, states)
    description = (
        f"The encoder reads {encoder.steps} steps, {encoder.shape_in}. Its last states {' and '.join(states)}, each {handed}, "
        f"are the first states of the decoder, which takes {decoder.steps} steps, {decoder.shape_in}, "
        f"and gives {decoder.shape_out}."
    )
    away, back = _spare(encoder), _spare(decoder)
    parts = (first, _handed(middle - away, HAND + away + back, states, handed, encoder.steps), second)
    return picture(end + 4, TOP + HIGH + 96, "An encoder and a decoder", description, *parts, kind="lstm-encoder-decoder")


def _half(left: float, name: str, words: str, it: Half, states: Sequence[str]) -> tuple[Markup, float]:
    """The cells of one half, in the middle of what its words need, and where that ends."""
    places, spare = shown_places(it.steps, 3), _spare(it)
    wide = _cells(it) + 2 * spare
    x, middle = left + spare, left + wide / 2
    parts: list[Markup] = []
    for number, place in enumerate(places):
        parts.append(_cell(x, name, place, it) if place else label(x + DOTS / 2, TOP + HIGH / 2 + 5, "···"))
        x += CELL if place else DOTS
        if number < len(places) - 1:
            parts += _arrows(x, APART, states)
            x += APART
    heads = (
        strong(middle, 16, words, "middle"),
        note(middle, TOP + HIGH + 84, f"in {it.shape_in}"),
        *([note(middle, 36, f"out {it.shape_out}")] if it.shape_out else []),
    )
    return tag("g", *heads, *parts), left + wide


def _spare(it: Half) -> float:
    """What the words of a half need on either side of its cells."""
    return max(0.0, 6.6 * len(f"in {it.shape_in}") - _cells(it)) / 2


def _cells(it: Half) -> float:
    """How wide the cells of a half are, with what is between them."""
    places = shown_places(it.steps, 3)
    return sum(CELL if place else DOTS for place in places) + APART * (len(places) - 1)


def _cell(x: float, name: str, place: int, it: Half) -> Markup:
    middle = x + CELL / 2
    parts = [
        frame(x, TOP, CELL, HIGH, 3),
        label(middle, TOP + HIGH / 2 + 4.5, name),
        line((middle, TOP + HIGH + 34), (middle, TOP + HIGH + 2)),
        _read(middle, TOP + HIGH + 54, it, place),
    ]
    if it.gives:
        parts += [line((middle, TOP), (middle, TOP - 24)), symbol(middle, TOP - 32, f"{it.gives}_{place}")]
    return tag("g", *parts)


def _read(x: float, y: float, it: Half, place: int) -> Markup:
    """What a step reads; the decoder's first step reads a sign to start, the others what was given before."""
    if it.reads == it.gives:
        return label(x, y - 2, "start") if place == 1 else symbol(x, y, f"{it.reads}_{place - 1}")
    return symbol(x, y, f"{it.reads}_{place}")


def _arrows(x: float, length: float, states: Sequence[str]) -> list[Markup]:
    return [
        tag("g", line((x + 1, y), (x + length - 2, y)), class_=f"lstm-{state}")
        for state, y in zip(sorted(states), _ys(states), strict=True)
    ]


def _ys(states: Sequence[str]) -> list[float]:
    return [TOP + HIGH * (n + 1) / (len(states) + 1) for n in range(len(states))]


def _handed(x: float, length: float, states: Sequence[str], shape: str, steps: int) -> Markup:
    """The states between the halves, with their shape."""
    named = [
        tag(
            "g",
            symbol(x + length / 2 - 4, y + (20 if n or len(states) == 1 else -8), f"{state}_{steps}"),
            class_=f"lstm-{state}",
        )
        for n, (state, y) in enumerate(zip(sorted(states), _ys(states), strict=True))
    ]
    each = f"each {shape}" if len(states) > 1 else shape
    return tag(
        "g", *_arrows(x, length, states), *named, note(x + length / 2, TOP + HIGH + (22 if len(states) > 1 else 12), each)
    )
