"""Where the gates stand in a framework's tensors, found by packing weights that are marked by their gate."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from .... import frameworks
from ....reference.weights import Weights, random_weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ....network import Network

    Array = NDArray[np.float64]
    Tensors = Mapping[str, Array]


def packed_random(framework: str, network: Network) -> Tensors:
    """The tensors that hold random weights."""
    return frameworks.pack(framework, random_weights(network, seed=0), network)


def packed_ones(framework: str, network: Network, gate: str, kinds: str) -> Tensors:
    """The tensors when only these kinds of one gate's weights are not zero."""
    arrays = random_weights(network, seed=0).layers[0][0]
    held = {f"{kind}_{gate}" for kind in kinds}
    ones = {name: np.full_like(array, float(name in held)) for name, array in arrays.items()}
    return frameworks.pack(framework, Weights(((ones,),)), network)


def unpacked(framework: str, network: Network, ones: str = "") -> Tensors:
    """The weights when all tensors are zero, or `ones` the only one that is not."""
    shapes = frameworks.tensor_shapes(framework, network)
    tensors = {name: np.full(shape, float(name == ones)) for name, shape in shapes.items()}
    return frameworks.unpack(framework, tensors, network).layers[0][0]


def holding(framework: str, network: Network) -> dict[str, Array]:
    """The tensors in which input matrices are packed, every number of W and U marked by its gate."""
    none, w, both = (frameworks.pack(framework, _marked(network, kinds), network) for kinds in ("", "W", "WU"))
    return {name: np.abs(both[name] - none[name]) for name in none if np.any(w[name] != none[name])}


def _marked(network: Network, kinds: str) -> Weights:
    """Weights in which W or U of every gate, or both, hold the gate's number; all else is zero."""
    gates = network.equations.gates
    arrays = random_weights(network, seed=0).layers[0][0]
    filled = {name: np.full_like(a, gates.index(name[2:]) + 1.0 if name[0] in kinds else 0.0) for name, a in arrays.items()}
    return Weights(((filled,),))


def found_order(framework: str, network: Network) -> str:
    """The gates in the order in which their marks are met along the axis of the gates, or tensor by tensor."""
    marks = [mark for array in holding(framework, network).values() for mark in _along_the_gates(array)]
    gates = network.equations.gates
    return "".join([gates[mark - 1] for mark, _ in groupby(marks)][: len(gates)])


def found_layout(framework: str, network: Network) -> str:
    """The layout as the marks show it; the network's inputs and units must differ."""
    arrays = list(holding(framework, network).values())
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


def _along_the_gates(array: Array) -> list[int]:
    """The marks along the one axis along which they differ; a single one where they do not."""
    (axis, *_) = [*_varying(array), 0]
    return [int(mark) for mark in np.moveaxis(array, axis, 0).reshape(array.shape[axis], -1)[:, 0]]


def _varying(array: Array) -> list[int]:
    return [axis for axis in range(array.ndim) if np.ptp(array, axis=axis).any()]
