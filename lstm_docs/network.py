"""A recurrent network: which cell, how wide, how deep, in which directions."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from . import cells
from .cells.sizes import I, check_size
from .ground.errors import LstmDocsError, SizeError, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .cells.nodes import Node

LARGEST_DEPTH = 1024
MERGES = ("concat", "sum", "mul", "ave")
"""How the outputs of two directions become one; Keras calls it merge_mode."""
MOST_DIGITS = 40
"""What is longer is no size, and takes long to read."""


@dataclass(frozen=True, kw_only=True)
class Network:
    """A stack of recurrent layers.

    `cell` is the name of a cell, or a cell of one's own as the text of its equations (a `Recipe` will do).
    `hidden` is the number of units H of every layer, or one number per layer. `projection` is P, the
    width to which h is projected, or None. Each direction of a bidirectional layer has weights of its own;
    `merge` says how their outputs become one, in every layer: set side by side (concat), or added, multiplied
    or averaged component by component.

    Raises `SizeError` for a size that is not a whole number from 1 to 2^20 and for a merge of one direction,
    `UnknownNameError` for an unknown cell or merge, `ConformError` for a property the cell's equations contradict.
    """

    cell: str = "lstm"
    input: int
    hidden: int | tuple[int, ...]
    layers: int = 1
    bidirectional: bool = False
    merge: str = "concat"
    projection: int | None = None
    bias: bool = True

    @classmethod
    def from_options(cls, options: Mapping[str, object]) -> Network:
        """The network that options describe, by the names of its fields.

        Values are numbers, truth values and lists, or such as text: `{"input": "80", "hidden": "12,8", "bias": "false"}`.
        `input` and `hidden` must be there. Raises as the class does, and `LstmDocsError` for a value of another kind;
        every error names the option.
        """
        for key in options:
            one_of(key, OPTIONS, "option")
        for key in ("input", "hidden"):
            if options.get(key) is None:
                raise LstmDocsError(f"missing key {key!r}")
        return cls(**{key: _value(key, value) for key, value in options.items() if value is not None})

    def __post_init__(self) -> None:
        if isinstance(self.cell, cells.Recipe):
            object.__setattr__(self, "cell", self.cell.written)
        with _option("cell"):
            object.__setattr__(self, "cell", cells.named(self.cell))
            cells.recipe(self.cell)
        _size(self.input, "input")
        if isinstance(self.hidden, list):
            object.__setattr__(self, "hidden", tuple(self.hidden))
        if isinstance(self.hidden, tuple):
            self._check_widths(self.hidden)
        else:
            _size(self.hidden, "hidden")
        if _size(self.layers, "layers") > LARGEST_DEPTH:
            raise SizeError(f"layers must be at most {LARGEST_DEPTH:,}, not {self.layers:,}", option=("layers",))
        if self.projection is not None:
            _size(self.projection, "projection")
        with _option("merge"):
            if one_of(self.merge, MERGES, "merge") != MERGES[0] and not self.bidirectional:
                raise SizeError(
                    f"merge {self.merge} joins two directions, and this network has one; it goes with bidirectional"
                )
        with _option("projection" if self.projection is not None else "cell"):
            cells.sizes_of(self.equations)
        if self.equations.input.rows != I:
            for layer in range(self.layers):
                self._check_input(layer)

    def _check_widths(self, widths: tuple[int, ...]) -> None:
        for layer, width in enumerate(widths):
            with _option("hidden", layer):
                check_size(width, f"hidden of layer {layer}")
        if self.layers not in (1, len(widths)) or not widths:
            raise SizeError(f"{len(widths)} sizes in hidden for {self.layers} layers; give one per layer", option=("layers",))
        object.__setattr__(self, "layers", len(widths))
        if len(set(widths)) == 1:
            object.__setattr__(self, "hidden", widths[0])

    def _check_input(self, layer: int) -> None:
        """Refuse a layer that is given another input than its cell declares, `x: H` for example."""
        declared, width = self.shape(self.equations.input, layer)[0], self.layer_input(layer)
        if declared != width:
            size = self.equations.input.rows
            at = f" of layer {layer}" * (layer > 0)
            raise SizeError(
                f"{self.equations.title} declares x: {size}, so the input{at} is {declared}, not {width}", option=("input",)
            )

    def of_units(self, units: int) -> Network:
        """The same network of other units in every layer; its input too, where the cell declares that in H."""
        rows = str(self.equations.input.rows)
        return replace(self, hidden=units, input={"I": self.input, "H": units}.get(rows, self.input))

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

    def shape(self, node: Node, layer: int = 0) -> tuple[int, int]:
        """(rows, columns) of a node of the equations in a layer, in numbers."""
        sizes = self.layer_sizes(layer)
        rows, columns = (str(size) for size in cells.sizes_of(self.equations).shape(node))
        return sizes.get(rows) or int(rows), sizes.get(columns) or int(columns)

    def weight_shapes(self, layer: int = 0) -> dict[str, tuple[int, int]]:
        """(rows, columns) of every weight of one direction of a layer, as the equations have it."""
        return {weight.name: self.shape(weight, layer) for weight in self.equations.weights}

    def layer_input(self, layer: int) -> int:
        """The width of what a layer reads: the input, or what the layer below hands on."""
        return self.input if layer == 0 else self.abreast * self.recurrent(layer - 1)

    @property
    def abreast(self) -> int:
        """How many times R is what a layer hands on: D, or 1 where its two directions are merged into one."""
        return self.directions if self.merge == "concat" else 1

    @property
    def output(self) -> int:
        """The width of what the last layer hands on."""
        return self.abreast * self.recurrent(self.layers - 1)

    def layer_sizes(self, layer: int) -> dict[str, int]:
        """The sizes of a layer's equations by letter: its own input width as I, its units as H, and P."""
        sizes = {"I": self.layer_input(layer), "H": self.widths[layer]}
        return sizes | ({"P": self.projection} if self.projection else {})


OPTIONS = tuple(field.name for field in fields(Network))
"""The keys of `Network.from_options`, wherever a network is described: in fences, in sentences, on the command line."""

FLAGS = {"true": True, "false": False}


@contextmanager
def _option(*option: str | int) -> Iterator[None]:
    try:
        yield
    except LstmDocsError as error:
        raise error.of(*option) from None


def _size(value: object, key: str) -> int:
    with _option(key):
        return check_size(value, key)


def _value(key: str, value: object) -> Any:  # noqa: ANN401 - the class checks what it is
    """What an option says: a text as what it stands for, anything else as it is if it is of the right kind."""
    if key in ("cell", "merge"):
        return value
    if key in ("bidirectional", "bias"):
        flag = FLAGS.get(value) if isinstance(value, str) else value
        if not isinstance(flag, bool):
            raise LstmDocsError(f"{key} must be true or false, not {str(value)[:40]!r}", option=(key,))
        return flag
    if key == "hidden" and isinstance(value, str) and "," in value:
        return tuple(_whole(part) for part in value.split(","))
    return tuple(value) if isinstance(value, list) else _whole(value)


def _whole(value: object) -> object:
    """A text of digits as a number; whatever else it is, is told where sizes are checked."""
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < MOST_DIGITS else value
