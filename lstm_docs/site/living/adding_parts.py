"""The training of adding in its first state: the published run, which is over. `assets/live-adding.js` draws the same curve."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING

from ... import live
from ..explore.texts import fixed, px, significant
from ..figures.svg import label, picture, tag
from .grids import ACROSS, COLUMN, LEFT, SQUARE, TOP, Lines, row

if TYPE_CHECKING:
    from markupsafe import Markup

    from ...live import Progress

WIDE, HIGH, EDGE, LOW, DECADES = 350, 170, 34, -4, 6
ON_A_LINE = 5
"""Steps on a line, and the width of the curve: a phone has room for so much without making words smaller."""

SHOWN = {"lstm": ("i_t", "f_t", "o_t", "c_t", "h_t"), "gru-reset-after": ("r_t", "z_t", "h_t"), "rnn-tanh": ("h_t",)}
"""The vectors that are shown of a cell."""
MIDDLE, LARGE = 28, 1e6


def seen(progress: Progress, shown: tuple[str, ...]) -> Markup:
    """The vectors of one sum, and how large the gradient by each h is."""
    units = len(progress.values["h_t"][0])
    high = SQUARE * -(-units // ACROSS)
    pitch = max(high, 2 * SQUARE) + 10
    foot = TOP + pitch * len(shown) + 10
    lines = Lines(ON_A_LINE, foot + 16, high)

    def words(t: int, y: int, text: str) -> Markup:
        x, below = lines.of(t)
        return label(x + MIDDLE, y + below, text, kind="lstm-word")

    marked = progress.values["x_t"].tolist()
    heads = [words(t, 15, fixed(value, 2) + " ✓" * bool(mark)) for t, (value, mark) in enumerate(marked)]
    rows = [row(name, TOP + pitch * n, progress.values[name], 1, lines) for n, name in enumerate(shown)]
    sizes = [significant(norm) if norm < LARGE else "large" for norm in progress.by_h]
    norms = [words(t, foot, size) for t, size in enumerate(sizes)]
    told = f"Numbers, ✓ marks the two that are added; below, the length of the gradient by each h: {', '.join(sizes)}."
    size = (LEFT + COLUMN * ON_A_LINE, lines.apart * -(-len(sizes) // ON_A_LINE) - 8)
    title = "Gates and states of one sum, step by step"
    return picture(*size, title, told, *heads, *rows, *norms, kind="lstm-grids")


def losses() -> list[float]:
    """The losses of the published run."""
    run, stored = live.published()
    return list(stored["curves"][f"{run.rate:g}"])


def curve(shown: list[float], every: int, updates: int) -> Markup:
    """The curve of losses, on a scale of powers of ten."""
    points = "L".join(f"{_across((n + 0.5) * every, updates):g} {_down(loss):g}" for n, loss in enumerate(shown))
    ticks = [
        label(EDGE - 5, _down(10.0**power) + 4, f"10{'⁻' * (power < 0)}{'⁰¹²³⁴'[abs(power)]}", anchor="end", kind="lstm-word")
        for power in (-4, -2, 0, 2)
    ]
    frame = tag("path", d=f"M{EDGE} 10V{HIGH - 24}H{WIDE - 6}", class_="lstm-axis")
    words = label(WIDE - 8, HIGH - 6, f"{updates} updates", anchor="end", kind="lstm-word")
    line = tag("path", d=f"M{points}", class_="lstm-roof lstm-c")
    told = f"After {len(shown) * every} updates the loss is {significant(shown[-1])}."
    return picture(WIDE, HIGH, "The loss after each update", told, frame, *ticks, words, line, kind="lstm-losses")


def _across(update: float, updates: int) -> float:
    return px(EDGE + (WIDE - EDGE - 6) * update / updates)


def _down(loss: float) -> float:
    return px(10 + (HIGH - 34) * (LOW + DECADES - min(max(log10(loss), LOW), LOW + DECADES)) / DECADES)
