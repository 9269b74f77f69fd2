"""Tests of batches of sequences: padding, carried states, the backward direction, heads and losses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..network import Network
from ..reference import State, random_weights, run
from .drawing import Numbers, tried
from .trials import Call, Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..quiz.engine.case import Case
    from ..reference import Weights
    from .drawing import Array

RUBBISH = 77.0


def _laid(array: Array, form: str) -> Array:
    """An array whose first axes are steps and sequences, with the axes that a question has."""
    return np.ascontiguousarray(array if form.startswith("T") else array.swapaxes(0, 1))


def _mask(lengths: Array, steps: int) -> Array:
    return np.arange(steps)[:, None] < lengths


def _given_lengths(case: Case, lengths: Array, steps: int) -> Array:
    """The lengths, or the mask that says the same."""
    return lengths if case.argument == "lengths" else _laid(_mask(lengths, steps), case.form)


def _cases_of_lengths(numbers: Numbers, steps: int, batch: int) -> Iterator[tuple[str, Array]]:
    yield "sequences of different lengths", numbers.lengths(steps, batch)
    yield "sequences that are all full", np.full(batch, steps)
    yield "sequences of one step", np.full(batch, 1)


def _simple(case: Case, numbers: Numbers, inputs: int, units: int) -> tuple[Network, Weights, tuple[Array, Array, Array]]:
    """A layer of tanh, and its W, U and b the way round that the question has them."""
    network = Network(cell="rnn-tanh", input=inputs, hidden=units)
    weights = random_weights(network, numbers.whole(1, 10**6))
    named = weights.layers[0][0]
    W, U, b = named["W_h"], named["U_h"], named["b_h"][:, 0]
    return network, weights, (W, U, b) if case.function == "rows" else (W.T, U.T, b)


@tried("mask-a-batch", "run(x, lengths, W, U, b)")
def masked(case: Case, numbers: Numbers) -> Iterator[Trial]:
    """The reference knows lengths itself; beyond them it returns zeros."""
    steps, batch, inputs, units = numbers.sizes()
    network, weights, arrays = _simple(case, numbers, inputs, units)
    x = numbers.array(steps, batch, inputs)
    for name, lengths in _cases_of_lengths(numbers, steps, batch):
        out = run(network, weights, x, lengths=lengths)
        last = np.asarray(out.state.h)[0]
        output = out.output
        if case.claim != "zeros":
            output = np.where(_mask(lengths, steps)[:, :, None], output, last[None])
        padded = np.where(_mask(lengths, steps)[:, :, None], x, RUBBISH)
        call = Call("run", (_laid(padded, case.form), _given_lengths(case, lengths, steps), *arrays), ("output", "h"))
        yield Trial(f"the output of {name}", call, {"output": _laid(output, case.form)})
        yield Trial(f"the last h of {name}", call, {"h": last})


@tried("carry-the-state", "forward(x, h, marks, W, U, b)")
def carried(case: Case, numbers: Numbers) -> Iterator[Trial]:
    """Each step is one of the reference, from zero where a sequence begins."""
    steps, batch, inputs, units = numbers.sizes()
    network, weights, arrays = _simple(case, numbers, inputs, units)
    first = case.claim == "its first step"
    x, h0 = numbers.array(steps, batch, inputs), numbers.array(batch, units) / 2
    none = np.zeros((steps, batch), dtype=bool)
    some = none.copy()
    some[2, 0] = some[3, 1] = True
    edge = none.copy()
    edge[0 if first else -1, 0] = True
    for name, marks in {
        "no sequence begins or ends": none,
        "sequences change within the chunk": some,
        "a sequence changes at the edge of the chunk": edge,
    }.items():
        h, output = h0, []
        for t in range(steps):
            h = np.where(marks[t][:, None], 0, h) if first else h
            h = run(network, weights, x[t : t + 1], State([h])).output[0]
            output.append(h)
            h = h if first else np.where(marks[t][:, None], 0, h)
        call = Call("forward", (_laid(x, case.form), h0, _laid(marks, case.form), *arrays), ("output", "h"))
        yield Trial(f"the output, where {name}", call, {"output": _laid(np.stack(output), case.form)})
        yield Trial(f"the h to go on with, where {name}", call, {"h": h})


@tried("reverse-the-valid-part", "reverse(x, lengths)")
def reversed_(case: Case, numbers: Numbers) -> Iterator[Trial]:
    """Each sequence turned round by itself."""
    steps, batch, inputs, _ = numbers.sizes()
    x = numbers.array(steps, batch, inputs)
    for name, lengths in _cases_of_lengths(numbers, steps, batch):
        turned = x.copy() if case.claim == "stays as it is" else np.zeros_like(x)
        for lane, length in enumerate(lengths.tolist()):
            for t in range(length):
                turned[t, lane] = x[length - 1 - t, lane]
        call = Call("reverse", (_laid(x, case.form), _given_lengths(case, lengths, steps)), "x")
        yield Trial(name, call, {"x": _laid(turned, case.form)})


@tried("last-valid-step", "summary(output, lengths)")
def summary(case: Case, numbers: Numbers) -> Iterator[Trial]:
    """What the reference's bidirectional layer has as its last states."""
    steps, batch, inputs, units = numbers.sizes()
    network = Network(cell="rnn-tanh", input=inputs, hidden=units, bidirectional=True)
    weights = random_weights(network, numbers.whole(1, 10**6))
    x = numbers.array(steps, batch, inputs)
    order = [0, 1] if case.claim.startswith("the forward") else [1, 0]
    for name, lengths in _cases_of_lengths(numbers, steps, batch):
        out = run(network, weights, x, lengths=lengths)
        halves = np.split(out.output, 2, axis=2)
        output = np.concatenate([halves[n] for n in order], axis=2)
        padded = np.where(_mask(lengths, steps)[:, :, None], output, RUBBISH)
        wanted = np.concatenate([np.asarray(out.state.h)[n] for n in order], axis=1)
        call = Call("summary", (_laid(padded, case.form), _given_lengths(case, lengths, steps)), "summary")
        yield Trial(name, call, {"summary": wanted})


