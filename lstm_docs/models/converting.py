"""The recurrent layers of a file for another framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .. import frameworks
from ..ground.errors import LstmDocsError
from .stored import ModelError
from .writing import Converted

if TYPE_CHECKING:
    from .reading import File, Layer

WIDE = ("float64",)
BACKWARDS = "backwards", "go_backwards"


def converted(file: File, target: str) -> list[Converted]:
    """Every recurrent layer of the file for the target. Reads their numbers.

    Raises `AmbiguityError` where a layer has several readings, `ModelError` for a guess, for a layer that is not read
    and for a file without one, `ConventionError` for what the target cannot hold.
    """
    frameworks.get(target)
    if not file.layers:
        raise ModelError("the file has no recurrent layer that we see; there is nothing to convert")
    return [_converted(layer, target) for layer in file.layers]


def _converted(layer: Layer, target: str) -> Converted:
    reading = layer.reading
    if reading.known_by == "guess":
        raise ModelError(f"{layer.name} is read by a guess; say --as {reading.choice} if it is right")
    try:
        _ = reading.weights  # says what is no weight
        with np.errstate(all="ignore"):
            tensors = {name: tensor.load() for name, tensor in reading.tensors.items()}
            given = frameworks.conversion(tensors, reading.network, source=reading.framework, target=target)
    except ModelError:
        raise
    except LstmDocsError as error:
        raise type(error)(f"{layer.name}: {error.message}") from None
    kind = np.float64 if any(tensor.dtype in WIDE for tensor in reading.tensors.values()) else np.float32
    with np.errstate(all="ignore"):
        arrays = {name: array.astype(kind) for name, array in given.tensors.items()}
    lost = tuple(f"the converted layer does not do what the file says: {note}" for note in reading.notes if _matters(note))
    return Converted(layer.name, reading.network, target, arrays, given.settings, (*lost, *given.losses), given.notes)


def _matters(note: str) -> bool:
    """Whether a note of the file says that it computes something beside the network."""
    return any(word in note for word in (*BACKWARDS, "merge_mode"))
