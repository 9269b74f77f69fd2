"""Wrong paths to the work of a batch of sequences of different lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ..keys.costs import alone, formula
from ..keys.lengths import N1, N2, N3, PACKED, PADDED
from ..registry import Key, Wrong, misconception
from ..texts import said
from ..wrong import wrong_count

if TYPE_CHECKING:
    from ..case import Case


def _step(case: Case, key: Key) -> sympy.Expr:
    """What one cell step counts in the answer: 1, or its MACs."""
    return sympy.Integer(1) if key.values[0] in (PACKED, PADDED) else alone(formula(case, "macs"))


@misconception("padded-for-packed")
def padded_for_packed(case: Case, key: Key) -> Wrong | None:
    """All as long as the longest."""
    if key.values[0] == PADDED:
        return None
    return wrong_count(
        PADDED * _step(case, key),
        "{count} pads every sequence to {N1} steps; packed, each takes only its own.",
    )


@misconception("packed-for-padded")
def packed_for_padded(case: Case, key: Key) -> Wrong | None:
    """Own lengths where the batch is padded."""
    if key.values[0] != PADDED:
        return None
    return wrong_count(PACKED, "{count:with} = {count} counts the real steps; padded, those beyond the ends are computed too.")


@misconception("the-longest-alone")
def the_longest_alone(case: Case, key: Key) -> Wrong | None:
    """The sequences of a batch as one."""
    return wrong_count(
        N1 * _step(case, key),
        "{count} counts a step of the batch as one; every sequence that is still running computes a step of its own.",
    )


@misconception("cut-to-the-last")
def cut_to_the_last(case: Case, key: Key) -> Wrong | None:
    """Every sequence as long as the third."""
    return wrong_count(3 * N3 * _step(case, key), "{count} takes {N3} steps for each of the three; nothing is cut off.")


@misconception("without-the-last")
def without_the_last(case: Case, key: Key) -> Wrong | None:
    """Only the first two."""
    return wrong_count((N1 + N2) * _step(case, key), "{count} leaves out the third sequence and its {N3} steps.")


@misconception("one-sequence-of-the-batch")
def one_sequence_of_the_batch(case: Case, key: Key) -> Wrong | None:
    """MACs of a single step."""
    return wrong_count(_step(case, key), "{count} is one step of one sequence; there are {steps:with} = {steps}.", steps=PACKED)


def _share(part: sympy.Expr, whole: sympy.Expr, text: str, **parts: sympy.Expr | int) -> Wrong:
    return Wrong((100 * part / whole,), said(text, part=part, whole=whole, **parts))


@misconception("share-of-the-rest")
def share_of_the_rest(case: Case, key: Key) -> Wrong | None:
    """The useful part."""
    return _share(PACKED, PADDED, "{part:with} = {part} of {whole} steps belong to the sequences; the rest is padding.")


@misconception("share-of-the-useful-steps")
def share_of_the_useful_steps(case: Case, key: Key) -> Wrong | None:
    """Padding over real steps."""
    return _share(
        PADDED - PACKED,
        PACKED,
        "This divides the {part} steps of padding by the {whole} real ones; all computed steps are {all}.",
        all=PADDED,
    )


@misconception("share-without-the-longest")
def share_without_the_longest(case: Case, key: Key) -> Wrong | None:
    """The longest sequence left out of the whole."""
    return _share(
        PADDED - PACKED,
        2 * N1,
        "This divides {part} by {whole:with} = {whole}, the steps of the two shorter sequences; the longest runs {N1} too.",
    )


@misconception("share-of-the-last")
def share_of_the_last(case: Case, key: Key) -> Wrong | None:
    """Only the third sequence's padding."""
    return _share(N1 - N3, N1, "{part} of {whole} steps are the padding of the third sequence alone; the batch has three.")


@misconception("share-of-the-longest")
def share_of_the_longest(case: Case, key: Key) -> Wrong | None:
    """All padding over one sequence's steps."""
    return _share(
        PADDED - PACKED,
        N1,
        "This divides {part} steps of padding by the {whole} of one sequence; the padded batch has {all:with} = {all}.",
        all=PADDED,
    )
