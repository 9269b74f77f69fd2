"""Choosing one of several readings, and what would tell them apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .. import cells, frameworks
from ..ground.errors import LstmDocsError, one_of
from .stored import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reading import File, Layer, Reading

SETTINGS = {
    frozenset({"gru-reset-after", "gru-reset-before"}): (
        "reset_after in the layer's configuration, linear_before_reset in ONNX: whether r multiplies U h or h"
    ),
    frozenset({"rnn-tanh", "rnn-relu"}): "the layer's nonlinearity or activation, tanh or relu",
}
"""By the cells between which a file leaves the choice: where the choice was made."""


def chosen(file: File, choice: str) -> File:
    """The file with each layer read as `choice` says, `FRAMEWORK:CELL`, where the layer can be.

    Raises `ModelError` if no layer can, `UnknownNameError` for a name that is none.
    """
    framework, _, cell = choice.partition(":")
    framework = frameworks.named(framework)
    if cell:
        cell = one_of(cells.named(cell), cells.CELLS, "cell")
    layers = [_read_as(layer, framework, cell) for layer in file.layers]
    if layers == list(file.layers) and not any(_fits(layer.readings[0], framework, cell) for layer in layers if layer.readings):
        ways = sorted({way.choice for layer in file.layers for way in (*layer.readings, *layer.alternatives)})
        ends = "it has " + (f"layers that can be read as {', '.join(ways)}" if ways else "no recurrent layer that we see")
        raise ModelError(f"no layer of the file can be read as {choice}; {ends}", where=str(file.path))
    return replace(file, layers=tuple(layers))


def _read_as(layer: Layer, framework: str, cell: str) -> Layer:
    several = (*layer.readings, *layer.alternatives)
    fitting = [_as(reading, framework) for reading in several if _fits(reading, framework, cell)]
    if len(fitting) != 1:
        return layer
    said = replace(fitting[0], known_by="attribute", because=(f"you chose {fitting[0].choice}", *fitting[0].because))
    return replace(layer, readings=(said,), alternatives=())


def _fits(reading: Reading, framework: str, cell: str) -> bool:
    return framework in (reading.framework, *reading.also) and cell in ("", reading.network.cell)


def _as(reading: Reading, framework: str) -> Reading:
    """The reading in the words of a framework that reads the same tensors in the same way."""
    if framework == reading.framework:
        return reading
    convention, other = frameworks.get(reading.framework), frameworks.get(framework)
    here, there = (frameworks.tensor_shapes(row.id, reading.network) for row in (convention, other))
    renamed = {name: reading.tensors[key] for key, name in zip(here, there, strict=False)}
    also = (reading.framework, *(name for name in reading.also if name != framework))
    if {name: tensor.shape for name, tensor in renamed.items()} != frameworks.tensor_shapes(framework, reading.network):
        raise LstmDocsError(f"{other.name} keeps the same tensors in another order")
    return replace(reading, framework=framework, tensors=renamed, also=also)


def apart(layer: Layer) -> str:
    """What would tell the readings of a layer apart, in a phrase."""
    phrases = list(dict.fromkeys(_apart(layer.readings)))
    return "; ".join(phrases)


def _apart(readings: tuple[Reading, ...]) -> Iterator[str]:
    names = frozenset(reading.network.cell for reading in readings)
    if names in SETTINGS:
        yield SETTINGS[names]
    if len(names) < len(readings):
        which = ", ".join(sorted({frameworks.get(reading.framework).name for reading in readings}))
        yield f"which framework wrote the file: {which}"
