"""Energy of arithmetic and of memory: the prices that are stated, and energies counted on arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ..engine.registry import road, word
from .cases import precision
from .costs import tally
from .memory import moved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]

PICO_IN_NANO, PICO_IN_MICRO = 10**3, 10**6


@word("mac_price")
def mac_price(case: Case) -> sympy.Expr:
    """Picojoules for one MAC."""
    return sympy.Rational(precision(case).mac)


@word("fetch_price")
def fetch_price(case: Case) -> sympy.Expr:
    """Picojoules to move one number from or to DRAM."""
    return sympy.Rational(precision(case).dram_byte * precision(case).bytes)


@road("nanojoules-counted")
def nanojoules_counted(case: Case, sizes: Sizes) -> tuple[float]:
    """All MACs of a run."""
    return (float(tally(case, sizes).macs * precision(case).mac / PICO_IN_NANO),)


@road("microjoules-counted")
def microjoules_counted(case: Case, sizes: Sizes) -> tuple[float]:
    """All bytes that one sequence moves."""
    return (float(sizes["T"] * moved(case, {**sizes, "B": 1}) * precision(case).dram_byte / PICO_IN_MICRO),)


@road("energies-counted")
def energies_counted(case: Case, sizes: Sizes) -> tuple[float]:
    """The energy of all bytes of a step over that of its MACs."""
    return (float(moved(case, sizes) * precision(case).dram_byte / (tally(case, sizes).macs * precision(case).mac)),)
