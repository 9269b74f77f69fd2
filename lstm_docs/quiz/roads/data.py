"""From a series or a text to arrays, each made and looked at: windows, letters, lags, names, forecasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import frameworks
from ...network import Network
from ..engine.registry import road

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]


@road("window-moved")
def window_moved(case: Case, sizes: Sizes) -> tuple[int]:
    """How many windows lie on a series."""
    windows = np.lib.stride_tricks.sliding_window_view(np.zeros(sizes["N"]), sizes["T"] + sizes["Y"])
    return (len(windows),)


@road("array-held")
def array_held(case: Case, sizes: Sizes) -> tuple[int]:
    """The samples of an array of windows, or its numbers."""
    array = np.zeros((sizes["N"], sizes["T"], sizes["I"]), np.int8)
    return (len(array) if case.form == "samples" else array.size,)


@road("name-padded")
def name_padded(case: Case, sizes: Sizes) -> tuple[int, ...]:
    """The shape of the one-hot array of a padded name."""
    letters = np.arange(sizes["N"]) % sizes["V"]
    return np.pad(np.eye(sizes["V"], dtype=np.int8)[letters], ((0, sizes["T"] - sizes["N"]), (0, 0))).shape


@road("lags-stored")
def lags_stored(case: Case, sizes: Sizes) -> tuple[int]:
    """The numbers in the framework's tensors, with the lags as features or as steps."""
    network = Network(input=sizes["N"] if case.form == "features" else 1, hidden=sizes["H"])
    return (sum(int(np.prod(shape)) for shape in frameworks.tensor_shapes(case.framework, network).values()),)


@road("names-marked")
def names_marked(case: Case, sizes: Sizes) -> tuple[float]:
    """Every name marked, and the mean over the unseen."""
    names = np.arange(sizes["N"])
    right = names < sizes["K"] + sizes["R"]
    return (float(100 * right[names >= sizes["K"]].mean()),)


@road("series-shifted")
def series_shifted(case: Case, sizes: Sizes) -> tuple[float]:
    """The mean squared difference of a series and itself, moved by one place."""
    series = np.array([sizes[name] for name in ("S1", "S2", "S3", "S4")], float)
    return (float(np.mean((series[1:] - series[:-1]) ** 2)),)
