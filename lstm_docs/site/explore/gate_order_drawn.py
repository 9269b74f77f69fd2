"""The picture of the gate-order explorer: the blocks of both sides as they lie, and a line from each to where it goes.

Where everything lies is laid out here and is data for the browser, which only draws it. It is narrow enough for a phone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...formulas.decimals import number
from ..figures.svg import block, italic, label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    Side = Mapping[str, Any]
    Box = Sequence[float]

THICK, LONG, APART = 28, 72, 5
MIDDLE, BOTTOM, STRIPS, THIN = 56, 164, 214, 10
LEFT, RIGHT, WIDTH, HEIGHT = 58, 214, 384, 246
BEND = 40


def laid_out(count: int, lies: str, biases: int) -> dict[str, Any]:
    """The blocks of W and of the biases, each as x, y, width and height, around the middle of a side and above its bottom."""
    pitch = THICK + (APART if lies == "separate" else 0)
    extent = pitch * count - (pitch - THICK)
    if lies == "columns":
        blocks = [[MIDDLE - extent / 2 + pitch * n, BOTTOM - LONG, THICK, LONG] for n in range(count)]
    else:
        blocks = [[MIDDLE - LONG / 2, BOTTOM - extent + pitch * n, LONG, THICK] for n in range(count)]
    first = MIDDLE - THICK * count / 2
    strips = [[[first + THICK * n, STRIPS + 14 * row, THICK, THIN] for n in range(count)] for row in range(biases)]
    return {"blocks": blocks, "strips": strips, "upright": lies == "columns"}


def drawn(source: Side, target: Side, kinds: Mapping[str, str], units: int, own: str) -> Markup:
    """Source and target side by side; what flies from one to the other says from where, and whether it is turned."""
    parts = [
        _way(source["drawn"], place, target["drawn"], target["order"].index(gate), kinds.get(gate, ""))
        for place, gate in enumerate(source["order"])
        if gate in target["order"]
    ]
    for side, other in ((source, None), (target, source)):
        x = RIGHT if other else LEFT
        for place, gate in enumerate(side["order"]):
            pieces = (
                _matrix(x, place, gate, side, other),
                *_strips(x, place, gate, side, other, own),
                _slice(x, place, side, units),
            )
            parts.append(tag("g", *pieces, class_=kinds.get(gate) or "lstm-plain"))
        parts.append(label(x + MIDDLE, 20, side["name"], kind="lstm-strong"))
        parts.append(label(x + (124 if other else -12), STRIPS + 11, italic("b"), kind="lstm-letter-label"))
    told = "; ".join(map(_told, (source, target)))
    return picture(WIDTH, HEIGHT, "Where each block goes", told, *parts, kind="lstm-gate-order")


def _told(side: Side) -> str:
    lies = f" in {side['lies']}" if side["lies"] else ""
    return f"{side['name']}: {', '.join(side['order'])}{lies}, {'two biases' if side['biases'] > 1 else 'one bias'}"


def _matrix(x: float, place: int, gate: str, side: Side, source: Side | None) -> Markup:
    """A block of W with its letter."""
    left, y, width, height = side["drawn"]["blocks"][place]
    words = label(x + left + width / 2, y + height / 2 + 6, _letter(gate, side), kind="lstm-letter-label")
    content = block(x + left, y, width, height), words
    if source is None or gate not in source["order"]:
        return tag("g", *content)
    start = source["drawn"]["blocks"][source["order"].index(gate)]
    turn = 90 * (source["drawn"]["upright"] - side["drawn"]["upright"])
    return tag("g", *content, data_fly=_flight(start, side["drawn"]["blocks"][place], turn))


def _flight(start: Box, end: Box, turn: int) -> str:
    """From the middle of one to the middle of the other, and the degrees it is turned by before."""
    across, down = (start[n] + start[n + 2] / 2 - end[n] - end[n + 2] / 2 for n in (0, 1))
    return f"{across + LEFT - RIGHT:g} {down:g} {turn}"


def _strips(x: float, place: int, gate: str, side: Side, source: Side | None, own: str) -> list[Markup]:
    """A gate's part of each bias; two that are added come together, and one that is zero is hollow."""
    parts = []
    for row, strip in enumerate(side["drawn"]["strips"]):
        left, y, width, height = strip[place]
        if source is None:
            parts.append(tag("g", block(x + left, y, width, height)))
            continue
        known = source["drawn"]["strips"] if gate in source["order"] else []
        taken = (known[1:] if gate in own else []) if row else known[:1] if gate in own else known
        for n, other in enumerate(taken):
            box = [left, y + height * n / len(taken), width, height / len(taken)]
            flight = _flight(other[source["order"].index(gate)], box, 0)
            parts.append(tag("g", block(x + box[0], box[1], box[2], box[3]), data_fly=flight))
        if not taken:
            parts.append(tag("g", block(x + left, y, width, height), class_="lstm-zero"))
    return parts


def _slice(x: float, place: int, side: Side, units: int) -> Markup:
    """The rows or columns that a block takes: outside of it, or upright over it."""
    if side.get("unsliced"):
        return tag("g")
    left, y, width, height = side["drawn"]["blocks"][place]
    cut = f"{number(place * units)}:{number((place + 1) * units)}"
    if side["drawn"]["upright"]:
        across, down = x + left + width / 2 + 4, y - 6
        return tag(
            "g", label(0, 0, cut, anchor="start", kind="lstm-slice"), transform=f"translate({across:g} {down:g}) rotate(-90)"
        )
    at, anchor = (x + left - 8, "end") if x == LEFT else (x + left + width + 8, "start")
    return tag("g", label(at, y + height / 2 + 5, cut, anchor=anchor, kind="lstm-slice"))


def _letter(gate: str, side: Side) -> str:
    if gate == "_":
        return "–"
    return f"1 − {italic(gate)}" if gate in side["opposite"] else italic(gate)


def _way(here: Mapping[str, Any], start: int, there: Mapping[str, Any], end: int, kind: str) -> Markup:
    """A curve from a block of the source to its place in the target."""
    (x, y, a, b), (goal_x, goal_y, goal_a, goal_b) = _port(LEFT, here, start), _port(RIGHT, there, end)
    d = f"M{x:g} {y:g} C{x + a:g} {y + b:g} {goal_x + goal_a:g} {goal_y + goal_b:g} {goal_x:g} {goal_y:g}"
    return tag("path", d=d, class_=f"lstm-way {kind}".strip())


def _port(x: float, side: Mapping[str, Any], place: int) -> tuple[float, float, float, float]:
    """Where a curve leaves or reaches a block, and which way it goes there: under a column, at the inner side of a row."""
    left, y, width, height = side["blocks"][place]
    if side["upright"]:
        return x + left + width / 2, y + height, 0, BEND
    inner = x == LEFT
    return x + left + (width if inner else 0), y + height / 2, BEND if inner else -BEND, 0
