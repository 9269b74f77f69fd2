"""The picture of the gate-order explorer: the blocks of both sides, and a line from each to where it goes.

It is narrow enough for a phone, and enlarged where there is room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...formulas.texts import number
from ..figures.svg import block, italic, label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

WIDTH, TOP, HIGH, WIDE, UNDER = 352.0, 34.0, 38.0, 64.0, 12.0
LEFT, RIGHT = 66.0, 222.0


def drawn(sides: Sequence[Mapping[str, Any]], kinds: Mapping[str, str], units: int, most: int) -> Markup:
    """Source and target, each a column of blocks; the picture is as high as `most` blocks."""
    source, target = sides
    parts: list[Markup] = []
    for place, gate in enumerate(source["order"]):
        parts.append(_gate(LEFT, place, gate, source, kinds, units, first=True))
        if gate in target["order"]:
            parts.append(_way(place, target["order"].index(gate), kinds.get(gate, "")))
    parts += [_gate(RIGHT, place, gate, target, kinds, units, first=False) for place, gate in enumerate(target["order"])]
    heads = [label(x + WIDE / 2, 20, side["name"], kind="lstm-strong") for x, side in zip((LEFT, RIGHT), sides, strict=True)]
    description = "; ".join(f"{side['name']}: {', '.join(side['order'])}" for side in sides)
    return picture(
        WIDTH, TOP + HIGH * most + UNDER, "Where each block goes", description, *heads, *parts, kind="lstm-gate-order"
    )


def _gate(
    x: float, place: int, gate: str, side: Mapping[str, Any], kinds: Mapping[str, str], units: int, *, first: bool
) -> Markup:
    """A block with its letter, and outside it the slice it takes."""
    y = TOP + HIGH * place
    letter = label(x + WIDE / 2, y + HIGH / 2 + 6, _letter(gate, side), kind="lstm-letter-label")
    cut = f"{number(place * units)}:{number((place + 1) * units)}"
    at = x - 10 if first else x + WIDE + 10
    words = (
        "" if side.get("unsliced") else label(at, y + HIGH / 2 + 5, cut, anchor="end" if first else "start", kind="lstm-slice")
    )
    return tag("g", block(x, y, WIDE, HIGH), letter, words, class_=kinds.get(gate) or "lstm-plain")


def _letter(gate: str, side: Mapping[str, Any]) -> str:
    if gate == "_":
        return "–"
    return f"1 − {italic(gate)}" if gate in side["opposite"] else italic(gate)


def _way(start: int, end: int, kind: str) -> Markup:
    """A curve from a block of the source to its place in the target."""
    left, right, middle = LEFT + WIDE, RIGHT, (LEFT + WIDE + RIGHT) / 2
    y, goal = (TOP + HIGH * (place + 0.5) for place in (start, end))
    d = f"M{left:g} {y:g} C{middle:g} {y:g} {middle:g} {goal:g} {right:g} {goal:g}"
    return tag("path", d=d, class_=f"lstm-way {kind}".strip())
