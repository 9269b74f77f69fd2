"""Canonical weights into a framework's tensors and back."""

from __future__ import annotations

from difflib import get_close_matches
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from ..ground.errors import ConventionError
from ..reference.weights import Weights, check, weight_shapes
from .finding import array_of, tensors_named
from .layout import Sizes, arrange, block_shape, placed, restore
from .support import form_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike

    from ..network import Network
    from .convention import Convention, Form, Kind
    from .layout import Array, Blocks, Placed

    Named = Mapping[str, Array]


def pack(convention: Convention, weights: Weights, network: Network) -> dict[str, Array]:
    """The framework's tensors by name. See `frameworks.pack`."""
    form = form_for(convention, network)
    check(network, weights)
    for directions in weights.layers:
        for named in directions:
            _check_recurrent_bias(convention, form, named)
    tensors = {item.key: _tensor(form, item, weights, network) for item in placed(convention, form, network)}
    if convention.flat:
        return {convention.flat: np.concatenate([tensor.ravel() for tensor in tensors.values()])}
    return tensors


def unpack(convention: Convention, tensors: Mapping[str, ArrayLike] | Sequence[ArrayLike], network: Network) -> Weights:
    """Canonical weights from the framework's tensors. See `frameworks.unpack`."""
    form = form_for(convention, network)
    items = placed(convention, form, network)
    shapes = {item.key: item.shape(sizes_of(network, item.layer)) for item in items}
    if convention.flat:
        shapes = {convention.flat: (sum(map(prod, shapes.values())),)}
    arrays = {name: array_of(convention, name, tensor) for name, tensor in tensors_named(convention, tensors, shapes).items()}
    if convention.flat:
        arrays = _split(convention, arrays, items, network)
    _check_tensors(convention, arrays, items, network)
    blocks: list[Blocks] = [{} for _ in range(network.layers)]
    for item in items:
        blocks[item.layer] |= restore(item, arrays[item.key], sizes_of(network, item.layer))
    return Weights(
        tuple(
            tuple(
                _canonical(convention, form, network, layer, direction, blocks[layer])
                for direction in range(network.directions)
            )
            for layer in range(network.layers)
        )
    )


def sizes_of(network: Network, layer: int) -> Sizes:
    """The sizes of a layer, in numbers."""
    return Sizes(network.layer_input(layer), network.recurrent(layer), network.widths[layer], network.projection)


def _tensor(form: Form, item: Placed, weights: Weights, network: Network) -> Array:
    sizes = sizes_of(network, item.layer)
    blocks: Blocks = {
        (direction, part.kind, gate): _stored(form, part.kind, gate, weights.layers[item.layer][direction], sizes)
        for direction in item.directions
        for part in item.tensor.parts
        for gate in (part.gates if part.kind != "V" else "h")
    }
    return arrange(item, blocks, sizes)


def _stored(form: Form, kind: Kind, gate: str, named: Named, sizes: Sizes) -> Array:
    """One block as the framework keeps it; weights that the network lacks are zero."""
    shape = block_shape(kind, sizes)
    name = f"{kind}_{gate.lower()}"
    value = named[name].reshape(shape) if name in named else np.zeros(shape)
    if kind == "b" and gate == "f":
        value = value - form.forget_added
    return -value if gate.isupper() else value


def _check_recurrent_bias(convention: Convention, form: Form, named: Named) -> None:
    """A candidate's recurrent bias is only lost in silence if it is zero."""
    for name, value in named.items():
        kind, _, gate = name.partition("_")
        if kind == "bh" and form.tensor_of("bh", gate) is None and np.any(value):
            raise ConventionError(
                f"{convention.name} has no bias inside the reset gate's product ({name}), and here it is not zero; "
                "no other weight can stand in for it"
            )


def _canonical(convention: Convention, form: Form, network: Network, layer: int, direction: int, blocks: Blocks) -> Named:
    expected = weight_shapes(network, layer)
    if not network.bias:
        _check_no_bias(convention, form, network, direction, blocks)
    return {name: _weight(form, name, direction, blocks, expected).copy() for name in expected}


def _weight(form: Form, name: str, direction: int, blocks: Blocks, expected: Mapping[str, tuple[int, int]]) -> Array:
    kind, _, gate = name.partition("_")
    value = _block(blocks, direction, kind, gate, expected[name])
    if kind != "b":
        return value
    if f"bh_{gate}" not in expected:
        value = value + _block(blocks, direction, "bh", gate, expected[name])
    return value + form.forget_added if gate == "f" else value


def _block(blocks: Blocks, direction: int, kind: str, gate: str, shape: tuple[int, int]) -> Array:
    """A stored block in the sense of the equations; zeros where the framework has no such weight."""
    if (direction, kind, gate) in blocks:
        return blocks[direction, kind, gate].reshape(shape)
    if (direction, kind, gate.upper()) in blocks:
        return -blocks[direction, kind, gate.upper()].reshape(shape)
    return np.zeros(shape)


def _check_no_bias(convention: Convention, form: Form, network: Network, direction: int, blocks: Blocks) -> None:
    """Where the framework always has biases, those of a network without any must come to zero."""
    for gate in network.equations.gates:
        shape = next((len(block), 1) for (_, kind, _), block in blocks.items() if kind == "W")
        total = _weight(form, f"b_{gate}", direction, blocks, {f"b_{gate}": shape})
        if np.any(total):
            raise ConventionError(f"the network has no biases, but {convention.name}'s bias of gate {gate} is not zero")


def _split(convention: Convention, arrays: Mapping[str, Array], items: list[Placed], network: Network) -> dict[str, Array]:
    """The tensors that are laid end to end in the one flat vector."""
    shapes = [item.shape(sizes_of(network, item.layer)) for item in items]
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
    name = str(convention.flat)
    _check_named(convention, arrays, {name: (int(ends[-1]),)})
    pieces = np.split(arrays[name], ends[:-1])
    return {item.key: piece.reshape(shape) for item, piece, shape in zip(items, pieces, shapes, strict=True)}


def _check_tensors(convention: Convention, arrays: Mapping[str, Array], items: list[Placed], network: Network) -> None:
    _check_named(convention, arrays, {item.key: item.shape(sizes_of(network, item.layer)) for item in items})


def _check_named(convention: Convention, arrays: Mapping[str, Array], expected: Mapping[str, tuple[int, ...]]) -> None:
    """Raise for the first tensor that is missing, unknown or of the wrong shape."""
    for name in (*expected, *arrays):
        if name not in arrays:
            raise ConventionError(f"{convention.name}'s tensor {name!r} is missing")
        if name not in expected:
            near = get_close_matches(name, expected, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "expected: " + ", ".join([*expected][:12])
            raise ConventionError(f"{convention.name} has no tensor {name!r} for this network; {hint}")
        if arrays[name].shape != expected[name]:
            raise ConventionError(f"{convention.name}'s {name!r} is {arrays[name].shape}, expected {expected[name]}")
