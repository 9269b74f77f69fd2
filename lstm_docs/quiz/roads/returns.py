"""What a layer returns by its arguments return_sequences and return_state: seen in runs of the NumPy reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import facts, reference
from ...network import Network
from ..engine.registry import road
from .shared import probes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]


def _returned(case: Case, sizes: Sizes, *, state: bool = False) -> tuple[np.ndarray, ...]:
    """What a layer of the case returns over zeros, batch first as Keras has it."""
    network = Network(cell=case.cell, input=sizes["I"], hidden=sizes["H"], bidirectional=case.bidirectional)
    weights = reference.random_weights(network, seed=0)
    out = reference.run(network, weights, np.zeros((sizes["B"], sizes["T"], sizes["I"])), batch_first=True)
    outputs = reference.returned(out, return_sequences=case.form == "True", return_state=state)
    return outputs if isinstance(outputs, tuple) else (outputs,)


@road("returned-shapes")
def returned_shapes(case: Case, sizes: Sizes) -> tuple[bool, ...]:
    """Which of the shapes offered a run has."""
    batch, steps, inputs, units = (sizes[name] for name in "BTIH")
    wide = 2 * units
    offered = (batch, steps, units), (batch, units), (batch, steps, wide), (batch, wide), (batch, steps, inputs), (steps, units)
    measured = _returned(case, sizes)[0].shape
    return tuple(measured == shape for shape in offered)


@road("returned-tensors")
def returned_tensors(case: Case, sizes: Sizes) -> tuple[int]:
    """How many tensors a run returns with its states."""
    return (len(_returned(case, {"I": 2, "H": 3, "B": 2, "T": 4}, state=True)),)


BEFORE_AND_AFTER = {
    "last": ((True, 1), (False, 1)),
    "twice": ((True, 1), (True, 2)),
    "last of twice": ((False, 1), (False, 2)),
}
"""Whether all outputs are returned, and how many times the steps are run, before a change and after it."""


@road("returned-or-computed")
def returned_or_computed(case: Case, sizes: Sizes) -> tuple[bool, ...]:
    """Which differ after the change that the case names: parameters, MACs, steps, axes, numbers handed on, the last state."""
    network, steps = Network(cell=case.cell, input=2, hidden=sizes["H"]), sizes["T"]
    pairs = []
    for every, ran in BEFORE_AND_AFTER[case.form]:
        out = probes.random_run(network, ran * steps)
        known_facts = facts.of(network, steps=ran * steps)
        given = np.asarray(reference.returned(out, return_sequences=every, return_state=False))
        last = given[-1] if every else given
        counts = (known_facts["parameters"].value, known_facts["macs"].value, len(out.output))
        pairs.append((*counts, given.ndim, given.size, last.tobytes()))
    return tuple(a != b for a, b in zip(*pairs, strict=True))


@road("stacked-and-run")
def stacked_and_run(case: Case, sizes: Sizes) -> tuple[bool, ...]:
    """Which arguments of two layers give predictions of the axes that the task needs."""
    wanted = ("T", "K") if case.form == "one class for every step" else ("K",)
    offered = (True, False), (False, False), (True, True), (False, True)
    return tuple(_stacked(flags) == wanted for flags in offered)


def _stacked(flags: tuple[bool, bool]) -> tuple[str, ...]:
    """The axes of the predictions for one sequence, T and K; empty where a layer gets no sequence."""
    layers = (Network(input=3, hidden=4), Network(input=4, hidden=5))
    steps, classes = 7, 2
    x = np.zeros((steps, 1, 3))
    for network, every in zip(layers, flags, strict=True):
        if x.ndim < 3:
            return ()
        out = reference.run(network, reference.random_weights(network, seed=0), x)
        x = np.asarray(reference.returned(out, return_sequences=every, return_state=False))
    scores = x @ np.ones((layers[-1].widths[0], classes))
    return tuple({steps: "T", classes: "K"}[axis] for axis in scores.shape if axis != 1)
