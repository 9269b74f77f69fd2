"""Whether statements about directions and last states hold: seen in what runs of the NumPy reference return."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .... import facts, reference
from ....formulas.decimals import fixed
from ....network import Network
from ...engine.registry import Outcome, measurement
from ..shared import probes

if TYPE_CHECKING:
    from ....reference.packing import Array

UNITS, STEPS = 4, 6
ONE = Network(input=3, hidden=UNITS)
BOTH = Network(input=3, hidden=UNITS, bidirectional=True)
DEEP = Network(input=3, hidden=UNITS, layers=2)
SIZES = {"inputs": ONE.input, "units": UNITS, "steps": STEPS}


def _ends(network: Network) -> tuple[Array, Array]:
    """output (T, D·H) and h_n (L·D, H) of a run of one sequence."""
    out = probes.random_run(network, STEPS)
    return np.asarray(out.output)[:, 0], np.asarray(out.h_n)[:, 0]


def _same(left: Array, right: Array) -> bool:
    return bool(np.array_equal(left, right))


@measurement("last-output-is-last-state")
def last_output_is_last_state() -> Outcome:
    """One direction."""
    output, h_n = _ends(ONE)
    return Outcome(_same(output[-1], h_n[-1]), SIZES)


@measurement("last-output-is-both-states")
def last_output_is_both_states() -> Outcome:
    """Both directions at the last position."""
    output, h_n = _ends(BOTH)
    gap = float(np.abs(output[-1, UNITS:] - h_n[1]).max())
    return Outcome(_same(output[-1], h_n.ravel()), {"gap": fixed(gap, 2)})


@measurement("backward-state-is-at-the-start")
def backward_state_is_at_the_start() -> Outcome:
    """The backward half at the first position."""
    output, h_n = _ends(BOTH)
    return Outcome(_same(output[0, UNITS:], h_n[1]), {"first": UNITS, "last": output.shape[1] - 1})


@measurement("backward-half-at-the-end-is-fresh")
def backward_half_at_the_end_is_fresh() -> Outcome:
    """Whether it changes with any input but the last."""
    inputs, weights = reference.random_inputs(BOTH, STEPS, 1, 1), reference.random_weights(BOTH, 1)
    changed = inputs.copy()
    changed[:-1] += 1
    halves = [np.asarray(reference.run(BOTH, weights, x).output)[-1, 0, UNITS:] for x in (inputs, changed)]
    return Outcome(_same(*halves), {"changed": STEPS - 1, "steps": STEPS})


@measurement("directions-share-weights")
def directions_share_weights() -> Outcome:
    """The parameters of one direction and of two."""
    one, both = (int(facts.of(network, framework="keras")["parameters"].value) for network in (ONE, BOTH))
    return Outcome(one == both, {**SIZES, "one": one, "both": both})


@measurement("h-n-holds-the-top-layer")
def h_n_holds_the_top_layer() -> Outcome:
    """How many states there are."""
    _, h_n = _ends(DEEP)
    return Outcome(len(h_n) == 1, {"states": len(h_n), "units": UNITS})


@measurement("output-holds-the-top-layer")
def output_holds_the_top_layer() -> Outcome:
    """Whose states the outputs are."""
    output, h_n = _ends(DEEP)
    upper = _same(output[-1], h_n[1]) and not _same(output[-1], h_n[0])
    return Outcome(upper and output.shape == (STEPS, UNITS), SIZES)


@measurement("packed-state-is-at-the-own-end")
def packed_state_is_at_the_own_end() -> Outcome:
    """A short sequence beside a long one, and alone."""
    inputs, weights = reference.random_inputs(ONE, STEPS, 2, 1), reference.random_weights(ONE, 1)
    packed = np.asarray(reference.run(ONE, weights, inputs, lengths=[STEPS, 3]).h_n)[0, 1]
    alone = np.asarray(reference.run(ONE, weights, inputs[:3, 1:]).h_n)[0, 0]
    return Outcome(bool(np.allclose(packed, alone, rtol=0, atol=1e-12)), SIZES)
