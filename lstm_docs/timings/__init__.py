"""Recurrent layers as machines ran them, and what was to be expected of them."""

from .beliefs import BELIEFS, Belief, Pair, pairs, point
from .machine import BYTES, Ceilings, Machine, Row
from .prediction import (
    BOUNDS,
    Near,
    Prediction,
    expected,
    nearest,
    predicted,
    ratios,
    share_below,
    share_within,
    spread,
)
from .reading import read
from .shipped import names, stored

__all__ = [
    "BELIEFS",
    "BOUNDS",
    "BYTES",
    "Belief",
    "Ceilings",
    "Machine",
    "Near",
    "Pair",
    "Prediction",
    "Row",
    "expected",
    "names",
    "nearest",
    "pairs",
    "point",
    "predicted",
    "ratios",
    "read",
    "share_below",
    "share_within",
    "spread",
    "stored",
]
