"""One step drawn to scale: what is held and what is computed, each number a piece of area."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from ...formulas.mathml import symbol_class
from ...formulas.numbers import in_text
from .strokes import note, strong
from .svg import THIN, block, label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

LARGEST, HEAD, APART, PANEL = 190, 40, 84, 56
WIDEST = 680


@dataclass(frozen=True)
class Amount:
    """A number to be drawn as a square, what it counts, and a word more; `bands` are the letters of equal shares."""

    count: int
    words: str
    more: str = ""
    bands: str = ""
    kind: str = ""


def to_scale(groups: Sequence[tuple[str, Sequence[Amount]]], title: str) -> Markup:
    """A row of squares for each group, all at one scale."""
    scale = LARGEST / sqrt(max(it.count for _, amounts in groups for it in amounts))
    parts: list[Markup] = []
    y, widest = 0.0, 0.0
    for name, amounts in groups:
        tallest = max(_side(it, scale) for it in amounts)
        drawn, wide = _row(name, amounts, scale, y, HEAD + tallest)
        parts.append(drawn)
        widest = max(widest, wide)
        y += HEAD + tallest + PANEL + 20
    told = "; ".join(f"{name}: " + ", ".join(f"{it.count} {it.words}" for it in amounts) for name, amounts in groups)
    if any(0 < sqrt(it.count) * scale < THIN for _, amounts in groups for it in amounts):
        parts.append(note(0, y, "The smallest squares are larger than their share, so that they can be seen.", "start"))
        y += 24
    return picture(widest, y - 16, title, told, *parts, kind="lstm-to-scale")


def _side(it: Amount, scale: float) -> float:
    return max(sqrt(it.count) * scale, THIN if it.count else 0)


def _row(name: str, amounts: Sequence[Amount], scale: float, top: float, floor: float) -> tuple[Markup, float]:
    """The squares of a group on one floor, words under each."""
    x, parts = 0.0, [strong(0, top + 16, name)]
    for it in amounts:
        side, words = _side(it, scale), 7.0 * max(len(it.words), len(it.more), len(in_text(it.count)))
        parts.append(_square(it, x, top + floor, side))
        x += max(side, words) + 22
    return tag("g", *parts), x


def _square(it: Amount, x: float, floor: float, side: float) -> Markup:
    share = side / (len(it.bands) or 1)
    bands = [
        tag(
            "g",
            block(x, floor - side + share * n, side, share),
            label(x + side / 2, floor - side + share * (n + 0.5) + 6, letter, kind="lstm-letter-label") if share >= 20 else "",
            class_=symbol_class(f"W_{letter}"),
        )
        for n, letter in enumerate(it.bands)
    ]
    return tag(
        "g",
        *(bands or [tag("g", block(x, floor - side, side, side), class_=it.kind)]),
        label(x, floor + 20, in_text(it.count), anchor="start", kind="lstm-strong"),
        label(x, floor + 37, it.words, anchor="start"),
        *([note(x, floor + 54, it.more, "start")] if it.more else []),
    )
