"""Settings that a file of ours carries: they decide between readings that the tensors leave open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .. import frameworks
from . import safetensors
from .writing import SETTINGS
from .zipped import content, members

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable
    from pathlib import Path

    from .reading import Layer, Reading

SAID = "the settings that the file carries"
LONGEST = 2**20


def settled(layers: list[Layer], path: Path, form: str) -> list[Layer]:
    """The layers, those with several readings as the file's own settings say, where it has any."""
    if all(len(layer.readings) < 2 for layer in layers) or form not in READERS:
        return layers
    said = _json(READERS[form](path))
    return [_settled(layer, said.get(layer.name, said)) for layer in layers]


def _settled(layer: Layer, said: object) -> Layer:
    fitting = [reading for reading in layer.readings if _settings(reading) == said]
    if len(layer.readings) < 2 or len(fitting) != 1:
        return layer
    because = (SAID, *fitting[0].because)
    return replace(layer, readings=(replace(fitting[0], known_by="attribute", because=because),))


def _settings(reading: Reading) -> dict[str, Any]:
    return frameworks.settings(reading.framework, reading.network)


def _json(text: str | bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, Mapping) else {}


def _of_safetensors(path: Path) -> str:
    said = safetensors.metadata(path).get(SETTINGS)
    return said if isinstance(said, str) else ""


def _of_npz(path: Path) -> bytes:
    member: zipfile.ZipInfo | None = next((info for info in members(path) if info.filename == f"{SETTINGS}.json"), None)
    return content(path, member) if member is not None and member.file_size <= LONGEST else b""


READERS: Mapping[str, Callable[[Path], str | bytes]] = {"safetensors": _of_safetensors, "npz": _of_npz}
