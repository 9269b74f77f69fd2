"""The strip of time: ten steps as a film, every gate and state of every unit, and the way back along the cell state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from ... import cells, derive
from ...formulas.mathml import symbol_class
from ...network import Network
from ...reference.weights import random_inputs, random_weights
from .controls import Choice, Number
from .explorer import Explorer, Setup
from .strip_drawn import ALONG, STEPS, drawn
from .texts import change, fixed, tenth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ...ground.located import Located
    from .controls import State
    from .explorer import Data, Parts
    from .strip_drawn import Strip

    Array = NDArray[np.float64]

INPUTS, MOST = 2, 4
SEED = 4
"""The first with which both units lose the impulse with f at 0.5 and hold it with f at 1."""
FEEDS = {"impulse": "an impulse at step 1", "drawn": "numbers at every step"}
HELD = {"free": "as computed", "0": "held at 0", "0.5": "held at 0.5", "0.9": "held at 0.9", "1": "held at 1"}
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"


def _setup(options: Located) -> Setup:
    seed = options["seed"].whole(0, 2**32 - 1) if "seed" in options.value else SEED
    network = Network(input=INPUTS, hidden=MOST, bias=False)
    cell = network.equations
    weights = random_weights(network, seed, 1.0).layers[0][0]
    trees: list[Any] = derive.tree(cell)["equations"]  # type: ignore[assignment]  # pairs of a name and a tree
    data: Data = {
        "equations": [[equation.name, tree[1]] for equation, tree in zip(cell.equations, trees, strict=True)],
        "kinds": {str(it): symbol_class(str(it)) for it in (cell.input, *cell.equations)},
        "weights": {name: [[tenth(float(v)) for v in row] for row in array] for name, array in weights.items()},
        "drawn": [[tenth(float(v)) for v in row] for row in random_inputs(network, STEPS, 1, seed)[:, 0]],
    }
    controls = (
        Number("at", "step", f"shown, one of {STEPS}", 1, STEPS, STEPS, group="player"),
        Choice("feed", "input", FEEDS, "impulse"),
        Number("size", "size", "of the impulse", -4, 4, 2.0, 1),
        Choice("hold-f", "f", HELD, "free", colour="lstm-f"),
        Number("hidden", "H", "units", 1, MOST, 2),
    )
    return Setup(controls, data, ("seed",))


def _parts(data: Data, state: State, before: State) -> Parts:
    strip, earlier = _strip(data, state), _strip(data, before)
    return {"picture": drawn(strip, data["kinds"], state), "said": _said(data, state, before, strip, earlier)}


def _strip(data: Data, state: State) -> Strip:
    """Every vector at every step, (T, rows), and what of a gradient by c at the shown step comes back to each."""
    cell, units, at = cells.build("lstm", bias=False), int(state["hidden"] or 1), int(state["at"] or 1)
    weights = {name: np.array(rows)[:units, : INPUTS if name[0] == "W" else units] for name, rows in data["weights"].items()}
    held = {} if state["hold-f"] == "free" else {"f_t": np.full((units, 1), float(str(state["hold-f"])))}
    impulse = np.zeros((STEPS, INPUTS))
    impulse[0] = float(state["size"] or 0)
    inputs = impulse if state["feed"] == "impulse" else np.array(data["drawn"])
    states = {symbol.name: np.zeros((units, 1)) for symbol in cell.states}
    vectors: dict[str, list[Array]] = {name: [] for name in data["kinds"]}
    for x in inputs:
        done = derive.step(cell, {**weights, **states, "x_t": x[:, np.newaxis]}, held).values
        states = {symbol.name: done[cell.next_of(symbol).name] for symbol in cell.states}
        for name, rows in vectors.items():
            rows.append(x if name == "x_t" else done[name][:, 0])
    strip = {name: np.stack(rows) for name, rows in vectors.items()}
    back = np.zeros((STEPS, units))
    back[at - 1] = 1.0
    for step in reversed(range(at - 1)):
        back[step] = back[step + 1] * strip["f_t"][step + 1]
    return {**strip, ALONG: back}


def _said(data: Data, state: State, before: State, strip: Strip, earlier: Strip) -> Markup:
    at = int(state["at"] or 1)
    words = change(data["names"], {**before, "at": at}, {**state, "at": at})
    then = ""
    if words and strip["c_t"].shape == earlier["c_t"].shape:
        then = f"{fixed(float(earlier['c_t'][at - 1, 0]), 3)} → "
    now, first = (fixed(float(strip["c_t"][step, 0]), 3) for step in (at - 1, 0))
    left = fixed(float(strip[ALONG][0, 0]), 3)
    lead = f"{words}: " if words else ""
    return Markup("{}").format(
        f"{lead}c₁ is {first} after step 1 and {then}{now} after step {at}; "
        f"the forget gates leave {left} of what step 1 wrote there, and as much of a gradient comes back."
    )


EXPLORER = Explorer("strip", "Ten steps, a strip of time", _setup, _parts, ("player", "picture", "said", "controls"))
