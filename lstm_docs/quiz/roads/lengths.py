"""Sequences of different lengths in one batch: which steps of which sequence are real, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...facts import measure
from ..engine.registry import road

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ..engine.case import Case

    Sizes = Mapping[str, int]


def _alive(sizes: Sizes) -> NDArray[np.bool_]:
    """Which steps of which sequence are real, (steps, sequences)."""
    lengths = np.array([sizes[name] for name in ("N1", "N2", "N3")])
    return np.arange(lengths.max())[:, None] < lengths


@road("steps-alive")
def steps_alive(case: Case, sizes: Sizes) -> tuple[int]:
    """The real steps if the batch is packed, all if it is padded."""
    alive = _alive(sizes)
    return (int(alive.sum()) if case.form.startswith("packed") else alive.size,)


@road("share-alive")
def share_alive(case: Case, sizes: Sizes) -> tuple[float]:
    """The share of steps that are not real, in percent."""
    return (100 * float(1 - _alive(sizes).mean()),)


@road("macs-alive")
def macs_alive(case: Case, sizes: Sizes) -> tuple[int]:
    """The MACs of each step, with as many sequences as are still running."""
    network = case.network(sizes)
    widths = map(int, _alive(sizes).sum(axis=1))
    return (sum(measure.operations(network, 1, width).macs for width in widths if width),)
