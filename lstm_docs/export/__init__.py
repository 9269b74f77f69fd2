"""Papers, interviewers' sheets and marks as files: `FORMATS` says which, `write_kit` writes them."""

from .format import Format, Style
from .formats import FORMATS
from .kit import Wanted, write_kit
from .roster import MOST_CANDIDATES, Candidate, candidates, read_roster

__all__ = [
    "FORMATS",
    "MOST_CANDIDATES",
    "Candidate",
    "Format",
    "Style",
    "Wanted",
    "candidates",
    "read_roster",
    "write_kit",
]
