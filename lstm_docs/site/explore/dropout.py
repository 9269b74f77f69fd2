"""The explorer of dropout: which values a mask takes out, one mask for all steps or a new one at each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from ...formulas.decimals import number
from ...ground.streams import Stream
from . import chart
from .chart import cell, grab
from .controls import Choice, Number
from .explorer import BESIDE, Explorer, Setup
from .texts import change, significant

if TYPE_CHECKING:
    from ...ground.located import Located
    from .controls import State
    from .explorer import Data, Parts

STEPS, UNITS = 12, 8
PLACES = {
    "between": "PyTorch: dropout, between layers",
    "input": "Keras: dropout, on what a layer reads",
    "recurrent": "Keras: recurrent_dropout, on h",
}
NEW = "between"
"""The place at which a mask is new at every step."""

CHART = chart.chart(
    "The mask",
    (440, 300),
    (64, 424, 28, 252),
    ((0, STEPS), (0, UNITS)),
    ticks=[[[n + 0.5, str(n + 1)] for n in range(STEPS)], []],
    words=[[0, 14, "features of the masked vector: filled passes, hollow is zero", "start"], [244, 294, "steps", "middle"]],
)


def _setup(_: Located) -> Setup:
    controls = (
        Choice("where", "where", PLACES, NEW),
        Number("rate", "p", "probability to be zero", 0, 0.95, 0.5, 2),
        Number("steps", "T", "steps", 1, STEPS, 10),
        Number("features", "features", "of the vector", 1, UNITS, 6),
        Number("draw", "draw", "the mask again", 1, 999, 1),
    )
    return Setup(controls, {"chart": CHART}, numbers=7)


def _mask(state: State) -> list[list[bool]]:
    """For each feature and step, whether it passes; with one mask, the same at every step."""
    rate, steps, features = int(float(state["rate"] or 0) * 100 + 0.5), int(state["steps"] or 1), int(state["features"] or 1)
    stream = Stream.of("dropout", state["draw"])
    drawn = [[stream.below(100) >= rate for _ in range(STEPS)] for _ in range(UNITS)]
    return [[row[step if state["where"] == NEW else 0] for step in range(steps)] for row in drawn[:features]]


def _parts(data: Data, state: State, before: State) -> Parts:
    mask = _mask(state)
    return {"picture": _drawn(data["chart"], mask), "said": _said(data, state, before, mask), "numbers": _numbers(state)}


def _drawn(data: Data, mask: list[list[bool]]) -> Markup:
    across, down = chart.per_pixel(data)
    steps, features = len(mask[0]), len(mask)
    marks = [
        cell("lstm-shade lstm-h", step, row, "0.70") if passes else cell("lstm-then", step, row)
        for row, values in enumerate(mask)
        for step, passes in enumerate(values)
    ]
    marks += [grab("steps", (steps, features / 2), (across, 0)), grab("features", (steps / 2, features), (0, down))]
    zero = sum(not passes for values in mask for passes in values)
    return chart.drawn(data, marks, f"{number(zero)} of {number(steps * features)} values are zero")


def _said(data: Data, state: State, before: State, mask: list[list[bool]]) -> Markup:
    done, steps = change(data["names"], before, state), len(mask[0])
    if state["where"] == NEW:
        zero = sum(not passes for values in mask for passes in values)
        told = f"A new mask at every step: {number(zero)} of {number(steps * len(mask))} values are zero"
    else:
        out = sum(not values[0] for values in mask)
        told = f"One mask for all steps: {number(out)} of {number(len(mask))} features are zero at each of {number(steps)}"
    lead = f"{done}. " if done else ""
    return Markup("{}").format(
        f"{lead}{told}; what passes is multiplied by {significant(1 / (1 - float(state['rate'] or 0)))}."
    )


def _numbers(state: State) -> Markup:
    rate, steps = float(state["rate"] or 0), int(state["steps"] or 1)
    passing = 1.0
    for _ in range(steps if state["where"] == NEW else 1):
        passing *= 1 - rate
    rows = [
        ("what passes is multiplied by 1 / (1 − p)", significant(1 / (1 - rate))),
        ("of a feature's steps, zero on average", f"{significant(100 * rate)} %"),
        ("a feature passes at every step", f"{significant(100 * passing)} %"),
    ]
    row = Markup('<tr><th scope="row">{}</th><td class="lstm-number">{}</td></tr>')
    return Markup('<table class="lstm-table"><tbody>{}</tbody></table>').format(Markup("").join(row.format(*it) for it in rows))


EXPLORER = Explorer("dropout", "Masks of dropout", _setup, _parts, BESIDE)
