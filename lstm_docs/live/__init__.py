"""Networks that run in a page as they run here: one that reads names, and one that is trained while it is watched.

Both languages add in the same order and have the same exp, so that they can be compared number by number.
"""

from .adding import Progress, Run, at_rest, of_published, published, train
from .reading import (
    END,
    LETTERS,
    MOST_LETTERS,
    SIGNS,
    Cell,
    Reading,
    cells,
    left_of_the_first,
    nats,
    opened,
    read,
    scores,
    spelled,
    written,
)

__all__ = [
    "END",
    "LETTERS",
    "MOST_LETTERS",
    "SIGNS",
    "Cell",
    "Progress",
    "Reading",
    "Run",
    "at_rest",
    "cells",
    "left_of_the_first",
    "nats",
    "of_published",
    "opened",
    "published",
    "read",
    "scores",
    "spelled",
    "train",
    "written",
]
