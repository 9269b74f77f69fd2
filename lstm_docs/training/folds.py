"""Which samples train and which are held out: k folds, and folds that never look ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..ground.errors import SizeError
from .streams import Stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Indices = NDArray[np.intp]

FOLDS, HELD_OUT = 4, 5
"""Labels of the streams of a seed."""


class Fold(NamedTuple):
    """Indices of the samples that train, and of those held out."""

    train: Indices
    validation: Indices


def k_fold(count: int, folds: int, seed: int) -> tuple[Fold, ...]:
    """`folds` folds of `count` samples in random order: each sample is held out once.

    Raises `SizeError` if there are fewer than 2 folds or fewer samples than folds.
    """
    _check(count, folds)
    parts = np.array_split(Stream(seed, FOLDS).permutation(count), folds)
    return tuple(Fold(np.concatenate(parts[:k] + parts[k + 1 :]), part) for k, part in enumerate(parts))


def grouped_k_fold(groups: Indices, folds: int, seed: int) -> tuple[Fold, ...]:
    """`folds` folds of samples that belong to `groups` (N,): a group is held out whole, never on both sides.

    Raises `SizeError` as `k_fold` does, for the number of groups.
    """
    names, members = np.unique(groups, return_inverse=True)
    held_out = (np.isin(members, fold.validation) for fold in k_fold(len(names), folds, seed))
    return tuple(Fold(np.flatnonzero(~held), np.flatnonzero(held)) for held in held_out)


def forward_chaining(count: int, folds: int, gap: int = 0) -> tuple[Fold, ...]:
    """`folds` folds of `count` samples in order of time: each trains on all that lies before what it holds out.

    The samples are cut into `folds` + 1 parts; `gap` samples before each part held out are left away, so that
    windows that overlap do not carry what is to be predicted into training. Raises `SizeError` if nothing is
    left to train on.
    """
    _check(count, folds + 1)
    parts = np.array_split(np.arange(count), folds + 1)
    if len(parts[0]) <= gap:
        raise SizeError(f"a gap of {gap} leaves nothing of the first {len(parts[0])} samples to train on; take fewer folds")
    return tuple(Fold(np.arange(part[0] - gap), part) for part in parts[1:])


def hold_out(indices: Indices, share: float, seed: int | None) -> Fold:
    """Split `indices`: a `share` of them, at least one, is held out: at random, or the last ones if `seed` is None."""
    count = max(1, round(share * len(indices)))
    order = np.arange(len(indices)) if seed is None else Stream(seed, HELD_OUT).permutation(len(indices))
    return Fold(indices[order[:-count]], indices[order[-count:]])


def _check(count: int, folds: int) -> None:
    if not 2 <= folds <= count:
        raise SizeError(f"cannot cut {count} samples into {folds} parts; choose from 2 parts to as many as there are samples")
