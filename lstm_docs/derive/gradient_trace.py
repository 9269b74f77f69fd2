"""Backpropagation through time as the equations say it: step by step from the last, keeping every gradient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .. import cells
from ..ground.errors import ConformError
from .evaluate import handed_on
from .gradient import gradient

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ..cells import Cell
    from .evaluate import Step

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class TraceGradient:
    """`steps`: for each step every gradient by name, see `gradient`; `weights`: by name, summed over the steps."""

    steps: tuple[Mapping[str, Array], ...]
    weights: Mapping[str, Array]

    def by(self, name: str) -> Array:
        """The gradients by one vector over the steps, (T, rows)."""
        return np.stack([step[name][:, 0] for step in self.steps])


def gradient_trace(
    cell: Cell,
    weights: Mapping[str, Array],
    inputs: Sequence[Array],
    states: Mapping[str, Array],
    done: Sequence[Step],
    by_outputs: Sequence[Array],
) -> TraceGradient:
    """The gradients of a loss whose gradient by each step's h_t is one of `by_outputs`, (R, 1) each.

    `done` is what `trace` gave back for the same cell, weights, input columns and first states. The gradients by the
    first states are `h_t-1` and `c_t-1` of the first step. Raises `ConformError` where the sequences differ in length
    or a gradient is not shaped like its h.
    """
    if not len(inputs) == len(done) == len(by_outputs):
        raise ConformError(f"{len(inputs)} inputs, {len(done)} steps and {len(by_outputs)} gradients; expected as many of each")
    letters = [cells.state_letter(state) for state in cell.states]
    before = [dict(states), *(handed_on(cell, x, step) for x, step in zip(inputs[:-1], done[:-1], strict=True))]
    last = {**done[-1].values, cell.input.name: inputs[-1]} if done else {}
    ended = {named.name: np.zeros_like(last[named.name]) for named in cell.given_out if last}
    by_next = dict(ended)
    steps: list[dict[str, Array]] = []
    for x, state, step, by_output in reversed(list(zip(inputs, before, done, by_outputs, strict=True))):
        if np.shape(by_output) != by_next["h_t"].shape:
            raise ConformError(f"a gradient by h_t is {np.shape(by_output)}, expected {by_next['h_t'].shape}")
        by_next["h_t"] = by_next["h_t"] + by_output
        steps.append(gradient(cell, {**weights, **state, cell.input.name: x}, step, by_next))
        by_next = ended | {f"{s}_t": steps[-1][f"{s}_t-1"] for s in letters}
    summed = {w.name: np.sum([step[w.name] for step in steps], axis=0) for w in cell.weights}
    return TraceGradient(tuple(reversed(steps)), summed)
