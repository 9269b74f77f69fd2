"""Dropout: what it acts on, how many units stay, how they are scaled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...cells.sizes import H, size
from ..masks import AGREEING, ARGUMENTS, FRESH, PLACES, PROBED, SCOPES
from ..registry import Item, Key, Listed, answer
from ..texts import Said, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case

A, Q = map(size, "AQ")  # hundredths: an activation, the dropout rate
CERTAIN = 100

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


@answer("active-units")
def active_units(case: Case) -> Key:
    """H(1 - p), the units that stay on average; measured: by the whole distribution of how many stay."""
    value = H * (CERTAIN - Q) / CERTAIN
    solution = (
        said("Each of the {H} units stays with probability 1 − {Q}."),
        said("On average {H} · (1 − {Q}) = {value} stay.", value=value),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[float, ...]:
        chance = np.ones(1)
        for _ in range(sizes["H"]):
            chance = np.convolve(chance, [sizes["Q"] / CERTAIN, 1 - sizes["Q"] / CERTAIN])
        return (float(chance @ np.arange(sizes["H"] + 1)),)

    return Key((value,), solution, measured)


@answer("dropout-scale")
def dropout_scale(case: Case) -> Key:
    """a/(1 - p), what a surviving activation becomes; measured: the factor that keeps the mean over a hundred units."""
    value = A / (CERTAIN - Q)
    solution = (
        said("What survives is divided by 1 − {Q}, so that the mean stays what it was."),
        said("{A} / (1 − {Q}) = {value}.", value=value),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[float, ...]:
        units = np.full(CERTAIN, sizes["A"] / CERTAIN)
        kept = units.copy()
        kept[: sizes["Q"]] = 0
        return (float(kept[-1] * units.mean() / kept.mean()),)

    return Key((value,), solution, measured)
