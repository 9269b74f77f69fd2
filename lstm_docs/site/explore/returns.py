"""The explorer of what is returned: two layers, and for each a switch, every step or the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from ...formulas.decimals import number
from . import chart
from .chart import cell, grab, switch, word
from .controls import Choice, Number
from .explorer import BESIDE, Explorer, Setup
from .texts import change

if TYPE_CHECKING:
    from ...ground.located import Located
    from .controls import State
    from .explorer import Data, Parts

STEPS, LAYERS = 10, ("lower", "upper")
RETURNED = {"all": "True: every step", "last": "False: the last one"}

CHART = chart.chart(
    "What two layers hand on",
    (440, 246),
    (72, 324, 28, 198),
    ((0, STEPS), (0, 3)),
    ticks=[[[n + 0.5, str(n + 1)] for n in range(STEPS)], [[0.5, "input"], [1.5, "layer 1"], [2.5, "layer 2"]]],
    words=[[0, 14, "strong: handed on; pale: computed and kept back", "start"], [198, 240, "steps", "middle"]],
)


def _setup(_: Located) -> Setup:
    controls = (
        Choice("lower", "layer 1, return_sequences", RETURNED, "all"),
        Choice("upper", "layer 2, return_sequences", RETURNED, "last"),
        Number("steps", "T", "steps", 1, STEPS, 4),
        Number("hidden", "H", "units", 1, 4096, 12),
        Number("batch", "B", "sequences", 1, 4096, 32),
        Number("input", "I", "inputs", 1, 4096, 26),
    )
    return Setup(controls, {"chart": CHART}, numbers=11)


def _shape(state: State, returned: str, size: str) -> str:
    """The shape that is handed on: with the axis of the steps or without."""
    sizes = [state["batch"], *([state["steps"]] if returned == "all" else []), state[size]]
    return f"({', '.join(number(int(it or 0)) for it in sizes)})"


def _parts(data: Data, state: State, before: State) -> Parts:
    return {"picture": _drawn(data["chart"], state), "said": _said(data, state, before), "numbers": _numbers(state)}


def _drawn(data: Data, state: State) -> Markup:
    steps, across = int(state["steps"] or 1), chart.per_pixel(data)[0]
    shapes = [_shape(state, "all", "input"), *(_shape(state, str(state[layer]), "hidden") for layer in LAYERS)]
    runs = state["lower"] == "all"
    marks = [cell("lstm-shade", step, 0, "0.40") for step in range(steps)]
    for row, layer in enumerate(LAYERS, 1):
        for step in range(steps):
            handed = state[layer] == "all" or step == steps - 1
            there = cell("lstm-shade lstm-h", step, row, "0.75" if handed else "0.18")
            marks.append(there if row == 1 or runs else cell("lstm-then", step, row))
        marks.append(switch(layer, 0, row, steps, 1))
    for row, shape in enumerate(shapes):
        marks.append(word(shape if row < 2 or runs else "refused", (STEPS, row + 0.5), "start", (6, 5)))
    marks.append(grab("steps", (steps, 0.5), (across, 0)))
    return chart.drawn(data, marks, f"{number(steps)} steps; {'; '.join(shapes[1:] if runs else [shapes[1], 'refused'])}")


def _said(data: Data, state: State, before: State) -> Markup:
    done = change(data["names"], before, state)
    if state["lower"] == "last":
        told = f"Layer 2 is refused: it steps through (B, T, H), and layer 1 hands on {_shape(state, 'last', 'hidden')}."
    else:
        steps = "every state" if state["upper"] == "all" else "the last state"
        told = f"Layer 2 hands on {steps} of each sequence, {_shape(state, str(state['upper']), 'hidden')}."
    lead = f"{done}. " if done else ""
    return Markup("{}").format(f"{lead}{told}")


def _numbers(state: State) -> Markup:
    units, upper = int(state["hidden"] or 0), str(state["upper"])
    keras = {layer: f"LSTM({units}, return_sequences={state[layer] == 'all'})" for layer in LAYERS}
    rows = [
        ("layer 1, Keras", keras["lower"]),
        ("layer 2, Keras", keras["upper"]),
        ("of both, PyTorch, batch_first=True", "output" if upper == "all" else "output[:, -1]"),
    ]
    row = Markup('<tr><th scope="row">{}</th><td><code>{}</code></td></tr>')
    return Markup('<table class="lstm-table"><tbody>{}</tbody></table>').format(Markup("").join(row.format(*it) for it in rows))


EXPLORER = Explorer("returns", "What is returned", _setup, _parts, BESIDE)
