"""The picture of the family explorer: four curves on scales in powers of ten, and where the reader's sizes are."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import TYPE_CHECKING

from ...formulas.decimals import number
from ...formulas.grammar import evaluate
from . import chart
from .chart import dot, line, word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from .explorer import Data

REACH = {"hidden": 4, "steps": 5}
LETTER = {"hidden": "H", "steps": "T"}
PARTS, APART, LAST, LEAD, MARKS = 4, 17, 268, 12, 6
"""Points to a power of ten; how far apart names stand; the lowest a name stands; its leader; most steps of the axis."""
KINDS = ("lstm-roof", "lstm-roof lstm-dashed", "lstm-then", "lstm-axis")

CHART = chart.chart("The family, compared", (440, 330), (42, 294, 52, 272), ((0, 1), (0, 1)))


def drawn(
    data: Data, quantity: str, over: str, curves: Sequence[tuple[str, str]], sizes: Mapping[str, float], title: str
) -> Markup:
    """The curves of formulas, each with its name, over one size."""
    reach, letter = REACH[over], LETTER[over]
    places = [floor(10 ** (part / PARTS) + 0.5) for part in range(reach * PARTS + 1)]
    shown = [(kind, *curve) for kind, curve in zip(KINDS, curves, strict=True) if evaluate(curve[1], sizes)]
    low, high = _span([formula for _, _, formula in shown], sizes, letter, (places[0], places[-1]))
    given = ", ".join(f"{name} = {number(size)}" for name, size in sizes.items())
    scaled = {
        **data,
        "axes": ((0, reach), (low, high)),
        "ticks": [[[power, number(10**power)] for power in range(reach + 1)], []],
        "words": [[0, 16, f"{title}; {given}", "start"], [168, 322, letter, "middle"], *_zeros(curves, sizes)],
    }
    marks = _powers(low, high)
    for kind, _, formula in shown:
        marks.append(line(kind, *([log10(at), _height(formula, {**sizes, letter: at})] for at in places)))
    at = log10(sizes[letter])
    marks += [dot("lstm-dot", at, _height(formula, sizes), 6 if kind == KINDS[0] else 3.5) for kind, _, formula in shown]
    ends = [_height(formula, {**sizes, letter: places[-1]}) for _, _, formula in shown]
    marks += _names(scaled, [name for _, name, _ in shown], ends, reach)
    told = "; ".join(f"{name} {number(evaluate(formula, sizes))}" for name, formula in curves)
    return chart.drawn(scaled, marks, told)


def _height(formula: str, sizes: Mapping[str, float]) -> float:
    return log10(max(evaluate(formula, sizes), 1))


def _zeros(curves: Sequence[tuple[str, str]], sizes: Mapping[str, float]) -> list[list[object]]:
    """What has no place on a scale of powers, in words."""
    names = [name for name, formula in curves if not evaluate(formula, sizes)]
    return [[0, 34, f"Zero: {', '.join(names)}", "start"]] if names else []


def _span(formulas: Sequence[str], sizes: Mapping[str, float], letter: str, ends: tuple[int, int]) -> tuple[int, int]:
    """The powers of ten below and above all curves, which never fall."""
    heights = [_height(formula, {**sizes, letter: at}) for formula in formulas for at in ends]
    low = floor(min(heights))
    return low, max(ceil(max(heights)), low + 1)


def _powers(low: int, high: int) -> list[list[object]]:
    """The ticks upwards, their exponents as large as the rest: a raised digit of the font would be tiny."""
    marks = []
    for power in range(low, high + 1, ceil((high - low) / MARKS)):
        marks += [word("10", (0, power), "end", (-24, 6)), word(str(power), (0, power), "start", (-23, 0))]
    return marks


def _names(data: Data, names: Sequence[str], ends: Sequence[float], reach: int) -> list[list[object]]:
    """The names at the ends of their curves, the lowest first, each a line above the one below, and a leader to each."""
    across, down = chart.per_pixel(data)
    (_, _, top, bottom), low = data["box"], data["axes"][1][0]
    free, marks = LAST, []
    for below, n in enumerate(sorted(range(len(names)), key=lambda n: ends[n])):
        natural = bottom + (ends[n] - low) / down
        y = max(min(natural, free), top + APART * (len(names) - 1 - below))
        free = y - APART
        marks.append(line("lstm-axis", (reach, ends[n]), (reach + LEAD * across, low + (y - bottom) * down)))
        marks.append(word(names[n], (reach, ends[n]), "start", (LEAD + 3, y - natural + 4)))
    return marks
