"""Cells from inside, and the loop they run in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import cells
from ... import facts as known_facts
from ...formulas.numbers import in_text
from ...network import Network
from .. import figures
from ..fences import options as given
from ..figures.svg import italic
from .plot import Plot, size

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markupsafe import Markup

    from ...ground.located import Located

LETTERED = (5, 3)
"""I and H as drawn where no sizes are given."""

MOST_STEPS, WIDEST = 10_000, 8
"""The longest loop, and the shape of most letters that stands on one line."""


def _shapes(cell: str, options: Located, names: Mapping[str, str]) -> dict[str, str]:
    """The shapes of the symbols of `names` as words: in numbers if both sizes are given, else in the sizes."""
    numbered = "input" in options.value and "hidden" in options.value
    inputs, units = (size(options, key, 1) for key in ("input", "hidden"))
    network = Network(cell=cell, input=inputs, hidden=units)
    shapes = {key: known_facts.shape(network, symbol) for key, symbol in names.items()}
    if numbered:
        return {key: " × ".join(map(in_text, shape.numbers)) for key, shape in shapes.items()}
    return {key: " × ".join(italic(str(axis)) for axis in shape.symbolic) for key, shape in shapes.items()}


def _rnn(options: Located) -> Markup:
    cell = given.cell_name(options, ("rnn-tanh", "rnn-relu"), "rnn-tanh")
    shapes = _shapes(cell, options, {"x": "x_t", "h": "h_t-1", "W": "W_h", "U": "U_h", "b": "b_h"})
    extents = size(options, "input", LETTERED[0]), size(options, "hidden", LETTERED[1])
    if extents != LETTERED and not {"input", "hidden"} <= options.value.keys():
        extents = LETTERED
    return figures.rnn_cell("tanh" if cell == "rnn-tanh" else "ReLU", extents, shapes)


def _gated(default: str) -> Callable[[Located], Markup]:
    def draw(options: Located) -> Markup:
        described = given.any_cell(options, default)
        cell = cells.build(described)
        names = [str(it) for it in (cell.input, *cell.states, *cell.equations)]
        shapes = _shapes(described, options, {name: name for name in names})
        rows = {name: [shape] for name, shape in shapes.items()}
        if max(map(len, shapes.values())) > WIDEST:
            rows = {name: shape.split(" ", 1) for name, shape in shapes.items()}
        sizes = ", ".join(f"{name} is {shape}" for name, shape in shapes.items())
        return figures.wired(cell, figures.Look(rows), f"The cell: {cell.title}", f"{figures.told(cell)}. {sizes}.")

    return draw


def _loop(options: Located) -> Markup:
    cell = given.cell(options)
    steps = size(options, "steps", 3, MOST_STEPS)
    states = [cells.state_letter(state) for state in cell.states]
    return figures.loop(steps, states, f"The loop of the {cell.title}, and the loop unrolled over {steps} steps")


PLOTS = {
    "rnn-cell": Plot(_rnn, ("cell", "input", "hidden")),
    "lstm-cell": Plot(_gated("lstm"), ("cell", "input", "hidden")),
    "gru-cell": Plot(_gated("gru-reset-after"), ("cell", "input", "hidden")),
    "loop": Plot(_loop, ("cell", "steps")),
}
