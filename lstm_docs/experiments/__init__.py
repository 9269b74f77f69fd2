"""How many units: what was measured, stored as small files, and how to measure it again."""

from .experiment import Experiment, Row, names, stored
from .placing import Placed, rules_placed
from .summary import Summary, best, one_standard_error, summary

__all__ = ["Experiment", "Placed", "Row", "Summary", "best", "names", "one_standard_error", "rules_placed", "stored", "summary"]
