"""A node LSTM, GRU or RNN as a layer: its attributes say the cell, its inputs the weights."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ... import frameworks
from ...ground.errors import LstmDocsError
from ...network import Network
from ..reading import Layer, Reading

if TYPE_CHECKING:
    from collections.abc import Hashable

    from ..stored import Array, Stored
    from .folding import Folded, Folder, Scope
    from .graph import Node

ONNX = ("", "ai.onnx")
QUANTISED = ("com.microsoft", "DynamicQuantizeLSTM")
RECURRENT = {(domain, op) for domain in ONNX for op in ("LSTM", "GRU", "RNN")} | {QUANTISED}
USUAL = {"LSTM": ["sigmoid", "tanh", "tanh"], "GRU": ["sigmoid", "tanh"], "RNN": ["tanh"]}
BACKWARDS = "it reads the sequence backwards, from the last step to the first"
BATCH_FIRST = "layout = 1: its input is (B, T, I)"
PEEPHOLES = 7
STATED = ("hidden_size", "linear_before_reset", "input_forget", "activations", "direction")
"""Attributes that are told where a node has them."""


class _Other(Exception):
    """What the node computes is none of our cells."""


def layer_of(scope: Scope, node: Node, folder: Folder) -> tuple[Layer, frozenset[Hashable]]:
    """The layer, and the tensors of the file that its weights are made of."""
    name = node.name or next((output for output in node.outputs if output), node.op)
    folded = _weights(scope, node, folder)
    roots: frozenset[Hashable] = frozenset().union(*(value.roots for value in folded.values() if value))
    uses = (f"{scope.path}{name}",)
    try:
        missing = next((key for key, value in folded.items() if value is None), None)
        if missing:
            raise _Other(f"its {missing} is computed while the model runs")
        return Layer(name, (_reading(node, {key: value.stored for key, value in folded.items() if value}),), uses), roots
    except _Other as other:
        return Layer(name, (), uses, f"a node {node.op}, but {other}"), roots
    except LstmDocsError as error:
        return Layer(name, (), uses, f"a node {node.op}, but {error.message}"), roots


def _weights(scope: Scope, node: Node, folder: Folder) -> dict[str, Folded | None]:
    """The inputs W, R, B and P that the node has; None for one that is not known before the model runs."""
    places = {"W": 1, "R": 2, "B": 3} | ({"P": PEEPHOLES} if node.op.endswith("LSTM") else {})
    given = {key: node.inputs[place] for key, place in places.items() if place < len(node.inputs) and node.inputs[place]}
    folded = {key: folder.fold(scope, name) for key, name in given.items()}
    if (node.domain, node.op) == QUANTISED:
        for key, place in (("W", 8), ("R", 10)):
            folded[key] = _dequantised(folded[key], *(folder.fold(scope, name) for name in node.inputs[place : place + 2]))
    return folded


def _dequantised(weights: Folded | None, scale: Folded | None = None, zero: Folded | None = None) -> Folded | None:
    """ONNX Runtime's quantised LSTM keeps (D, I, 4H), with a scale for each direction or each column."""
    if weights is None or scale is None or zero is None or len(weights.stored.shape) != 3:
        return None
    directions, rows, columns = weights.stored.shape

    def load() -> Array:
        steps, zeros = (value.stored.load().reshape(directions, 1, -1) for value in (scale, zero))
        array: Array = (weights.stored.load().astype("int32") - zeros.astype("int32")) * steps
        return array.transpose(0, 2, 1)

    place = (weights.stored.place, scale.stored.place, zero.stored.place)
    stored = replace(weights.stored, shape=(directions, columns, rows), dtype="float32", load=load, place=place)
    return replace(weights, stored=stored)


def _reading(node: Node, tensors: dict[str, Stored]) -> Reading:
    attributes, recurrence = node.attributes, tensors.get("R")
    if "W" not in tensors or recurrence is None or len(recurrence.shape) != 3 or len(tensors["W"].shape) != 3:
        raise _Other("its W and R have not three axes")
    direction = str(attributes.get("direction") or "forward")
    both = direction == "bidirectional"
    network = Network(
        cell=_cell(node, tensors, 2 if both else 1),
        input=tensors["W"].shape[2],
        hidden=recurrence.shape[2],
        bidirectional=both,
        bias="B" in tensors,
    )
    expected = frameworks.tensor_shapes("onnx", network)
    for key, shape in expected.items():
        if key not in tensors or tensors[key].shape != shape:
            raise _Other(f"its {key} is {tensors[key].shape if key in tensors else 'missing'}, not {shape}")
    because = (f"a node {node.op}", *_stated(node))
    by_name = {key: tensors[key] for key in expected}
    return Reading(network, "onnx", by_name, "attribute", because, (), tuple(_notes(node, direction)))


def _cell(node: Node, tensors: dict[str, Stored], directions: int) -> str:
    attributes, op = node.attributes, node.op.removeprefix("DynamicQuantize")
    if attributes.get("clip"):
        raise _Other(f"clips its gates at {attributes['clip']:g}, which no cell of ours does")
    given = [str(name).lower() for name in attributes.get("activations") or USUAL[op] * directions]
    one = given[: len(USUAL[op])]
    if given != one * directions:
        raise _Other("its two directions have different activations")
    if op == "RNN" and one in (["tanh"], ["relu"]):
        return f"rnn-{one[0]}"
    if one != USUAL[op]:
        raise _Other(f"its activations are {', '.join(one)}, which no cell of ours has")
    if op == "GRU":
        return "gru-reset-after" if attributes.get("linear_before_reset") else "gru-reset-before"
    if attributes.get("input_forget"):
        if "P" in tensors:
            raise _Other("it couples its gates and has peepholes, which no cell of ours does")
        return "lstm-coupled"
    return "lstm-peephole" if "P" in tensors else "lstm"


def _stated(node: Node) -> list[str]:
    return [f"{name} = {_said(node.attributes[name])}" for name in STATED if node.attributes.get(name) is not None]


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _notes(node: Node, direction: str) -> list[str]:
    notes = [BACKWARDS] if direction == "reverse" else []
    if node.attributes.get("layout"):
        notes.append(BATCH_FIRST)
    if node.op.startswith("DynamicQuantize"):
        notes.append("its matrices are quantised to 8 bits; their numbers here are (stored - zero point)·scale")
    return notes
