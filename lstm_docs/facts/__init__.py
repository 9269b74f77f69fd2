"""Every quantity that can be stated or asked: formula, number, unit, explanation.

The one joint where the formula that follows from the equations and the number measured on arrays
are proved equal: a fact whose two roads disagree cannot be built.
"""

from .candidates import Candidate, Cost, candidates, cost
from .fact import Fact, FactError, Shape
from .integers import FloorLog2, accumulator_bits, bits_of_sum, integers
from .inverse import Units, largest_within, marginal, one_more_layer, one_more_unit, units_for
from .machine import MACHINE, work
from .network import of
from .precision import PRECISIONS, Precision
from .rules import Rule, by_samples, rules
from .shapes import shape, shapes, tensors

__all__ = [
    "MACHINE",
    "PRECISIONS",
    "Candidate",
    "Cost",
    "Fact",
    "FactError",
    "FloorLog2",
    "Precision",
    "Rule",
    "Shape",
    "Units",
    "accumulator_bits",
    "bits_of_sum",
    "by_samples",
    "candidates",
    "cost",
    "integers",
    "largest_within",
    "marginal",
    "of",
    "one_more_layer",
    "one_more_unit",
    "rules",
    "shape",
    "shapes",
    "tensors",
    "units_for",
    "work",
]
