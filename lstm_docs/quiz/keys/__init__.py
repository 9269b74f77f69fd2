"""The answers that quiz files can ask for, one file per topic."""

from . import layouts, parameters, shapes, unrolling

__all__ = ["layouts", "parameters", "shapes", "unrolling"]
