"""Statements that are true or false: declared in a quiz file and, apart from that, measured by a function of their slug."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ...formulas.texts import number
from .case import Case
from .registry import Found, measurements
from .scope import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...ground.located import Located

KEYS = ("right", "says", "why"), ("declared",)


@dataclass(frozen=True)
class Statement:
    """What it says, whether it is declared right, and the sentence that shows it.

    `found` is what its measurement found; None where nothing measures it.
    """

    slug: str
    text: str
    right: bool
    proof: str
    found: Found | None


def statement(slug: str, node: Located) -> Statement:
    """A statement of a quiz file, with the numbers that its measurement found put in.

    Raises `LstmDocsError` at the line of a key, a truth or a number that is not known.
    """
    node.check_keys(*KEYS)
    measurement = _found(slug)
    scope = Scope(Case(), {}, {}, _numbers(measurement))
    return Statement(slug, scope.said(node["says"]).text, declared(node), scope.said(node["why"]).text, measurement)


def declared(node: Located) -> bool:
    """Whether the quiz file calls it right; nothing is measured for that."""
    right = node["right"].value
    if not isinstance(right, bool):
        raise node["right"].error(f"expected true or false, not {node['right'].shown}")
    return right


@cache
def _found(slug: str) -> Found | None:
    """What measuring it found, once."""
    measure = measurements().get(slug)
    return measure() if measure else None


def _numbers(measurement: Found | None) -> Mapping[str, str]:
    numbers = measurement.numbers if measurement else {}
    return {name: value if isinstance(value, str) else number(value) for name, value in numbers.items()}
