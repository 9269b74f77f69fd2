"""One gate in several notations, as arrays: split, on x and h stacked, and in a framework's tensor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import frameworks
from ...reference.weights import random_weights
from ..engine.registry import road
from .conventions import packed_tensor
from .shared.packed import packed_ones

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]


def _side_by_side(case: Case, sizes: Sizes) -> np.ndarray:
    named = random_weights(case.network(sizes), seed=0).layers[0][0]
    return np.hstack((named[f"W_{case.gate}"], named[f"U_{case.gate}"]))


@road("matrices-side-by-side")
def matrices_side_by_side(case: Case, sizes: Sizes) -> tuple[int, ...]:
    """The shape of the gate's W and U side by side."""
    return _side_by_side(case, sizes).shape


@road("part-that-is-marked")
def part_that_is_marked(case: Case, sizes: Sizes) -> tuple[int, int]:
    """How many rows and columns of the tensor are not zero if only this gate's matrices are."""
    tensor = packed_ones(case.framework, case.network(sizes), case.gate, "WU")[packed_tensor(case)]
    rows, columns = np.nonzero(tensor.reshape(tensor.shape[-2:]))
    return len(set(rows.tolist())), len(set(columns.tolist()))


@road("shapes-of-arrays")
def shapes_of_arrays(case: Case, sizes: Sizes) -> tuple[str, ...]:
    """The shape of the gate's W alone, on the stacked column, and in two frameworks."""
    network = case.network(sizes)
    weights = random_weights(network, seed=0)
    arrays = (
        weights.layers[0][0][f"W_{case.gate}"],
        _side_by_side(case, sizes),
        frameworks.pack("keras", weights, network)["kernel"],
        frameworks.pack("pytorch", weights, network)["weight_ih_l0"],
    )
    return tuple("×".join(map(str, array.shape)) for array in arrays)
