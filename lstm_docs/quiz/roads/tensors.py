"""A framework's tensors: what each holds, and how one gate is cut out of a packed one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ... import frameworks
from ...cells.sizes import H
from ...errors import ConventionError
from ...reference.weights import random_weights
from ..case import GATES
from ..packed import unpacked
from ..registry import Item, Listed, answer
from ..texts import said
from .conventions import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ..case import Case
    from ..texts import Said

    Array = NDArray[np.float64]
    Sizes = Mapping[str, int]

HELD = {
    ("W",): "the weights that multiply $x_t$",
    ("U",): "the weights that multiply $h_{t-1}$",
    ("b",): "the biases",
    ("bh",): "a second bias vector, added to $U\\,h_{t-1}$",
    ("b", "bh"): "the biases of $W\\,x_t$ and of $U\\,h_{t-1}$, one after the other",
    ("W", "U"): "all weights, those for $x_t$ and for $h_{t-1}$ joined",
}
FIRST_OF_TWO = "a bias vector, added to $W\\,x_t$"


def _kinds(case: Case) -> dict[str, tuple[str, ...]]:
    """Tensor -> the kinds of weight it holds."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in ("W", "U", "b", "bh"):
        try:
            name = frameworks.tensor_name(case.framework, case.network(), kind)
        except ConventionError:
            continue
        found[name] = (*found.get(name, ()), kind)
    return found


@answer("tensor-meaning")
def tensor_meaning(case: Case) -> Listed:
    """What each tensor of an LSTM layer holds."""
    kinds = _kinds(case)
    split = ("bh",) in kinds.values()
    texts = {name: FIRST_OF_TWO if split and held == ("b",) else HELD[held] for name, held in kinds.items()}
    items = tuple(
        Item(
            said(f"`{name}`"),
            partner=said(text),
            said=said(f"`{name}` holds {text}."),
            misconception="tensor-taken-for-another",
        )
        for name, text in texts.items()
    )
    solution = tuple(item.said for item in items if item.said)
    return Listed(items, solution, lambda _: tuple(_acts_as(case, name) == _roles(held) for name, held in kinds.items()))


def _roles(held: tuple[str, ...]) -> set[str]:
    return {kind[0] for kind in held}


def _acts_as(case: Case, name: str) -> set[str]:
    """The kinds of canonical weight that come out when only this tensor is not zero."""
    none, only = (unpacked(case.framework, case.network(), ones) for ones in ("", name))
    return {key[0] for key, value in only.items() if np.any(value != none[key])}


@dataclass(frozen=True)
class _Slice:
    """`start:stop` in blocks of H along the rows (0) or columns (1) of a matrix, behind `leading` axes of length one."""

    tensor: str
    leading: int
    axis: int
    place: int

    @property
    def text(self) -> Said:
        index = "0, " * self.leading + ":, " * self.axis + "{start}:{stop}"
        return said(f"`{self.tensor}[{index}]`", start=self.place * H, stop=(self.place + 1) * H)

    def of(self, tensors: Mapping[str, Array], hidden: int) -> Array:
        matrix: Array = tensors[self.tensor][(0,) * self.leading]
        cut = slice(self.place * hidden, (self.place + 1) * hidden)
        return matrix[cut] if self.axis == 0 else matrix[:, cut]


@answer("slice-of-a-gate")
def slice_of_a_gate(case: Case) -> Listed:
    """The NumPy slice of the packed input matrix that is one gate's weights."""
    network, name = case.network(), frameworks.get(case.framework).name
    tensor = frameworks.tensor_name(case.framework, network, "W")
    order = frameworks.gate_order(case.framework, network)
    leading = len(frameworks.symbolic_shapes(case.framework, network)[tensor]) - 2
    axis, place = frameworks.gate_axis(case.framework, network) - leading, order.index(case.gate)
    side = ("rows", "columns")
    packs = said(f"{name} packs {listed(order)}, each gate as {{H}} {side[axis]}: the {GATES[case.gate]} is block {place}.")
    across = said(f"This cuts {side[1 - axis]}; in {name} the gates lie along the {side[axis]}.")
    wrong = [
        (_Slice(tensor, leading, 1 - axis, place), "rows-for-columns", across),
        *((_Slice(tensor, leading, axis, other), slip, packs) for other, slip in _places(case, place, len(order))),
    ]
    items = (
        Item(_Slice(tensor, leading, axis, place).text, right=True, said=packs),
        *(Item(cut.text, said=told, misconception=slip) for cut, slip, told in wrong),
    )
    cuts = (_Slice(tensor, leading, axis, place), *(cut for cut, _, _ in wrong))
    solution = (packs, said("So it is cut from {start:with} to {stop:with}.", start=place * H, stop=(place + 1) * H))
    return Listed(items, solution, lambda sizes: _cut_out(case, sizes, cuts))


def _places(case: Case, place: int, gates: int) -> list[tuple[int, str]]:
    """Blocks that somebody may take instead, and why."""
    elsewhere = [
        (frameworks.gate_order(framework, case.network()).index(case.gate), "order-of-another-framework")
        for framework in ("onnx", "pytorch", "openvino")
    ]
    found = [*elsewhere, ((place + 1) % gates, "blocks-from-one"), (gates - 1 - place, "blocks-from-the-end")]
    return [(other, slip) for other, slip in found if other != place]


def _cut_out(case: Case, sizes: Sizes, cuts: tuple[_Slice, ...]) -> tuple[bool, ...]:
    """Which slices of packed random weights are this gate's W, either way round."""
    network = case.network(sizes)
    weights = random_weights(network, seed=0)
    tensors, expected = frameworks.pack(case.framework, weights, network), weights.layers[0][0][f"W_{case.gate}"]
    found = [cut.of(tensors, sizes["H"]) for cut in cuts]
    return tuple(any(np.array_equal(piece, way) for way in (expected, expected.T)) for piece in found)
