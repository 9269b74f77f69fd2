"""The LSTM in cheaper arithmetic: functions that only resemble σ and tanh, and integers in place of real numbers."""

from .approximations import APPROXIMATIONS, Approximation
from .drift import Drift, drift, run
from .integer import IntegerLSTM
from .one_rounded import ROUNDED, alone
from .quantizing import Array, Scale, scale_of

__all__ = [
    "APPROXIMATIONS",
    "ROUNDED",
    "Approximation",
    "Array",
    "Drift",
    "IntegerLSTM",
    "Scale",
    "alone",
    "drift",
    "run",
    "scale_of",
]
