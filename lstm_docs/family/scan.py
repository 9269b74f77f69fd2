"""s_t = a_t s_(t-1) + b_t for all t: step by step, and by two scans, which compose steps. Every composition is counted.

Two steps composed are one: first a, b and then c, d are ca, cb + d. Composing is associative, so it may be done in any
grouping. `depth` counts the rounds that must follow one another, `work` all compositions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Scanned:
    """Every state (T, …), and what it took."""

    states: Array
    work: int
    depth: int


def loop(a: Array, b: Array, first: Array) -> Scanned:
    """One step after another: a, b (T, …), the state before them `first`."""
    state, states = first, []
    for scale, shift in zip(a, b, strict=True):
        state = scale * state + shift
        states.append(state)
    return Scanned(np.array(states), len(a), len(a))


def strides(a: Array, b: Array, first: Array) -> Scanned:
    """Each round composes what lies twice as far apart, for all steps at once (Hillis and Steele, 1986)."""
    a, b, stride, work, depth = a.copy(), b.copy(), 1, 0, 0
    while stride < len(a):
        b[stride:] = a[stride:] * b[:-stride] + b[stride:]
        a[stride:] = a[stride:] * a[:-stride]
        stride, work, depth = 2 * stride, work + len(a) - stride, depth + 1
    return Scanned(a * first + b, work, depth)


def halves(a: Array, b: Array, first: Array) -> Scanned:
    """Pairs are composed, the half as many are scanned, and the steps between are filled in (Blelloch, 1990)."""
    scale, shift, work, depth = _halves(a, b)
    return Scanned(scale * first + shift, work, depth)


def _halves(a: Array, b: Array) -> tuple[Array, Array, int, int]:
    length = len(a)
    if length == 1:
        return a, b, 0, 0
    pairs = length // 2
    early, late = slice(0, 2 * pairs, 2), slice(1, 2 * pairs, 2)
    scale, shift, work, depth = _halves(a[late] * a[early], a[late] * b[early] + b[late])
    scales, shifts = a.copy(), b.copy()
    scales[late], shifts[late] = scale, shift
    between = slice(2, length, 2)
    filled = len(a[between])
    before_scale, before_shift = scale[:filled], shift[:filled]
    scales[between], shifts[between] = a[between] * before_scale, a[between] * before_shift + b[between]
    return scales, shifts, work + pairs + filled, depth + 1 + (filled > 0)
