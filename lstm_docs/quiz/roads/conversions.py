"""From one framework's weights to another's: the order of the blocks, what is lost, what cannot be held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import frameworks
from ...formulas.texts import said
from ...ground.errors import one_of
from ...network import Network
from ..engine.registry import Item, Listed, answer, road
from .conventions import listed
from .shared.packed import found_order
from .shared.parameter_counts import stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]
    Order = tuple[int, ...]

OTHERS = ("onnx", "haiku", "caffe", "openvino")
"""Frameworks of different orders, to whose blocks somebody may go instead."""

NETWORKS = {
    "an LSTM whose state is projected to fewer components": Network(input=3, hidden=4, projection=2),
    "an LSTM with peepholes": Network(cell="lstm-peephole", input=3, hidden=4),
    "an LSTM whose input gate is 1 − f": Network(cell="lstm-coupled", input=3, hidden=4),
    "a GRU whose reset gate acts after the product": Network(cell="gru-reset-after", input=3, hidden=4),
    "a GRU whose reset gate acts before the product": Network(cell="gru-reset-before", input=3, hidden=4),
}
HOLDERS = ("pytorch", "keras", "onnx", "tf1", "haiku", "flax", "mlx")
"""Frameworks that are asked for each of these networks."""


def _listed(order: Order) -> str:
    return "[" + ", ".join(map(str, order)) + "]"


def _taken(here: str, there: str) -> Order:
    """The block of `here` at each place of `there`."""
    return tuple(map(here.index, there))


@answer("blocks-to-convert")
def blocks_to_convert(case: Case) -> Listed:
    """Which of the source's blocks stands at each place of the target."""
    network = case.network()
    here, there = (frameworks.gate_order(f, network) for f in (case.framework, case.target))
    right = frameworks.permutation(case.framework, case.target, network)
    sentence = said(f"The target begins with {there[0]}, which is block {here.index(there[0])}, so take {_listed(right)}.")
    wrong = [
        (_taken(there, here), "inverse-permutation", "This says where each block goes, not which block you take next."),
        (tuple(range(len(here))), "blocks-left-in-place", "This leaves the blocks in the order of the source."),
        *((_taken(here, frameworks.gate_order(f, network)), "order-of-another-framework", _would(f)) for f in OTHERS),
        (tuple(reversed(range(len(here)))), "blocks-reversed", "This takes the blocks in reverse order."),
    ]
    entries = [(right, "", sentence), *((order, slip, said(why)) for order, slip, why in wrong if order != right)]
    items = tuple(
        Item(said(f"`{_listed(order)}`"), right=order == right, said=why, misconception=slip) for order, slip, why in entries
    )

    def measured(_: Sizes) -> tuple[bool, ...]:
        source, target = (found_order(f, network) for f in (case.framework, case.target))
        return tuple([source[block] for block in order] == list(target) for order, _, _ in entries)

    return Listed(items, (sentence,), measured, (("source_order", listed(here)), ("target_order", listed(there))))


def _would(framework: str) -> str:
    return f"This would be right for {frameworks.get(framework).name}."


@road("there-and-back")
def there_and_back(case: Case, _: Sizes) -> tuple[bool]:
    """Whether random tensors come back as they were."""
    network = case.network()
    draw = np.random.default_rng(0)
    shapes = frameworks.tensor_shapes(case.framework, network)
    before = {name: draw.uniform(-1, 1, shape) for name, shape in shapes.items()}
    there = frameworks.convert(before, network, source=case.framework, target=case.target)
    after = frameworks.convert(there, network, source=case.target, target=case.framework)
    return (all(np.allclose(after[name], array) for name, array in before.items()),)


@road("both-stored-and-counted")
def both_stored_and_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """How many more numbers one framework stores than the other for the same network."""
    network = case.network(sizes)
    return (stored(case.framework, network) - stored(case.target, network),)


@answer("frameworks-that-hold")
def frameworks_that_hold(case: Case) -> Listed:
    """Whose own layers can be the network that `case.form` describes."""
    network = NETWORKS[one_of(case.form, NETWORKS, "network")]
    items = []
    for framework in HOLDERS:
        name, refused = frameworks.get(framework).name, frameworks.refusal(framework, network)
        sentence = said(f"{refused[0].upper()}{refused[1:]}." if refused else f"{name} has a place for all its weights.")
        items.append(Item(said(name), right=refused is None, said=sentence, misconception="no-place-for-the-weights"))
    return Listed(tuple(items), tuple(item.said for item in items if item.said))
