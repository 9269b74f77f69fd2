"""Windows over a series: what one sample takes, and the shape of the arrays that they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...formulas.numbers import counted, in_text
from .axes import Scale
from .strokes import bracket, curve, dot, note, ring, strong
from .svg import label, picture, tag

if TYPE_CHECKING:
    from markupsafe import Markup

LEFT, WIDE, HEAD, SERIES, ROW = 4, 270, 34, 96, 26
MOST_ROWS = 6


@dataclass(frozen=True)
class Cut:
    """A series, `steps` inputs and `horizon` targets to a window, moved on by `stride`; `features` at each step."""

    series: tuple[float, ...]
    steps: int
    horizon: int
    stride: int
    features: int

    @property
    def samples(self) -> int:
        """How many windows fit."""
        return (len(self.series) - self.steps - self.horizon) // self.stride + 1

    @property
    def shapes(self) -> tuple[tuple[int, int, int], tuple[int, int]]:
        """Of the inputs and of the targets."""
        return (self.samples, self.steps, self.features), (self.samples, self.horizon)


def windows(it: Cut) -> Markup:
    """The series above, a row for each window below, the shapes under them."""
    edge = WIDE / len(it.series) / 2
    x = Scale(0, len(it.series) - 1, LEFT + edge, LEFT + WIDE - edge)
    y = Scale(min(it.series), max(it.series), HEAD + SERIES - 14, HEAD + 10)
    rows = [0, 1, 2, 3, None, it.samples - 1] if it.samples > MOST_ROWS else list(range(it.samples))
    top = HEAD + SERIES + 22
    under = top + ROW * len(rows) + 26
    parts = [
        strong(LEFT, 16, f"a series of {counted(len(it.series), 'value')}"),
        *_series(it, x, y, under - 30),
        *(_window(it, x, top + ROW * n, row) for n, row in enumerate(rows)),
        *_shapes(it, under),
    ]
    inputs, targets = it.shapes
    description = (
        f"{it.samples} windows over {len(it.series)} values: each takes {it.steps} values as inputs and the next {it.horizon} "
        f"as targets, and begins {it.stride} after the one before. Inputs have the shape {inputs}, targets {targets}."
    )
    return picture(LEFT + WIDE + 84, under + 34, "Windows over a series", description, *parts, kind="lstm-windows")


def _series(it: Cut, x: Scale, y: Scale, bottom: float) -> list[Markup]:
    points = [(x(n), y(value)) for n, value in enumerate(it.series)]
    few = len(points) <= 40
    down = tag(
        "path",
        d=" ".join(f"M{left:.1f} {high + 6:.1f} V{bottom:.1f}" for left, high in points),
        stroke="currentColor",
        stroke_opacity="0.15",
    )
    return [down, tag("g", curve(points, width=1.2), opacity="0.6"), *(dot(*point, 2.6 if few else 1.6) for point in points)]


def _window(it: Cut, x: Scale, y: float, row: int | None) -> Markup:
    """Filled where it reads, a ring where its target is."""
    if row is None:
        return label(LEFT + WIDE + 14, y + 6, "⋮", kind="lstm-sign", anchor="start")
    first = row * it.stride
    pitch = x(1) - x(0)
    size = min(5.0, pitch * 0.36)
    read = [dot(x(first + n), y, size) for n in range(it.steps)]
    asked = [ring(x(first + it.steps + n), y, size) for n in range(it.horizon)]
    half = pitch / 2 * 0.8
    return tag(
        "g",
        bracket(x(first) - half, x(first + it.steps - 1) + half, y - 9),
        *read,
        tag("g", *asked, class_="lstm-h"),
        note(LEFT + WIDE + 10, y + 4.5, f"sample {row + 1}", "start"),
    )


def _shapes(it: Cut, y: float) -> list[Markup]:
    inputs, targets = it.shapes
    return [
        dot(LEFT + 8, y - 4, 5),
        label(LEFT + 22, y, f"inputs {_tuple(inputs)}: samples, steps, features", anchor="start"),
        tag("g", ring(LEFT + 8, y + 18, 5), class_="lstm-h"),
        label(LEFT + 22, y + 22, f"targets {_tuple(targets)}", anchor="start"),
    ]


def _tuple(shape: tuple[int, ...]) -> str:
    return "(" + ", ".join(map(in_text, shape)) + ")"
