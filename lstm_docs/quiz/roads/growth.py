"""What grows with what: with steps, sequences, units, inputs, and with a second direction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...cells.sizes import B, H, I, T
from ...derive import latex_size
from ...facts import measure
from ...formulas.texts import said
from ...ground.errors import one_of
from ..engine.fact_words import fact_of, stand_in
from ..engine.registry import Item, Listed, answer, road
from .costs import tally

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]

QUANTITIES = {
    "number of parameters": "parameters",
    "bytes that the weights take": "weight_bytes",
    "MACs of the run": "macs",
    "evaluations of functions such as σ and tanh in the run": "activations",
    "executed equations, with a batch counted as one": "equations",
    "bytes of the vectors that all steps compute": "activation_bytes",
    "bytes that training keeps of the run, inputs included": "saved_bytes",
    "bytes of the states handed from one step to the next": "state_bytes",
}
"""What can grow, in the words of a question, and its fact."""

DOUBLED = {"steps": T, "sequences in the batch": B, "units": H, "inputs": I}
LAYERS = {"one layer": 1, "two layers": 2, "three layers": 3}


@answer("what-grows")
def what_grows(case: Case) -> Listed:
    """Which quantities grow when the size that `case.argument` names is doubled; the rest stay as they are."""
    size = DOUBLED[one_of(case.argument, DOUBLED, "size")]
    items = []
    for text, name in QUANTITIES.items():
        formula = fact_of(case, name, stand_in("IH"))
        grows = formula.has(size)
        says = "contains" if grows else "does not contain"
        why = said(f"The formula for the {text}, ${latex_size(formula)}$, {says} ${size}$.")
        slip = "size-overlooked" if grows else "grows-with-everything"
        items.append(Item(said(f"the {text}"), right=grows, said=why, misconception=slip))
    hint = said(f"A quantity grows with the number of {case.argument} if ${size}$ occurs in its formula.")
    return Listed(
        tuple(items),
        (hint, *(item.said for item in items if item.said and item.right)),
        lambda sizes: tuple(
            _of(case, name, {**sizes, str(size): 2 * sizes[str(size)]}) > _of(case, name, sizes) for name in QUANTITIES.values()
        ),
    )


def _of(case: Case, name: str, sizes: Sizes) -> int:
    """A quantity of the real sizes, counted on arrays; bytes as components."""
    network = case.network(sizes)
    match name:
        case "parameters" | "weight_bytes":
            return measure.parameters(network)
        case "state_bytes":
            return sizes["B"] * measure.state_components(network)
        case "activation_bytes":
            return tally(case, sizes).left_hand_sides
        case "saved_bytes":
            return tally(case, sizes).left_hand_sides + measure.sequence_components(network, sizes["T"], sizes["B"])
    return int(getattr(tally(case, sizes), name))


@road("second-direction-counted")
def second_direction_counted(case: Case, sizes: Sizes) -> tuple[bool]:
    """Whether the quantity that `case.argument` names is exactly twice as large in both directions."""
    name = QUANTITIES[one_of(case.argument, QUANTITIES, "quantity")]
    given = {**sizes, "L": LAYERS[case.form], "T": 1, "B": 1}
    once, twice = (_of(replace(case, bidirectional=both), name, given) for both in (False, True))
    return (twice == 2 * once,)
