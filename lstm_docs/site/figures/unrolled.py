"""The loop over time, unrolled: the same cell at every step, two states handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from .svg import label, picture, symbol, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

CELL, BETWEEN, DOTS, TOP, HEIGHT = 66, 46, 30, 54, 88


def unrolled(steps: int, states: Sequence[str], title: str) -> Markup:
    """The first two steps and the last of `steps`, with dots for those between.

    `states` are the letters of what is handed on, `h` and perhaps `c`.
    """
    shown = list(range(1, steps + 1)) if steps <= 3 else [1, 2, 0, steps]
    parts: list[Markup] = []
    x = BETWEEN + 6.0
    for place, step in enumerate(shown):
        parts += _handed_on(x - BETWEEN, states, "0" if place == 0 else _index(shown, place - 1))
        parts.append(_step(x, step) if step else _dots(x))
        x += (CELL if step else DOTS) + BETWEEN
    parts += _handed_on(x - BETWEEN, states, str(steps))
    description = f"The same cell runs {steps} times; each run reads one input and hands {' and '.join(states)} to the next."
    return picture(x + 8, TOP + HEIGHT + 62, title, description, *parts, kind="lstm-unrolled")


def _index(shown: Sequence[int], place: int) -> str:
    """The time index of what leaves a place: unnamed between the dots."""
    return str(shown[place]) if shown[place] else ""


def _step(x: float, step: int) -> Markup:
    middle = x + CELL / 2
    return tag(
        "g",
        tag("rect", x=x, y=TOP, width=CELL, height=HEIGHT, rx=3, class_="lstm-cell"),
        label(middle, TOP + 28, "the same"),
        label(middle, TOP + 46, "weights"),
        label(middle, TOP + 70, f"step {step}", kind="lstm-label lstm-strong"),
        _arrow(middle, TOP + HEIGHT + 34, middle, TOP + HEIGHT + 3),
        symbol(middle, TOP + HEIGHT + 52, f"x_{step}"),
        tag("g", _arrow(middle, TOP, middle, TOP - 28), symbol(middle, TOP - 36, f"h_{step}"), class_="lstm-h"),
    )


def _dots(x: float) -> Markup:
    return label(x + DOTS / 2, TOP + HEIGHT / 2 + 5, "···", kind="lstm-sign")


def _handed_on(x: float, states: Sequence[str], index: str) -> list[Markup]:
    """The arrows from one step to the next, one per state."""
    parts: list[Markup] = []
    for place, state in enumerate(states):
        y = TOP + HEIGHT * (place + 1) / (len(states) + 1)
        named = symbol(x + BETWEEN / 2 - 2, y - 7, f"{state}_{index}") if index else Markup()
        parts.append(tag("g", _arrow(x + 4, y, x + BETWEEN - 3, y), named, class_=f"lstm-{state}"))
    return parts


def _arrow(x1: float, y1: float, x2: float, y2: float) -> Markup:
    """A line to the right or upwards, with its tip drawn: a marker would not take the line's colour everywhere."""
    back = f"M{x2:.1f} {y2:.1f} " + ("l-8 -4 v8 z" if y1 == y2 else "l-4 8 h8 z")
    return Markup("").join(
        (tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_="lstm-arrow"), tag("path", d=back, fill="currentColor"))
    )
