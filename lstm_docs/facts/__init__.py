"""Every quantity that can be stated or asked: formula, number, unit, explanation.

The one joint where the formula that follows from the equations and the number measured on arrays
are proved equal: a fact whose two roads disagree cannot be built.
"""

from .around import around, of_lengths
from .candidates import Candidate, Cost, candidates, cost
from .fact import Fact, FactError, Shape
from .integers import FloorLog2, accumulator_bits, bits_of_sum, integers
from .inverse import Units, largest_within, marginal, one_more_layer, one_more_unit, units_for
from .machine import MACHINE, work
from .network import counted, of, state_size, stored
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
    "around",
    "bits_of_sum",
    "by_samples",
    "candidates",
    "cost",
    "counted",
    "integers",
    "largest_within",
    "marginal",
    "of",
    "of_lengths",
    "one_more_layer",
    "one_more_unit",
    "rules",
    "shape",
    "shapes",
    "state_size",
    "stored",
    "tensors",
    "units_for",
    "work",
]
