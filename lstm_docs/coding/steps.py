"""Tests of single steps: forward, mended, and backward."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..network import Network
from ..reference import State, gates, gradients, random_weights, run
from .drawing import Numbers, tried
from .trials import Call, Trial

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..quiz.engine.case import Case
    from ..reference import Weights
    from .drawing import Array

    Named = Mapping[str, Array]


def stacked(named: Named, kind: str, order: str) -> Array:
    """The rows of W, U or b for the gates in an order such as `i, f, g, o`; b as a vector."""
    rows = np.concatenate([named[f"{kind}_{gate}"] for gate in order.split(", ")])
    return rows[:, 0] if kind == "b" else rows


def _network(cell: str, numbers: Numbers) -> tuple[Network, Weights, int]:
    _, batch, inputs, units = numbers.sizes()
    network = Network(cell=cell, input=inputs, hidden=units)
    return network, random_weights(network, numbers.whole(1, 10**6)), batch


def _states(network: Network, batch: int, numbers: Numbers) -> tuple[Array, Array]:
    units = network.widths[0]
    return numbers.array(batch, units) / 2, numbers.array(batch, units)


LSTM_STEP = "lstm_step(x, h, c, W, U, b)"


@tried("write-a-step", LSTM_STEP)
def step(case: Case, numbers: Numbers) -> Iterator[Trial]:
    """Steps from zero states and from others, where a wrong order, a transpose and a lost bias show."""
    yield from _lstm_steps(case.form, numbers, many=case.argument == "a batch of sequences", rows=case.function == "rows")


@tried("mend-a-step", LSTM_STEP, in_words=(0, 1))
def mended(case: Case, numbers: Numbers) -> Iterator[Trial]:
    """The same for one sequence, with rows."""
    yield from _lstm_steps(case.form, numbers, many=False, rows=True)


def _lstm_steps(order: str, numbers: Numbers, *, many: bool, rows: bool) -> Iterator[Trial]:
    network, weights, batch = _network("lstm", numbers)
    named = weights.layers[0][0]
    W, U, b = (stacked(named, kind, order) for kind in "WUb")
    if not rows:
        W, U = W.T, U.T
    x = numbers.array(1, batch, network.input)
    h, c = _states(network, batch, numbers)
    zeros = np.zeros_like(h)

    def trial(name: str, x: Array, h: Array, c: Array, *biases: Array, expected: tuple[str, ...] = ("h", "c")) -> Trial:
        given = weights
        after = run(network, given, x, State([h], [c])).state
        known = {"h": np.asarray(after.h)[0], "c": np.asarray(after.c)[0] if after.c is not None else zeros}
        arrays = [array if many else array[0] for array in (x[0], h, c)]
        shown = {name: known[name] if many else known[name][0] for name in expected}
        return Trial(name, Call("lstm_step", (*arrays, W, U, b), ("h", "c")), shown)

    yield trial("a step from zero states gives the new c", x, zeros, zeros, expected=("c",))
    yield trial("a step from other states gives the new c", x, h, c, expected=("c",))
    yield trial("a step from other states gives the new h", x, h, c, expected=("h",))
    yield trial("an input of zeros leaves the states and the bias", np.zeros_like(x), h, c)
    yield trial("large inputs do not overflow", 1e5 * x, h, c)


@tried("write-a-gru-step", "gru_step(x, h, W, U, b, d)")
def gru_step(case: Case, numbers: Numbers) -> Iterator[Trial]:
    """The reference's steps; where the reset comes before the product, both biases act as one."""
    after = case.argument == "after the product"
    cell = "gru-reset-after" if after else "gru-reset-before"
    network, weights, batch = _network(cell, numbers)
    named = dict(weights.layers[0][0])
    # The reference adds U's bias to W's, save where r multiplies it.
    own = {f"b_{gate}": numbers.array(network.widths[0], 1) for gate in "rzn"}
    order = case.form
    b, d = ({name: named[name] - own[name] for name in own}, own)
    if after:
        b, d = {**b, "b_n": named["b_n"]}, {**own, "b_n": named["bh_n"]}
    W, U = stacked(named, "W", order), stacked(named, "U", order)
    if case.function == "columns":
        W, U = W.T, U.T
    old_kept = case.claim.startswith("z")
    x = numbers.array(1, batch, network.input)
    h, _ = _states(network, batch, numbers)

    def trial(name: str, x: Array, h: Array) -> Trial:
        new = run(network, weights, x, State([h])).output[0]
        if not old_kept:
            new = _other_mix(gates(network, weights, x, State([h]))[0], h)
        return Trial(name, Call("gru_step", (x[0], h, W, U, stacked(b, "b", order), stacked(d, "b", order)), "h"), {"h": new})

    yield trial("a step from a zero state", x, np.zeros_like(h))
    yield trial("a step from another state", x, h)
    yield trial("an input of zeros leaves the state and the biases", np.zeros_like(x), h)
    yield trial("large inputs do not overflow", 1e5 * x, h)


def _other_mix(values: Mapping[str, Array], h: Array) -> Array:
    z, n = values["z_t"][0], values["n_t"][0]
    mixed: Array = (1 - z) * h + z * n
    return mixed


@tried("one-step-back", "step_back(dh, dc, i, f, g, o, c_before, c)")
def step_back(case: Case, numbers: Numbers) -> Iterator[Trial]:
    """The reference's gradients of one step: by the bias, which is that by the sums, and by the old c."""
    many = case.function == "a batch of sequences"
    network, weights, batch = _network("lstm", numbers)
    x = numbers.array(1, batch, network.input)
    h, c = _states(network, batch, numbers)
    dh, dc = numbers.array(batch, network.widths[0]), numbers.array(batch, network.widths[0])
    values = gates(network, weights, x, State([h], [c]))[0]
    given = [values[f"{letter}_t"][0] for letter in "ifgo"]

    def trial(name: str, dh: Array, dc: Array, *expected: str) -> Trial:
        sums, old = _back(network, weights, x, State([h], [c]), dh, dc, case.form)
        arrays = [array if many else array[0] for array in (dh, dc, *given, c, values["c_t"][0])]
        known = {"d": sums, "dc_before": old}
        return Trial(
            name,
            Call("step_back", tuple(arrays), ("d", "dc_before")),
            {key: known[key] if many else known[key][0] for key in expected},
        )

    zeros = np.zeros_like(dh)
    yield trial("the sums, where the loss reads c alone", zeros, dc, "d")
    yield trial("the sums, where the loss reads h alone", dh, zeros, "d")
    yield trial("the old c, where the loss reads h alone", dh, zeros, "dc_before")
    yield trial("the sums and the old c, where it reads both", dh, dc, "d", "dc_before")


def _back(network: Network, weights: Weights, x: Array, state: State, dh: Array, dc: Array, order: str) -> tuple[Array, Array]:
    """The gradients by the sums, one sequence at a time so that they are not added up, and by the old c."""
    sums, old = [], []
    for lane in range(len(dh)):
        one = slice(lane, lane + 1)
        by = gradients(
            network,
            weights,
            x[:, one],
            dh[None, one],
            State([state.h[0][one]], [np.asarray(state.c)[0][one]]),
            State([np.zeros_like(dh[one])], [dc[one]]),
        )
        sums.append(stacked(by.weights.layers[0][0], "b", order))
        old.append(np.asarray(by.state.c)[0][0])
    return np.stack(sums), np.stack(old)
