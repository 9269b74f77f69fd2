"""A statement that is true or false: what it says, and what shows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ...errors import one_of
from ..kinds import rounded
from ..texts import decimal

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Shown:
    """What a statement says, whether it was found to hold, and the line that shows it, with numbers."""

    text: str
    holds: bool
    proof: str


@dataclass(frozen=True)
class Statement:
    """A statement by its slug: whether it is declared `right`, and the function that measures it."""

    slug: str
    right: bool
    measure: Callable[[], Shown]

    @cached_property
    def shown(self) -> Shown:
        """The measurement, made once."""
        return self.measure()


STATEMENTS: dict[str, Statement] = {}


def statement(slug: str, *, right: bool) -> Callable[[Callable[[], Shown]], Callable[[], Shown]]:
    """Register a statement under a slug, with the truth that its measurement must confirm."""

    def register(measure: Callable[[], Shown]) -> Callable[[], Shown]:
        STATEMENTS[slug] = Statement(slug, right, measure)
        return measure

    return register


def get(slug: str) -> Statement:
    """The statement called `slug`. Raises `UnknownNameError` naming the nearest."""
    return STATEMENTS[one_of(slug, STATEMENTS, "statement")]


def fixed(value: float, places: int = 4) -> str:
    """A number to so many places, rounded and signed as everywhere in the quiz."""
    return decimal(rounded(value, places), places)
