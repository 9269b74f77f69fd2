"""Wrong paths to the parameters of one layer: matrices alone, biases alone, peepholes, one gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import cells, derive, frameworks
from ...cells.sizes import H, I
from ..counted import gates
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count

if TYPE_CHECKING:
    from ..case import Case


@misconception("counted-a-bias")
def counted_a_bias(case: Case, key: Key) -> Wrong | None:
    """One bias vector where there is none."""
    extra = gates(case) * H
    return wrong_count(
        sympy.factor(key.values[0] + extra),
        "{count} counts {extra} biases, and this layer has none.",
        extra=extra,
    )


@misconception("counted-two-biases")
def counted_two_biases(case: Case, key: Key) -> Wrong | None:
    """Two bias vectors where there is none."""
    extra = 2 * gates(case) * H
    return wrong_count(
        sympy.factor(key.values[0] + extra),
        "{count} counts two bias vectors a gate, {extra:with} = {extra} numbers; this layer has none.",
        extra=extra,
    )


@misconception("forgot-the-input-matrices")
def forgot_the_input_matrices(case: Case, key: Key) -> Wrong | None:
    """No W."""
    w = gates(case) * H * I
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] - w)),
        "{count} leaves out W, which meets $x_t$: {w:with} = {w} weights more.",
        w=w,
    )


@misconception("biases-of-one-gate")
def biases_of_one_gate(case: Case, key: Key) -> Wrong | None:
    """One vector of H."""
    return wrong_count(H, f"{{count}} is one vector, the bias of one gate; there are {gates(case)} gates with their own.")


@misconception("a-bias-a-gate")
def a_bias_a_gate(case: Case, key: Key) -> Wrong | None:
    """One number per gate."""
    count = gates(case)
    return wrong_count(
        sympy.Integer(count), f"{count} is one number a gate; a gate has {{H}} units, and each has a bias of its own."
    )


@misconception("one-bias-a-gate")
def one_bias_a_gate(case: Case, key: Key) -> Wrong | None:
    """One vector per gate where more are stored."""
    return wrong_count(
        gates(case) * H,
        f"{{count}} = {{count:with}} is one bias vector a gate; {frameworks.get(case.framework).name} stores "
        "{all:with} = {all}.",
        all=key.values[0],
    )


@misconception("two-biases-a-gate")
def two_biases_a_gate(case: Case, key: Key) -> Wrong | None:
    """Two vectors per gate where fewer are stored."""
    return wrong_count(
        2 * gates(case) * H,
        f"{{count}} = {{count:with}} is two bias vectors a gate; {frameworks.get(case.framework).name} stores "
        "{all:with} = {all}.",
        all=key.values[0],
    )


@misconception("a-bias-for-every-input")
def a_bias_for_every_input(case: Case, key: Key) -> Wrong | None:
    """As long as x."""
    return wrong_count(
        gates(case) * I, "{count} = {count:with} is a bias for every input; a bias is added to a gate's {H} units."
    )


@misconception("no-bias-for-the-candidate")
def no_bias_for_the_candidate(case: Case, key: Key) -> Wrong | None:
    """One gate too few."""
    count = gates(case)
    if not (key.values[0] / (count * H)).is_integer:
        return None
    return wrong_count(
        sympy.factor(key.values[0] * (count - 1) / count),
        f"{{count}} has biases for {count - 1} gates; the candidate has biases too.",
    )


@misconception("no-peepholes")
def no_peepholes(case: Case, key: Key) -> Wrong | None:
    """A plain LSTM."""
    return wrong_count(
        derive.parameters(cells.build("lstm")),
        "{count} is an LSTM without peepholes; they add {more:with} = {more}.",
        more=3 * H,
    )


@misconception("a-peephole-for-the-candidate")
def a_peephole_for_the_candidate(case: Case, key: Key) -> Wrong | None:
    """Four vectors."""
    return wrong_count(
        sympy.factor(key.values[0] + H),
        "{count} counts four peephole vectors; the candidate does not see the cell state, so there are three.",
    )


@misconception("peephole-matrices")
def peephole_matrices(case: Case, key: Key) -> Wrong | None:
    """Full matrices instead of one weight per unit."""
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] - 3 * H + 3 * H**2)),
        "{count} takes the peepholes for matrices, {m:with} = {m}; each unit sees its own cell only: {p:with} = {p}.",
        m=3 * H**2,
        p=3 * H,
    )


@misconception("one-peephole-a-gate")
def one_peephole_a_gate(case: Case, key: Key) -> Wrong | None:
    """Three numbers."""
    return wrong_count(
        sympy.expand(key.values[0] - 3 * H + 3), "{count} counts one peephole weight a gate; each of the {H} units has its own."
    )


@misconception("dense-without-bias")
def dense_without_bias(case: Case, key: Key) -> Wrong | None:
    """Weights only."""
    return wrong_count(H * (H + I), "{count} = {count:with} are the weights; the {H} outputs have a bias each.")


@misconception("dense-on-the-input")
def dense_on_the_input(case: Case, key: Key) -> Wrong | None:
    """x only."""
    return wrong_count(H * (I + 1), "{count} = {count:with} reads $x_t$ only; the gate reads the {H} numbers of $h_{t-1}$ too.")


@misconception("dense-on-the-state")
def dense_on_the_state(case: Case, key: Key) -> Wrong | None:
    """h only."""
    return wrong_count(H * (H + 1), "{count} = {count:with} reads $h_{t-1}$ only; the gate reads the {I} numbers of $x_t$ too.")


@misconception("dense-for-all-gates")
def dense_for_all_gates(case: Case, key: Key) -> Wrong | None:
    """The whole cell."""
    count = gates(case)
    return wrong_count(count * key.values[0], f"{{count}} = {{count:with}} is all {count} gates; one was asked for.")


@misconception("dense-bias-per-input")
def dense_bias_per_input(case: Case, key: Key) -> Wrong | None:
    """A bias for every input of the layer."""
    return wrong_count(
        sympy.factor(H * (H + I) + H + I),
        "{count} counts a bias for every number read, {n:with} = {n}; a bias belongs to an output, and there are {H}.",
        n=H + I,
    )


@misconception("dense-one-bias")
def dense_one_bias(case: Case, key: Key) -> Wrong | None:
    """One bias number."""
    return wrong_count(H * (H + I) + 1, "{count} counts a single bias; each of the {H} outputs has its own.")
