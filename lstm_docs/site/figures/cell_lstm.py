"""The LSTM's cell: the line of c above, the line of h below, four gates between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .strokes import dot, frame, function, line, operation
from .svg import block, label, picture, symbol, tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

WIDTH, HEIGHT = 480, 376
LEFT, RIGHT, TOP, BOTTOM = 68, 412, 26, 314
C_LINE, MEET, GATES_Y, H_LINE, X_LINE = 66, 138, 214, 262, 288
PLACES = {"f": 106, "i": 178, "g": 250, "o": 322}
JOIN, OUT, SIDE = 214, 378, 34
SQUASHES = {"f": "σ", "i": "σ", "g": "tanh", "o": "σ"}


def lstm_cell(shapes: Mapping[str, str]) -> Markup:
    """The cell; `shapes` are the words beside x, h and c, empty for none."""
    description = (
        "Four gates read the input x_t and the state h_t-1: f, i and o through σ, the candidate g through tanh. "
        "On the line of the cell state, c_t-1 is multiplied by f, and i times g is added: that is c_t. "
        "The tanh of c_t, multiplied by o, is h_t. "
        + "; ".join(f"{name} is {shape}" for name, shape in shapes.items() if shape)
    )
    parts = (
        frame(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP),
        _inputs(shapes),
        _state(shapes),
        *(_gate(letter) for letter in PLACES),
        _output(shapes),
    )
    return picture(WIDTH, HEIGHT, "The cell of an LSTM", description, *parts, kind="lstm-cell-figure")


def _inputs(shapes: Mapping[str, str]) -> Markup:
    """x and h_t-1 run below all gates; each gate takes both."""
    taps = [x for place in PLACES.values() for x in (place - 10, place + 10)]
    x_start, last = 82, max(PLACES.values())
    h = tag(
        "g",
        line((6, H_LINE), (last - 10, H_LINE), (last - 10, GATES_Y + 18), tip=True),
        *(line((tap, H_LINE), (tap, GATES_Y + 18)) + dot(tap, H_LINE) for tap in taps[:-2:2]),
        symbol(SIDE, H_LINE - 9, "h_t-1"),
        label(SIDE, H_LINE + 18, shapes["h"]),
        class_="lstm-h",
    )
    x = tag(
        "g",
        line((x_start, HEIGHT - 26), (x_start, X_LINE), (last + 10, X_LINE), (last + 10, GATES_Y + 18)),
        *(line((tap, X_LINE), (tap, GATES_Y + 18)) + dot(tap, X_LINE) for tap in taps[1:-1:2]),
        symbol(x_start, HEIGHT - 8, "x_t"),
        label(x_start + 18, HEIGHT - 9, shapes["x"], anchor="start"),
    )
    return h + x


def _state(shapes: Mapping[str, str]) -> Markup:
    return tag(
        "g",
        line((6, C_LINE), (PLACES["f"] - 12, C_LINE)),
        line((PLACES["f"] + 12, C_LINE), (JOIN - 12, C_LINE)),
        line((JOIN + 12, C_LINE), (WIDTH - 6, C_LINE)),
        operation(PLACES["f"], C_LINE, "⊙"),
        operation(JOIN, C_LINE, "+"),
        symbol(SIDE, C_LINE - 9, "c_t-1"),
        label(SIDE, C_LINE + 18, shapes["c"]),
        symbol(WIDTH - SIDE, C_LINE - 9, "c_t"),
        label(WIDTH - SIDE, C_LINE + 18, shapes["c"]),
        dot(OUT, C_LINE),
        line((OUT, C_LINE), (OUT, 89)),
        function(OUT, 101, "tanh"),
        line((OUT, 113), (OUT, MEET + 8)),
        line((JOIN, MEET - 12), (JOIN, C_LINE + 12)),
        operation(JOIN, MEET, "⊙"),
        class_="lstm-c",
    )


def _gate(letter: str) -> Markup:
    """A box that squashes W x + U h + b, and the way its result takes."""
    x = PLACES[letter]
    goal = {"f": (x, C_LINE + 12), "i": (JOIN - 12, MEET), "g": (JOIN + 12, MEET), "o": (OUT - 12, MEET + 20)}[letter]
    way = (goal,) if letter == "f" else ((x, goal[1]), goal)
    return tag(
        "g",
        line((x, GATES_Y - 18), *way),
        block(x - 24, GATES_Y - 18, 48, 36),
        label(x, GATES_Y + 5, SQUASHES[letter]),
        symbol(x + 9, GATES_Y - 27, f"{letter}_t", "start"),
        class_=f"lstm-{'g' if letter == 'n' else letter}",
        data_s=f"{letter}_t",
    )


def _output(shapes: Mapping[str, str]) -> Markup:
    return tag(
        "g",
        operation(OUT, MEET + 20, "⊙"),
        line((OUT, MEET + 32), (OUT, H_LINE), (WIDTH - 6, H_LINE)),
        symbol(WIDTH - SIDE, H_LINE - 9, "h_t"),
        label(WIDTH - SIDE, H_LINE + 18, shapes["h"]),
        class_="lstm-h",
    )
