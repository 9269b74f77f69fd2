"""The second road: numbers counted on arrays of the real sizes, with no formula in sight.

The arrays have the hand-written shapes of the reference and hold one zero behind zero strides, so
that a network of any size is measured in no memory. The operations are counted while the cell's
JSON tree is run on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from .. import cells, derive
from ..reference.weights import weight_shapes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ..network import Network

    Array = NDArray[np.float64]


@dataclass
class Tally:
    """Operations seen so far, by kind; `products` are the multiplications and the additions of matrix products."""

    macs: int = 0
    products: int = 0
    bias_additions: int = 0
    additions: int = 0
    hadamard_products: int = 0
    activations: int = 0
    equations: int = 0
    left_hand_sides: int = 0


@lru_cache(maxsize=2**14)
def hollow(shape: tuple[int, ...]) -> Array:
    """An array of any shape that takes no memory."""
    return np.broadcast_to(np.float64(0), shape)


def layer_arrays(network: Network, layer: int) -> dict[str, Array]:
    """The weights of one direction of a layer, as hollow arrays."""
    return {name: hollow(shape) for name, shape in weight_shapes(network, layer).items()}


def parameters(network: Network) -> int:
    """The components of all weights."""
    return sum(network.directions * _components(layer_arrays(network, layer)) for layer in range(network.layers))


def operations(network: Network, steps: int, batch: int) -> Tally:
    """The operations of `steps` steps of `batch` sequences, all layers and directions."""
    total = Tally()
    for layer in range(network.layers):
        once = _run_layer(network, layer)
        for kind, count in vars(once).items():
            per_sequence = 1 if kind == "equations" else batch
            setattr(total, kind, getattr(total, kind) + count * network.directions * steps * per_sequence)
    return total


def state_components(network: Network) -> int:
    """The components of all states of one sequence."""
    return sum(network.directions * _components(_states(network, layer)) for layer in range(network.layers))


def input_components(network: Network) -> int:
    """The components that all layers and directions read at one step of one sequence."""
    return sum(network.directions * hollow((network.layer_input(layer), 1)).size for layer in range(network.layers))


def sequence_components(network: Network, steps: int, batch: int) -> int:
    """The components of the input x (T, B, I), which both directions of the first layer read."""
    return hollow((steps, batch, network.input)).size


def _components(arrays: Mapping[str, Array]) -> int:
    return sum(array.size for array in arrays.values())


def _states(network: Network, layer: int) -> dict[str, Array]:
    widths = {"h": network.recurrent(layer), "c": network.widths[layer]}
    return {state.name: hollow((widths[cells.state_letter(state)], 1)) for state in network.equations.states}


@lru_cache(maxsize=2**12)
def _run_layer(network: Network, layer: int) -> Tally:
    tree = derive.tree(network.equations)
    values = layer_arrays(network, layer) | _states(network, layer)
    values[str(tree["input"])] = hollow((network.layer_input(layer), 1))
    tally = Tally()
    for name, body in tree["equations"]:  # type: ignore[attr-defined]
        values[name] = _run(body, values, tally)
        tally.equations += 1
        tally.left_hand_sides += values[name].size
    return tally


def _run(body: str | list[object], values: Mapping[str, Array], tally: Tally) -> Array:
    if isinstance(body, str):
        return values[body]
    operator, *parts = body
    arrays = [_run(part, values, tally) for part in parts]  # type: ignore[arg-type]
    first = arrays[0]
    if operator == "@":
        return _product(first, arrays[1], tally)
    if any(array.shape != first.shape for array in arrays):
        raise AssertionError(f"{body}: shapes {[array.shape for array in arrays]}")
    match operator:
        case "+":
            biases = sum(isinstance(part, str) and part.startswith("b") for part in parts)
            tally.bias_additions += biases * first.size
            tally.additions += (len(parts) - 1 - biases) * first.size
        case "*":
            tally.hadamard_products += first.size
        case "1-":
            tally.additions += first.size
        case _:
            tally.activations += first.size
    return first


def _product(left: Array, right: Array, tally: Tally) -> Array:
    if left.shape[1] != right.shape[0]:
        raise AssertionError(f"product of {left.shape} and {right.shape}")
    product = hollow((left.shape[0], right.shape[1]))
    tally.macs += left.size * right.shape[1]
    multiplied = added = product.size * right.shape[0]  # into an accumulator that begins at zero
    tally.products += multiplied + added
    return product
