"""The GRU's cell, the reset gate after the product: one line of state, two gates and a candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .strokes import dot, frame, function, line, operation
from .svg import block, label, picture, symbol, tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

WIDTH, HEIGHT = 480, 376
LEFT, RIGHT, TOP, BOTTOM = 68, 412, 26, 314
STATE, MEET, GATES_Y, H_LINE, X_LINE = 66, 138, 214, 262, 288
SIDE, TAP, RESET, PRODUCT, CANDIDATE, UPDATE, LAST = 34, 82, 120, 190, 258, 328, 387


def gru_cell(shapes: Mapping[str, str]) -> Markup:
    """The cell; `shapes` are the words beside x and h, empty for none."""
    description = (
        "Two gates, r and z, read the input x_t and the state h_t-1 through σ. The product of U_n and h_t-1 is "
        "multiplied by r, W_n x_t is added, and tanh of it is the candidate n. h_t is z times h_t-1 plus 1 - z times n. "
        + "; ".join(f"{name} is {shape}" for name, shape in shapes.items() if shape)
    )
    parts = (frame(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP), _state(shapes), _input(shapes), _reset(), _update(), _candidate())
    return picture(WIDTH, HEIGHT, "The cell of a GRU, reset after the product", description, *parts, kind="lstm-cell-figure")


def _state(shapes: Mapping[str, str]) -> Markup:
    """h runs along the top; below, it is what the gates read."""
    return tag(
        "g",
        line((6, STATE), (UPDATE - 12, STATE)),
        line((UPDATE + 12, STATE), (LAST - 12, STATE)),
        line((LAST + 12, STATE), (WIDTH - 6, STATE)),
        operation(UPDATE, STATE, "⊙"),
        operation(LAST, STATE, "+"),
        symbol(SIDE, STATE - 9, "h_t-1"),
        label(SIDE, STATE + 18, shapes["h"]),
        symbol(WIDTH - SIDE, STATE - 9, "h_t"),
        label(WIDTH - SIDE, STATE + 18, shapes["h"]),
        dot(TAP, STATE),
        line((TAP, STATE), (TAP, H_LINE), (UPDATE - 10, H_LINE), (UPDATE - 10, GATES_Y + 18)),
        *(line((x, H_LINE), (x, GATES_Y + 18)) + dot(x, H_LINE) for x in (RESET - 10, PRODUCT)),
        class_="lstm-h",
    )


def _input(shapes: Mapping[str, str]) -> Markup:
    return tag(
        "g",
        line((TAP, HEIGHT - 26), (TAP, X_LINE), (UPDATE + 10, X_LINE), (UPDATE + 10, GATES_Y + 18)),
        line((RESET + 10, X_LINE), (RESET + 10, GATES_Y + 18)) + dot(RESET + 10, X_LINE),
        line((CANDIDATE, X_LINE), (CANDIDATE, MEET + 18)) + dot(CANDIDATE, X_LINE),
        symbol(TAP, HEIGHT - 8, "x_t"),
        label(TAP + 18, HEIGHT - 9, shapes["x"], anchor="start"),
    )


def _box(x: float, y: float, words: str | Markup, kind: str = "lstm-label") -> Markup:
    return block(x - 24, y - 18, 48, 36) + label(x, y + 5, words, kind=kind)


def _reset() -> Markup:
    return tag(
        "g",
        line((RESET, GATES_Y - 18), (RESET, MEET), (PRODUCT - 12, MEET)),
        _box(RESET, GATES_Y, "σ"),
        symbol(RESET + 9, GATES_Y - 27, "r_t", "start"),
        data_s="r_t",
    )


def _update() -> Markup:
    """z keeps the old state, 1 - z lets the candidate in."""
    return tag(
        "g",
        line((UPDATE, GATES_Y - 18), (UPDATE, STATE + 12)),
        dot(UPDATE, 178),
        line((UPDATE, 178), (LAST - 24, 178)),
        function(LAST, 178, "1 −"),
        line((LAST, 166), (LAST, MEET + 12)),
        _box(UPDATE, GATES_Y, "σ"),
        symbol(UPDATE - 9, GATES_Y - 27, "z_t", "end"),
        data_s="z_t",
    )


def _candidate() -> Markup:
    return tag(
        "g",
        line((PRODUCT, GATES_Y - 18), (PRODUCT, MEET + 12)),
        line((PRODUCT + 12, MEET), (CANDIDATE - 24, MEET)),
        line((CANDIDATE + 24, MEET), (LAST - 12, MEET)),
        line((LAST, MEET - 12), (LAST, STATE + 12)),
        operation(PRODUCT, MEET, "⊙"),
        operation(LAST, MEET, "⊙"),
        block(PRODUCT - 24, GATES_Y - 18, 48, 36),
        symbol(PRODUCT, GATES_Y + 5, "U_n"),
        _box(CANDIDATE, MEET, "tanh"),
        symbol(CANDIDATE + 42, MEET - 9, "n_t"),
        class_="lstm-g",
        data_s="n_t",
    )
