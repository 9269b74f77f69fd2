"""Wrong paths to the size, the work and the loss of a head."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ...cells.sizes import H
from ..keys.activations import exact
from ..keys.heads import K, T
from ..registry import Key, Wrong, misconception
from ..texts import said

if TYPE_CHECKING:
    from ..case import Case


def _count(value: sympy.Expr, text: str) -> Wrong:
    return Wrong((value,), said("{count} " + text, count=value))


def _read(case: Case) -> sympy.Expr:
    return 2 * H if case.bidirectional else H


@misconception("head-no-bias")
def head_no_bias(case: Case, key: Key) -> Wrong:
    """Weights only."""
    return _count(K * _read(case), "leaves out the biases, one for each of the {K} classes.")


@misconception("head-bias-per-unit")
def head_bias_per_unit(case: Case, key: Key) -> Wrong:
    """A bias for each number read."""
    return _count(_read(case) * (K + 1), "has a bias for each number read; biases belong to the {K} outputs.")


@misconception("head-one-bias")
def head_one_bias(case: Case, key: Key) -> Wrong:
    """A single bias."""
    return _count(_read(case) * K + 1, "has a single bias; each of the {K} classes has its own.")


@misconception("head-one-direction")
def head_one_direction(case: Case, key: Key) -> Wrong | None:
    """H inputs behind a bidirectional layer."""
    if not case.bidirectional:
        return None
    return _count(K * (H + 1), "reads {H} numbers; behind a bidirectional layer there are twice as many.")


@misconception("head-both-directions")
def head_both_directions(case: Case, key: Key) -> Wrong | None:
    """2H inputs behind one direction."""
    if case.bidirectional:
        return None
    return _count(K * (2 * H + 1), "reads twice {H} numbers, but the layer has one direction.")


@misconception("head-like-a-cell")
def head_like_a_cell(case: Case, key: Key) -> Wrong:
    """A recurrent matrix in the head."""
    return _count(K * (_read(case) + K + 1), "gives the head a recurrent matrix too; a dense layer has none.")


@misconception("head-work-other")
def head_work_other(case: Case, key: Key) -> Wrong:
    """Every step for the last one, or the other way round."""
    if case.form == "True":
        return _count(H * K, "is one step's head; with return_sequences=True it is applied at each of {T}.")
    return _count(T * H * K, "applies the head at each of {T} steps; with return_sequences=False only the last state is there.")


@misconception("head-work-units-added")
def head_work_units_added(case: Case, key: Key) -> Wrong:
    """H + K."""
    return _count(
        (H + K) * (T if case.form == "True" else 1), "adds units and classes; every class has a weight for every unit."
    )


@misconception("head-work-four-gates")
def head_work_four_gates(case: Case, key: Key) -> Wrong:
    """Four blocks."""
    return _count(4 * key.values[0], "counts four gates; a dense head has one block of weights.")


@misconception("head-work-with-bias")
def head_work_with_bias(case: Case, key: Key) -> Wrong:
    """Biases counted as MACs."""
    return _count(
        (H + 1) * K * (T if case.form == "True" else 1), "counts adding the biases as well; a MAC is one product and its sum."
    )


@misconception("head-work-twice")
def head_work_twice(case: Case, key: Key) -> Wrong:
    """FLOPs for MACs."""
    return _count(2 * key.values[0], "counts product and addition apart, as FLOPs do; a MAC is both.")


def _loss(value: sympy.Expr, text: str) -> Wrong:
    found = exact(value)
    return Wrong((found,), said("{value} " + text, value=found))


@misconception("loss-in-bits")
def loss_in_bits(case: Case, key: Key) -> Wrong:
    """log2 K."""
    return _loss(
        sympy.log(int(case.argument), 2), f"is log₂ {case.argument}, the loss in bits; frameworks use the natural logarithm."
    )


@misconception("loss-decimal")
def loss_decimal(case: Case, key: Key) -> Wrong:
    """log10 K."""
    return _loss(sympy.log(int(case.argument), 10), f"is log₁₀ {case.argument}; frameworks use the natural logarithm.")


@misconception("loss-is-the-probability")
def loss_is_the_probability(case: Case, key: Key) -> Wrong:
    """1/K."""
    return _loss(
        sympy.Rational(1, int(case.argument)), "is the probability of the right class; the loss is minus its logarithm."
    )


@misconception("loss-is-the-error")
def loss_is_the_error(case: Case, key: Key) -> Wrong:
    """1 - 1/K."""
    return _loss(1 - sympy.Rational(1, int(case.argument)), "is the share that is guessed wrong, not the cross-entropy.")


@misconception("loss-spread")
def loss_spread(case: Case, key: Key) -> Wrong:
    """ln K / K: averaged over the units."""
    classes = int(case.argument)
    return _loss(sympy.log(classes) / classes, f"averages over the {classes} outputs; only the right class has a term.")
