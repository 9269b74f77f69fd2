"""Dropout: what was seen of its masks, how many units stay, how they are scaled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..engine.registry import road, word
from .shared.dropout_targets import ARGUMENTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]

CERTAIN = 100  # percent


@word("stack")
def stack(case: Case) -> str:
    """The layers with the dropout argument that the case names."""
    return ARGUMENTS[case.form]


@road("units-that-stay")
def units_that_stay(case: Case, sizes: Sizes) -> tuple[float]:
    """The mean of the whole distribution of how many stay."""
    chance, rate = np.ones(1), sizes["Q"] / CERTAIN
    for _ in range(sizes["H"]):
        chance = np.convolve(chance, [rate, 1 - rate])
    return (float(chance @ np.arange(sizes["H"] + 1)),)


@road("mean-kept")
def mean_kept(case: Case, sizes: Sizes) -> tuple[float]:
    """What survives, times the factor that keeps the mean over a hundred units."""
    units = np.full(CERTAIN, sizes["A"] / CERTAIN)
    survivors = units.copy()
    survivors[: sizes["Q"]] = 0
    return (float(survivors[-1] * units.mean() / survivors.mean()),)
