"""The explorer of padding: a batch of three sequences, what is computed, and the state that comes out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from ... import cells, derive
from ...formulas.decimals import number
from ...network import Network
from ...reference.weights import random_inputs, random_weights
from . import chart
from .chart import cell, grab, word
from .controls import Choice, Number
from .explorer import BESIDE, Explorer, Setup
from .texts import change, fixed, significant, tenth

if TYPE_CHECKING:
    from ...ground.located import Located
    from .controls import Control, State
    from .explorer import Data, Parts

LONGEST, SIZE, SEED = 12, 2, 4
NAMES = ("first", "second", "third")
WAYS = {"padded": "padding alone", "masked": "masked, Keras", "packed": "packed, PyTorch"}

CHART = chart.chart(
    "A batch of three sequences",
    (440, 240),
    (60, 348, 28, 192),
    ((0, LONGEST), (0, len(NAMES))),
    ticks=[
        [[n + 0.5, str(n + 1)] for n in range(LONGEST)],
        [[len(NAMES) - n - 0.5, name] for n, name in enumerate(NAMES)],
    ],
    words=[
        [0, 14, "filled is computed, hollow is not; paler is padding", "start"],
        [362, 14, "last h₁", "start"],
        [204, 234, "steps", "middle"],
    ],
)


def _setup(_: Located) -> Setup:
    network = Network(input=SIZE, hidden=SIZE, bias=False)
    trees: list[Any] = derive.tree(network.equations)["equations"]  # type: ignore[assignment]  # pairs of a name and a tree
    weights = random_weights(network, SEED, 1.0).layers[0][0]
    inputs = random_inputs(network, LONGEST, len(NAMES), SEED)
    data: Data = {
        "equations": [[name.name, tree[1]] for name, tree in zip(network.equations.equations, trees, strict=True)],
        "weights": {name: [[tenth(float(v)) for v in row] for row in array] for name, array in weights.items()},
        "inputs": [[[tenth(float(v)) for v in step] for step in inputs[:, n]] for n in range(len(NAMES))],
        "chart": CHART,
    }
    lengths: list[Control] = [
        Number(name, f"{name} length", "", 1, LONGEST, length) for name, length in zip(NAMES, (9, 4, 6), strict=True)
    ]
    controls = (Choice("way", "the layer is told", WAYS, "padded"), *lengths)
    return Setup(controls, data, numbers=9)


def _lengths(state: State) -> list[int]:
    return [int(state[name] or 1) for name in NAMES]


def _last(data: Data, place: int, length: int, steps: int) -> float:
    """The first component of h after so many steps, of which those beyond the length read zeros."""
    network = cells.build("lstm", bias=False)
    weights = {name: np.array(rows) for name, rows in data["weights"].items()}
    states = {symbol.name: np.zeros((SIZE, 1)) for symbol in network.states}
    for step in range(steps):
        x = np.array(data["inputs"][place][step] if step < length else [0.0] * SIZE)
        values = derive.step(network, {**weights, **states, "x_t": x[:, np.newaxis]}, {}).values
        states = {symbol.name: values[network.next_of(symbol).name] for symbol in network.states}
    return float(states["h_t-1"][0, 0])


def _parts(data: Data, state: State, before: State) -> Parts:
    return {"picture": _drawn(data, state), "said": _said(data, state, before), "numbers": _numbers(state)}


def _drawn(data: Data, state: State) -> Markup:
    lengths, way, across = _lengths(state), state["way"], chart.per_pixel(data["chart"])[0]
    longest = max(lengths)
    marks = []
    for place, length in enumerate(lengths):
        y = len(lengths) - 1 - place
        for step in range(longest):
            padding = "lstm-then" if way == "packed" else "lstm-shade"
            shade = "0.70" if step < length else ("" if way == "packed" else "0.18")
            marks.append(cell("lstm-shade lstm-h" if step < length else padding, step, y, shade))
        right, found = (fixed(_last(data, place, length, steps), 3) for steps in (length, longest))
        marks.append(word(right if way != "padded" else found, (LONGEST, y + 0.5), "start", (14, 0)))
        if way == "padded" and found != right:
            marks.append(word(f"not {right}", (LONGEST, y + 0.5), "start", (14, 17)))
        marks.append(grab(NAMES[place], (length, y + 0.5), (across, 0)))
    return chart.drawn(data["chart"], marks, f"lengths {', '.join(map(number, lengths))} in {number(longest)} steps")


def _computed(state: State) -> tuple[int, int]:
    """The steps that are computed, and how many of them are padding."""
    lengths = _lengths(state)
    computed = sum(lengths) if state["way"] == "packed" else len(lengths) * max(lengths)
    return computed, computed - sum(lengths)


def _said(data: Data, state: State, before: State) -> Markup:
    done, (computed, padding) = change(data["names"], before, state), _computed(state)
    share = significant(100 * padding / computed)
    told = f"{number(computed)} steps are computed, {number(padding)} of them padding ({share} %). "
    lengths = _lengths(state)
    short = sum(length < max(lengths) for length in lengths)
    if state["way"] == "padded" and short:
        last = f"The last states of {number(short)} are not those of their sequences: zeros have moved them on."
    else:
        last = "Each last state is that of its sequence."
    lead = f"{done}: " if done else ""
    return Markup("{}").format(f"{lead}{told}{last}")


def _numbers(state: State) -> Markup:
    lengths, (computed, padding) = _lengths(state), _computed(state)
    running = [sum(step < length for length in lengths) for step in range(max(lengths))]
    rows = [
        ("steps of the sequences", number(sum(lengths))),
        ("steps computed", number(computed)),
        ("of them padding", number(padding)),
        ("still running at each step", " ".join(map(number, running))),
    ]
    row = Markup('<tr><th scope="row">{}</th><td class="lstm-number">{}</td></tr>')
    return Markup('<table class="lstm-table"><tbody>{}</tbody></table>').format(Markup("").join(row.format(*it) for it in rows))


EXPLORER = Explorer("padding", "Padding, masks and packing", _setup, _parts, BESIDE)
