"""Energy of arithmetic and of memory, with the constants that the question states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import facts
from ...cells.sizes import B, T
from ..registry import Key, answer
from ..roads.costs import tally
from ..texts import said
from .costs import formula
from .memory import moved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case
    from ..registry import Stated

    Sizes = Mapping[str, int]

PICO_IN_NANO, PICO_IN_MICRO = 10**3, 10**6


def mac(case: Case) -> sympy.Rational:
    """Picojoules for one MAC."""
    return sympy.Rational(facts.PRECISIONS[case.precision].mac)


def fetch(case: Case) -> sympy.Rational:
    """Picojoules to move one number from or to DRAM."""
    precision = facts.PRECISIONS[case.precision]
    return sympy.Rational(precision.dram_byte * precision.bytes)


def constants(case: Case) -> Stated:
    """The energies as the wording states them."""
    return (("mac_energy", f"{float(mac(case)):g} pJ"), ("fetch_energy", f"{float(fetch(case)):g} pJ"))


def _macs(case: Case) -> sympy.Expr:
    return formula(case, "macs")


def _fetched(case: Case) -> sympy.Expr:
    """Numbers moved in T steps."""
    return sympy.factor(formula(case, "memory_energy") / fetch(case))


@answer("arithmetic-energy")
def arithmetic_energy(case: Case) -> Key:
    """The energy of all MACs of one sequence, in nanojoules."""
    macs, picojoules = (found.subs(B, 1) for found in (_macs(case), formula(case, "arithmetic_energy")))
    energy = picojoules / PICO_IN_NANO
    solution = (
        said("{macs:with} = {macs} MACs.", macs=macs),
        said(f"{{macs}} · {float(mac(case)):g} pJ = {{pico}} pJ = {{energy}} nJ.", macs=macs, pico=picojoules, energy=energy),
    )
    price = facts.PRECISIONS[case.precision].mac

    def measured(sizes: Sizes) -> tuple[float, ...]:
        return (float(tally(case, sizes).macs * price / PICO_IN_NANO),)

    return Key((energy,), solution, measured, constants(case))


@answer("memory-energy")
def memory_energy(case: Case) -> Key:
    """The energy of everything that is moved for one sequence, in microjoules."""
    numbers, picojoules = (found.subs(B, 1) for found in (_fetched(case), formula(case, "memory_energy")))
    energy = picojoules / PICO_IN_MICRO
    solution = (
        said("In all steps {numbers:with} = {numbers} numbers are moved.", numbers=numbers),
        said(
            f"{{numbers}} · {float(fetch(case)):g} pJ = {{pico}} pJ = {{energy}} µJ.",
            numbers=numbers,
            pico=picojoules,
            energy=energy,
        ),
    )
    price = facts.PRECISIONS[case.precision].dram_byte

    def measured(sizes: Sizes) -> tuple[float, ...]:
        return (float(sizes["T"] * moved(case, {**sizes, "B": 1}) * price / PICO_IN_MICRO),)

    return Key((energy,), solution, measured, constants(case))


@answer("energy-ratio")
def energy_ratio(case: Case) -> Key:
    """How many times the energy of arithmetic that of memory is, for one step of a batch."""
    precision = facts.PRECISIONS[case.precision]
    macs, numbers = _macs(case).subs(T, 1), _fetched(case).subs(T, 1)
    ratio = sympy.cancel(formula(case, "memory_energy") / formula(case, "arithmetic_energy"))
    solution = (
        said(f"Memory: {{numbers:with}} = {{numbers}} numbers, at {float(fetch(case)):g} pJ each.", numbers=numbers),
        said(f"Arithmetic: {{macs:with}} = {{macs}} MACs, at {float(mac(case)):g} pJ each.", macs=macs),
        said("The ratio is {ratio}.", ratio=ratio),
    )

    def measured(sizes: Sizes) -> tuple[float, ...]:
        return (float(moved(case, sizes) * precision.dram_byte / (tally(case, sizes).macs * precision.mac)),)

    return Key((ratio,), solution, measured, constants(case))
