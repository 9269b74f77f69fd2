"""The cell of the simple recurrent network: three weights, and where the state goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .strokes import dot, frame, function, line, operation
from .svg import THIN, block, label, picture, symbol, tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 480, 90, 388, 44, 246
MIDDLE, RECURRENT, PLUS, SQUASH, OUT = 142, 152, 240, 308, 362


def rnn_cell(squash: str, extents: tuple[int, int], shapes: Mapping[str, str]) -> Markup:
    """The cell; `extents` are I and H as drawn, `shapes` the words under each of x, h, W, U and b."""
    inputs, units = extents
    scale = min(104 / inputs, 40 / units)
    wide, high = max(inputs * scale, THIN), max(units * scale, THIN)
    parts = (
        frame(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP),
        _state_in(shapes, high),
        _input(shapes, wide, high),
        _bias(shapes, high),
        operation(PLUS, MIDDLE, "+"),
        line((PLUS + 12, MIDDLE), (SQUASH - 26, MIDDLE)),
        function(SQUASH, MIDDLE, squash),
        _state_out(shapes),
    )
    description = (
        f"The input x_t ({shapes['x']}) is multiplied by W ({shapes['W']}), the state h_t-1 ({shapes['h']}) of the step before "
        f"by U ({shapes['U']}). The two products and the bias b ({shapes['b']}) are added, and {squash} of the sum is h_t. "
        "It goes out, and as the state to the next step."
    )
    return picture(WIDTH, 318, "The cell of a simple recurrent network", description, *parts, kind="lstm-cell-figure")


def _state_in(shapes: Mapping[str, str], high: float) -> Markup:
    x = RECURRENT
    return tag(
        "g",
        symbol(40, MIDDLE - 9, "h_t-1"),
        label(40, MIDDLE + 19, shapes["h"]),
        label(0, MIDDLE + 38, "from the step", anchor="start"),
        label(0, MIDDLE + 54, "before", anchor="start"),
        line((4, MIDDLE), (x - high / 2, MIDDLE)),
        line((x + high / 2, MIDDLE), (PLUS - 12, MIDDLE)),
        _weight(x - high / 2, MIDDLE - high / 2, high, high),
        symbol(x, MIDDLE - high / 2 - 10, "U_h"),
        label(x, MIDDLE + high / 2 + 18, shapes["U"]),
        class_="lstm-h",
        data_s="U_h",
    )


def _input(shapes: Mapping[str, str], wide: float, high: float) -> Markup:
    top = 204 - high / 2
    return tag(
        "g",
        line((PLUS, BOTTOM + 40), (PLUS, top + high)),
        line((PLUS, top), (PLUS, MIDDLE + 12)),
        _weight(PLUS - wide / 2, top, wide, high),
        symbol(PLUS + wide / 2 + 10, 203, "W_h", "start"),
        label(PLUS + wide / 2 + 10, 222, shapes["W"], anchor="start"),
        symbol(PLUS, BOTTOM + 60, "x_t"),
        label(PLUS + 18, BOTTOM + 60, shapes["x"], anchor="start"),
        data_s="W_h",
    )


def _bias(shapes: Mapping[str, str], high: float) -> Markup:
    wide, top = max(high / 4, THIN), 92 - high
    return tag(
        "g",
        _weight(PLUS - wide / 2, top, wide, high),
        line((PLUS, top + high), (PLUS, MIDDLE - 12)),
        symbol(PLUS + wide / 2 + 10, top + high / 2 + 2, "b_h", "start"),
        label(PLUS + wide / 2 + 10, top + high / 2 + 21, shapes["b"], anchor="start"),
        data_s="b_h",
    )


def _state_out(shapes: Mapping[str, str]) -> Markup:
    return tag(
        "g",
        line((SQUASH + 26, MIDDLE), (WIDTH - 6, MIDDLE)),
        dot(OUT, MIDDLE),
        line((OUT, MIDDLE), (OUT, 14)),
        symbol(OUT + 12, 26, "h_t", "start"),
        label(OUT - 10, 25, "to the layer above", anchor="end"),
        symbol(434, MIDDLE - 9, "h_t"),
        label(434, MIDDLE + 19, shapes["h"]),
        label(RIGHT + 10, MIDDLE + 38, "the state for", anchor="start"),
        label(RIGHT + 10, MIDDLE + 54, "the next step", anchor="start"),
        class_="lstm-h",
    )


def _weight(x: float, y: float, width: float, height: float) -> Markup:
    """A matrix on a line: the ground hides the line behind it."""
    return tag("rect", x=x, y=y, width=width, height=height, fill="var(--lstm-ground, Canvas)") + block(x, y, width, height)
