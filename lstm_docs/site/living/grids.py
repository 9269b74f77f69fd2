"""A name as a strip: a column for each letter, in it each vector as a grid of its units, and what may come next."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING

import numpy as np

from ...formulas.mathml import symbol_class
from ...live import END, SIGNS
from ..explore.texts import fixed, px
from ..figures.svg import label, picture, symbol, tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup
    from numpy.typing import NDArray

    from ...live import Reading

    Array = NDArray[np.float64]

LEFT, COLUMN, TOP = 30, 64, 26
ACROSS, SQUARE, GRID, PITCH = 8, 7, 42, 52
LEVELS = 8
BEST, LINE, BAR = 4, 17, 16
BELOW = 16


@dataclass(frozen=True)
class Lines:
    """How steps stand: so many on a line, lines so far apart, each grid so high."""

    steps: int = 10_000
    apart: int = 0
    high: int = GRID

    def of(self, step: int) -> tuple[int, int]:
        """Left edge of a step, and how far its line is below the first."""
        return LEFT + COLUMN * (step % self.steps), self.apart * (step // self.steps)


ONE = Lines()


def strip(reading: Reading, shown: tuple[str, ...], unit: int, title: str) -> Markup:
    """The picture of the first name that was read; `shown` are the vectors, `unit` counts from 1."""
    steps, bottom = len(reading.signs), TOP + PITCH * len(shown)
    heads = [
        label(LEFT + COLUMN * t + GRID / 2 + SQUARE, 15, sign_words(sign), kind="lstm-word")
        for t, sign in enumerate(reading.signs)
    ]
    rows = [row(name, TOP + PITCH * n, reading.values[name][:, :, 0], unit) for n, name in enumerate(shown)]
    following = [best(reading, t, bottom + BELOW) for t in range(steps)]
    wide, high = LEFT + COLUMN * steps, bottom + BELOW + LINE * BEST
    return picture(wide, high, title, described(reading), *heads, *rows, *following, kind="lstm-grids")


def sign_words(sign: str) -> str:
    """A sign as the page writes it."""
    return "start" if sign == END else sign


def row(name: str, top: float, values: Array, unit: int, lines: Lines = ONE) -> Markup:
    """One vector at every step: squares as strong as their numbers are large, those below zero as outlines."""
    largest = max(1.0, float(np.abs(values).max()))
    content: list[Markup] = []
    for t, column in enumerate(values):
        x, below = lines.of(t)
        y = top + below
        content += [symbol(13, y + lines.high / 2 + 4, name)] if t % lines.steps == 0 else []
        content += shades(x, y, column / largest)
        at = unit - 1
        place = {"x": x + SQUARE * (at % ACROSS) - 1, "y": y + SQUARE * (at // ACROSS) - 1}
        content.append(tag("rect", **place, width=SQUARE + 1, height=SQUARE + 1, class_="lstm-chosen"))
        if lines is ONE:  # what is clicked to choose a unit
            content.append(tag("rect", x=x, y=y, width=SQUARE * ACROSS, height=GRID, class_="lstm-go", data_grid=""))
    return tag("g", *content, class_=symbol_class(name) or "lstm-plain", data_s=name)


def shades(x: float, y: float, column: Array) -> list[Markup]:
    """A grid: the squares of one strength are one path."""
    paths: dict[tuple[int, bool], str] = {}
    for n, value in enumerate(column.tolist()):
        level = floor(abs(value) * LEVELS + 0.5)
        if level:
            left, top = x + SQUARE * (n % ACROSS), y + SQUARE * (n // ACROSS)
            key = (level, value < 0)
            paths[key] = paths.get(key, "") + (f"M{left + 1.5} {top + 1.5}h3v3h-3z" if value < 0 else f"M{left} {top}h6v6h-6z")
    return [
        tag("path", d=d, class_="lstm-under" if negative else "lstm-over", opacity=fixed(level / LEVELS, 3))
        for (level, negative), d in sorted(paths.items())
    ]


def best(reading: Reading, t: int, y: float) -> Markup:
    """The likeliest signs after step `t`, each with a bar; the one that came is marked."""
    came = reading.signs[t + 1] if t + 1 < len(reading.signs) else ""
    x, content = LEFT + COLUMN * t, []
    for n, (sign, share) in enumerate(likeliest(reading.next[t, :, 0])[:BEST]):
        line = y + LINE * n
        kind = "lstm-word lstm-came" if sign == came else "lstm-word"
        content.append(tag("rect", x=x + 22, y=line, width=px(BAR * share), height=10, class_="lstm-bar"))
        content.append(label(x + 19, line + 9, "end" if sign == END else sign, anchor="end", kind=kind))
        content.append(label(x + 60, line + 9, f"{fixed(100 * share, 0)}%", anchor="end", kind=kind))
    return tag("g", *content)


def likeliest(shares: Array) -> list[tuple[str, float]]:
    """Signs with their shares, the likeliest first; of two alike, the earlier of the alphabet."""
    return sorted(zip(SIGNS, shares.tolist(), strict=True), key=lambda it: -it[1])


def described(reading: Reading) -> str:
    """What the picture shows, in words."""
    told = []
    for t, sign in enumerate(reading.signs):
        first, share = likeliest(reading.next[t, :, 0])[0]
        told.append(f"after {sign_words(sign)} most likely {next_words(first)}, {fixed(100 * share, 0)} %")
    return f"{'; '.join(told)}."


def next_words(sign: str) -> str:
    """A sign that may come next, in a sentence."""
    return "the end" if sign == END else sign


def bars(means: Mapping[str, float], gate: str, unit: int) -> Markup:
    """How far a unit's gate is open at each sign, a mean over all names."""
    high, wide = 70, 15
    content = []
    for n, (sign, value) in enumerate(means.items()):
        x = 4 + wide * n
        content.append(
            tag("rect", x=x + 2, y=px(10 + high * (1 - value)), width=wide - 4, height=px(high * value), class_="lstm-bar")
        )
        content.append(label(x + wide / 2, high + 26, "•" if sign == END else sign, kind="lstm-word"))
    told = "; ".join(f"{sign_words(sign)} {fixed(value, 2)}" for sign, value in means.items())
    title = f"{gate} of unit {unit} at each letter, from 0 to 1"
    frame = tag("path", d=f"M4 10H{4 + wide * len(means)}M4 {10 + high}H{4 + wide * len(means)}", class_="lstm-axis")
    body = tag("g", *content, class_=symbol_class(f"{gate}_t") or "lstm-plain")
    return picture(8 + wide * len(means), high + 34, title, f"{told}.", frame, body, kind="lstm-opens")
