"""Named computations: texts with numbers in them, by the names that statements use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import facts
from ..network import Network

if TYPE_CHECKING:
    from collections.abc import Callable

COMPUTATIONS: dict[str, Callable[[], str]] = {}
EXAMPLE = Network(input=80, hidden=12)


def computation(name: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Register a text under a name that statements use."""

    def register(function: Callable[[], str]) -> Callable[[], str]:
        COMPUTATIONS[name] = function
        return function

    return register


def count(network: Network, framework: str | None = None, fact: str = "parameters", steps: int = 1) -> int:
    """A fact that is a whole number."""
    return int(facts.of(network, framework=framework, steps=steps)[fact].value)
