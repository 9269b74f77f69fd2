"""The picture of the explorer of rules: what each asks for, on an axis of units that doubles."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from ...formulas.texts import number
from ..figures.svg import label, picture, tag
from .texts import px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

WIDTH, LEFT, RIGHT, TOP, ROW = 440.0, 172.0, 400.0, 12.0, 30.0
LEAST, TICKS = 6, 6
"""The axis goes to 2^LEAST at least, with about as many ticks as TICKS."""


@dataclass(frozen=True)
class Rule:
    """What a rule asks for; `low` and `high` differ where it leaves a factor open."""

    words: str
    units: int
    low: int
    high: int


def drawn(rules: Sequence[Rule]) -> Markup:
    """A row for each rule."""
    doublings = LEAST
    while 2**doublings < max(it.high for it in rules):
        doublings += 1
    bottom = TOP + ROW * len(rules)
    every = -(-doublings // TICKS)
    parts = [tag("path", d=f"M{LEFT:g} {bottom:g} H{RIGHT:g}", class_="lstm-axis")]
    for power in range(0, doublings + 1, every):
        x = _across(2**power, doublings)
        parts.append(tag("path", d=f"M{x:g} {bottom:g} V{bottom + 5:g}", class_="lstm-axis"))
        parts.append(label(x, bottom + 20, number(2**power), kind="lstm-slice"))
    parts.append(label(LEFT - 12, bottom + 20, "units", anchor="end", kind="lstm-slice"))
    for place, it in enumerate(rules):
        parts += _row(it, TOP + ROW * (place + 0.5), doublings)
    description = "; ".join(f"{it.words}: {number(it.units)}" for it in rules)
    return picture(WIDTH, bottom + 32, "Units by rule", description, *parts, kind="lstm-rules")


def _across(units: int, doublings: int) -> float:
    return px(LEFT + (RIGHT - LEFT) * log2(units) / doublings)


def _row(it: Rule, y: float, doublings: int) -> list[Markup]:
    x = _across(it.units, doublings)
    parts = [label(LEFT - 12, y + 4, it.words, anchor="end", kind="lstm-slice")]
    if it.low < it.high:
        ends = f"M{_across(it.low, doublings):g} {y:g} H{_across(it.high, doublings):g}"
        parts.append(tag("path", d=ends, class_="lstm-roof"))
    parts.append(tag("circle", cx=x, cy=y, r=5, class_="lstm-dot"))
    parts.append(label(x + 11, y - 5, number(it.units), anchor="start", kind="lstm-slice"))
    return parts
