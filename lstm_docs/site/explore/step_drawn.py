"""The picture of the step explorer: every vector of the step as a column of numbers, and which of them are at work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..figures.svg import label, picture, symbol, tag
from .texts import px

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

BOX, HIGH, GAP, TOP, UNDER = 58.0, 40.0, 10.0, 40.0, 34.0
MIDDLE, SPAN = 29.0, 25.0
"""Where the bar under a number begins, and how far it goes for 1."""
MOST = 6
"""So many vectors stand in one row."""


@dataclass(frozen=True)
class Vector:
    """A named vector: its components, and each as it is shown."""

    name: str
    kind: str
    components: Sequence[tuple[float, str]]


def drawn(vectors: Sequence[Vector], read: int, equation: Mapping[str, Any], unit: int) -> Markup:
    """The columns, in two rows if there are many; `read` of them are there before, `equation` is at work on `unit`."""
    high = TOP + HIGH * max(len(vector.components) for vector in vectors) + UNDER
    split = len(vectors) > MOST
    parts: list[Markup] = []
    x, y, width = 1.0, 0.0, 0.0
    for place, vector in enumerate(vectors):
        if place == read:
            x, y = (1.0, high) if split else (x + GAP, y)
        parts.append(_column(x, y, vector, equation, unit))
        x += BOX + GAP
        width = max(width, x)
    description = "; ".join(f"{vector.name}: {', '.join(words for _, words in vector.components)}" for vector in vectors)
    return picture(px(width), px(2 * high if split else high), "The vectors of one step", description, *parts, kind="lstm-step")


def _column(x: float, y: float, vector: Vector, equation: Mapping[str, Any], unit: int) -> Markup:
    now = vector.name == equation["name"]
    boxes = [_box(x, y + TOP + HIGH * n, *it, now and n == unit) for n, it in enumerate(vector.components)]
    end = y + TOP + HIGH * len(vector.components)
    word = "computed" if now else "read" if vector.name in equation["uses"] else ""
    under = [label(px(x + MIDDLE), px(end + 22), word, kind="lstm-slice"), _rule(x, end + 7)] if word else []
    return tag("g", symbol(px(x + MIDDLE), px(y + 26), vector.name), *boxes, *under, class_=vector.kind or "lstm-plain")


def _rule(x: float, y: float) -> Markup:
    return tag("path", d=f"M{px(x):g} {px(y):g} h{BOX:g}", class_="lstm-arrow")


def _box(x: float, y: float, value: float, words: str, strong: bool) -> Markup:
    """A number, and under it a bar from the middle: to the right for what is above zero."""
    reach = min(abs(value), 1.0) * SPAN
    left = x + MIDDLE - (reach if value < 0 else 0.0)
    return tag(
        "g",
        tag("rect", x=px(x), y=px(y), width=BOX, height=HIGH, class_="lstm-cell lstm-now" if strong else "lstm-cell"),
        label(px(x + MIDDLE), px(y + 19), words, kind="lstm-slice"),
        tag("rect", x=px(left), y=px(y + 27), width=px(reach), height=6, class_="lstm-block"),
    )
