"""Curves of a training, as questions: where one begins and ends, and what somebody pays who knows nothing."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from ... import experiments
from ...formulas import curves
from ...formulas.numbers import decimal
from ..engine.registry import word
from .programs import printed_lines

if TYPE_CHECKING:
    from ..engine.case import Case

PLACES = 2


def _listed(case: Case) -> list[str]:
    """The numbers of the first curve that a program prints, as they are printed. Raises `ValueError` without one."""
    listing = str(printed_lines(case)).strip("`\n")
    if curves.read(listing) is None:
        raise ValueError(f"{case.claim} prints no curves")
    return listing.split("\n")[1].split()[1:]


@word("curve_begins")
def curve_begins(case: Case) -> str:
    """The first number of the curve that is shown."""
    return _listed(case)[0]


@word("curve_ends")
def curve_ends(case: Case) -> str:
    """The last number of the curve that is shown."""
    return _listed(case)[-1]


def _share() -> float:
    """The share of the more frequent class among the names of the experiment."""
    return experiments.stored("mistakes").baselines["majority"]


@word("percent_of_the_larger_class")
def percent_of_the_larger_class(case: Case) -> str:
    """How many of a hundred names are of the more frequent class."""
    return decimal(100 * _share(), 0)


@word("percent_of_the_smaller_class")
def percent_of_the_smaller_class(case: Case) -> str:
    """How many of a hundred names are of the other class."""
    return decimal(100 * (1 - _share()), 0)


@word("loss_of_a_guess")
def loss_of_a_guess(case: Case) -> str:
    """The cross-entropy of whoever gives both of two classes the same probability."""
    return decimal(log(2), PLACES)


@word("loss_of_the_shares")
def loss_of_the_shares(case: Case) -> str:
    """The cross-entropy of whoever knows how often each class occurs, and nothing of the name."""
    return decimal(-sum(part * log(part) for part in (_share(), 1 - _share())), PLACES)


@word("loss_of_the_mean")
def loss_of_the_mean(case: Case) -> str:
    """The mean squared error of whoever always says the mean of the sums."""
    return decimal(experiments.stored("adding").baselines["the mean"], PLACES)
