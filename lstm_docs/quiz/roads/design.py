"""What a design costs and can do at once: rounds counted step by step, arrays laid out and measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import reference
from ...facts import measure
from ...network import Network
from ..engine.registry import road
from .shared import probes
from .shared.parameter_counts import stored

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]


@road("rounds-counted")
def rounds_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The rounds until all steps of all layers are done, if each is done once what it reads is."""
    steps, directions = sizes["T"], 1 + case.bidirectional
    done = dict.fromkeys(((0, d, t) for d in range(directions) for t in range(steps)), 0)
    for layer in range(1, sizes["L"] + 1):
        for d in range(directions):
            before = 0
            for t in range(steps) if d == 0 else reversed(range(steps)):
                below = max(done[layer - 1, other, t] for other in range(directions))
                before = done[layer, d, t] = 1 + max(before, below)
    return (max(done.values()),)


@road("bytes-of-both-designs")
def bytes_of_both_designs(case: Case, sizes: Sizes) -> tuple[int]:
    """The bytes of a GRU in int8 taken from those of an LSTM in float16, with the arrays of each laid out."""
    inputs, units = sizes["I"], sizes["H"]
    wide = [np.zeros(shape, np.float16) for shape in ((4 * units, inputs), (4 * units, units), (4 * units,), (2, units))]
    narrow = [np.zeros(shape, np.int8) for shape in ((3 * units, inputs), (3 * units, units), (1, units))]
    biases, scales = np.zeros(3 * units, np.int32), np.zeros((2, 3 * units), np.float32)  # a scale for each row of W and U
    return (sum(a.nbytes for a in wide) - sum(a.nbytes for a in narrow) - biases.nbytes - scales.nbytes,)


@road("steps-of-an-argument")
def steps_of_an_argument(case: Case, sizes: Sizes) -> tuple[bool, ...]:
    """Which one of four counts is wrong: that of the case is counted as the colleague does, the others in arrays."""
    said = {
        "s1": _as_if_u_were_shared,
        "s2": _with_one_bias,
        "s3": _with_biases_multiplied,
        "s4": _with_the_inputs_of_the_first,
    }
    true = list(_counted(sizes))
    claimed = [said[slip](sizes) if slip == case.claim else count for slip, count in zip(said, true, strict=True)]
    return tuple(a != b for a, b in zip(claimed, true, strict=True))


def _counted(sizes: Sizes) -> Iterator[int]:
    layer = Network(input=sizes["I"], hidden=sizes["H"])
    weights = stored("keras", Network(input=sizes["I"], hidden=sizes["H"], bias=False))
    yield weights
    yield stored("pytorch", layer) - weights
    yield int(measure.operations(layer, sizes["T"], 1).macs)
    yield stored("pytorch", Network(input=sizes["H"], hidden=sizes["H"]))


def _as_if_u_were_shared(sizes: Sizes) -> int:
    return measure.hollow((4 * sizes["H"], sizes["I"])).size + measure.hollow((sizes["H"], sizes["H"])).size


def _with_one_bias(sizes: Sizes) -> int:
    return measure.hollow((4 * sizes["H"],)).size


def _with_biases_multiplied(sizes: Sizes) -> int:
    return sizes["T"] * stored("keras", Network(input=sizes["I"], hidden=sizes["H"]))


def _with_the_inputs_of_the_first(sizes: Sizes) -> int:
    return stored("pytorch", Network(input=sizes["I"], hidden=sizes["H"]))


@road("gradient-of-the-forget-bias")
def gradient_of_the_forget_bias(case: Case, sizes: Sizes) -> tuple[float]:
    """What the reference's backward pass gives the bias of f in one step of one unit that writes nothing."""
    gates = {"f": probes.pre_activation("f", sizes["F"] / 100), "i": -probes.SATURATED}
    return (_backward(gates, sizes["C"] / 10, 0.0, sizes["G"] / 10).weights.layers[0][0]["b_f"].item(),)


@road("gradient-of-the-state-by-the-output")
def gradient_of_the_state(case: Case, sizes: Sizes) -> tuple[float]:
    """What it gives the cell state of a unit that keeps all and writes nothing, if only h has a gradient."""
    gates = {"f": probes.SATURATED, "i": -probes.SATURATED, "o": probes.pre_activation("o", sizes["O"] / 100)}
    state = _backward(gates, float(case.argument), sizes["G"] / 10, 0.0).state
    return (float(np.asarray(state.c).item()),)


def _backward(gates: Mapping[str, float], c: float, by_h: float, by_c: float) -> reference.Gradients:
    network, weights = probes.constant_gates("lstm", [gates])
    start, end = (reference.State((np.zeros((1, 1)),), (np.full((1, 1), value),)) for value in (c, by_c))
    return reference.gradients(network, weights, np.zeros((1, 1, 1)), np.full((1, 1, 1), by_h), start, end)
