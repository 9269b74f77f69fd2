"""Dropout, where each framework has it.

PyTorch's `dropout` zeroes what one layer hands to the next, anew at every step, and never what the last layer
puts out. Keras' `dropout` zeroes what a layer reads, with the same mask at every step; its `recurrent_dropout`
zeroes the old h as the gates see it, one mask for each gate, the same at every step, and then the inputs get a
mask for each gate as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..ground.errors import SizeError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .model import Model
    from .streams import Stream, Vector


@dataclass(frozen=True, eq=False)
class Masks:
    """The masks of one layer and one batch: each 0 or 1 / (1 - rate).

    `inputs` (1, B, I) for what it reads, `output` (T, B, R) for what it hands on, or None; `gates` by the name
    of the matrix whose factor is masked: W_f (B, I), U_f (B, R) and so on, or empty.
    """

    inputs: Vector | None = None
    output: Vector | None = None
    gates: Mapping[str, Vector] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Dropout:
    """Rates from 0 to below 1: `between` layers as PyTorch, of `inputs` and `recurrent` as Keras.

    Raises `SizeError` for a rate out of range.
    """

    between: float = 0.0
    inputs: float = 0.0
    recurrent: float = 0.0

    def __post_init__(self) -> None:
        for name, rate in vars(self).items():
            if not 0 <= rate < 1:
                raise SizeError(f"the dropout rate {name!r} is {rate}, expected from 0 to below 1")

    def draw(self, model: Model, steps: int, batch: int, stream: Stream) -> tuple[Masks, ...]:
        """The masks of every layer for one batch."""
        return tuple(
            Masks(*self._between_and_inputs(model, layer, steps, batch, stream), self._gates(model, layer, batch, stream))
            for layer in range(model.network.layers)
        )

    def _between_and_inputs(
        self, model: Model, layer: int, steps: int, batch: int, stream: Stream
    ) -> tuple[Vector | None, Vector | None]:
        net = model.layers[layer]
        whole = self.inputs and not self.recurrent
        inner = self.between and layer + 1 < model.network.layers
        return (
            stream.mask(self.inputs, 1, batch, net.input) if whole else None,
            stream.mask(self.between, steps, batch, net.recurrent(0)) if inner else None,
        )

    def _gates(self, model: Model, layer: int, batch: int, stream: Stream) -> Mapping[str, Vector]:
        if not self.recurrent:
            return {}
        rates = {"W": self.inputs, "U": self.recurrent}
        matrices = ((name, shape) for at, name, shape in model.shapes if at == layer and name[0] in rates)
        return {name: stream.mask(rates[name[0]], batch, columns) for name, (_, columns) in matrices}


NO_MASKS = Masks()
