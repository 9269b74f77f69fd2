"""States between batches: two halves of a sequence against the whole, samples cut into batches, steps walked back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import reference
from ...network import Network
from ..engine.registry import road

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]

NETWORK = Network(input=2, hidden=3)


@road("batch-carried")
def batch_carried(case: Case, sizes: Sizes) -> tuple[bool, ...]:
    """What the second half of a sequence has of the first, item by item."""
    return _carried(stateful=case.form == "True")


def _carried(*, stateful: bool) -> tuple[bool, ...]:
    """Weights and states by running on; the gradient by moving a weight; inputs and masks by running again."""
    weights, inputs = reference.random_weights(NETWORK, 1), reference.random_inputs(NETWORK, 8, 1, 1)
    first = reference.run(NETWORK, weights, inputs[:4])
    second = reference.run(NETWORK, weights, inputs[4:], first.state if stateful else None)
    whole = np.asarray(reference.run(NETWORK, weights, inputs).output)[4:]
    states = bool(np.allclose(second.output, whole, rtol=0, atol=1e-12))
    again = reference.run(NETWORK, weights, inputs[4:], first.state if stateful else None)
    same = np.array_equal(again.output, second.output)
    through = _moved(weights, inputs, held=first.state if stateful else reference.run(NETWORK, weights, inputs[:1] * 0).state)
    return (same, states, through, not same, not same)


def _moved(weights: reference.Weights, inputs: np.ndarray, held: reference.State) -> bool:
    """Whether the second half, its first states held fixed, moves with a weight as the whole does."""
    (named,) = weights.layers[0]
    moved = reference.Weights(((dict(named) | {"W_g": named["W_g"] + 1e-5},),))
    half = [np.asarray(reference.run(NETWORK, w, inputs[4:], held).output)[-1] for w in (weights, moved)]
    whole = [np.asarray(reference.run(NETWORK, w, inputs).output)[-1] for w in (weights, moved)]
    return bool(np.allclose(half[1] - half[0], whole[1] - whole[0], rtol=1e-3))


@road("samples-cut")
def samples_cut(case: Case, sizes: Sizes) -> tuple[int]:
    """The sample in the same row of the next batch."""
    samples = np.arange(2 * sizes["B"] * (sizes["N"] // sizes["B"] + 1)).reshape(-1, sizes["B"])
    batch, row = np.argwhere(samples == sizes["N"])[0]
    return (int(samples[batch + 1, row]),)


@road("walked-back")
def walked_back(case: Case, sizes: Sizes) -> tuple[int]:
    """How many steps are met on the way back from the last, to a border for a gradient."""
    step = sizes["N"] * sizes["T"] - 1
    reached = 1
    while step > 0 and not (case.form == "gradient" and step % sizes["T"] == 0):
        step, reached = step - 1, reached + 1
    return (reached,)
