"""A model of recurrent nodes as ONNX's protobuf: each layer of the file from an input of its own to an output of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...frameworks.converting import apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..stored import Array
    from ..writing import Converted

from ... import frameworks

IR_VERSION, OPSET = 8, 14
FLOAT, INT64 = 1, 7
AS_INT, AS_STRING, AS_INTS, AS_STRINGS = 2, 3, 7, 8
PLACES = ("W", "R", "B", "", "", "", "P")
"""The inputs of a node after the sequence."""


def model(layers: Sequence[Converted]) -> bytes:
    """The file's bytes. Weights are float32, which is what ONNX Runtime computes in."""
    names = [("X", "Y")] if len(layers) == 1 else [(f"{layer.name}.X", f"{layer.name}.Y") for layer in layers]
    graph = b""
    for layer, (given, taken) in zip(layers, names, strict=True):
        graph += b"".join(_stack(layer, given, taken))
    graph += _field(2, "lstm-docs")
    for layer, (given, taken) in zip(layers, names, strict=True):
        graph += _field(11, _value(given, layer.network.input))
        graph += _field(12, _value(taken, layer.network.directions * layer.network.widths[-1]))
    opset = _field(1, "") + _number(2, OPSET)
    return _number(1, IR_VERSION) + _field(2, "lstm-docs") + _field(7, graph) + _field(8, opset)


def _stack(layer: Converted, given: str, taken: str) -> Iterator[bytes]:
    """The nodes and initializers of a layer of the file: one node for each of its own layers, (T, B, ·) between them."""
    network = layer.network
    convention = frameworks.get(layer.framework)
    for place, piece in enumerate(apart(convention, network)):
        lead = f"{place}/" if network.layers > 1 else ""
        own = {name.removeprefix(lead): array for name, array in layer.tensors.items() if name.startswith(lead)}
        label = f"{layer.name}/{lead}".rstrip("/")
        settings = frameworks.settings(layer.framework, piece)
        inputs = [given, *(f"{label}/{name}" if name in own else "" for name in PLACES)]
        while not inputs[-1]:
            inputs.pop()
        last = place == network.layers - 1
        yield _field(1, _node(str(settings["op_type"]), label, inputs, [f"{label}/Y"], _attributes(settings)))
        yield _field(1, _node("Transpose", f"{label}/turned", [f"{label}/Y"], [f"{label}/turned"], {"perm": [0, 2, 1, 3]}))
        given = taken if last else f"{label}/joined"
        yield _field(1, _node("Reshape", f"{label}/joined", [f"{label}/turned", f"{label}/shape"], [given], {}))
        yield _field(5, _tensor(f"{label}/shape", np.array([0, 0, -1])))
        for name, array in own.items():
            yield _field(5, _tensor(f"{label}/{name}", array.astype(np.float32)))


def _attributes(settings: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name != "op_type"}


def _node(op: str, name: str, inputs: list[str], outputs: list[str], attributes: dict[str, Any]) -> bytes:
    ends = b"".join(_field(1, one) for one in inputs) + b"".join(_field(2, one) for one in outputs)
    said = b"".join(_field(5, _attribute(key, value)) for key, value in attributes.items())
    return ends + _field(3, name) + _field(4, op) + said


def _attribute(name: str, value: Any) -> bytes:  # noqa: ANN401 - an int, a text or a list of either
    if isinstance(value, str):
        return _field(1, name) + _field(4, value) + _number(20, AS_STRING)
    if isinstance(value, int):
        return _field(1, name) + _number(3, value) + _number(20, AS_INT)
    if all(isinstance(one, str) for one in value):
        return _field(1, name) + b"".join(_field(9, one) for one in value) + _number(20, AS_STRINGS)
    return _field(1, name) + b"".join(_number(8, one) for one in value) + _number(20, AS_INTS)


def _tensor(name: str, array: Array) -> bytes:
    kind = FLOAT if array.dtype == np.float32 else INT64
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    return b"".join(_number(1, side) for side in array.shape) + _number(2, kind) + _field(8, name) + _field(9, little.tobytes())


def _value(name: str, width: int) -> bytes:
    """A float sequence (T, B, width)."""
    sides = _field(1, _field(2, "T")) + _field(1, _field(2, "B")) + _field(1, _number(1, width))
    return _field(1, name) + _field(2, _field(1, _number(1, FLOAT) + _field(2, sides)))


def _field(number: int, content: bytes | str) -> bytes:
    data = content.encode() if isinstance(content, str) else content
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value % 2**64)


def _varint(value: int) -> bytes:
    low_bytes = bytearray()
    while value > 127:
        low_bytes.append(value & 127 | 128)
        value >>= 7
    return bytes([*low_bytes, value])
