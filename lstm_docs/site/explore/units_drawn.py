"""The picture of the explorer of rules: what each asks for, on an axis of units that doubles."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from ...formulas.decimals import number
from . import chart
from .chart import dot, grab, line, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from .explorer import Data

LEAST, SHORT = 6, 10
"""The axis goes to 2^LEAST at least; to 2^SHORT it has about five ticks, and then, with longer numbers, three."""
TOP, ROW, FAR = 10, 55, 0.75
"""Pixels above the rows and of each; beyond so much of the axis a number stands at the left of its dot."""


@dataclass(frozen=True)
class Rule:
    """What a rule asks for; `low` and `high` differ where it leaves a factor open.

    Its dot drags the `field`, of which and of `rest` it is a multiple, or with a `sign` of -1 a part.
    """

    words: str
    units: int
    low: int
    high: int
    field: str
    sign: int
    rest: float


def framed(names: Sequence[str]) -> Data:
    """The chart of so many rules, before its axis is known."""
    count = len(names)
    bottom = TOP + ROW * count
    return chart.chart(
        "Units by rule",
        (440, bottom + 32),
        (188, 396, TOP, bottom),
        ((0, LEAST), (0, count)),
        ticks=[[], [[count - place - 0.5, name] for place, name in enumerate(names)]],
        words=[[176, bottom + 20, "units", "end"]],
    )


def drawn(data: Data, rules: Sequence[Rule], before: Sequence[Rule]) -> Markup:
    """A row for each rule, and where it stood."""
    doublings = LEAST
    while 2**doublings < max(it.high for it in (*rules, *before)):
        doublings += 1
    powers = range(0, doublings + 1, -(-doublings // (5 if doublings <= SHORT else 3)))
    count = data["axes"][1][1]
    ticks = [[[power, number(2**power)] for power in powers], data["ticks"][1]]
    scaled = {**data, "axes": ((0, doublings), (0, count)), "ticks": ticks}
    across = chart.per_pixel(scaled)[0]
    marks = []
    for place, (it, then) in enumerate(zip(rules, before, strict=True)):
        x, y = log2(it.units), count - place - 0.5
        if it.low < it.high:
            marks.append(line("lstm-roof", (log2(it.low), y), (log2(it.high), y)))
        if then.units != it.units:
            marks.append(dot("lstm-then", log2(then.units), y, 6))
        beside = ("end", (-13, -9)) if x > FAR * doublings else ("start", (13, -9))
        marks += [dot("lstm-dot", x, y, 6), word(number(it.units), (x, y), *beside)]
        marks.append(grab(it.field, (x, y), (it.sign * across, 0), it.rest))
    return chart.drawn(scaled, marks, "; ".join(f"{it.words}: {number(it.units)}" for it in rules))
