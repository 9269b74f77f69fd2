"""One step drawn to scale: what is held and what is computed, each number a piece of area."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from math import sqrt
from typing import TYPE_CHECKING

from ...formulas.mathml import symbol_class
from ...formulas.numbers import in_text
from .strokes import note, strong
from .svg import FITS, THIN, block, label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

LARGEST, HEAD, APART, WORDS, PANEL = 190, 40, 22, 56, 20
ENLARGED = "The smallest squares are larger than their share, so that they can be seen."


@dataclass(frozen=True)
class Amount:
    """A number to be drawn as a square, what it counts, and a word more; `bands` are the letters of equal shares."""

    count: int
    words: str
    more: str = ""
    bands: str = ""
    kind: str = ""


def to_scale(groups: Sequence[tuple[str, Sequence[Amount]]], title: str) -> Markup:
    """The squares of each group in rows, all at one scale."""
    scale = LARGEST / sqrt(max(it.count for _, amounts in groups for it in amounts))
    parts: list[Markup] = []
    y = 0.0
    for name, amounts in groups:
        parts.append(strong(0, y + 16, name))
        y += HEAD
        for row in _rows(amounts, scale):
            y += max(_side(it, scale) for it in row)
            parts.append(_row(row, scale, y))
            y += WORDS + PANEL
    widest = max(sum(_wide(it, scale) for it in row) for _, amounts in groups for row in _rows(amounts, scale))
    description = "; ".join(f"{name}: " + ", ".join(f"{it.count} {it.words}" for it in amounts) for name, amounts in groups)
    if any(0 < sqrt(it.count) * scale < THIN for _, amounts in groups for it in amounts):
        parts.append(note(0, y, ENLARGED, "start"))
        widest = max(widest, 6.0 * len(ENLARGED))
        y += 24
    return picture(widest, y - 16, title, description, *parts, kind="lstm-to-scale")


def _side(it: Amount, scale: float) -> float:
    return max(sqrt(it.count) * scale, THIN if it.count else 0)


def _wide(it: Amount, scale: float) -> float:
    """The room for a square and the words under it."""
    return max(_side(it, scale), 7.0 * max(len(it.words), len(it.more), len(in_text(it.count)))) + APART


def _rows(amounts: Sequence[Amount], scale: float) -> list[list[Amount]]:
    """The squares of a group, so many in a row as a phone has room for."""
    rows: list[list[Amount]] = [[]]
    for it in amounts:
        if rows[-1] and sum(_wide(one, scale) for one in (*rows[-1], it)) > FITS:
            rows.append([])
        rows[-1].append(it)
    return rows


def _row(amounts: Sequence[Amount], scale: float, floor: float) -> Markup:
    """Squares on one floor, words under each."""
    lefts = accumulate((_wide(it, scale) for it in amounts), initial=0.0)
    return tag("g", *(_square(it, x, floor, _side(it, scale)) for it, x in zip(amounts, lefts, strict=False)))


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
