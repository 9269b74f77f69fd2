"""Whether statements about what a layer returns hold: seen in what runs of the NumPy reference return."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .... import reference
from ....network import Network
from ...engine.registry import Outcome, measurement
from ..shared import probes

if TYPE_CHECKING:
    from ....reference.packing import Array

UNITS, STEPS, FEATURES = 4, 6, 3
ONE = Network(input=FEATURES, hidden=UNITS)
BOTH = Network(input=FEATURES, hidden=UNITS, bidirectional=True)
SIZES = {"features": FEATURES, "units": UNITS, "steps": STEPS}


def _returned(*, sequences: bool) -> Array:
    """(T, H), or (H,), of one sequence."""
    outputs = reference.returned(probes.random_run(ONE, STEPS), return_sequences=sequences, return_state=False)
    return np.asarray(outputs)[..., 0, :]


@measurement("sequences-have-the-input-shape")
def sequences_have_the_input_shape() -> Outcome:
    """The shapes of input and output."""
    return Outcome(_returned(sequences=True).shape == (STEPS, FEATURES), SIZES)


@measurement("sequences-have-as-many-steps")
def sequences_have_as_many_steps() -> Outcome:
    """The shapes of outputs of one direction and of both."""
    one, both = (probes.random_run(network, STEPS).output[:, 0].shape for network in (ONE, BOTH))
    return Outcome((one, both) == ((STEPS, UNITS), (STEPS, 2 * UNITS)), {**SIZES, "one": one[1], "both": both[1]})


@measurement("short-output-saves-work")
def short_output_saves_work() -> Outcome:
    """Whether the last state is another one than that cut from the whole sequence."""
    return Outcome(not np.array_equal(_returned(sequences=True)[-1], _returned(sequences=False)))


@measurement("hidden-state-at-every-step")
def hidden_state_at_every_step() -> Outcome:
    """The hidden states that a trace sees."""
    (vectors,) = reference.gates(ONE, reference.random_weights(ONE, 1), reference.random_inputs(ONE, STEPS, 1, 1))
    h = vectors["h_t"]
    return Outcome(len(h) == STEPS and np.array_equal(h[-1, 0], _returned(sequences=False)), {"steps": len(h)})


@measurement("last-state-serves-every-task")
def last_state_serves_every_task() -> Outcome:
    """Whether the last state has a row for each step to label."""
    state = _returned(sequences=False)
    return Outcome(state.shape == (STEPS, UNITS), {"steps": STEPS, "width": len(state)})


@measurement("tagging-uses-every-state")
def tagging_uses_every_state() -> Outcome:
    """A head for 5 labels on the whole sequence."""
    rows, labels = (_returned(sequences=True) @ np.ones((UNITS, 5))).shape
    return Outcome((rows, labels) == (STEPS, 5), {"steps": STEPS, "rows": rows, "labels": labels})
