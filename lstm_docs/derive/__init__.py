"""What follows from a cell's equations, each by a small walk over their tree."""

from .evaluate import Step, applied, step, trace, zero_states
from .gradient import gradient, gradient_equations
from .gradient_latex import latex_gradient
from .gradient_trace import TraceGradient, gradient_trace
from .latex import latex_equation, latex_node, latex_size, latex_symbol
from .numpy_code import numpy_words
from .operations import Operations, operations
from .parameters import parameters, two_biases, weight_shapes
from .paths import count_ways, reached, read_by, ways
from .program import numpy_program, torch_program
from .stack import over_layers, per_sequence
from .tree import tree
from .waiting import scans, waiting_macs

__all__ = [
    "Operations",
    "Step",
    "TraceGradient",
    "applied",
    "count_ways",
    "gradient",
    "gradient_equations",
    "gradient_trace",
    "latex_equation",
    "latex_gradient",
    "latex_node",
    "latex_size",
    "latex_symbol",
    "numpy_program",
    "numpy_words",
    "operations",
    "over_layers",
    "parameters",
    "per_sequence",
    "reached",
    "read_by",
    "scans",
    "step",
    "torch_program",
    "trace",
    "tree",
    "two_biases",
    "waiting_macs",
    "ways",
    "weight_shapes",
    "zero_states",
]
