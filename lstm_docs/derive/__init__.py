"""What follows from a cell's equations, each by a small walk over their tree."""

from .evaluate import Step, applied, step, trace, zero_states
from .gradient import gradient, gradient_equations
from .gradient_latex import latex_gradient
from .gradient_trace import TraceGradient, gradient_trace
from .latex import latex_equation, latex_node, latex_size, latex_symbol
from .numpy_code import numpy_words
from .operations import Operations, operations
from .parameters import parameters, weight_shapes
from .stack import over_layers, per_sequence
from .tree import tree

__all__ = [
    "Operations",
    "Step",
    "TraceGradient",
    "applied",
    "gradient",
    "gradient_equations",
    "gradient_trace",
    "latex_equation",
    "latex_gradient",
    "latex_node",
    "latex_size",
    "latex_symbol",
    "numpy_words",
    "operations",
    "over_layers",
    "parameters",
    "per_sequence",
    "step",
    "trace",
    "tree",
    "weight_shapes",
    "zero_states",
]
