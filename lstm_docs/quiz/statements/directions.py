"""Two directions, the last states, and what is returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import facts, reference
from ...network import Network
from .. import probes
from ..texts import number
from .table import Shown, fixed, statement

if TYPE_CHECKING:
    from ...reference.packing import Array

UNITS, STEPS = 4, 6
ONE = Network(input=3, hidden=UNITS)
BOTH = Network(input=3, hidden=UNITS, bidirectional=True)
DEEP = Network(input=3, hidden=UNITS, layers=2)


def _ends(network: Network) -> tuple[Array, Array]:
    """output (T, D·H) and h_n (L·D, H) of a run of one sequence."""
    out = probes.random_run(network, STEPS)
    return np.asarray(out.output)[:, 0], np.asarray(out.h_n)[:, 0]


def _same(left: Array, right: Array) -> bool:
    return bool(np.array_equal(left, right))


@statement("last-output-is-last-state", right=True)
def last_output_is_last_state() -> Shown:
    """One direction."""
    output, h_n = _ends(ONE)
    return Shown(
        "In an LSTM of one layer and one direction `output[-1]` and `h_n[-1]` are the same numbers.",
        _same(output[-1], h_n[-1]),
        f"A run of {STEPS} steps: all {UNITS} components agreed to the last bit.",
    )


@statement("last-output-is-both-states", right=False)
def last_output_is_both_states() -> Shown:
    """The backward direction ends at the first position."""
    output, h_n = _ends(BOTH)
    gap = np.abs(output[-1, UNITS:] - h_n[1]).max()
    return Shown(
        "In a bidirectional LSTM `output[-1]` is the two directions of `h_n`, one after the other.",
        _same(output[-1], h_n.ravel()),
        f"The forward half agrees, the backward half does not (a component differs by {fixed(gap, 2)}): "
        "the backward direction ends at the first position, in `output[0]`.",
    )


@statement("backward-state-is-at-the-start", right=True)
def backward_state_is_at_the_start() -> Shown:
    """output[0, H:] = h_n[1]."""
    output, h_n = _ends(BOTH)
    return Shown(
        "In a bidirectional LSTM the last state of the backward direction stands in `output[0]`.",
        _same(output[0, UNITS:], h_n[1]),
        f"Components {UNITS} to {2 * UNITS - 1} of `output[0]` and `h_n[1]` agreed to the last bit: "
        "it reads from the last position to the first.",
    )


@statement("backward-half-at-the-end-is-fresh", right=True)
def backward_half_at_the_end_is_fresh() -> Shown:
    """It has read one step."""
    inputs = reference.random_inputs(BOTH, STEPS, 1, 1)
    changed = inputs.copy()
    changed[:-1] += 1
    weights = reference.random_weights(BOTH, 1)
    halves = [np.asarray(reference.run(BOTH, weights, x).output)[-1, 0, UNITS:] for x in (inputs, changed)]
    return Shown(
        "In a bidirectional LSTM the backward half of `output[-1]` has read the last step only.",
        _same(*halves),
        f"With the first {STEPS - 1} of {STEPS} inputs changed it stayed the same to the last bit.",
    )


@statement("directions-share-weights", right=False)
def directions_share_weights() -> Shown:
    """Two sets."""
    one, both = (int(facts.of(network, framework="keras")["parameters"].value) for network in (ONE, BOTH))
    return Shown(
        "The two directions of a bidirectional layer share their weights.",
        one == both,
        f"Each has its own: {number(one)} parameters in one direction, {number(both)} in two "
        f"(Keras, {BOTH.input} inputs, {UNITS} units).",
    )


@statement("h-n-holds-the-top-layer", right=False)
def h_n_holds_the_top_layer() -> Shown:
    """L·D states."""
    _, h_n = _ends(DEEP)
    return Shown(
        "Of two stacked layers `h_n` of PyTorch holds the state of the upper one only.",
        len(h_n) == 1,
        f"It holds one state for each layer and direction: {len(h_n)} of {UNITS} components.",
    )


@statement("output-holds-the-top-layer", right=True)
def output_holds_the_top_layer() -> Shown:
    """Only the top layer's h at every step."""
    output, h_n = _ends(DEEP)
    return Shown(
        "Of two stacked layers `output` of PyTorch holds the upper one's hidden states only.",
        output.shape == (STEPS, UNITS) and _same(output[-1], h_n[1]) and not _same(output[-1], h_n[0]),
        f"It is {STEPS}×{UNITS} for one sequence, and its last row is `h_n[1]`, the upper layer's state.",
    )


