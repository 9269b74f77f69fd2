"""What was found in a file: layers, and for each the ways in which its tensors can be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from .. import frameworks
from ..frameworks.layout import placed
from ..frameworks.support import form_for
from .stored import ModelError

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from pathlib import Path

    from ..network import Network
    from ..reference.weights import Weights
    from .stored import Stored

Evidence = Literal["attribute", "names", "guess"]
KINDS = ("embedding", "dense", "convolution", "other")


class AmbiguityError(ModelError):
    """A layer that can be read in ways which compute different outputs."""


@dataclass(frozen=True)
class Reading:
    """One way to read a layer: the network, the framework whose convention it is, and which tensor is which.

    `tensors` are the file's, by the framework's own names for this network. `known_by` says what decided it, the
    best first: an `attribute` that the file states, the `names` of its tensors, or a `guess`; `because` says it in
    sentences. `also` are frameworks that read the same tensors in the same way.
    """

    network: Network
    framework: str
    tensors: Mapping[str, Stored]
    known_by: Evidence
    because: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def choice(self) -> str:
        """How `--as` names it: `pytorch:lstm`."""
        return f"{self.framework}:{self.network.cell}"

    @property
    def order(self) -> str:
        """The gates in the order of the file, as letters; empty where there is one gate, which has none."""
        order = frameworks.gate_order(self.framework, self.network)
        return order if len(order) > 1 else ""

    @cached_property
    def weights(self) -> Weights:
        """The numbers, per layer, direction and gate. They are read now. Raises `ModelError` for what is no weights."""
        for tensor in self.tensors.values():
            if "float" not in tensor.dtype:
                raise ModelError(f"{tensor.name!r} is stored as {tensor.dtype}, and its scale is not known here")
        with np.errstate(all="ignore"):  # what is no number is told by --weights
            loaded = {name: tensor.load() for name, tensor in self.tensors.items()}
            return frameworks.unpack(self.framework, loaded, self.network)

    @property
    def computes(self) -> Hashable:
        """The same for two readings exactly if they take every number for the same weight."""
        form = form_for(frameworks.get(self.framework), self.network)
        places = {
            (self.tensors[item.key].name, item.tensor.parts, item.tensor.axes, item.layer, item.directions)
            for item in placed(frameworks.get(self.framework), form, self.network)
            if item.key in self.tensors
        }
        return (self.network, frozenset(places), form.forget_added)


@dataclass(frozen=True)
class Layer:
    """A recurrent layer of a file under its name there; `uses` are all places that run it with the same tensors.

    `readings` compute different outputs, so there is one where the file leaves no doubt, several where it does, and
    none where the file states something that no cell of ours computes, which `unread` then says. A guess is one
    reading, with `alternatives` that fit as well. A layer that is not read says which tensors it has held.
    """

    name: str
    readings: tuple[Reading, ...]
    uses: tuple[str, ...] = ()
    unread: str = ""
    alternatives: tuple[Reading, ...] = ()
    held: tuple[Stored, ...] = ()

    @property
    def tensors(self) -> tuple[Stored, ...]:
        """What the layer is made of, in whichever way it is read."""
        return tuple(tensor for reading in self.readings for tensor in reading.tensors.values()) or self.held

    @property
    def reading(self) -> Reading:
        """The one reading. Raises `AmbiguityError` naming all if there are several, `ModelError` if there is none."""
        if not self.readings:
            raise ModelError(f"{self.name}: {self.unread}")
        if len(self.readings) > 1:
            ways = " or ".join(reading.choice for reading in self.readings)
            raise AmbiguityError(f"{self.name} can be read as {ways}, which compute different outputs; choose with --as")
        return self.readings[0]

    @property
    def network(self) -> Network:
        """The network of the one reading."""
        return self.reading.network

    @property
    def framework(self) -> str:
        """The framework of the one reading."""
        return self.reading.framework

    @property
    def weights(self) -> Weights:
        """The numbers of the one reading, per layer, direction and gate."""
        return self.reading.weights


@dataclass(frozen=True)
class Contents:
    """What the reader of a format gives: the tensors, and the layers, the kinds by place and the notes that it knows."""

    tensors: list[Stored]
    layers: list[Layer] = field(default_factory=list)
    kinds: Mapping[Hashable, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class File:
    """A model file: its tensors, the recurrent layers among them, and how many numbers the rest holds, by kind."""

    path: Path
    format: str
    bytes: int
    tensors: tuple[Stored, ...]
    layers: tuple[Layer, ...]
    kinds: Mapping[Hashable, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @cached_property
    def distinct(self) -> Mapping[Hashable, Stored]:
        """The tensors that may be weights, each once, by place."""
        return {tensor.place: tensor for tensor in self.tensors if tensor.counted}

    @property
    def parameters(self) -> int:
        """How many numbers the distinct tensors hold."""
        return sum(tensor.size for tensor in self.distinct.values())

    @property
    def rest(self) -> dict[str, int]:
        """How many numbers are in no recurrent layer, by kind: embedding, dense, convolution, other."""
        recurrent = {place for place, kind in self.kinds.items() if kind == "recurrent"}
        counts = dict.fromkeys(KINDS, 0)
        for place, tensor in self.distinct.items():
            if place not in recurrent:
                counts[self.kinds.get(place, "other")] += tensor.size
        return counts
