"""The recurrent layers of a file one by one, so that files that stack them differently can be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .. import frameworks
from ..frameworks.layout import placed, restore
from ..frameworks.packing import sizes_of
from ..frameworks.support import form_for
from ..models import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ..models import File, Layer, Reading
    from ..network import Network

    Array = NDArray[np.float64]
    Named = Mapping[str, Array]


@dataclass(frozen=True, eq=False)
class Piece:
    """One layer, in one or both directions.

    `weights` are the canonical weights by direction; `second` the share of every gate's bias that the file keeps as the
    second of two vectors, by direction and gate, empty where it keeps one. `order` are the gates as letters, in the order
    of the file. `turned` says that the layer reads from the last step to the first, with outputs in the order of the input
    (`aligned`) or as they come (`as read`). `stacked` says whether the file itself tells on which layer this one stands.
    """

    name: str
    network: Network
    framework: str
    order: str
    weights: tuple[Named, ...]
    second: tuple[Named, ...]
    turned: str = ""
    stacked: bool = False

    @property
    def sizes(self) -> tuple[object, ...]:
        """What must be equal of two layers before their numbers can be."""
        net = self.network
        cell = "gru" if net.cell.startswith("gru") else net.cell
        return cell, net.input, net.hidden, net.directions, net.projection


def pieces(name: str, reading: Reading) -> list[Piece]:
    """The layers of a reading, in order. Reads its numbers. Raises `ModelError` for what is no weights or not finite."""
    network, weights, second = reading.network, reading.weights, _second(reading)
    if not all(np.isfinite(array).all() for layer in weights.layers for named in layer for array in named.values()):
        raise ModelError(f"{name} has weights that are no finite numbers, which inspect --weights counts")
    several = network.layers > 1
    return [
        Piece(
            f"{name} (layer {layer})" if several else name,
            replace(network, input=network.layer_input(layer), hidden=network.widths[layer], layers=1),
            reading.framework,
            frameworks.gate_order(reading.framework, network),
            weights.layers[layer],
            second[layer],
            turned(reading),
            several,
        )
        for layer in range(network.layers)
    ]


def turned(reading: Reading) -> str:
    """How a layer gives its outputs that reads its sequence from the end: ONNX in the order of the input, Keras as read."""
    if not any("backwards" in note for note in reading.notes):
        return ""
    return "as read" if any("in that order" in note for note in reading.notes) else "aligned"


def pieces_of(file: File, layer: Layer, reading: Reading) -> list[Piece]:
    """The same, with the file named in errors."""
    try:
        return pieces(layer.name, reading)
    except ModelError as error:
        raise error.at(str(file.path)) from None


def _second(reading: Reading) -> list[tuple[Named, ...]]:
    """By layer and direction: every gate's recurrent bias, column by column, where the framework has one."""
    network = reading.network
    convention = frameworks.get(reading.framework)
    held: list[list[dict[str, Array]]] = [[{} for _ in range(network.directions)] for _ in range(network.layers)]
    for item in placed(convention, form_for(convention, network), network):
        if item.key not in reading.tensors or "bh" not in item.tensor.kinds:
            continue
        blocks = restore(item, reading.tensors[item.key].load(), sizes_of(network, item.layer))
        for (direction, kind, gate), block in blocks.items():
            if kind == "bh" and gate.lower() in network.equations.gates:
                sign = -1 if gate.isupper() else 1
                held[item.layer][direction][gate.lower()] = sign * np.reshape(block, (-1, 1))
    return [tuple(directions) for directions in held]
