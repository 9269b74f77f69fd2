"""What a run costs: operations counted while the equations run, and how many vectors an operation stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...facts import measure
from ...ground.errors import one_of
from ..engine import fact_words
from ..engine.registry import road, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]

OPERATIONS = {
    "bias additions, component by component": "bias_additions",
    "componentwise multiplications (Hadamard products)": "hadamard_products",
    "evaluations of σ or tanh": "activations",
}
"""Each operation in the words of a question, and its fact."""


def tally(case: Case, sizes: Sizes) -> measure.Tally:
    """The operations of the real sizes, counted while the equations run on arrays."""
    return measure.operations(case.network(sizes), sizes.get("T", 1), sizes.get("B", 1))


def _operation(case: Case) -> str:
    return OPERATIONS[one_of(case.function, OPERATIONS, "kind of operation")]


@word("operation_vectors")
def operation_vectors(case: Case) -> int:
    """On how many vectors of H components the operation that `case.function` names stands in a step."""
    formula = fact_words.fact_of(case, _operation(case), fact_words.stand_in("IH"))
    return int(formula.subs(dict.fromkeys(formula.free_symbols, 1)))


@road("macs-counted")
def macs_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The multiply-accumulates of a run."""
    return (tally(case, sizes).macs,)


@road("waiting-counted")
def waiting_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The multiply-accumulates of a step between the states before it and those after it."""
    return (measure.waiting_macs(case.network(sizes), 1, 1),)


@road("states-counted")
def states_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The numbers that one step hands to the next."""
    return (measure.state_components(case.network(sizes)),)


@road("flops-counted")
def flops_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The multiplications and additions of its products."""
    return (2 * tally(case, sizes).macs,)


@road("operations-counted")
def operations_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The operations that `case.function` names."""
    return (getattr(tally(case, sizes), _operation(case)),)


@road("growth-counted")
def growth_counted(case: Case, sizes: Sizes) -> tuple[float]:
    """The MACs with twice as many units over those of now."""
    return (tally(case, {**sizes, "H": 2 * sizes["H"]}).macs / tally(case, sizes).macs,)
