"""Dropout: what it acts on, how many units stay, how they are scaled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..masks import AGREEING, ARGUMENTS, FRESH, PLACES, PROBED, SCOPES
from ..registry import Item, Listed, answer, road
from ..texts import Said, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case

    Sizes = Mapping[str, int]

CERTAIN = 100  # percent

MASKS = {
    "afresh for each step of each sequence": True,
    "once for each sequence, the same at all its steps": False,
    "once for each epoch": None,
    "once, when the layer is built": None,
}
"""How a mask may come about, and whether it is then fresh at every step."""


@answer("dropout-scope")
def dropout_scope(case: Case) -> Listed:
    """The places a dropout argument masks; measured: where zeros were seen when the framework was probed."""
    masked = SCOPES[case.form]
    told = said(f"{ARGUMENTS[case.form]}: {' and '.join(PLACES[place] for place in masked)}, and nothing else.")
    items = tuple(
        Item(Said(text), place in masked, said=told, misconception="dropout-elsewhere") for place, text in PLACES.items()
    )
    return Listed(items, (told,), lambda _: tuple(PROBED[case.form][place] > 0 for place in PLACES), _stated(case))


@answer("dropout-mask")
def dropout_mask(case: Case) -> Listed:
    """Whether the mask changes from step to step; measured: how often two steps of a sequence had the same one."""
    told = said(
        f"{ARGUMENTS[case.form]}: the mask is drawn {next(text for text, fresh in MASKS.items() if fresh == FRESH[case.form])}."
    )
    items = tuple(
        Item(Said(text), fresh == FRESH[case.form], said=told, misconception="dropout-mask-in-time")
        for text, fresh in MASKS.items()
    )
    return Listed(items, (told,), lambda _: _masks_seen(case), _stated(case))


def _masks_seen(case: Case) -> tuple[bool, ...]:
    same = AGREEING[case.form] == 1
    return tuple(fresh is not None and fresh != same for fresh in MASKS.values())


def _stated(case: Case) -> tuple[tuple[str, str], ...]:
    return (("stack", ARGUMENTS[case.form]),)


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
    kept = units.copy()
    kept[: sizes["Q"]] = 0
    return (float(kept[-1] * units.mean() / kept.mean()),)
