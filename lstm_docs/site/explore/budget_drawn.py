"""The picture of the budget explorer: parameters against units, at the budget, half of it and twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formulas.texts import number
from ..figures.svg import label, picture, tag
from .texts import px

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup

WIDTH, HEIGHT = 440.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 84.0, 428.0, 16.0, 246.0
PIECES = 24
MARGIN = 1.12


def drawn(levels: Sequence[tuple[float, int]], count: Callable[[float], float]) -> Markup:
    """The curve of a count, and each level of parameters with the units that it holds."""
    most = MARGIN * max(amount for amount, _ in levels)
    widest = MARGIN * max(1, *(units for _, units in levels))

    def at(units: float, amount: float) -> str:
        x, y = LEFT + (RIGHT - LEFT) * units / widest, BOTTOM - (BOTTOM - TOP) * min(amount, most) / most
        return f"{px(x):g} {px(y):g}"

    points = [(units, count(units)) for units in (widest * n / PIECES for n in range(1, PIECES + 1))]
    curve = "M" + " L".join([at(0, 0), *(at(units, amount) for units, amount in points if amount <= most)])
    parts = [tag("path", d=f"M{LEFT:g} {TOP:g} V{BOTTOM:g} H{RIGHT:g}", class_="lstm-axis")]
    parts.append(tag("path", d=curve, class_="lstm-roof"))
    seen: set[int] = set()
    for amount, units in levels:
        if units and units not in seen:
            parts += _level(amount, units, at)
        seen.add(units)
    parts.append(label(LEFT, BOTTOM + 44, "units H, and the parameters that they may take", anchor="start", kind="lstm-slice"))
    description = "; ".join(f"{number(amount)} parameters hold {number(units)} units" for amount, units in levels)
    return picture(WIDTH, HEIGHT, "Parameters against units", description, *parts, kind="lstm-budget")


def _level(amount: float, units: int, at: Callable[[float, float], str]) -> list[Markup]:
    """Across at an amount of parameters, and down at the units that it holds."""
    corner, foot = at(units, amount), at(units, 0)
    x, y = (float(part) for part in corner.split())
    return [
        tag("path", d=f"M{LEFT:g} {y:g} L{corner} L{foot}", class_="lstm-then"),
        tag("circle", cx=x, cy=y, r=4, class_="lstm-dot"),
        label(LEFT - 10, px(y + 4), number(amount), anchor="end", kind="lstm-slice"),
        label(x, BOTTOM + 20, number(units), kind="lstm-slice"),
    ]
