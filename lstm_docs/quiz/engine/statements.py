"""Statements that are true or false: declared in a quiz file and, apart from that, measured by a function of their slug."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ...formulas.decimals import number
from .case import Case
from .registry import Outcome, measurements
from .scope import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...ground.located import Located

KEYS = ("right", "says", "why"), ("declared",)


@dataclass(frozen=True)
class Statement:
    """What it says, whether it is declared right, and the sentences that show it.

    `outcome` is what its measurement found; None where nothing measures it.
    """

    slug: str
    text: str
    right: bool
    steps: tuple[str, ...]
    outcome: Outcome | None

    @property
    def proof(self) -> str:
        """All that shows it."""
        return " ".join(self.steps)


def statement(slug: str, node: Located) -> Statement:
    """A statement of a quiz file, with the numbers that its measurement found put in.

    Raises `LstmDocsError` at the line of a key, a truth or a number that is not known.
    """
    node.check_keys(*KEYS)
    outcome = _measured(slug)
    scope = Scope(Case(), {}, {}, _numbers(outcome))
    why = node["why"]
    steps = tuple(scope.said(step).text for step in (why.sequence() if isinstance(why.value, list) else [why]))
    return Statement(slug, scope.said(node["says"]).text, declared(node), steps, outcome)


def declared(node: Located) -> bool:
    """Whether the quiz file calls it right; nothing is measured for that."""
    right = node["right"].value
    if not isinstance(right, bool):
        raise node["right"].error(f"expected true or false, not {node['right'].shown}")
    return right


@cache
def _measured(slug: str) -> Outcome | None:
    """What measuring it found, once."""
    measure = measurements().get(slug)
    return measure() if measure else None


def _numbers(outcome: Outcome | None) -> Mapping[str, str]:
    numbers = outcome.numbers if outcome else {}
    return {name: value if isinstance(value, str) else number(value) for name, value in numbers.items()}
