"""A recurrent network with a dense head: its parameters as one vector, its loss and its gradient."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from .. import reference
from ..ground.errors import ConformError, SizeError
from ..network import Network
from .heads import Head, head
from .streams import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .sequences import Sequences
    from .streams import Array, Vector


@dataclass(frozen=True, kw_only=True)
class Model:
    """A network of one direction, whose head reads the last `reads` steps, and only one where lengths differ.

    `head` is softmax, sigmoid or linear, `outputs` its width O. Raises `ConformError` for a bidirectional
    network, `UnknownNameError` for an unknown head, `SizeError` if nothing is put out or read.
    """

    network: Network
    head: str
    outputs: int
    reads: int = 1

    def __post_init__(self) -> None:
        head(self.head)
        if self.network.bidirectional:
            raise ConformError("a model that is trained reads in one direction; leave bidirectional out")
        if min(self.outputs, self.reads) < 1:
            raise SizeError(f"a head needs at least 1 output and 1 step to read, not {self.outputs} and {self.reads}")

    @cached_property
    def layers(self) -> tuple[Network, ...]:
        """Each layer as a network of its own, so that something can stand between them."""
        net = self.network
        return tuple(
            Network(cell=net.cell, input=net.layer_input(layer), hidden=units, projection=net.projection, bias=net.bias)
            for layer, units in enumerate(net.widths)
        )

    @property
    def width(self) -> int:
        """R of the top layer: what the head reads of a step."""
        return self.network.recurrent(self.network.layers - 1)

    @property
    def activation(self) -> Head:
        """The head's activation and loss."""
        return head(self.head)

    @cached_property
    def shapes(self) -> tuple[tuple[int, str, tuple[int, int]], ...]:
        """(layer, name, shape) of every parameter in the order of the vector; the head's come last, as a layer more."""
        names = [(n, *named) for n, layer in enumerate(self.layers) for named in reference.weight_shapes(layer, 0).items()]
        top = self.network.layers
        return (*names, (top, "W_y", (self.outputs, self.width)), (top, "b_y", (self.outputs, 1)))

    @cached_property
    def count(self) -> int:
        """How many parameters there are, the head's included."""
        return sum(rows * columns for _, _, (rows, columns) in self.shapes)

    def named(self, vector: Vector) -> tuple[dict[str, Vector], ...]:
        """The parameters of each layer by name, then of the head: views into `vector`."""
        views: tuple[dict[str, Vector], ...] = tuple({} for _ in range(self.network.layers + 1))
        for (layer, name, shape), part in zip(self.shapes, self._parts(vector), strict=True):
            views[layer][name] = part.reshape(shape)
        return views

    def _parts(self, vector: Vector) -> Iterator[Vector]:
        start = 0
        for _, _, (rows, columns) in self.shapes:
            yield vector[start : start + rows * columns]
            start += rows * columns

    def read(self, output: Array, data: Sequences) -> Array:
        """The steps the head reads of the top layer's `output` (T, B, R), as (S, B, R)."""
        if data.lengths is None:
            return output[-self.reads :]
        return output[data.lengths - 1, np.arange(len(data))][np.newaxis]

    def spread(self, gradient: Array, data: Sequences) -> Array:
        """The opposite of `read`: (S, B, R) put back at the steps it was read from, zeros elsewhere."""
        whole = np.zeros((len(data.x), *gradient.shape[1:]), gradient.dtype)
        if data.lengths is None:
            whole[-self.reads :] = gradient
        else:
            whole[data.lengths - 1, np.arange(len(data))] = gradient[0]
        return whole


def initial(model: Model, seed: int, forget_bias: float = 1.0) -> Vector:
    """Parameters to start from, as a vector: all uniform in ±1/√units, `forget_bias` added to b_f.

    The head is drawn as the top layer is, in ±1/√width.
    """
    vector = np.empty(model.count)
    *layers, top = model.named(vector)
    for mine, drawn in zip(layers, reference.random_weights(model.network, seed).layers, strict=True):
        for name, array in drawn[0].items():
            mine[name][...] = array + (forget_bias if name == "b_f" else 0.0)
    stream = Stream(seed, 1)
    for array in top.values():
        array[...] = (2 * stream.uniform(*array.shape) - 1) * model.width**-0.5
    return vector
