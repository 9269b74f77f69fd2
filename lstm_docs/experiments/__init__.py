"""How many units, and how to train them: what was measured, stored as small files, and how to measure it again."""

from .experiment import Experiment, Row, names, stored
from .placing import Placed, rules_placed
from .summary import Summary, best, one_standard_error, summary
from .variance import Explained, explained

__all__ = [
    "Experiment",
    "Explained",
    "Placed",
    "Row",
    "Summary",
    "best",
    "explained",
    "names",
    "one_standard_error",
    "rules_placed",
    "stored",
    "summary",
]
