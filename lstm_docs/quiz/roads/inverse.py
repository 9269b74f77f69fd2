"""From parameters back to units, and what one more unit, layer or sequence costs: tensors counted before and after."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ... import facts
from ...cells.sizes import H
from ..engine.registry import road, word
from .shared.parameter_counts import biases, stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sympy

    from ..engine.case import Case

    Sizes = Mapping[str, int]


@word("unit_biases")
def unit_biases(case: Case) -> sympy.Expr:
    """How many biases one unit has, those of all gates together."""
    return biases(case) / H


@road("units-by-bisection")
def units_by_bisection(case: Case, sizes: Sizes) -> tuple[int]:
    """The units of a layer whose tensors, and R numbers more where they are drawn, are the budget."""
    spend = stored(case.framework, case.network(sizes)) + sizes.get("R", 0)
    network = case.network({**sizes, "H": 1})
    return (facts.units_for(spend, network, case.framework, exact="R" not in sizes).units,)


@road("unit-added")
def unit_added(case: Case, sizes: Sizes) -> tuple[int]:
    """What a layer with one unit more stores beyond this one."""
    network = case.network(sizes)
    return (stored(case.framework, replace(network, hidden=sizes["H"] + 1)) - stored(case.framework, network),)


@road("layer-added")
def layer_added(case: Case, sizes: Sizes) -> tuple[int]:
    """What two layers store beyond one."""
    network = case.network(sizes)
    return (stored(case.framework, replace(network, layers=2)) - stored(case.framework, network),)


@road("units-doubled")
def units_doubled(case: Case, sizes: Sizes) -> tuple[float]:
    """What twice the units store, over what is stored now."""
    network = case.network(sizes)
    return (stored(case.framework, replace(network, hidden=2 * sizes["H"])) / stored(case.framework, network),)


@road("stored-per-sequence")
def stored_per_sequence(case: Case, sizes: Sizes) -> tuple[float]:
    """The numbers in the tensors over the sequences."""
    return (stored(case.framework, case.network(sizes)) / sizes["S"],)
