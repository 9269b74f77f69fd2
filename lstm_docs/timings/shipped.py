"""The machines whose files are in the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..ground.errors import one_of
from .reading import read

if TYPE_CHECKING:
    from .machine import Machine

STORED = Path(__file__).parent / "cards"


def names() -> tuple[str, ...]:
    """Their names, sorted."""
    return tuple(sorted(path.stem for path in STORED.glob("*.json")))


@cache
def stored(name: str) -> Machine:
    """One of them. Raises `UnknownNameError`."""
    return read(STORED / f"{one_of(name, names(), 'machine')}.json")
