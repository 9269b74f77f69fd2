"""How frameworks lay the gates out: the packed matrix and the rows or columns of one gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import cells, frameworks
from ...reference.weights import Weights, random_weights
from ..case import GATES
from ..registry import Key, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case


@answer("packed-shape")
def packed_shape(case: Case) -> Key:
    """The shape of the framework's tensor that holds one kind of matrix for all gates."""
    tensor = frameworks.tensor_name(case.framework, case.network(), case.matrix)
    shape = frameworks.symbolic_shapes(case.framework, case.network())[tensor]
    gates = len(cells.build(case.cell).gates)
    rows, columns = cells.sizes_of(case.network().equations).shape(
        cells.sizes_of(case.network().equations).named(f"{case.matrix}_{cells.build(case.cell).gates[0]}")
    )
    solution = (
        said(
            f"For one gate the matrix is {rows}×{columns}: {{rows}}×{{columns}}.",
            rows=rows,
            columns=columns,
        ),
        said(
            f"{frameworks.get(case.framework).name} joins the {gates} gates in `{tensor}`: "
            "{r:with} × {c:with} = {r}×{c}.",
            r=shape[-2],
            c=shape[-1],
        ),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        network = case.network(sizes)
        packed = frameworks.pack(case.framework, random_weights(network, seed=0), network)
        return packed[tensor].shape[-2:]

    return Key(shape[-2:], solution, measured)


@answer("gate-slice")
def gate_slice(case: Case) -> Key:
    """The half-open range of rows or columns that one gate's block takes in the packed tensor."""
    network = case.network()
    convention = frameworks.get(case.framework)
    start, stop = frameworks.gate_slices(case.framework, network, case.gate)
    order = frameworks.gate_order(case.framework, network)
    place = order.index(case.gate)
    solution = (
        said(f"{convention.name} packs the gates in the order {', '.join(order)}; each block is H = {{H}} wide."),
        said(
            f"The {GATES[case.gate]} is number {place} counted from 0, so its block is {{start:with}} to {{stop:with}}: "
            "{start}:{stop}.",
            start=start,
            stop=stop,
        ),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        return _marked(case, sizes)

    return Key((start, stop), solution, measured)


def _marked(case: Case, sizes: Mapping[str, int]) -> tuple[int, int]:
    """Where ones end up if only the gate's own matrix holds them and is packed."""
    network = case.network(sizes)
    zeros = {name: np.zeros_like(array) for name, array in random_weights(network, seed=0).layers[0][0].items()}
    zeros[f"W_{case.gate}"] = np.ones_like(zeros[f"W_{case.gate}"])
    packed = frameworks.pack(case.framework, Weights(((zeros,),)), network)
    found = packed[frameworks.tensor_name(case.framework, network, "W")]
    axis = frameworks.gate_axis(case.framework, network)
    (marked,) = np.nonzero(found.any(axis=tuple(a for a in range(found.ndim) if a != axis % found.ndim)))
    return int(marked[0]), int(marked[-1]) + 1
