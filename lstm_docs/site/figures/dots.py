"""Values in rows on an axis of ratios, a sign for each of several series, and where each row was expected to be."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log2
from typing import TYPE_CHECKING

from .axes import Scale, across
from .strokes import GROUND, line, note
from .svg import FITS, label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup

LETTER, LEAST, ROW, SIZE, TICK = 6.6, 180.0, 24.0, 4.0, 44.0
LEGEND = 22.0


@dataclass(frozen=True)
class Series:
    """Values with a name of their own; a square if not `round`, hollow if not `filled`."""

    name: str
    round: bool = True
    filled: bool = True


@dataclass(frozen=True)
class DotRow:
    """A row: the values of each series in the order of the series, and the value that was expected, if any."""

    words: str
    values: tuple[tuple[float, ...], ...]
    expected: float | None = None


def dots(
    rows: Sequence[DotRow],
    series: Sequence[Series],
    title: str,
    *,
    axis: str,
    expected: str = "",
    shown: Callable[[float], str] = "{:g}".format,
) -> Markup:
    """The rows under each other on an axis that doubles; `expected` names the bar of each row that has one."""
    values = [value for row in rows for of in row.values for value in of]
    values += [row.expected for row in rows if row.expected]
    low, high = floor(log2(min(values)) - 0.1), ceil(log2(max(values)) + 0.1)
    left = 12 + LETTER * max(len(row.words) for row in rows)
    wide = max(LEAST, FITS - 12 - left)  # so that a phone shows it whole, if the words leave room
    step = max(1, ceil((high - low) / (wide / TICK)))
    x = Scale(2.0**low, 2.0**high, left + 8, left + wide - 8, doubling=True)
    names: list[Series | str] = [*series, *([expected] if expected else [])]
    top = 12 + LEGEND * len(names)
    bottom = top + ROW * len(rows) + 6
    powers = [2.0**power for power in range(low, high + 1, step)]
    parts = [
        *(_named(name, 8 + LEGEND * n) for n, name in enumerate(names)),
        *(_rule(x(power), top, bottom) for power in powers),
        *(part for n, row in enumerate(rows) for part in _row(row, series, x, top + ROW * (n + 0.5), left)),
        *across(Scale(0, 1, left, left + wide), [], bottom, []),
        *across(x, powers, bottom, [shown(power) for power in powers])[1:],
        note(left + wide / 2, bottom + 42, axis),
    ]
    return picture(left + wide + 12, bottom + 54, title, _told(rows, series, axis, expected), *parts, kind="lstm-dots")


def _named(name: Series | str, y: float) -> Markup:
    if isinstance(name, str):
        return _bar(12, y) + label(28, y + 4.5, name, anchor="start")
    return _sign(name, 12, y) + label(28, y + 4.5, name.name, anchor="start")


def _row(row: DotRow, series: Sequence[Series], x: Scale, y: float, left: float) -> list[Markup]:
    signs = [_sign(one, x(value), y) for one, of in zip(series, row.values, strict=True) for value in of]
    bar = [_bar(x(row.expected), y)] if row.expected else []
    return [label(left - 8, y + 4.5, row.words, anchor="end"), *bar, *signs]


def _rule(x: float, top: float, bottom: float) -> Markup:
    return tag("path", d=f"M{x:.1f} {top:.1f} V{bottom:.1f}", stroke="currentColor", stroke_opacity="0.18")


def _bar(x: float, y: float) -> Markup:
    return line((x, y - ROW / 2 + 2), (x, y + ROW / 2 - 2), tip=False, width=3)


def _sign(series: Series, x: float, y: float) -> Markup:
    paint = {"fill": "currentColor" if series.filled else GROUND, "stroke": "currentColor", "stroke_width": "1.4"}
    if series.round:
        return tag("circle", cx=x, cy=y, r=SIZE, **paint)
    return tag("rect", x=x - SIZE + 0.5, y=y - SIZE + 0.5, width=2 * SIZE - 1, height=2 * SIZE - 1, **paint)


def _rounded(value: float) -> str:
    """To three digits that count, thousands without a power of ten."""
    return f"{float(f'{value:.3g}'):g}"


def _told(rows: Sequence[DotRow], series: Sequence[Series], axis: str, expected: str) -> str:
    sentences = []
    for row in rows:
        said = [
            f"{one.name}: " + " and ".join(_rounded(value) for value in of)
            for one, of in zip(series, row.values, strict=True)
            if of
        ]
        said += [f"{expected}: {_rounded(row.expected)}"] if row.expected else []
        sentences.append(f"{row.words}: " + ", ".join(said))
    return f"{axis}. " + ". ".join(sentences)
