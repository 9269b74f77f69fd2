"""Facts as words of a family: formulas of the case's network, in the sizes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ... import facts
from ...ground.errors import one_of

if TYPE_CHECKING:
    from collections.abc import Collection

    import sympy

    from ...network import Network
    from .case import Case

FACT_KEYS = ("fact",), ("of", "at")
STAND_IN = {"I": 3, "H": 4, "L": 2, "P": 2}
"""Numbers for symbolic work: they only say which of the sizes the network has."""


def stand_in(sizes: Collection[str]) -> dict[str, int]:
    """The sizes of a network that has inputs, units, and what else of `sizes` a network can have."""
    return {name: value for name, value in STAND_IN.items() if name in "IH" or name in sizes}


def fact_of(case: Case, name: str, sizes: dict[str, int]) -> sympy.Expr:
    """The formula of a fact, under the case's framework and precision. Raises `UnknownNameError` naming the nearest."""
    known_facts = _facts(case.network(sizes), case.framework or None, case.precision or "float32")
    return known_facts[one_of(name, known_facts, "fact")].formula


@cache
def _facts(network: Network, framework: str | None, dtype: str) -> dict[str, facts.Fact]:
    return facts.of(network, framework=framework, dtype=dtype)
