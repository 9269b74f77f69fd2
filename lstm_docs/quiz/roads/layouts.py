"""How frameworks lay the gates out: what marks in packed tensors show, and who packs in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import frameworks
from ...formulas.texts import said
from ..engine.case import GATE_NAMES
from ..engine.registry import Item, Listed, answer, road
from .conventions import gates_of, listed, packed_tensor
from .shared.packed import found_layout, found_order, packed_ones, packed_random

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ...formulas.texts import Said
    from ..engine.case import Case

    Array = NDArray[np.float64]
    Sizes = Mapping[str, int]

ORDERED = (
    *("pytorch", "onnx", "haiku", "caffe", "openvino", "dl4j", "keras", "tf1", "coreml"),
    *("webnn", "mlx", "cntk", "dynet", "mxnet", "opencv"),
)
"""Frameworks among which one is looked for by its order."""

PLACES = ("first", "second", "third", "fourth")
LAYOUTS = ("rows", "columns", "interleaved", "separate", "axis")


def _name(framework: str) -> str:
    return frameworks.get(framework).name


# second roads


@road("packed-and-measured")
def packed_and_measured(case: Case, sizes: Sizes) -> tuple[int, ...]:
    """The last two axes of the tensor with the real sizes."""
    return packed_random(case.framework, case.network(sizes))[packed_tensor(case)].shape[-2:]


@road("block-that-is-marked")
def block_that_is_marked(case: Case, sizes: Sizes) -> tuple[int, int]:
    """Where ones end up, along the axis of the gates, if only the gate's own matrix holds them and is packed."""
    network = case.network(sizes)
    ones = packed_ones(case.framework, network, case.gate, "W")[packed_tensor(case)]
    axis = frameworks.gate_axis(case.framework, network)
    (marked,) = np.nonzero(ones.any(axis=tuple(a for a in range(ones.ndim) if a != axis)))
    return int(marked[0]), int(marked[-1]) + 1


@road("slice-that-is-marked")
def slice_that_is_marked(case: Case, sizes: Sizes) -> tuple[str]:
    """The slice of all that is not zero in the tensor if only the gate's own W is not."""
    name = packed_tensor(case)
    ones = packed_ones(case.framework, case.network(sizes), case.gate, "W")[name]
    index = ", ".join(_span(places, extent) for places, extent in zip(np.nonzero(ones), ones.shape, strict=True))
    return (f"`{name}[{index.removesuffix(', :')}]`",)


def _span(places: NDArray[np.int64], extent: int) -> str:
    """`start:stop` from the first place to the last; an axis of length one as 0, a whole axis as a colon."""
    start, stop = int(places.min()), int(places.max()) + 1
    whole = stop - start == extent
    return "0" if extent == 1 else ":" if whole else f"{start}:{stop}"


@road("layout-that-marks-show")
def layout_that_marks_show(case: Case, _: Sizes) -> tuple[bool, ...]:
    """Which of the layouts a packed matrix has."""
    measured = found_layout(case.framework, case.network({"I": 5, "H": 3}))
    return tuple(measured == layout for layout in LAYOUTS)


# orders


@answer("gate-order")
def gates_in_order(case: Case) -> Listed:
    """The gates from the first block to the last."""
    order, name = gates_of(case.framework, case), _name(case.framework)
    items = tuple(
        Item(
            said(f"{GATE_NAMES[gate]} {gate}"),
            said=said(f"In {name} the {GATE_NAMES[gate]} is the {PLACES[place]} block."),
            misconception="order-of-another-framework",
        )
        for place, gate in enumerate(order)
    )
    solution = (said(f"{name} packs the gates in the order {listed(order)}."),)
    return Listed(items, solution, lambda _: tuple(a == b for a, b in zip(_found(case.framework, case), order, strict=True)))


@answer("framework-of-an-order")
def framework_of_an_order(case: Case) -> Listed:
    """The one framework among four whose order is the stated one."""
    return _framework_of(case, (case.framework, *_unlike(case)), case.framework)


@answer("framework-of-the-same-order")
def framework_of_the_same_order(case: Case) -> Listed:
    """The one framework among four that packs as the stated one does."""
    alike = next(f for f in _after(case.framework) if gates_of(f, case) == gates_of(case.framework, case))
    return _framework_of(case, (alike, *_unlike(case)), case.framework, alike)


def _framework_of(case: Case, shown: tuple[str, ...], *explained: str) -> Listed:
    """Frameworks as options, the first of them right; the solution tells of some."""
    order = gates_of(case.framework, case)
    items = tuple(
        Item(said(_name(f)), right=not n, said=_packs(f, case), misconception="order-of-another-framework")
        for n, f in enumerate(shown)
    )
    return Listed(items, tuple(_packs(f, case) for f in explained), lambda _: tuple(_found(f, case) == order for f in shown))


def _after(framework: str) -> tuple[str, ...]:
    """The other frameworks, beginning behind this one."""
    start = ORDERED.index(framework)
    return (*ORDERED[start + 1 :], *ORDERED[:start])


def _unlike(case: Case) -> list[str]:
    """Frameworks of other orders; those whose order none before has come first."""
    others = [f for f in _after(case.framework) if gates_of(f, case) != gates_of(case.framework, case)]
    first: dict[str, str] = {}
    for framework in others:
        first.setdefault(gates_of(framework, case), framework)
    return [*first.values(), *(f for f in others if f not in first.values())]


def _found(framework: str, case: Case) -> str:
    return found_order(framework, case.network())


def _packs(framework: str, case: Case) -> Said:
    return said(f"{_name(framework)} packs the gates in the order {listed(gates_of(framework, case))}.")