@tried("head-over-a-sequence", "head(output, lengths, V, a)")
def head(case: Case, numbers: Numbers) -> Iterator[Trial]:
    """Each sequence by itself, cut to its length."""
    steps, batch, _, units = numbers.sizes()
    output = numbers.array(steps, batch, units) - 1.5  # the largest is below zero now and then
    V, a = numbers.array(6, units), numbers.array(6)

    def trial(name: str, lengths: Array, scale: float = 1) -> Trial:
        probabilities = []
        for lane, length in enumerate(lengths.tolist()):
            own = output[:length, lane] * scale
            taken = _TAKEN[case.function](own)
            probabilities.append(_softmax(V @ taken + a))
        padded = np.where(_mask(lengths, steps)[:, :, None], output * scale, RUBBISH * scale)
        given = V if case.argument == "K×H" else V.T
        call = Call("head", (_laid(padded, case.form), lengths, given, a), "probabilities")
        return Trial(name, call, {"probabilities": np.stack(probabilities)})

    for name, lengths in _cases_of_lengths(numbers, steps, batch):
        yield trial(name, lengths)
    yield trial("large scores do not overflow", numbers.lengths(steps, batch), 1e4)


_TAKEN: Mapping[str, Callable[[Any], Any]] = {
    "the mean over its steps": lambda own: own.mean(axis=0),
    "its last step": lambda own: own[-1],
    "the largest value of each component over its steps": lambda own: own.max(axis=0),
}


def _softmax(scores: Array) -> Array:
    powers = np.exp(scores - scores.max())
    share: Array = powers / powers.sum()
    return share


def _log_softmax(scores: Array) -> Array:
    shifted: Array = scores - scores.max()
    shifted -= np.log(np.exp(shifted).sum())
    return shifted


@tried("masked-loss", "loss(scores, targets, lengths)")
def loss(case: Case, numbers: Numbers) -> Iterator[Trial]:
    """Step by step in Python's own sums."""
    steps, batch, _, _ = numbers.sizes()
    scores = numbers.array(steps, batch, 6)
    targets = np.array([[numbers.whole(0, 5) for _ in range(batch)] for _ in range(steps)])

    def trial(name: str, lengths: Array, scale: float = 1) -> Trial:
        valid = _mask(lengths, steps)
        lanes = [
            [-_log_softmax(scale * scores[t, lane])[targets[t, lane]] for t in range(length)]
            for lane, length in enumerate(lengths.tolist())
        ]
        values = {
            "the mean over all valid": sum(map(sum, lanes)) / sum(map(len, lanes)),
            "the mean over the sequences of the mean": np.mean([np.mean(lane) for lane in lanes]),
            "the mean over the sequences of the sum": np.mean([np.sum(lane) for lane in lanes]),
        }
        (wanted,) = (value for start, value in values.items() if case.claim.startswith(start))
        shown = scale * scores
        if case.argument == "probabilities":
            shown = np.apply_along_axis(_softmax, 2, shown)
        shown = np.where(valid[:, :, None], shown, 0 if case.argument == "probabilities" else RUBBISH)
        call = Call("loss", (_laid(shown, case.form), _laid(np.where(valid, targets, -100), case.form), lengths), "loss")
        return Trial(name, call, {"loss": np.asarray(wanted)})

    for name, lengths in _cases_of_lengths(numbers, steps, batch):
        yield trial(name, lengths)
    if case.argument == "scores":
        yield trial("large scores do not overflow", numbers.lengths(steps, batch), 200)
