"""Converted layers as files: `.safetensors` and `.npz` for any framework, `.onnx` and `.keras` as models that run."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from . import keras_writing
from .onnx.writing import model
from .stored import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from ..network import Network
    from .stored import Array

SETTINGS = "settings"
NAMES = {"float64": "F64", "float32": "F32"}


@dataclass(frozen=True)
class Converted:
    """A layer for another framework: its tensors by that framework's names, and what it computes them with."""

    name: str
    network: Network
    framework: str
    tensors: Mapping[str, Array]
    settings: Mapping[str, Any]
    losses: tuple[str, ...]
    notes: tuple[str, ...]


def content(path: Path, layers: Sequence[Converted]) -> bytes:
    """The bytes of a file of this name. Raises `ModelError` for an ending that we do not write."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise ModelError(f"{path.name!r}: we write {', '.join(WRITERS)}")
    return writer(layers)


def named(layers: Sequence[Converted]) -> dict[str, Array]:
    """The tensors of all layers, led by the layer's name where there are several."""
    lead = len(layers) > 1
    return {f"{layer.name}.{name}" if lead else name: array for layer in layers for name, array in layer.tensors.items()}


def settings_of(layers: Sequence[Converted]) -> dict[str, Any]:
    """The settings of the one layer, or of each by its name."""
    return dict(layers[0].settings) if len(layers) == 1 else {layer.name: dict(layer.settings) for layer in layers}


def _safetensors(layers: Sequence[Converted]) -> bytes:
    """The settings stand in the metadata, as JSON."""
    said = json.dumps(settings_of(layers), ensure_ascii=False)
    header: dict[str, Any] = {"__metadata__": {"framework": layers[0].framework, SETTINGS: said}}
    place, arrays = 0, []
    for name, array in named(layers).items():
        arrays.append(np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")))
        offsets = [place, place + array.nbytes]
        header[name] = {"dtype": NAMES[array.dtype.name], "shape": list(array.shape), "data_offsets": offsets}
        place += array.nbytes
    text = json.dumps(header, ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(array.tobytes() for array in arrays)


def _npz(layers: Sequence[Converted]) -> bytes:
    """As `numpy.savez` writes it, with the settings in a member `settings.json` beside the arrays."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in named(layers).items():
            alone = io.BytesIO()
            np.lib.format.write_array(alone, np.ascontiguousarray(array), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), alone.getvalue())
        archive.writestr(zipfile.ZipInfo(f"{SETTINGS}.json"), json.dumps(settings_of(layers), ensure_ascii=False))
    return buffer.getvalue()


def _onnx(layers: Sequence[Converted]) -> bytes:
    if layers[0].framework not in ("onnx", "onnxruntime"):
        raise ModelError("an .onnx file holds ONNX's nodes; say --to onnx, or write .safetensors or .npz")
    return model(layers)


WRITERS: Mapping[str, Callable[[Sequence[Converted]], bytes]] = {
    ".safetensors": _safetensors,
    ".npz": _npz,
    ".onnx": _onnx,
    ".keras": keras_writing.model,
}
