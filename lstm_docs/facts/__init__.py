"""Every quantity that can be stated or asked: formula, number, unit, explanation.

The one joint where the formula that follows from the equations and the number measured on arrays
are proved equal: a fact whose two roads disagree cannot be built.
"""

from .fact import Fact, FactError, Shape
from .inverse import Units, marginal, one_more_layer, one_more_unit, units_for
from .network import of
from .precision import PRECISIONS, Precision
from .shapes import shape, shapes, tensors

__all__ = [
    "PRECISIONS",
    "Fact",
    "FactError",
    "Precision",
    "Shape",
    "Units",
    "marginal",
    "of",
    "one_more_layer",
    "one_more_unit",
    "shape",
    "shapes",
    "tensors",
    "units_for",
]
