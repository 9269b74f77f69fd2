"""Which gate stands where in a framework's packed matrix, and how the matrix is laid out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from ... import frameworks
from ...reference.weights import Weights, random_weights
from ..case import GATES
from ..registry import Item, Listed, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ...network import Network
    from ..case import Case
    from ..texts import Said

    Array = NDArray[np.float64]
    Sizes = Mapping[str, int]

ORDERED = (
    *("pytorch", "onnx", "haiku", "caffe", "openvino", "dl4j", "keras", "tf1", "coreml"),
    *("webnn", "mlx", "cntk", "dynet", "mxnet", "opencv"),
)
"""Frameworks among which one is looked for by its order."""

LAYOUTS = {
    "rows": "one matrix in which every gate is a block of $H$ rows",
    "columns": "one matrix in which every gate is a block of $H$ columns",
    "interleaved": "one matrix in which the rows of the gates take turns, unit by unit",
    "separate": "a matrix of its own for every gate",
    "axis": "one array in which the gates have an axis of their own",
}
PLACES = ("first", "second", "third", "fourth")


def named(letters: str) -> str:
    """Letters with commas: `i, f, g, o`."""
    return ", ".join(letters)


def _order(framework: str, case: Case) -> str:
    return frameworks.gate_order(framework, case.network())


@answer("gate-order")
def gate_order(case: Case) -> Listed:
    """The gates from the first block to the last."""
    order, name = _order(case.framework, case), frameworks.get(case.framework).name
    items = tuple(
        Item(
            said(f"{GATES[gate]} {gate}"),
            said=said(f"In {name} the {GATES[gate]} is the {PLACES[place]} block."),
            misconception="order-of-another-framework",
        )
        for place, gate in enumerate(order)
    )
    solution = (said(f"{name} keeps them in the order {named(order)}."),)
    return Listed(items, solution, lambda _: tuple(a == b for a, b in zip(_found(case.framework, case), order, strict=True)))


@answer("framework-of-an-order")
def framework_of_an_order(case: Case) -> Listed:
    """The one framework among four whose order is the stated one."""
    order = _order(case.framework, case)
    shown = (case.framework, *_unlike(case))
    return Listed(
        _whose(shown, case),
        (_packs(case.framework, case),),
        lambda _: tuple(_found(f, case) == order for f in shown),
        (("order", named(order)),),
    )


@answer("framework-of-the-same-order")
def framework_of_the_same_order(case: Case) -> Listed:
    """The one framework among four that packs as the stated one does."""
    order = _order(case.framework, case)
    alike = next(f for f in _after(case.framework) if _order(f, case) == order)
    shown = (alike, *_unlike(case))
    solution = (_packs(case.framework, case), _packs(alike, case))
    return Listed(_whose(shown, case), solution, lambda _: tuple(_found(f, case) == order for f in shown))


def _whose(shown: tuple[str, ...], case: Case) -> tuple[Item, ...]:
    """Frameworks as options, the first of them right."""
    return tuple(
        Item(said(frameworks.get(f).name), right=not n, said=_packs(f, case), misconception="order-of-another-framework")
        for n, f in enumerate(shown)
    )


def _after(framework: str) -> tuple[str, ...]:
    """The other frameworks, beginning behind this one."""
    start = ORDERED.index(framework)
    return (*ORDERED[start + 1 :], *ORDERED[:start])


def _unlike(case: Case) -> list[str]:
    """Frameworks of other orders; those whose order none before has come first."""
    others = [f for f in _after(case.framework) if _order(f, case) != _order(case.framework, case)]
    first: dict[str, str] = {}
    for framework in others:
        first.setdefault(_order(framework, case), framework)
    return [*first.values(), *(f for f in others if f not in first.values())]


def _found(framework: str, case: Case) -> str:
    return "".join(found_order(framework, case.network()))


def _packs(framework: str, case: Case) -> Said:
    return said(f"{frameworks.get(framework).name} packs {named(_order(framework, case))}.")


@answer("stored-matrices")
def stored_matrices(case: Case) -> Listed:
    """How the input matrices of the four gates are kept."""
    convention = frameworks.get(case.framework)
    layout = next(form for form in convention.forms if case.cell in form.cells).layout
    tensors = _holding(case.framework, case.network())
    listed = ", ".join(f"`{name}`" for name in tensors)
    told = said(f"{convention.name} keeps {LAYOUTS[layout]}: {listed}.")
    items = tuple(
        Item(said(text), right=kind == layout, said=told, misconception="layout-of-another-framework")
        for kind, text in LAYOUTS.items()
    )
    return Listed(items, (told,), lambda _: tuple(_layout(case) == kind for kind in LAYOUTS))


def _filled(network: Network, kinds: str) -> Weights:
    """Weights in which W or U of every gate, or both, hold the gate's number; all else is zero."""
    gates = network.equations.gates
    arrays = random_weights(network, seed=0).layers[0][0]
    filled = {name: np.full_like(a, gates.index(name[2:]) + 1.0 if name[0] in kinds else 0.0) for name, a in arrays.items()}
    return Weights(((filled,),))


def _holding(framework: str, network: Network) -> dict[str, Array]:
    """The tensors in which input matrices are packed, every number of W and U marked by its gate."""
    none, w, both = (frameworks.pack(framework, _filled(network, kinds), network) for kinds in ("", "W", "WU"))
    return {name: np.abs(both[name] - none[name]) for name in none if np.any(w[name] != none[name])}


def found_order(framework: str, network: Network) -> list[str]:
    """The gates in the order in which their marks are met along the axis of the gates, or tensor by tensor."""
    marks = [mark for array in _holding(framework, network).values() for mark in _along_the_gates(array)]
    gates = network.equations.gates
    return [gates[mark - 1] for mark, _ in groupby(marks)][: len(gates)]


def _along_the_gates(array: Array) -> list[int]:
    """The marks along the one axis along which they differ; a single one where they do not."""
    (axis, *_) = [*_varying(array), 0]
    return [int(mark) for mark in np.moveaxis(array, axis, 0).reshape(array.shape[axis], -1)[:, 0]]


def _varying(array: Array) -> list[int]:
    return [axis for axis in range(array.ndim) if np.ptp(array, axis=axis).any()]


def _layout(case: Case) -> str:
    """The layout as the marks show it."""
    network = case.network({"I": 5, "H": 3})
    arrays = list(_holding(case.framework, network).values())
    if len(arrays) > 1:
        return "separate"
    gates = len(network.equations.gates)
    (axis,) = _varying(arrays[0])
    if arrays[0].shape[axis] == gates:
        return "axis"
    if len(list(groupby(_along_the_gates(arrays[0])))) > gates:
        return "interleaved"
    others = [a for a, extent in enumerate(arrays[0].shape) if a != axis and extent > 1]
    return "rows" if axis < others[0] else "columns"
