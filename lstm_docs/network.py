"""A recurrent network: which cell, how wide, how deep, in which directions."""

from __future__ import annotations

from dataclasses import dataclass

from . import cells
from .cells.sizes import check_size
from .ground.errors import SizeError, one_of

LARGEST_DEPTH = 1024


@dataclass(frozen=True, kw_only=True)
class Network:
    """A stack of recurrent layers.

    `hidden` is the number of units H of every layer, or one number per layer. `projection` is P, the
    width to which h is projected, or None. Each direction of a bidirectional layer has weights of its own.

    Raises `SizeError` for a size that is not a whole number from 1 to 2^20, `UnknownNameError` for an
    unknown cell, `ConformError` for a property the cell's equations contradict.
    """

    cell: str = "lstm"
    input: int
    hidden: int | tuple[int, ...]
    layers: int = 1
    bidirectional: bool = False
    projection: int | None = None
    bias: bool = True

    def __post_init__(self) -> None:
        one_of(self.cell, cells.CELLS, "cell")
        check_size(self.input, "input size")
        if isinstance(self.hidden, list):
            object.__setattr__(self, "hidden", tuple(self.hidden))
        if isinstance(self.hidden, tuple):
            self._check_widths(self.hidden)
        else:
            check_size(self.hidden, "hidden size")
        if check_size(self.layers, "layers") > LARGEST_DEPTH:
            raise SizeError(f"layers must be at most {LARGEST_DEPTH:,}, not {self.layers:,}")
        if self.projection is not None:
            check_size(self.projection, "projection size")
        cells.sizes_of(self.equations)

    def _check_widths(self, widths: tuple[int, ...]) -> None:
        for layer, width in enumerate(widths):
            check_size(width, f"hidden size of layer {layer}")
        if self.layers not in (1, len(widths)) or not widths:
            raise SizeError(f"{len(widths)} hidden sizes for {self.layers} layers; give one per layer")
        object.__setattr__(self, "layers", len(widths))
        if len(set(widths)) == 1:
            object.__setattr__(self, "hidden", widths[0])

    @property
    def equations(self) -> cells.Cell:
        """The cell's equations, projected and without biases if the network says so."""
        return cells.build(self.cell, projected=self.projection is not None, bias=self.bias)

    @property
    def directions(self) -> int:
        """D: 1, or 2 for a bidirectional network."""
        return 2 if self.bidirectional else 1

    @property
    def widths(self) -> tuple[int, ...]:
        """The hidden size H of each layer."""
        return self.hidden if isinstance(self.hidden, tuple) else (self.hidden,) * self.layers

    def recurrent(self, layer: int) -> int:
        """R, the width of h in a layer: the projection, otherwise H."""
        return self.projection or self.widths[layer]

    def layer_input(self, layer: int) -> int:
        """The width of what a layer reads: the input, or the D·R outputs of the layer below."""
        return self.input if layer == 0 else self.directions * self.recurrent(layer - 1)

    def layer_sizes(self, layer: int) -> dict[str, int]:
        """The sizes of a layer's equations by letter: its own input width as I, its units as H, and P."""
        sizes = {"I": self.layer_input(layer), "H": self.widths[layer]}
        return sizes | ({"P": self.projection} if self.projection else {})
