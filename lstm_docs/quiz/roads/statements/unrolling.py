"""Whether statements about runs and unrolling hold: the same run twice, in a loop, and over many steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .... import reference
from ....network import Network
from ...engine.registry import Outcome, measurement
from ..shared import probes

if TYPE_CHECKING:
    from ....reference.weights import Array

STEPS = 8


def _same_twice() -> bool:
    network = Network(cell="rnn-tanh", input=3, hidden=5)
    return bool(np.array_equal(probes.random_run(network, STEPS).output, probes.random_run(network, STEPS).output))


def _same_in_a_loop() -> bool:
    """Whether the run step by step, the state handed on, gives what the whole run gives."""
    network = Network(input=3, hidden=5)
    weights, inputs = reference.random_weights(network, 1), reference.random_inputs(network, STEPS, 1, 1)
    state: reference.State | None = None
    outputs: list[Array] = []
    for x in inputs:
        out = reference.run(network, weights, x[np.newaxis], state)
        state = out.state
        outputs.append(np.asarray(out.output))
    return bool(np.allclose(np.concatenate(outputs), reference.run(network, weights, inputs).output, rtol=0, atol=1e-12))


@measurement("two-runs-differ")
def two_runs_differ() -> Outcome:
    """Two runs of the same."""
    return Outcome(not _same_twice())


@measurement("runs-are-deterministic")
def runs_are_deterministic() -> Outcome:
    """Two runs of the same."""
    return Outcome(_same_twice(), {"steps": STEPS})


@measurement("unrolling-adds-weights")
def unrolling_adds_weights() -> Outcome:
    """One set of weights in a loop."""
    return Outcome(not _same_in_a_loop(), {"steps": STEPS})


@measurement("unrolling-is-a-drawing")
def unrolling_is_a_drawing() -> Outcome:
    """One set of weights in a loop."""
    return Outcome(_same_in_a_loop(), {"steps": STEPS})