@statement("packed-state-is-at-the-own-end", right=True)
def packed_state_is_at_the_own_end() -> Shown:
    """h_n after each sequence's own last step."""
    inputs, weights = reference.random_inputs(ONE, STEPS, 2, 1), reference.random_weights(ONE, 1)
    packed = np.asarray(reference.run(ONE, weights, inputs, lengths=[STEPS, 3]).h_n)[0, 1]
    alone = np.asarray(reference.run(ONE, weights, inputs[:3, 1:]).h_n)[0, 0]
    return Shown(
        f"If a sequence of 3 steps is packed with one of {STEPS}, its `h_n` is the state after its own third step.",
        bool(np.allclose(packed, alone, rtol=0, atol=1e-12)),
        "Run alone over its 3 steps it ends in the same state: the steps beyond are not computed for it.",
    )


@statement("sequences-have-the-input-shape", right=False)
def sequences_have_the_input_shape() -> Shown:
    """Same T only."""
    shape = probes.random_run(ONE, STEPS).output.shape
    return Shown(
        "With `return_sequences=True` the output of an LSTM layer has the shape of its input.",
        shape == (STEPS, 1, ONE.input),
        f"It has as many steps, but {UNITS} units in place of {ONE.input} features: (B, {STEPS}, {ONE.input}) becomes "
        f"(B, {STEPS}, {shape[-1]}).",
    )


@statement("sequences-have-as-many-steps", right=True)
def sequences_have_as_many_steps() -> Shown:
    """(B, T, D·H)."""
    one, both = (probes.random_run(network, STEPS).output.shape for network in (ONE, BOTH))
    return Shown(
        "With `return_sequences=True` the output of an LSTM layer has as many steps as its input, "
        "and its features are the units of all directions.",
        (one[0], one[2], both[0], both[2]) == (STEPS, UNITS, STEPS, 2 * UNITS),
        f"{STEPS} steps of {ONE.input} features gave {one[0]} steps of {one[2]}, bidirectional {both[0]} steps of {both[2]}.",
    )


@statement("short-output-saves-work", right=False)
def short_output_saves_work() -> Shown:
    """The work is the same."""
    full, short = _returned(return_sequences=True), _returned(return_sequences=False)
    return Shown(
        "With `return_sequences=False` an LSTM layer skips the hidden states of all steps but the last.",
        not _same(full[-1], short),
        "The last one needs all before it: cut from the whole sequence it is the same to the last bit, "
        "so the same steps were computed.",
    )


@statement("hidden-state-at-every-step", right=True)
def hidden_state_at_every_step() -> Shown:
    """h_t exists whatever is returned."""
    (vectors,) = reference.gates(ONE, reference.random_weights(ONE, 1), reference.random_inputs(ONE, STEPS, 1, 1))
    return Shown(
        "An LSTM layer computes a hidden state at every step, whatever it returns.",
        len(vectors["h_t"]) == STEPS and _same(vectors["h_t"][-1, 0], _returned(return_sequences=False)),
        f"{STEPS} steps were traced, with {STEPS} hidden states; `return_sequences=False` returns the last of them.",
    )


def _returned(*, return_sequences: bool) -> Array:
    found = reference.returned(probes.random_run(ONE, STEPS), return_sequences=return_sequences, return_state=False)
    return np.asarray(found)[..., 0, :]


@statement("last-state-serves-every-task", right=False)
def last_state_serves_every_task() -> Shown:
    """Tagging needs all."""
    short = _returned(return_sequences=False)
    return Shown(
        "Whatever the task, only the last hidden state of an RNN is used.",
        short.shape == (STEPS, UNITS),
        f"A tagger gives a label to each of {STEPS} steps; the last state is one vector of {len(short)} numbers, "
        f"so it takes all {STEPS} states.",
    )


@statement("tagging-uses-every-state", right=True)
def tagging_uses_every_state() -> Shown:
    """One state a label."""
    labels = _returned(return_sequences=True) @ np.ones((UNITS, 5))
    return Shown(
        f"To label each of {STEPS} steps, the head is applied to all {STEPS} hidden states.",
        labels.shape == (STEPS, 5),
        f"A head for 5 labels on the whole sequence gives {labels.shape[0]} rows of {labels.shape[1]} numbers, one row a step.",
    )
