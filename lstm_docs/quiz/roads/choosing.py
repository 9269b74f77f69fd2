"""Second roads to a number of units and to what a score is worth: a grid walked, variances added, a count bisected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ... import facts
from ..engine.registry import road
from .shared.parameter_counts import stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]


@road("first-near")
def first_near(case: Case, sizes: Sizes) -> tuple[int]:
    """The first size of the grid, from below, whose mean is within one standard error of the best."""
    best, near, beyond = sizes["M"], sizes["F"], sizes["G"]
    error = near + sizes["J"]
    means = {
        "smallest": (best - near, best - 1, best, best - near),
        "second": (best - error - beyond, best - near, best, best - near),
        "best": (best - 2 * error - beyond, best - error - beyond, best, best - near),
    }[case.form]
    return (next(sizes["H"] << place for place, mean in enumerate(means) if mean + error >= max(means)),)


@road("variances-added")
def variances_added(case: Case, sizes: Sizes) -> tuple[float]:
    """Variances of independent scores add up; that of the sum over n² is that of the mean."""
    seeds = sizes["N"] ** 2
    variance = sum([sizes["S"] ** 2] * seeds) / seeds**2
    return (float(np.sqrt(variance)),)


@road("power-of-two-by-bisection")
def power_of_two_by_bisection(case: Case, sizes: Sizes) -> tuple[int]:
    """The largest power of two within the budget, by bisection on counted tensors."""
    network = case.network(sizes)
    spend = stored(case.framework, network) + sizes["R"] * sizes["H"]
    most = facts.units_for(spend, replace(network, hidden=1), case.framework).units
    return (1 << (most.bit_length() - 1),)
