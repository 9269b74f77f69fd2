"""Wrong paths to what dropout leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...cells.sizes import H
from ..keys.dropout import CERTAIN, A, Q
from ..registry import Key, Wrong, misconception
from ..texts import said

if TYPE_CHECKING:
    import sympy

    from ..case import Case


def _value(value: sympy.Expr, text: str) -> Wrong:
    return Wrong((value,), said("{value} " + text, value=value))


@misconception("dropout-rate-is-kept")
def dropout_rate_is_kept(case: Case, key: Key) -> Wrong:
    """p as the share that stays."""
    return _value(H * Q / CERTAIN, "is {H} · {Q}: the rate is the share that is dropped, not the share that stays.")


@misconception("dropout-keeps-all")
def dropout_keeps_all(case: Case, key: Key) -> Wrong:
    """H."""
    return _value(H, "is all of them, as when the network is used; in training some are dropped.")


@misconception("dropout-squared")
def dropout_squared(case: Case, key: Key) -> Wrong:
    """H(1 - p)²: both ends of a connection."""
    return _value(
        H * (CERTAIN - Q) ** 2 / CERTAIN**2, "drops twice, before the layer and behind it; a mask on the units acts once."
    )


@misconception("dropout-one-less")
def dropout_one_less(case: Case, key: Key) -> Wrong:
    """H - p."""
    return _value(H - Q / CERTAIN, "takes the rate off the number of units; it is a share of them.")


@misconception("dropout-scaled-units")
def dropout_scaled_units(case: Case, key: Key) -> Wrong:
    """H/(1 - p)."""
    return _value(H * CERTAIN / (CERTAIN - Q), "divides by 1 − {Q}: that is how activations are scaled, not how many stay.")


@misconception("scale-none")
def scale_none(case: Case, key: Key) -> Wrong:
    """a: not scaled."""
    return _value(
        A / CERTAIN, "is not scaled; PyTorch and Keras scale while training, so that nothing need be done afterwards."
    )


@misconception("scale-down")
def scale_down(case: Case, key: Key) -> Wrong:
    """a(1 - p)."""
    return _value(A * (CERTAIN - Q) / CERTAIN**2, "is scaled down, as when the network is used in the oldest form of dropout.")


@misconception("scale-by-the-rate")
def scale_by_the_rate(case: Case, key: Key) -> Wrong:
    """a/p."""
    return _value(A / Q, "divides by {Q}, the share that is dropped; it is divided by the share that stays.")


@misconception("scale-up-by-the-rate")
def scale_up_by_the_rate(case: Case, key: Key) -> Wrong:
    """a(1 + p)."""
    return _value(A * (CERTAIN + Q) / CERTAIN**2, "adds {Q} of it; the mean is kept by dividing by 1 − {Q}.")


@misconception("scale-zero")
def scale_zero(case: Case, key: Key) -> Wrong:
    """0."""
    return _value(0 * A, "is what a dropped unit gives; this one stays.")
