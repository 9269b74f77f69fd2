"""Whether statements about dropout hold: what was probed on the frameworks, and masks on the NumPy reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .... import reference
from ....network import Network
from ...engine.registry import Outcome, measurement
from ..shared.dropout_targets import ARGUMENTS, PROBED

if TYPE_CHECKING:
    from ....reference.weights import Array

LAYER = Network(input=3, hidden=12)
KEPT = np.arange(12) % 3 != 0
STEPS = 6


@measurement("pytorch-dropout-on-one-layer")
def pytorch_dropout_on_one_layer() -> Outcome:
    """Zeros behind the last layer."""
    return Outcome(PROBED["pytorch-dropout"]["output"] > 0)


@measurement("pytorch-dropout-between-layers")
def pytorch_dropout_between_layers() -> Outcome:
    """Where there were zeros."""
    masked = [place for place, share in PROBED["pytorch-dropout"].items() if share]
    return Outcome(masked == ["between"], {"stack": ARGUMENTS["pytorch-dropout"]})


def _lost_by_unit() -> Array:
    """For each of 12 units, the share of its connections into a dense layer of 7 that carry nothing."""
    carried = np.ones((7, len(KEPT))) * (KEPT / KEPT.mean())
    share: Array = (carried == 0).mean(axis=0)
    return share


@measurement("dropout-drops-connections")
def dropout_drops_connections() -> Outcome:
    """Whether a unit lost some connections and kept others."""
    lost = _lost_by_unit()
    return Outcome(bool(np.any((lost > 0) & (lost < 1))))


@measurement("dropout-drops-units")
def dropout_drops_units() -> Outcome:
    """Whether every unit lost all its connections or none."""
    lost = _lost_by_unit()
    return Outcome(set(lost.tolist()) == {0.0, 1.0}, {"units": len(lost), "dropped": int(lost.sum())})


def _thinned_is_contained() -> bool:
    """Whether an LSTM whose h is masked at every step equals the LSTM with those columns of every U zero."""
    (named,) = reference.random_weights(LAYER, 1).layers[0]
    zeroed = {name: array * KEPT if name[0] == "U" else array for name, array in named.items()}
    inputs = reference.random_inputs(LAYER, STEPS, 1, 1)
    whole = np.asarray(reference.run(LAYER, reference.Weights(((zeroed,),)), inputs).output)
    return bool(np.allclose(whole, _masked_run(reference.Weights(((named,),)), inputs), rtol=0, atol=1e-12))


def _masked_run(weights: reference.Weights, inputs: Array) -> Array:
    """The LSTM step by step, what it hands on masked; the masked units still put out what they have."""
    state: reference.State | None = None
    outputs: list[Array] = []
    for x in inputs:
        out = reference.run(LAYER, weights, x[np.newaxis], state)
        outputs.append(np.asarray(out.output))
        state = reference.State(tuple(h * KEPT for h in out.state.h), out.state.c)
    return np.concatenate(outputs)


@measurement("dropout-adds-expressiveness")
def dropout_adds_expressiveness() -> Outcome:
    """Whether the thinned network does what the whole one cannot."""
    return Outcome(not _thinned_is_contained())


@measurement("dropout-regularises")
def dropout_regularises() -> Outcome:
    """Whether the whole one can do what the thinned network does."""
    return Outcome(_thinned_is_contained(), {"dropped": int((~KEPT).sum()), "units": len(KEPT), "steps": STEPS})
