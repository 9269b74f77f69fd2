"""How far a build is, told when it takes long enough to wonder."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 2.0
"""Seconds before the first line, and between any two."""


class Progress:
    """Counts pages from when it is made. `clock` gives seconds."""

    def __init__(self, total: int, clock: Callable[[], float] = monotonic) -> None:
        self.total, self.clock = total, clock
        self.done = 0
        self.last = clock()

    def page(self) -> str:
        """One more page is done: a line to say, or nothing if one was said lately."""
        self.done += 1
        now = self.clock()
        if now - self.last < PATIENCE:
            return ""
        self.last = now
        return f"{self.done} of {self.total} pages; what is computed now is kept for the next build"
