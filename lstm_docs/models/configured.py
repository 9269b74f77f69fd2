"""What a Keras configuration says of a layer that was found by its names: its cell, and what it computes otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..network import MERGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .reading import Layer, Reading

CLASSES = ("LSTM", "GRU", "SimpleRNN", "CuDNNLSTM", "CuDNNGRU")
DEEPEST = 64
USUAL = {"activation": "tanh", "recurrent_activation": "sigmoid"}


def configured(layer: Layer, names: Mapping[str, tuple[str, ...]], config: object) -> Layer:
    """The layer as the configuration of the same name decides it, or as it was if there is none.

    `names` are, by tensor, what the groups around it are called, the innermost first.
    """
    known = dict(_configurations(config, 0))
    around = [name for tensor in layer.readings[0].tensors.values() for name in names.get(tensor.name, ())]
    keys = (key for lead in ("layer", "cell") for name in around if (key := f"{lead} {name}") in known)
    said = known.get(next(keys, ""))
    if said is None:
        return layer
    kind, settings = said
    _, wrapper = known.get(next((key for name in around if (key := f"both {name}") in known), ""), ("", {}))
    if other := _other(kind, settings):
        return replace(layer, readings=(), held=layer.tensors, unread=f"a {kind} of Keras, but {other}")
    fitting = [reading for reading in layer.readings if _fits(reading, kind, settings)]
    if not fitting:
        unread = f"it is configured as a {kind}, and its tensors are not those of one"
        return replace(layer, readings=(), held=layer.tensors, unread=unread)
    return replace(layer, readings=(_told(fitting[0], kind, settings, wrapper),))


def _configurations(node: object, depth: int) -> Iterator[tuple[str, tuple[str, dict[str, Any]]]]:
    """(name, (class, settings)) of all that is recurrent; a name is led by `layer`, `cell`, or `both` for two directions."""
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        for item in node:
            yield from _configurations(item, depth + 1)
        return
    if not isinstance(node, dict):
        return
    name, settings = node.get("class_name"), node.get("config")
    if isinstance(name, str) and isinstance(settings, dict) and isinstance(settings.get("name"), str):
        lead = "layer" if name in CLASSES else "both" if name == "Bidirectional" else "cell"
        if name.removesuffix("Cell") in (*CLASSES, "Bidirectional"):
            yield f"{lead} {settings['name']}", (name.removesuffix("Cell"), settings)
    for value in node.values():
        yield from _configurations(value, depth + 1)


def _other(kind: str, settings: dict[str, Any]) -> str:
    """What it computes that no cell of ours does, in a clause, or nothing."""
    for key, usual in USUAL.items():
        given = settings.get(key, usual)
        allowed = ("tanh", "relu") if kind == "SimpleRNN" else (usual,)
        if key in settings and given not in allowed:
            return f"its {key} is {str(given)[:40]!r}, which no cell of ours has"
    return ""


def _cell(kind: str, settings: dict[str, Any]) -> str:
    if kind == "SimpleRNN":
        return f"rnn-{settings.get('activation', 'tanh')}"
    if kind.endswith("GRU"):
        after = settings.get("reset_after", kind == "CuDNNGRU")  # before Keras 2.1 there was no other
        return "gru-reset-after" if after else "gru-reset-before"
    return "lstm"


def _fits(reading: Reading, kind: str, settings: dict[str, Any]) -> bool:
    units = settings.get("units", settings.get("output_dim"))
    return (
        "keras" in (reading.framework, *reading.also)
        and reading.network.cell == _cell(kind, settings)
        and units in (None, reading.network.hidden)
    )


def _told(reading: Reading, kind: str, settings: dict[str, Any], wrapper: dict[str, Any]) -> Reading:
    stated = [f"{key} = {settings[key]}" for key in ("units", "activation", "reset_after", "use_bias") if key in settings]
    notes = list(reading.notes)
    if settings.get("go_backwards") and not reading.network.bidirectional and not wrapper:
        notes.append("go_backwards: it reads the sequence from the last step to the first, and gives its outputs in that order")
    mode = wrapper.get("merge_mode", "concat")
    network = reading.network
    if mode in MERGES and network.bidirectional:
        network = replace(network, merge=mode)
    elif network.bidirectional:
        notes.append(f"merge_mode = {mode}: the two directions are not put side by side")
    because = (f"a layer {kind} called {settings['name'][:60]!r} in the configuration", *stated)
    return replace(reading, network=network, known_by="attribute", because=because, notes=tuple(notes))
