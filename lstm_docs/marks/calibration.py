"""Calibration: how hard a family is, and how well it tells candidates apart, from the marks of many kits.

Candidates of different kits are asked different families, so shares are not comparable as they are: a family that only
strong candidates met looks easy. A two-parameter logistic model of all answers together takes this into account, since
what was not asked is missing by design; difficulty is then what all these candidates would be expected to earn.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import TYPE_CHECKING

import numpy as np

from ..ground.errors import LstmDocsError
from ..ground.extras import needed
from .statistics import Interval, Z, wilson

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Sheet = Mapping[str, bool]

LEAST = 30
"""With fewer answers than this a family has its share and Wilson's interval, and is left out of the model."""
MISSING = -1
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(41)


@dataclass(frozen=True)
class Calibrated:
    """A family over all kits: `difficulty` is the expected share of right answers (1 is easy), with a 95 % interval.

    `discrimination` is the slope of the model, one logit for each standard deviation of ability, and None where there are
    too few answers, or all alike.
    """

    answers: int
    difficulty: float
    difficulty_interval: Interval
    discrimination: float | None = None
    discrimination_interval: Interval | None = None


def calibrated(sheets: Sequence[Sheet]) -> dict[str, Calibrated]:
    """Each family that was asked, by name. A sheet is a candidate's: whether each of its families was answered rightly.

    Raises `LstmDocsError` without the package mirt, or if nothing was asked.
    """
    right = _by_family(sheets)
    if not right:
        raise LstmDocsError("there are no judged answers to calibrate with")
    found = {name: _alone(own) for name, own in right.items()}
    modelled = [name for name, own in right.items() if len(own) >= LEAST and 0 < sum(own) < len(own)]
    return found | (_together(sheets, modelled, found) if len(modelled) > 1 else {})


def _by_family(sheets: Iterable[Sheet]) -> dict[str, list[bool]]:
    right: dict[str, list[bool]] = {}
    for sheet in sheets:
        for family, was in sheet.items():
            right.setdefault(family, []).append(was)
    return dict(sorted(right.items()))


def _alone(own: Sequence[bool]) -> Calibrated:
    share = sum(own) / len(own)
    return Calibrated(len(own), share, wilson(share, len(own)))


def _together(sheets: Iterable[Sheet], names: Sequence[str], found: Mapping[str, Calibrated]) -> dict[str, Calibrated]:
    """The model of all answers to these families; nothing if it does not settle."""
    rows = [[int(sheet[name]) if name in sheet else MISSING for name in names] for sheet in sheets]
    asked = np.array([row for row in rows if max(row) > MISSING])
    fit = needed("mirt", "calibrate").fit_mirt(asked, model="2PL")
    if not fit.converged or fit.vcov is None:
        return {}
    slopes, places = fit.model.parameters["discrimination"], fit.model.parameters["difficulty"]
    covariances = {name: fit.vcov[np.ix_((n, n + len(names)), (n, n + len(names)))] for n, name in enumerate(names)}
    return {
        name: _of_model(found[name].answers, slopes[n], places[n], covariances[name])
        for n, name in enumerate(names)
        if np.isfinite(covariances[name]).all()  # else its slope is at a bound, and says nothing
    }


def _of_model(answers: int, slope: float, place: float, covariance: Floats) -> Calibrated:
    """The share that a standard normal population would earn, and its interval by the delta method on the logit's scale."""
    p = 1 / (1 + np.exp(-slope * (_NODES - place)))
    weights = _WEIGHTS / _WEIGHTS.sum()
    share = float(weights @ p)
    gradient = np.array([weights @ (p * (1 - p) * (_NODES - place)), -slope * (weights @ (p * (1 - p)))])
    spread = sqrt(float(gradient @ covariance @ gradient)) / (share * (1 - share))
    spread_of_slope = Z * sqrt(float(covariance[0, 0]))
    return Calibrated(
        answers,
        share,
        (_share(log(share / (1 - share)) - Z * spread), _share(log(share / (1 - share)) + Z * spread)),
        float(slope),
        (float(slope) - spread_of_slope, float(slope) + spread_of_slope),
    )


def _share(logit: float) -> float:
    return 1 / (1 + exp(-logit))
