"""Recurrent networks in NumPy, written by hand from the papers: a witness that shares no code with the equations."""

from .gates import gates
from .gradients import Gradients, gradients
from .network import run
from .output import Output, State, last_step, returned
from .packing import Prepared, prepare
from .weights import WEIGHT_NAMES, Weights, check, random_inputs, random_weights, weight_shapes

__all__ = [
    "WEIGHT_NAMES",
    "Gradients",
    "Output",
    "Prepared",
    "State",
    "Weights",
    "check",
    "gates",
    "gradients",
    "last_step",
    "prepare",
    "random_inputs",
    "random_weights",
    "returned",
    "run",
    "weight_shapes",
]
