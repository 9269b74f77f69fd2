"""Orders of gates, and whose they are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from .. import frameworks
from .faults import gates_said, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..network import Network

MOST_NAMED = 3


def keepers(network: Network) -> Mapping[str, list[str]]:
    """By order of the gates, as letters, the frameworks that keep them so."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, convention in frameworks.FRAMEWORKS.items():
        if frameworks.refusal(name, network) is None:
            found[frameworks.gate_order(name, network).lower()].append(convention.name)
    return found


def kept_by(order: str, keepers: Mapping[str, list[str]]) -> str:
    """`, as Haiku keeps them`, or nothing where no framework that we know keeps the gates in this order."""
    names = keepers.get(order, [])[:MOST_NAMED]
    return f", as {listed(names)} keep{'s' * (len(names) == 1)} them" if names else ""


def standing(order: str, sources: Mapping[str, str]) -> str:
    """The gates whose blocks stand in the places of `order`, where `sources` are (gate, whose block stands in its place)."""
    return "".join(sources.get(gate, gate) for gate in order)


def misplaced(order: str, sources: Mapping[str, str]) -> str:
    """`where i f g o should stand, g i f o stands`; of two gates also which are swapped."""
    moved = [gate for gate in order if sources.get(gate, gate) != gate]
    stand = standing(order, sources)
    swapped = len(moved) == 2 and sorted(stand) == sorted(order)
    lead = f"{gates_said(moved)} are swapped: " if swapped else ""
    return f"{lead}where {' '.join(order)} should stand, {' '.join(stand)} stands"


def mending(order: str, sources: Mapping[str, str]) -> tuple[int, ...]:
    """Which block, counted from 1, to take for each place in turn, so that every gate stands in its own."""
    stand = standing(order, sources)
    return tuple(stand.index(gate) + 1 for gate in order)
