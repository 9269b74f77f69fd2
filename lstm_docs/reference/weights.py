"""Weights in canonical form: per layer, per direction, by the name they have in the equations.

Every array is float64 with two axes, exactly as the equations say: W (H, inputs), U (H, R),
b, bh and p (H, 1), V (P, H). The tables here are written by hand, not derived: the reference
is a witness of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..ground.errors import ConformError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ..network import Network

    Array = NDArray[np.float64]

WEIGHT_NAMES: dict[str, tuple[str, ...]] = {
    "rnn-tanh": ("W_h", "U_h", "b_h"),
    "rnn-relu": ("W_h", "U_h", "b_h"),
    "lstm": tuple(f"{kind}_{gate}" for gate in "ifgo" for kind in "WUb"),
    "lstm-peephole": (*(f"{kind}_{gate}" for gate in "ifgo" for kind in "WUb"), "p_i", "p_f", "p_o"),
    "lstm-coupled": tuple(f"{kind}_{gate}" for gate in "fgo" for kind in "WUb"),
    "lstm-1997": tuple(f"{kind}_{gate}" for gate in "igo" for kind in "WUb"),
    "gru-reset-after": (*(f"{kind}_{gate}" for gate in "rzn" for kind in "WUb"), "bh_n"),
    "gru-reset-before": tuple(f"{kind}_{gate}" for gate in "rzn" for kind in "WUb"),
}
"""The weights of each cell, in the order in which random ones are drawn."""


@dataclass(frozen=True)
class Weights:
    """`layers[l][d][name]`: layer l, direction d (0 forward, 1 backward), `W_f` and so on."""

    layers: tuple[tuple[Mapping[str, Array], ...], ...]

    @property
    def count(self) -> int:
        """How many numbers there are in all."""
        return sum(int(array.size) for layer in self.layers for direction in layer for array in direction.values())


def weight_shapes(network: Network, layer: int) -> dict[str, tuple[int, int]]:
    """(rows, columns) of every weight of one direction of a layer; for a cell without a witness here, as its equations say."""
    if network.cell not in WEIGHT_NAMES:
        return network.weight_shapes(layer)
    inputs, hidden, recurrent = network.layer_input(layer), network.widths[layer], network.recurrent(layer)
    by_kind = {"W": (hidden, inputs), "U": (hidden, recurrent)}
    names = [n for n in WEIGHT_NAMES[network.cell] if network.bias or not n.startswith("b")]
    shapes = {name: by_kind.get(name.partition("_")[0], (hidden, 1)) for name in names}
    return shapes | ({"V_h": (network.projection, hidden)} if network.projection else {})


def random_weights(network: Network, seed: int, scale: float | None = None) -> Weights:
    """Weights drawn uniformly from ±`scale` (1/√H if None), the same for a seed on every NumPy."""
    draw = _uniform(seed)
    return Weights(
        tuple(
            tuple(
                {
                    name: (scale or network.widths[layer] ** -0.5) * draw(shape)
                    for name, shape in weight_shapes(network, layer).items()
                }
                for _ in range(network.directions)
            )
            for layer in range(network.layers)
        )
    )


def random_inputs(network: Network, steps: int, batch: int, seed: int) -> Array:
    """Inputs (T, B, I) drawn uniformly from ±1, the same for a seed on every NumPy."""
    inputs: Array = _uniform(seed + 2**32)((steps, batch, network.input))
    return inputs


def check(network: Network, weights: Weights) -> None:
    """Raise `ConformError` naming the first weight that is missing, unknown or of the wrong shape."""
    depths = [len(layer) for layer in weights.layers]
    if depths != [network.directions] * network.layers:
        raise ConformError(
            f"weights hold {len(depths)} layers with {depths} directions; "
            f"the network has {network.layers} with {network.directions}"
        )
    for index, layer in enumerate(weights.layers):
        expected = weight_shapes(network, index)
        for named in layer:
            shapes = {name: np.shape(array) for name, array in named.items()}
            if shapes != expected:
                raise ConformError(f"layer {index}: {_difference(expected, shapes)}")


def _difference(expected: Mapping[str, tuple[int, int]], shapes: Mapping[str, tuple[int, ...]]) -> str:
    """What is wrong with the first weight that differs."""
    name = next(name for name in (*expected, *shapes) if shapes.get(name) != expected.get(name))
    if name not in shapes:
        return f"weight {name} is missing"
    return f"{name} is {shapes[name]}, expected {expected[name]}" if name in expected else f"this network has no weight {name}"


def _uniform(seed: int):  # type: ignore[no-untyped-def]  # noqa: ANN202
    """Uniform draws from (-1, 1). PCG64's raw bits are promised stable across NumPy; its Generator's methods are not."""
    bits = np.random.PCG64(seed)

    def draw(shape: tuple[int, ...]) -> Array:
        raw = np.asarray(bits.random_raw(int(np.prod(shape))), dtype=np.uint64).reshape(shape)
        return (raw >> np.uint64(11)).astype(np.float64) * 2.0**-52 - 1.0

    return draw
