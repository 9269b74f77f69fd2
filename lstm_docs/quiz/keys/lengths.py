"""Sequences of different lengths in one batch: padded to the longest, or packed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...cells.sizes import size
from ...errors import one_of
from ...facts import measure
from ..registry import Key, answer
from ..texts import said
from .costs import alone, formula

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ..case import Case

    Sizes = Mapping[str, int]

LENGTHS = N1, N2, N3 = size("N1"), size("N2"), size("N3")
"""The lengths of the three sequences; families draw N1 as the longest."""

PACKED, PADDED = N1 + N2 + N3, 3 * N1
FORMS = {"packed, so that no step beyond a sequence's end is computed": PACKED, "padded to the longest": PADDED}


@answer("steps-in-a-batch")
def steps_in_a_batch(case: Case) -> Key:
    """Cell steps that are computed for three sequences, packed or padded as `case.form` says."""
    count = FORMS[one_of(case.form, FORMS, "form")]
    packed = count == PACKED
    solution = (
        said("A packed batch takes each sequence's own steps: {count:with} = {count}.", count=PACKED)
        if packed
        else said("All three run for as many steps as the longest: {count:with} = {count}.", count=PADDED),
        said("Padding would take {other}.", other=PADDED) if packed else said("Packing would take {other}.", other=PACKED),
    )

    def measured(sizes: Sizes) -> tuple[int, ...]:
        alive = _alive(sizes)
        return (int(alive.sum()) if packed else alive.size,)

    return Key((count,), solution, measured)


@answer("share-of-padding")
def share_of_padding(case: Case) -> Key:
    """How much of the padded work is wasted, in percent."""
    share = 100 * (PADDED - PACKED) / PADDED
    solution = (
        said(
            "Padded, {padded:with} = {padded} steps are computed; {packed} of them belong to a sequence.",
            padded=PADDED,
            packed=PACKED,
        ),
        said(
            "The other {idle} are padding: 100·{idle}/{padded} = {share} percent.",
            idle=PADDED - PACKED,
            share=share,
            padded=PADDED,
        ),
    )
    return Key((share,), solution, lambda sizes: (100 * float(1 - _alive(sizes).mean()),))


@answer("macs-of-a-packed-batch")
def macs_of_a_packed_batch(case: Case) -> Key:
    """The MACs of a packed batch of three sequences."""
    step = alone(formula(case, "macs"))
    count = step * PACKED
    solution = (
        said("One step of one sequence takes {step:with} = {step} MACs.", step=step),
        said(
            "Packed, {packed:with} = {packed} steps are computed: {packed}·{step} = {count}.",
            packed=PACKED,
            step=step,
            count=count,
        ),
    )

    def measured(sizes: Sizes) -> tuple[int, ...]:
        network = case.network(sizes)
        widths = map(int, _alive(sizes).sum(axis=1))
        return (sum(measure.operations(network, 1, width).macs for width in widths if width),)

    return Key((count,), solution, measured)


def _alive(sizes: Sizes) -> NDArray[np.bool_]:
    """Which steps of which sequence are real, (steps, sequences)."""
    lengths = np.array([sizes[str(length)] for length in LENGTHS])
    return np.arange(lengths.max())[:, None] < lengths
