"""The strip drawn: a row for each component, a cell for each step, its colour as strong as the number is large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..figures.svg import label, picture, symbol, tag
from .texts import fixed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markupsafe import Markup
    from numpy.typing import NDArray

    from .controls import State

    Strip = dict[str, NDArray[np.float64]]

STEPS, ALONG = 10, "along"
LEFT, CELL, ROW, GAP, TOP, SHOWN, FINGER = 46, 27, 18, 9, 24, 56, 46
RIGHT = LEFT + CELL * STEPS
SCRUBBED = {"data_grab": "at", "data_start": "0.5", "data_dx": str(1 / CELL), "data_dy": "0"}
"""A step is where the pointer is: half a cell is rounded up."""


def drawn(strip: Strip, kinds: Mapping[str, str], state: State) -> Markup:
    """All rows up to the step shown, that step's numbers beside them, and a place to go to each step."""
    at = int(state["at"] or 1)
    places = list(_places(strip))
    bottom = places[-1][1] + ROW * strip[ALONG].shape[1]
    rows = [_rows(name, y, strip[name], kinds.get(name, "lstm-c"), state) for name, y in places]
    heads = [label(LEFT + CELL * (n + 0.5), 15, str(n + 1), kind="lstm-word") for n in range(STEPS)]
    frame = tag(
        "rect", x=LEFT + CELL * (at - 1), y=TOP - 4, width=CELL, height=bottom - TOP + 8, rx=3, class_="lstm-frame lstm-at"
    )
    goes = tag(
        "rect", x=LEFT, y=TOP + 60, width=CELL * STEPS, height=bottom - TOP - 60, class_="lstm-go lstm-along", **SCRUBBED
    )
    numbers = "; ".join(f"{name} {', '.join(fixed(float(v), 3) for v in strip[name][at - 1])}" for name, _ in places)
    description = f"After step {at}: {numbers}. {ALONG}: what of a gradient by c comes back."
    return picture(RIGHT + SHOWN, bottom + 6, "Ten steps", description, *heads, *rows, frame, goes, kind="lstm-strip")


def _places(strip: Strip) -> Iterator[tuple[str, float]]:
    y = float(TOP)
    for name, values in strip.items():
        yield name, y
        y += ROW * values.shape[1] + GAP


def _rows(name: str, y: float, values: NDArray[np.float64], kind: str, state: State) -> Markup:
    at = int(state["at"] or 1)
    largest = max(1.0, float(np.abs(values).max()))
    middle = y + ROW * values.shape[1] / 2 + 6
    head = label(22, middle - 1, "∂c", kind="lstm-word") if name == ALONG else symbol(22, middle, name)
    does = {"data_next": "hold-f"} if name == "f_t" else {}
    content = [head, *([_found(FINGER / 2, middle - 6, class_="lstm-go")] if does else [])]
    for n in range(values.shape[1]):
        content += [_cell(y + ROW * n, step, float(values[step, n]), largest) for step in range(at)]
        words = fixed(float(values[at - 1, n]), 3)
        content.append(label(RIGHT + SHOWN - 2, y + ROW * n + 14, words, anchor="end", kind="lstm-word"))
    if name == "x_t" and state["feed"] == "impulse":
        content.append(_found(LEFT + CELL / 2, middle - 6, class_="lstm-grab", data_grab="size"))
    return tag("g", *content, class_=kind or "lstm-plain", **({} if name == ALONG else {"data_s": name}), **does)


def _cell(y: float, step: int, value: float, largest: float) -> Markup:
    x, dark = LEFT + CELL * step, fixed(abs(value) / largest, 2)
    shade = tag("rect", x=x, y=y, width=CELL - 1, height=ROW - 1, fill_opacity=dark, class_="lstm-shade")
    return shade + label(x + CELL / 2, y + 14, "−", kind="lstm-minus") if value < 0 and dark != "0.00" else shade


def _found(x: float, y: float, **does: str) -> Markup:
    """What a finger finds there."""
    return tag("rect", x=x - FINGER / 2, y=y - FINGER / 2, width=FINGER, height=FINGER, **does)
