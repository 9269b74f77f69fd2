"""What grows with what: with steps, sequences, units, inputs, and with a second direction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...cells.sizes import B, H, I, L, T
from ...derive import latex_size
from ...errors import one_of
from ...facts import measure
from ..registry import Item, Listed, answer
from ..roads.costs import tally
from ..texts import said
from .costs import formula

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case

    Sizes = Mapping[str, int]

QUANTITIES = {
    "number of parameters": "parameters",
    "bytes that the weights take": "weight_bytes",
    "MACs of the run": "macs",
    "evaluations of σ and tanh in the run": "activations",
    "equations executed, a batch as one": "equations",
    "bytes of the activations that training keeps": "activation_bytes",
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
        found = formula(case, name)
        grows = found.has(size)
        says = "contains" if grows else "does not contain"
        why = said(f"The {text}: ${latex_size(found)}$ {says} ${size}$.")
        slip = "size-overlooked" if grows else "grows-with-everything"
        items.append(Item(said(f"the {text}"), right=grows, said=why, misconception=slip))
    hint = said(f"A quantity grows with the number of {case.argument} if ${size}$ stands in its formula.")
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
    return int(getattr(tally(case, sizes), name))


@answer("both-directions-double")
def both_directions_double(case: Case) -> Listed:
    """Whether a second direction exactly doubles a quantity, which `case.argument` names, at the depth of `case.form`."""
    name = QUANTITIES[one_of(case.argument, QUANTITIES, "quantity")]
    depth = LAYERS[one_of(case.form, LAYERS, "depth")]
    one, two = (formula(replace(case, bidirectional=both), name, "L").subs(L, depth) for both in (False, True))
    doubles = (two - 2 * one).equals(0)
    above = "the layers above read both directions, 2·{H} numbers, so their W is twice as wide"
    reason = "every layer runs twice, and none becomes wider in it" if doubles else above
    told = said(f"{{one}} becomes {{two}}: {reason}.", one=one.subs({T: 1, B: 1}), two=two.subs({T: 1, B: 1}))
    item = Item(told, right=bool(doubles), said=told, misconception="two-directions-are-twice-everything")

    def measured(sizes: Sizes) -> tuple[bool, ...]:
        given = {**sizes, "L": depth, "T": 1, "B": 1}
        once, twice = (_of(replace(case, bidirectional=both), name, given) for both in (False, True))
        return (twice == 2 * once,)

    return Listed((item,), (told,), measured)
