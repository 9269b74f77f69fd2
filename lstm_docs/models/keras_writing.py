"""A `.keras` file: every converted layer from an input of its own to an output of its own, as a model that Keras loads."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

from .. import frameworks
from ..frameworks.converting import apart
from .stored import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..network import Network
    from .stored import Array
    from .writing import Converted

VERSION = "3.0.0"
WRAPPER = "keras.layers.Bidirectional"
SNAKE = {"InputLayer": "input_layer", "LSTM": "lstm", "GRU": "gru", "SimpleRNN": "simple_rnn", "Bidirectional": "bidirectional"}
"""What Keras calls a layer's group among the weights, by its class."""
OWN = ("class", "wrapper", "merge_mode")
"""Settings that are no arguments of the recurrent layer."""


def model(layers: Sequence[Converted]) -> bytes:
    """The file's bytes. Raises `ModelError` for another framework's layers, and where h5py is not installed."""
    if layers[0].framework != "keras":
        raise ModelError("a .keras file holds Keras' layers; say --to keras, or write .safetensors or .npz")
    built = [_Branch(layer, name) for layer, name in zip(layers, _names(layers), strict=True)]
    ordered = sorted(((depth, *pair) for branch in built for depth, pair in branch.pairs()), key=lambda entry: -entry[0])
    nodes = [node for _, node, _ in ordered]
    config = {
        "name": "lstm_docs",
        "trainable": True,
        "layers": nodes,
        "input_layers": [[branch.nodes[0]["name"], 0, 0] for branch in built],
        "output_layers": [[branch.nodes[-1]["name"], 0, 0] for branch in built],
    }
    kind = {"module": "keras.src.models.functional", "class_name": "Functional", "registered_name": "Functional"}
    whole = {**kind, "config": config}
    members = {
        "metadata.json": json.dumps({"keras_version": VERSION}).encode(),
        "config.json": json.dumps(whole, ensure_ascii=False).encode(),
        "model.weights.h5": _weights(nodes, [held for _, _, held in ordered]),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


class _Branch:
    """One layer of the file: the configurations of its input and of Keras' layers, and the tensors of each."""

    def __init__(self, layer: Converted, name: str) -> None:
        self.kind = next(iter(layer.tensors.values())).dtype.name
        pieces = apart(frameworks.get("keras"), layer.network)
        given = f"{name}_X"
        shape = [None, None, layer.network.input]
        self.nodes = [self._node("InputLayer", given, {"batch_shape": shape, "dtype": self.kind}, [])]
        self.weights: list[Mapping[str, list[Array]]] = [{}]
        for place, piece in enumerate(pieces):
            lead = f"{place}/" if layer.network.layers > 1 else ""
            tensors = [(key.removeprefix(lead), array) for key, array in layer.tensors.items() if key.startswith(lead)]
            called = f"{name}_{place}" if lead else name
            self.nodes.append(self._recurrent(called, piece, given, shape))
            self.weights.append(_by_cell(tensors))
            given, shape = called, [None, None, piece.output]

    def pairs(self) -> Iterator[tuple[int, tuple[dict[str, Any], Mapping[str, list[Array]]]]]:
        """Each layer with its tensors, after its depth: how many follow it. Keras numbers the deepest first."""
        pairs = list(zip(self.nodes, self.weights, strict=True))
        yield from ((len(pairs) - place, pair) for place, pair in enumerate(pairs))

    def _recurrent(self, name: str, piece: Network, given: str, shape: list[Any]) -> dict[str, Any]:
        settings = frameworks.settings("keras", piece)
        kind = str(settings["class"]).rpartition(".")[2]
        arguments = {key: value for key, value in settings.items() if key not in OWN}
        own = {"dtype": self.kind, "return_sequences": True, **arguments}
        history = {"shape": shape, "dtype": self.kind, "keras_history": [given, 0, 0]}
        inbound = [{"args": [{"class_name": "__keras_tensor__", "config": history}], "kwargs": {}}]
        if settings.get("wrapper") != WRAPPER:
            return self._node(kind, name, own, inbound, shape)
        sides = {
            key: self._node(kind, f"{side}_{name}", {**own, "go_backwards": back}, None)
            for key, side, back in (("layer", "forward", False), ("backward_layer", "backward", True))
        }
        wrapping = {"dtype": self.kind, "merge_mode": settings["merge_mode"], **sides}
        return self._node("Bidirectional", name, wrapping, inbound, shape)

    @staticmethod
    def _node(
        kind: str, name: str, settings: dict[str, Any], inbound: list[Any] | None, shape: list[Any] | None = None
    ) -> dict[str, Any]:
        node = {"module": "keras.layers", "class_name": kind, "config": {"name": name, **settings}, "registered_name": None}
        if shape is not None:
            node["build_config"] = {"input_shape": shape}
        return node if inbound is None else {**node, "name": name, "inbound_nodes": inbound}


def _names(layers: Sequence[Converted]) -> list[str]:
    """A name for each layer, of letters that Keras takes, no two alike."""
    plain = [re.sub(r"\W", "_", layer.name) for layer in layers]
    return [name if plain.count(name) == 1 else f"{name}_{place}" for place, name in enumerate(plain)]


def _by_cell(tensors: Sequence[tuple[str, Array]]) -> dict[str, list[Array]]:
    """The tensors in Keras' order, by where the cell that holds them stands in its layer."""
    by_cell: dict[str, list[Array]] = {}
    for key, array in tensors:
        side = key.rpartition("/")[0]
        by_cell.setdefault(f"{side}_layer/cell" if side else "cell", []).append(array)
    return by_cell


def _weights(nodes: Sequence[Mapping[str, Any]], held: Sequence[Mapping[str, list[Array]]]) -> bytes:
    try:
        import h5py
    except ImportError:
        raise ModelError("writing .keras takes h5py, which the extra [files] brings; or write .npz") from None
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        for (group, name), cells in zip(_groups(nodes), held, strict=True):
            file.create_group(f"layers/{group}/vars").attrs["name"] = name
            for cell, arrays in cells.items():
                if side := cell.rpartition("/")[0]:
                    inner = file.create_group(f"layers/{group}/{side}/vars")
                    inner.attrs["name"] = f"{side.removesuffix('_layer')}_{name}"
                inside = file.create_group(f"layers/{group}/{cell}/vars")
                for place, array in enumerate(arrays):
                    inside.create_dataset(str(place), data=array, track_times=False)
    return buffer.getvalue()


def _groups(nodes: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """For each layer its group, numbered among those of its class as Keras does, and its name."""
    met: Counter[str] = Counter()
    for node in nodes:
        group = SNAKE[node["class_name"]]
        yield f"{group}_{met[group]}" if met[group] else group, node["name"]
        met[group] += 1
