"""The network of a file as one that can be run, and the same with a change to its weights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from .. import frameworks
from ..models import ModelError
from ..reference.weights import Weights
from .matching import BIASES, Block, both
from .pieces import pieces_of
from .rounding import ROUNDED

if TYPE_CHECKING:
    from ..models import File, Layer
    from ..network import Network
    from .pieces import Array, Piece
    from .use import Use

RESETS = {"gru-reset-after": "gru-reset-before", "gru-reset-before": "gru-reset-after"}
SQUASHES = {"rnn-tanh": "rnn-relu", "rnn-relu": "rnn-tanh"}
OTHER_CELL = RESETS | SQUASHES


@dataclass(frozen=True, eq=False)
class Trained:
    """A stack of layers, from the lowest up: one network, and what is known of each layer; `file` is where they stand."""

    network: Network
    layers: tuple[Piece, ...]
    file: File

    @property
    def turned(self) -> str:
        """How the layer gives its outputs if it reads from the last step to the first: `aligned` or `as read`, else nothing."""
        return self.layers[0].turned

    @property
    def title(self) -> str:
        """The framework whose convention the file has."""
        return frameworks.get(self.layers[0].framework).name

    @property
    def batch_first(self) -> bool:
        """Whether that framework's layer reads (B, T, I) unless it is told otherwise."""
        return frameworks.get(self.layers[0].framework).time.startswith("B")


def trained(file: File, layer: str | None = None) -> Trained:
    """The file's one network: its only layer, the one named, or all if each reads what the one before gives.

    Raises `ModelError` for a file without a layer, and where it must be said which one; `AmbiguityError` for several readings.
    """
    some = [one for one in file.layers if layer in (None, one.name)]
    if not file.layers:
        raise ModelError("the file has no recurrent layer that we see", where=str(file.path))
    if not some:
        names = ", ".join(one.name for one in file.layers)
        raise ModelError(f"no layer is named {layer!r}; the file has {names}", where=str(file.path))
    found = [piece for one in some for piece in _pieces(one, file)]
    if len(found) > 1 and any(piece.turned for piece in found):
        backwards = next(piece.name for piece in found if piece.turned)
        raise ModelError(
            f"{backwards} reads its sequence backwards, as others do not; check each with --layer", where=str(file.path)
        )
    if not _chained(found):
        names = ", ".join(one.name for one in some)
        raise ModelError(f"the file has several layers, {names}; say which with --layer", where=str(file.path))
    first = found[0].network
    widths = tuple(int(piece.network.widths[0]) for piece in found)
    network = replace(first, hidden=widths, layers=len(widths))
    return Trained(network, tuple(found), file)


def _pieces(layer: Layer, file: File) -> list[Piece]:
    try:
        reading = layer.reading
    except ModelError as error:
        raise error.at(str(file.path)) from None
    return pieces_of(file, layer, reading)


def _chained(found: list[Piece]) -> bool:
    first = found[0].network
    for below, above in pairwise(found):
        if above.network.input != below.network.output:
            return False
    return all(
        (p.network.cell, p.network.bidirectional, p.network.merge, p.network.projection, p.network.bias)
        == (first.cell, first.bidirectional, first.merge, first.projection, first.bias)
        for p in found
    )


def changed(original: Trained, use: Use) -> tuple[Network, Weights]:
    """The network and the weights as a port has them that `use` describes."""
    net = original.network
    if use.cell:
        net = replace(net, cell=OTHER_CELL[net.cell])
    if use.merge:
        net = replace(net, merge=use.merge)
    layers = []
    for piece in original.layers:
        directions = [_direction(piece, d, net, use) for d in range(len(piece.weights))]
        layers.append(tuple(directions[::-1] if use.directions else directions))
    return net, Weights(tuple(layers))


def _direction(piece: Piece, direction: int, net: Network, use: Use) -> dict[str, Array]:
    named = dict(piece.weights[direction])
    gates = piece.network.equations.gates
    sources = dict(use.gates)
    done = {name: array for name, array in named.items() if name[0] in "pV"}
    for gate in gates:
        source = sources.get(gate, gate)
        sign = -1 if gate == use.inverted else 1
        for kind in "WU":
            block = _kept(sign * named[f"{kind}_{source}"], use)
            done[f"{kind}_{gate}"] = block.T if use.transposed and kind == "U" else block
        if net.bias:
            done |= _bias(piece, direction, gate, source, net, use, sign)
    return done


def _kept(array: Array, use: Use) -> Array:
    return ROUNDED[use.digits](array) if use.digits else array


def _bias(piece: Piece, direction: int, gate: str, source: str, net: Network, use: Use, sign: int) -> dict[str, Array]:
    first, second = (_kept(part, use) for part in both(piece, Block("b", source, direction)))
    if use.biases:
        first, second = BIASES[use.biases](first, second)
    if gate == "f":
        first = first + use.forget
    if net.cell == "gru-reset-after" and gate == "n":
        return {"b_n": sign * first, "bh_n": sign * second}
    total: Array = sign * (first + second)
    return {f"b_{gate}": np.asarray(total)}
