"""Where every number of a network stands in a framework's tensors: one engine for all layouts.

Blocks are arrays by (direction, kind, gate), the gate as the row writes it; W, U and V have two
axes, the vectors one. `arrange` lays blocks into a tensor, `restore` takes them out again.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from .convention import MATRICES, Part, Tensor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from ..network import Network
    from .convention import Convention, Form, Kind

    Array = NDArray[np.float64]
    Blocks = dict[tuple[int, str, str], Array]


@dataclass(frozen=True)
class Sizes:
    """The sizes of one layer, as ints or as expressions: what x and h measure, H, and P."""

    inputs: Any
    recurrent: Any
    hidden: Any
    projection: Any


def block_shape(kind: Kind, sizes: Sizes) -> tuple[Any, ...]:
    """The shape of one gate's block of a kind."""
    shapes = {"W": (sizes.hidden, sizes.inputs), "U": (sizes.hidden, sizes.recurrent), "V": (sizes.projection, sizes.hidden)}
    return shapes.get(kind, (sizes.hidden,))


@dataclass(frozen=True)
class Placed:
    """A tensor of a network under its full name: the part of the row it comes from, its layer and directions."""

    key: str
    tensor: Tensor
    layer: int
    directions: tuple[int, ...]

    def extents(self, sizes: Sizes) -> dict[str, Any]:
        """The length of every axis by letter, in the order of the blocks."""
        width = {"W": sizes.inputs, "U": sizes.recurrent}
        return {
            "D": len(self.directions),
            "K": len(self.tensor.parts) if "K" in self.tensor.letters else 1,
            "G": len(self.tensor.gates) if "V" not in self.tensor.kinds else 1,
            "P": sizes.projection if "V" in self.tensor.kinds else 1,
            "H": sizes.hidden,
            "N": sum(width[kind] for kind in self.tensor.kinds) if self.tensor.kinds[0] in MATRICES else 1,
        }

    def shape(self, sizes: Sizes) -> tuple[Any, ...]:
        """The length of every axis of the tensor."""
        extents = self.extents(sizes)
        return tuple(prod(extents[letter] for letter in group if letter != "1") for group in self.tensor.axes)


def placed(convention: Convention, form: Form, network: Network) -> list[Placed]:
    """Every tensor of a network, in the order in which the framework keeps them."""
    tensors = [item for layer in range(network.layers) for item in _of_layer(convention, form, network, layer)]
    if convention.flat:
        tensors.sort(key=lambda item: (item.tensor.kinds[0] not in MATRICES, item.layer, item.directions))
    return tensors


def _of_layer(convention: Convention, form: Form, network: Network, layer: int) -> Iterator[Placed]:
    both = tuple(range(network.directions))
    tensors = [tensor for tensor in form.tensors if _present(tensor, convention, network)]
    for tensor in tensors:
        if "D" in tensor.letters:
            yield from _of_gates(convention, form, network, Placed("", tensor, layer, both))
    for direction in both:
        for tensor in tensors:
            if "D" not in tensor.letters:
                yield from _of_gates(convention, form, network, Placed("", tensor, layer, (direction,)))


def _present(tensor: Tensor, convention: Convention, network: Network) -> bool:
    """Peepholes, a projection and biases are there only if the network has them."""
    kind = tensor.kinds[0]
    if kind == "p":
        return network.cell == "lstm-peephole"
    if kind == "V":
        return network.projection is not None
    return kind in MATRICES or network.bias or convention.bias == "always"


def _of_gates(convention: Convention, form: Form, network: Network, item: Placed) -> Iterator[Placed]:
    """One tensor, or one for each gate; each under its full name."""
    tensor = item.tensor
    for gate in tensor.gates if tensor.per_gate else [None]:
        parts = tuple(Part(part.kind, gate) for part in tensor.parts) if gate else tensor.parts
        key = _key(convention, form, network, item, gate or "")
        yield Placed(key, Tensor(tensor.name, parts, tensor.axes), item.layer, item.directions)


def _key(convention: Convention, form: Form, network: Network, item: Placed, gate: str) -> str:
    """The name, led by `layer/` and `direction/` where the network has several and the template does not say which."""
    template, direction = item.tensor.name, item.directions[0]
    lead = []
    if network.layers > 1 and "{layer}" not in template and "{pseudo}" not in template:
        lead.append(str(item.layer))
    if network.bidirectional and not ("{direction}" in template or "{pseudo}" in template or len(item.directions) > 1):
        lead.append(convention.directions[direction])
    name = template.format(
        layer=item.layer,
        direction=convention.directions[direction],
        pseudo=item.layer * network.directions + direction,
        gate=form.words.get(gate, gate),
    )
    return "/".join([*lead, name])


def arrange(item: Placed, blocks: Mapping[tuple[int, str, str], Array], sizes: Sizes) -> Array:
    """The tensor that holds the blocks."""
    extents = item.extents(sizes)
    stacked = np.stack([_of_direction(item.tensor, direction, blocks) for direction in item.directions])
    _, order = _axes(item, extents)
    return stacked.reshape(tuple(extents.values())).transpose(order).reshape(item.shape(sizes)).copy()


def restore(item: Placed, array: Array, sizes: Sizes) -> Blocks:
    """The blocks that the tensor holds."""
    lengths, order = _axes(item, item.extents(sizes))
    stacked = np.asarray(array, dtype=np.float64).reshape(lengths).transpose(np.argsort(order))
    blocks: Blocks = {}
    for direction, whole in zip(item.directions, stacked, strict=True):
        blocks |= _to_blocks(item.tensor, direction, whole, sizes)
    return blocks


def _axes(item: Placed, extents: Mapping[str, Any]) -> tuple[tuple[int, ...], list[int]]:
    """The lengths of the tensor's axes, letter by letter, and where each letter stands among the blocks' axes."""
    letters = list(extents)
    ordered = [letter for letter in letters if letter not in item.tensor.letters] + list(item.tensor.letters)
    return tuple(extents[letter] for letter in ordered), [letters.index(letter) for letter in ordered]


def _of_direction(tensor: Tensor, direction: int, blocks: Mapping[tuple[int, str, str], Array]) -> Array:
    if "V" in tensor.kinds:
        return blocks[direction, "V", "h"]
    if tensor.kinds[0] in MATRICES:
        gates = [[blocks[direction, part.kind, gate] for part in tensor.parts] for gate in tensor.gates]
        return np.stack([np.concatenate(parts, axis=1) for parts in gates])
    return np.stack([blocks[direction, part.kind, gate] for part in tensor.parts for gate in part.gates])


def _to_blocks(tensor: Tensor, direction: int, whole: Array, sizes: Sizes) -> Blocks:
    """`whole` has the axes K, G, P, H, N."""
    if "V" in tensor.kinds:
        return {(direction, "V", "h"): whole[0, 0, :, :, 0]}
    if tensor.kinds[0] in MATRICES:
        splits = [sizes.inputs] if len(tensor.parts) == 2 and tensor.kinds[0] == "W" else [sizes.recurrent]
        parts = np.split(whole[0, :, 0], splits[: len(tensor.parts) - 1], axis=2)
        pairs = [(part, block) for part, block in zip(tensor.parts, parts, strict=True)]
        return {(direction, part.kind, gate): block[g] for part, block in pairs for g, gate in enumerate(part.gates)}
    rows = whole.reshape(-1, sizes.hidden)
    names = [(direction, part.kind, gate) for part in tensor.parts for gate in part.gates]
    return dict(zip(names, rows, strict=True))
