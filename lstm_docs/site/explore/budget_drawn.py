"""The picture of the budget explorer: parameters against units, at the budget, half of it and twice, on a scale that rests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...formulas.decimals import number
from . import chart
from .chart import dot, grab, line, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup

    from .explorer import Data

PIECES, LEAST = 24, 5
NEAR, APART = 0.22, 0.1
"""Shares of an axis: so much does a number left of its dot want, and so far apart are two that stand above each other."""
PARTS = {1: 5, 2: 4, 5: 5}
"""Into how many parts the ticks part an axis that ends at 1, 2 or 5 times a power of ten."""
WORDS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))

CHART = chart.chart(
    "Parameters against units",
    (440, 300),
    (92, 392, 28, 250),
    ((0, 1), (0, 1)),
    words=[[0, 14, "parameters", "start"], [242, 294, "units H", "middle"]],
)


@dataclass(frozen=True)
class Curve:
    """The parameters that units take, and the units that an amount of parameters holds."""

    count: Callable[[float], float]
    units: Callable[[int], int]


def drawn(data: Data, now: Curve, then: Curve | None, amounts: tuple[int, int], given: str) -> Markup:
    """The curve, what it was, and the units that an amount holds, and half and twice of it; `amounts` are now and before."""
    amount = amounts[0]
    most = _round(2 * max(amounts))
    reach, reached = now.units(most), then.units(most) if then else 0
    widest = _round(max(reach, reached))
    scaled = {**data, "axes": ((0, widest), (0, most)), "ticks": [_ticks(widest), _ticks(most)]}
    marks = [_curve("lstm-then", then, reached)] if then else []
    marks.append(_curve("lstm-roof", now, reach))
    if reach:
        marks.append(word("goes on", (reach, most), "start", (-6, -14)))
    levels = [(it, now.units(it)) for it in (amount, 2 * amount, amount // 2)]
    seen: set[int] = set()
    for it, units in levels:
        if units and units not in seen:
            marks.append(line("lstm-then", (0, it), (units, it), (units, 0)))
            marks.append(dot("lstm-dot", units, it, 6 if it == amount else 4))
            if it == amount or abs(it - amount) > APART * most:
                marks.append(word(number(units), (units, it), *_beside(units / widest)))
        seen.add(units)
    across, down = chart.per_pixel(scaled)
    pull = (across, 0) if given == "hidden" else (0, down)
    marks.append(grab(given, (levels[0][1], amount), pull))
    return chart.drawn(scaled, marks, _told(levels))


def _beside(across: float) -> tuple[str, tuple[int, int]]:
    """Where the number of a dot stands: left above it, or at the right where the words of the axis are near."""
    return ("end", (-12, -12)) if across >= NEAR else ("start", (12, -12))


def _told(levels: Sequence[tuple[int, int]]) -> str:
    return "; ".join(f"{number(amount)} parameters hold {number(units)} units" for amount, units in levels)


def _curve(kind: str, curve: Curve, reach: int) -> list[object]:
    points = [(units, curve.count(units)) for units in (reach * n / PIECES for n in range(1, PIECES + 1))]
    return line(kind, (0, 0), *points)


def _round(value: float) -> int:
    """The next of 5, 10, 20, 50, 100 and so on."""
    unit = 1
    while True:
        for most in PARTS:
            if most * unit >= max(value, LEAST):
                return most * unit
        unit *= 10


def _ticks(most: int) -> list[list[object]]:
    parts = PARTS[int(str(most)[0])]
    return [[most // parts * n, _short(most // parts * n)] for n in range(parts + 1)]


def _short(value: int) -> str:
    for size, words in WORDS:
        if value >= size:
            return f"{value / size:g} {words}"
    return number(value)
