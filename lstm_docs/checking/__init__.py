"""Where a port parts from its original: by the weights of both files, or by what the port gave for an input.

from lstm_docs import checking, models
checking.compare(models.read("a.pt"), models.read("b.onnx")).same
original = checking.trained(models.read("a.pt"))
checking.diagnose(original, checking.observed(original.network, [x], [y])).names
"""

from __future__ import annotations

from .comparing import Comparison, Pair, compare
from .diagnosing import Diagnosis, Place, diagnose
from .faults import Fault
from .observed import Call, Observed, observed
from .trained import Trained, trained
from .use import Suspect, Use

__all__ = [
    "Call",
    "Comparison",
    "Diagnosis",
    "Fault",
    "Observed",
    "Pair",
    "Place",
    "Suspect",
    "Trained",
    "Use",
    "compare",
    "diagnose",
    "observed",
    "trained",
]
