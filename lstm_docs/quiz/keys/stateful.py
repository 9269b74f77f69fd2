"""States between batches, and gradients cut at the borders of pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import reference
from ...cells.sizes import B, T, size
from ...network import Network
from ..registry import Item, Key, Listed, answer
from ..texts import Said, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case

N = size("N")
NETWORK = Network(input=2, hidden=3)

CARRIED = {
    "the weights": (True, True),
    "$h$ and $c$ after the last step": (True, False),
    "the gradient through the steps of the first batch": (False, False),
    "the inputs of the first batch": (False, False),
    "the dropout masks": (False, False),
}
"""What the second of two batches has of the first: with stateful=True, and with False."""


@answer("stateful-carries")
def stateful_carries(case: Case) -> Listed:
    """What is carried over; measured: on two halves of a sequence against the whole of it."""
    column = 0 if case.form == "True" else 1
    why = said(
        "Weights stay, and with stateful=True the last states are the next first ones; everything else is made anew."
        if column == 0
        else "Only the weights stay: with stateful=False every batch begins with zero states."
    )
    items = tuple(
        Item(Said(text), carried[column], said=why, misconception="stateful-carries-more") for text, carried in CARRIED.items()
    )
    return Listed(items, (why,), lambda _: _carried(kept=case.form == "True"))


def _carried(*, kept: bool) -> tuple[bool, ...]:
    """Weights and states by running on; the gradient by moving a weight; inputs and masks by running again."""
    weights, inputs = reference.random_weights(NETWORK, 1), reference.random_inputs(NETWORK, 8, 1, 1)
    first = reference.run(NETWORK, weights, inputs[:4])
    second = reference.run(NETWORK, weights, inputs[4:], first.state if kept else None)
    whole = np.asarray(reference.run(NETWORK, weights, inputs).output)[4:]
    states = bool(np.allclose(second.output, whole, rtol=0, atol=1e-12))
    again = reference.run(NETWORK, weights, inputs[4:], first.state if kept else None)
    same = np.array_equal(again.output, second.output)
    through = _moved(weights, inputs, held=first.state if kept else reference.run(NETWORK, weights, inputs[:1] * 0).state)
    return (same, states, through, not same, not same)


def _moved(weights: reference.Weights, inputs: np.ndarray, held: reference.State) -> bool:
    """Whether the second half, its first states held fixed, moves with a weight as the whole does."""
    (named,) = weights.layers[0]
    moved = reference.Weights(((dict(named) | {"W_g": named["W_g"] + 1e-5},),))
    half = [np.asarray(reference.run(NETWORK, w, inputs[4:], held).output)[-1] for w in (weights, moved)]
    whole = [np.asarray(reference.run(NETWORK, w, inputs).output)[-1] for w in (weights, moved)]
    return bool(np.allclose(half[1] - half[0], whole[1] - whole[0], rtol=1e-3))


@answer("stateful-successor")
def stateful_successor(case: Case) -> Key:
    """N + B: the same row of the next batch; measured: by cutting samples into batches."""
    value = N + B
    solution = (
        said("Sample {N} is a row of its batch; its state is the first one of the same row of the next batch."),
        said("That is {B} samples later: {value:with} = {value}.", value=value),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        samples = np.arange(2 * sizes["B"] * (sizes["N"] // sizes["B"] + 1)).reshape(-1, sizes["B"])
        batch, row = np.argwhere(samples == sizes["N"])[0]
        return (int(samples[batch + 1, row]),)

    return Key((value,), solution, measured)


@answer("truncated-reach")
def truncated_reach(case: Case) -> Key:
    """T steps for a gradient, N·T for the state; measured: by walking back from the last step."""
    cut = case.form == "gradient"
    value = T if cut else N * T
    solution = (
        said("States are handed on from piece to piece; gradients stop at the border of a piece."),
        said(
            "A gradient reaches back {T} steps." if cut else "The state goes back to the first step: {value:with} = {value}.",
            value=value,
        ),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        step = sizes["N"] * sizes["T"] - 1
        reached = 1
        while step > 0 and not (cut and step % sizes["T"] == 0):
            step, reached = step - 1, reached + 1
        return (reached,)

    return Key((value,), solution, measured, (("reaching", _REACHING[case.form]),))


_REACHING = {
    "gradient": "over how many steps does the gradient of a loss at the last step of the last piece reach back",
    "state": "on the inputs of how many steps does the state after the last piece depend",
}
