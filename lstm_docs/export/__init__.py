"""Papers, interviewers' sheets and marks as files: `FORMATS` says which, `write_kit` writes them."""

from .format import Format, Style
from .formats import FORMATS, written
from .kit import Shard, Wanted, of_names, write_kit
from .roster import MOST_CANDIDATES, Candidate, candidates, read_roster

__all__ = [
    "FORMATS",
    "MOST_CANDIDATES",
    "Candidate",
    "Format",
    "Shard",
    "Style",
    "Wanted",
    "candidates",
    "of_names",
    "read_roster",
    "write_kit",
    "written",
]
