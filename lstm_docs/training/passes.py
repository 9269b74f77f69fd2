"""Forward and backward through a model, layer by layer, with the masks of dropout between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .. import reference
from .dropout import NO_MASKS, Masks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..network import Network
    from .model import Model
    from .sequences import Sequences
    from .streams import Array, Vector

    Named = Mapping[str, Vector]


def logits(model: Model, vector: Vector, data: Sequences) -> Array:
    """What the head's dense layer says of the steps it reads, (S, B, O), without dropout."""
    *layers, top = model.named(vector)
    output = data.x
    for net, named in zip(model.layers, layers, strict=True):
        output = _run(net, named, output, {})
    return _dense(top, model.read(output, data))


def loss_and_gradient(
    model: Model, vector: Vector, data: Sequences, masks: Sequence[Masks] | None = None
) -> tuple[float, Vector]:
    """The mean loss of a batch and its gradient by every parameter, as a vector. `masks` are one for each layer."""
    *layers, top = model.named(vector)
    result = np.empty_like(vector)
    *slots, top_slot = model.named(result)
    masks = masks or [NO_MASKS] * len(layers)
    read_by, output = _forward(model, layers, data.x, masks)

    rows = model.read(output, data)
    loss, by_logits = model.activation.loss(_dense(top, rows), data.targets)
    top_slot["W_y"][...] = np.einsum("sbo,sbr->or", by_logits, rows)
    top_slot["b_y"][...] = by_logits.sum(axis=(0, 1))[:, np.newaxis]
    by_output = model.spread((by_logits @ top["W_y"]).astype(data.x.dtype), data)
    for net, named, slot, mask, x in reversed(list(zip(model.layers, layers, slots, masks, read_by, strict=True))):
        by_output = _backward(net, named, x, _masked(by_output, mask.output), mask, slot)
    return loss, result


def _forward(model: Model, layers: Sequence[Named], x: Array, masks: Sequence[Masks]) -> tuple[list[Array], Array]:
    """What each layer reads, masked, and what the top one puts out."""
    read_by = []
    for net, named, mask in zip(model.layers, layers, masks, strict=True):
        x = _masked(x, mask.inputs)
        read_by.append(x)
        x = _masked(_run(net, named, x, mask.gates), mask.output)
    return read_by, x


def _masked(values: Array, mask: Array | None) -> Array:
    return values if mask is None else values * mask.astype(values.dtype)


def _dense(top: Named, rows: Array) -> Array:
    return rows @ top["W_y"].T + top["b_y"][:, 0]


def _run(net: Network, named: Named, x: Array, gates: Named) -> Array:
    if not gates:
        return reference.run(net, _weights(named), x).output
    each = (reference.run(net, _weights(_thinned(named, gates, b)), x[:, b : b + 1]).output for b in range(x.shape[1]))
    return np.concatenate(list(each), axis=1)


def _backward(net: Network, named: Named, x: Array, by_output: Array, mask: Masks, slot: Named) -> Array:
    """The gradient by what the layer read; the one by its weights is written to `slot`."""
    if not mask.gates:
        gradients = reference.gradients(net, _weights(named), x, by_output)
        for name, array in gradients.weights.layers[0][0].items():
            slot[name][...] = array
        return _masked(gradients.x, mask.inputs)
    for array in slot.values():
        array[...] = 0
    each = [_backward_one(net, named, x, by_output, mask.gates, slot, b) for b in range(x.shape[1])]
    return np.concatenate(each, axis=1)


def _backward_one(net: Network, named: Named, x: Array, by_output: Array, gates: Named, slot: Named, b: int) -> Array:
    """One sequence's part: every sequence has masks of its own, and so weights of its own."""
    at = slice(b, b + 1)
    gradients = reference.gradients(net, _weights(_thinned(named, gates, b)), x[:, at], by_output[:, at])
    for name, array in _thinned(gradients.weights.layers[0][0], gates, b).items():
        slot[name][...] += array
    return gradients.x


def _thinned(named: Named, gates: Named, b: int) -> Named:
    """The matrices with the columns of one sequence's masked factors scaled: W (m ⊙ x) = (W diag m) x."""
    return {name: array * gates[name][b] if name in gates else array for name, array in named.items()}


def _weights(named: Named) -> reference.Weights:
    return reference.Weights(((named,),))
