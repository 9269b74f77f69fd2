"""The loop with its delay of one step, and the same loop unrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .strokes import frame, line, shown_places
from .svg import label, picture, symbol, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

TOP, SIDE, APART = 92, 54, 44
MIDDLE = TOP + SIDE / 2
LOOP, BELOW = 108, 180
"""Half of what the loop takes, its sign of equality included, and how far below it the chain stands."""


def loop(steps: int, states: Sequence[str], title: str) -> Markup:
    """A cell that hands `states` to itself, one step later; below it the first steps and the last of `steps`."""
    places = shown_places(steps, 4)
    parts, x = [], float(APART)
    for number, place in enumerate(places):
        before = "0" if number == 0 else str(places[number - 1] or "")
        parts += [_handed_on(x - APART, states, before), _step(x, place) if place else label(x + 16, MIDDLE + 5, "···")]
        x += (SIDE if place else 32) + APART
    parts.append(_handed_on(x - APART, states, str(steps)))
    description = (
        f"Above, one cell whose state {' and '.join(states)} comes back to it after a delay of one step. "
        f"Below, the same written out: {steps} cells with the same weights, each handing its state to the next."
    )
    equal = label(2 * LOOP, MIDDLE + 6, "=", kind="lstm-sign")
    chain = tag("g", *parts, transform=f"translate(0 {BELOW})")
    width, height = max(x + 4, 2 * LOOP + 20), BELOW + TOP + SIDE + 64
    return picture(width, height, title, description, _looped(states), equal, chain, kind="lstm-loop")


def _looped(states: Sequence[str]) -> Markup:
    x = 64.0
    return tag(
        "g",
        *(_round(x, state, place) for place, state in enumerate(sorted(states))),
        frame(x, TOP, SIDE, SIDE),
        label(x + SIDE / 2, MIDDLE + 5, "cell"),
        line((x + SIDE / 2, TOP + SIDE + 36), (x + SIDE / 2, TOP + SIDE + 2)),
        symbol(x + SIDE / 2, TOP + SIDE + 54, "x_t"),
    )


def _round(x: float, state: str, place: int) -> Markup:
    """From the right of the cell over it, through the delay, to its left; the second state outside the first."""
    right, out, above = x + SIDE, 38 + 24 * place, TOP - 26 - 38 * place
    y, middle = MIDDLE + (16 if place else -10), x + SIDE / 2
    return tag(
        "g",
        line((right, y), (right + out, y), (right + out, above), (middle + 22, above), tip=False),
        line((middle - 22, above), (x - out, above), (x - out, y), (x - 2, y)),
        frame(middle - 22, above - 12, 44, 24, 2),
        label(middle, above + 4.5, "delay"),
        symbol((middle + 22 + right + out) / 2, above - 9, f"{state}_t"),
        symbol((middle - 22 + x - out) / 2, above - 9, f"{state}_t-1"),
        class_=f"lstm-{state}",
    )


def _step(x: float, step: int) -> Markup:
    middle = x + SIDE / 2
    return tag(
        "g",
        frame(x, TOP, SIDE, SIDE),
        label(middle, MIDDLE + 5, "cell"),
        line((middle, TOP + SIDE + 36), (middle, TOP + SIDE + 2)),
        symbol(middle, TOP + SIDE + 54, f"x_{step}"),
        tag("g", line((middle, TOP), (middle, TOP - 32)), symbol(middle, TOP - 40, f"h_{step}"), class_="lstm-h"),
    )


def _handed_on(x: float, states: Sequence[str], index: str) -> Markup:
    parts = []
    for place, state in enumerate(sorted(states)):
        y = MIDDLE + (16 if place else -10)
        named = [symbol(x + APART / 2 - 2, y + (22 if place else -7), f"{state}_{index}")] if index else []
        parts.append(tag("g", line((x + 2, y), (x + APART - 2, y)), *named, class_=f"lstm-{state}"))
    return tag("g", *parts)
