"""Which cells a law speaks of: those that frameworks have, and the family today, to which a new file belongs."""

from __future__ import annotations

from lstm_docs import cells, reference
from lstm_docs.ground.errors import LstmDocsError


def _projects(name):
    try:
        return bool(cells.sizes_of(cells.build(name, projected=True)))
    except LstmDocsError:
        return False


EVERY = tuple(cells.COMMON)
FAMILY = tuple(name for name in cells.CELLS if name not in EVERY)
PROJECTED = tuple(name for name in EVERY if _projects(name))
WITNESSED = tuple(name for name in EVERY if name in reference.WEIGHT_NAMES)
"""Those that the reference computes by hand as well."""
