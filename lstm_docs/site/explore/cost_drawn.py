"""The picture of the cost explorer: a roofline with the run on it, and where other batches would stand."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from ...formulas.texts import number
from ..figures.svg import label, picture, tag
from .texts import px, significant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

WIDTH, HEIGHT = 440.0, 372.0
LEFT, RIGHT, TOP, BOTTOM = 66.0, 424.0, 44.0, 312.0
FROM, TO, DEEPEST = -4, 12, -12
"""Powers of two: intensities from 1/16 to 4096, shares of the peak from 1/4096 to 1."""
ROOM, APART = 150.0, 38.0


@dataclass(frozen=True)
class Roof:
    """A machine's balance and a run's intensity, the two before, and the intensity at other batches."""

    balance: float
    intensity: float
    before: tuple[float, float]
    batches: Sequence[tuple[int, float]]


def drawn(roof: Roof, words: str) -> Markup:
    """The roof, its axes, and the points under it."""
    now, then = _point(roof.intensity, roof.balance), _point(roof.before[1], roof.before[0])
    share = significant(100 * _share(roof.intensity, roof.balance))
    description = f"{significant(roof.intensity)} operations for a byte, {share} % of the peak"
    parts = [*_axes(words), *_ridge(roof.balance), _roof(roof.balance), *_batches(roof)]
    if now != then:
        way = f"M{then[0]:g} {then[1]:g} L{now[0]:g} {now[1]:g}"
        parts += [tag("path", d=way, class_="lstm-then"), tag("circle", cx=then[0], cy=then[1], r=6, class_="lstm-then")]
    parts.append(tag("circle", cx=now[0], cy=now[1], r=7, class_="lstm-dot"))
    return picture(WIDTH, HEIGHT, "The roofline", description, *parts, kind="lstm-roofline")


def _share(intensity: float, balance: float) -> float:
    return min(1.0, intensity / balance)


def _across(power: float) -> float:
    inside = min(max(power, FROM), TO)
    return px(LEFT + (RIGHT - LEFT) * (inside - FROM) / (TO - FROM))


def _down(power: float) -> float:
    return px(TOP + (BOTTOM - TOP) * max(power, DEEPEST) / DEEPEST)


def _point(intensity: float, balance: float) -> tuple[float, float]:
    return _across(log2(intensity)), _down(log2(_share(intensity, balance)))


def _roof(balance: float) -> Markup:
    """Up with the intensity as far as the balance, then level."""
    ridge = log2(balance)
    start = max(FROM, ridge + DEEPEST)
    end = min(TO, max(ridge, FROM))
    points = [(start, min(0.0, start - ridge)), (end, min(0.0, end - ridge)), (TO, min(0.0, TO - ridge))]
    d = " L".join(f"{_across(x):g} {_down(y):g}" for x, y in points)
    return tag("path", d=f"M{d}", class_="lstm-roof")


def _ridge(balance: float) -> list[Markup]:
    """Where the roof bends, and what limits a run on either side."""
    x = _across(log2(balance))
    parts = [tag("path", d=f"M{x:g} {TOP:g} V{BOTTOM:g}", class_="lstm-then")]
    if x - LEFT >= ROOM:
        parts.append(label(px(x - 10), BOTTOM - 10, "memory is the limit", anchor="end", kind="lstm-slice"))
    if RIGHT - x >= ROOM:
        parts.append(label(px(x + 10), BOTTOM - 10, "arithmetic is the limit", anchor="start", kind="lstm-slice"))
    return parts


def _batches(roof: Roof) -> list[Markup]:
    """A dot for each batch, with its number where there is room."""
    parts: list[Markup] = []
    last = 0.0
    for batch, intensity in roof.batches:
        x, y = _point(intensity, roof.balance)
        parts.append(tag("circle", cx=x, cy=y, r=2.5, class_="lstm-dot"))
        if x - last >= APART:
            beside = px(x - 12) if y > TOP else x
            parts.append(label(beside, px(y - 12), f"B = {number(batch)}" if batch == 1 else number(batch), kind="lstm-slice"))
            last = x
    return parts


def _axes(words: str) -> list[Markup]:
    rules = tag("path", d=f"M{LEFT:g} {TOP:g} V{BOTTOM:g} H{RIGHT:g}", class_="lstm-axis")
    across = [
        label(_across(power), BOTTOM + 20, number(2**power) if power >= 0 else f"1/{2**-power}", kind="lstm-slice")
        for power in range(FROM, TO + 1, 2)
    ]
    upwards = [
        label(LEFT - 8, px(_down(power) + 4), f"{significant(100 * 2.0**power)} %", anchor="end", kind="lstm-slice")
        for power in range(DEEPEST, 1, 2)
    ]
    below = label((LEFT + RIGHT) / 2, BOTTOM + 44, "operations for each byte moved", kind="lstm-slice")
    return [rules, *across, *upwards, label(0, 16, words, anchor="start", kind="lstm-slice"), below]
