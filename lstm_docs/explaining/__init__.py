"""What a printed number means: the readings of a count, and of every line of a summary."""

from .counts import QUANTITIES, Known, Near, Readings
from .counts import Reading as CountReading
from .counts import explain as count
from .explained import Explained, Reading
from .lines import explain as summary
from .printed import Line

__all__ = [
    "QUANTITIES",
    "CountReading",
    "Explained",
    "Known",
    "Line",
    "Near",
    "Reading",
    "Readings",
    "count",
    "summary",
]
