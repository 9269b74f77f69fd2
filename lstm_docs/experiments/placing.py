"""Where the rules of thumb fall on what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from .. import facts
from .summary import best, one_standard_error, summary

if TYPE_CHECKING:
    from ..facts import Rule
    from .experiment import Experiment
    from .summary import Summary


@dataclass(frozen=True)
class Placed:
    """What a `rule` says, and of the sizes of one layer that were trained the nearest by ratio, `tried`.

    `worse_by` is how far its mean score is from the best size's, in that size's standard errors; `ratio` how many
    times the units of the smallest size within one standard error of the best the rule asks for. `beyond` says that
    the rule asks for more than twice or less than half of any size that was tried.
    """

    rule: Rule
    tried: Summary
    worse_by: float
    ratio: float
    beyond: bool


def rules_placed(experiment: Experiment) -> tuple[Placed, ...]:
    """Every rule of thumb for the experiment's sizes, beside what was measured with one layer."""
    rows = summary(experiment, layers=1)
    top, enough = best(experiment, layers=1), one_standard_error(experiment, layers=1)
    placed = []
    for rule in facts.rules(experiment.input, experiment.output, experiment.train_samples, experiment.steps):
        tried = min(rows, key=lambda row: abs(log2(row.units / rule.value)))
        worse = abs(tried.score - top.score) / top.standard_error if top.standard_error else 0.0
        beyond = abs(log2(tried.units / rule.value)) > 1
        placed.append(Placed(rule, tried, worse, rule.value / enough.units, beyond))
    return tuple(placed)
