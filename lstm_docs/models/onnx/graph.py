"""ONNX's messages as far as recurrent layers need them: model, graph, node, attribute, tensor."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..stored import ModelError
from .protobuf import Budget, Message, signed

if TYPE_CHECKING:
    from collections.abc import Mapping

DEEPEST = 24
DTYPES = {
    1: "float32", 2: "uint8", 3: "int8", 4: "uint16", 5: "int16", 6: "int32", 7: "int64", 9: "bool", 10: "float16",
    11: "float64", 12: "uint32", 13: "uint64", 14: "complex64", 15: "complex128", 16: "bfloat16", 17: "float8_e4m3fn",
    19: "float8_e5m2",
}  # fmt: skip


@dataclass(frozen=True)
class Tensor:
    """A tensor of the file: where its numbers lie, which are not read."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    raw: Message | None
    typed: tuple[int, tuple[int | Message, ...]] | None
    external: Mapping[str, str] | None


@dataclass(frozen=True)
class Node:
    """One operation: names of what it reads and writes, and its attributes, graphs among them."""

    op: str
    domain: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Any]


@dataclass(frozen=True)
class Graph:
    """A graph or the body of an If, a Loop or a function."""

    nodes: tuple[Node, ...]
    tensors: Mapping[str, Tensor]
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Model:
    """The file: its graph, the functions that its nodes may call, and who wrote it."""

    graph: Graph
    functions: Mapping[tuple[str, str], Graph]
    producer: str
    opset: int


def parse(data: memoryview) -> Model:
    """The model in a file's bytes. Raises `ModelError` for what is none."""
    graph, producer, opset = None, "", 0
    functions: dict[tuple[str, str], Graph] = {}
    for number, value in Message(data, 0, len(data), Budget()).fields():
        match number, value:
            case 2, Message():
                producer = value.text()[:80]
            case 7, Message():
                graph = _graph(value, 0)
            case 8, Message():
                domain, version = _opset(value)
                opset = version if domain in ("", "ai.onnx") else opset
            case 25, Message():
                name, body = _function(value)
                functions[name] = body
    if graph is None:
        raise ModelError("the file holds no graph; is it an ONNX model?")
    return Model(graph, functions, producer, opset)


def _opset(message: Message) -> tuple[str, int]:
    domain, version = "", 0
    for number, value in message.fields():
        match number, value:
            case 1, Message():
                domain = value.text()
            case 2, int():
                version = value
    return domain, version


def _graph(message: Message, depth: int) -> Graph:
    if depth > DEEPEST:
        raise ModelError(f"graphs are nested more than {DEEPEST} deep")
    nodes, tensors, inputs, outputs = [], {}, [], []
    for number, value in message.fields():
        if not isinstance(value, Message):
            continue
        if number == 1:
            nodes.append(_node(value, depth))
        elif number == 5:
            tensor = _tensor(value)
            tensors[tensor.name] = tensor
        elif number == 11:
            inputs.append(_named(value))
        elif number == 12:
            outputs.append(_named(value))
    return Graph(tuple(nodes), tensors, tuple(inputs), tuple(outputs))


def _named(message: Message) -> str:
    return next((value.text() for number, value in message.fields() if number == 1 and isinstance(value, Message)), "")


def _function(message: Message) -> tuple[tuple[str, str], Graph]:
    name = domain = ""
    nodes, inputs, outputs = [], [], []
    for number, value in message.fields():
        match number, value:
            case 1, Message():
                name = value.text()
            case 4, Message():
                inputs.append(value.text())
            case 5, Message():
                outputs.append(value.text())
            case 7, Message():
                nodes.append(_node(value, 0))
            case 10, Message():
                domain = value.text()
    return (domain, name), Graph(tuple(nodes), {}, tuple(inputs), tuple(outputs))


def _node(message: Message, depth: int) -> Node:
    op = domain = name = ""
    inputs, outputs, attributes = [], [], {}
    for number, value in message.fields():
        match number, value:
            case 1, Message():
                inputs.append(value.text())
            case 2, Message():
                outputs.append(value.text())
            case 3, Message():
                name = value.text()
            case 4, Message():
                op = value.text()
            case 5, Message():
                key, content = _attribute(value, depth)
                attributes[key] = content
            case 7, Message():
                domain = value.text()
    return Node(op, domain, name, tuple(inputs), tuple(outputs), attributes)


def _attribute(message: Message, depth: int) -> tuple[str, Any]:
    name = ""
    content: Any = None
    floats: list[float] = []
    ints: list[int] = []
    words: list[str] = []
    graphs: list[Graph] = []
    for number, value in message.fields():
        match number, value:
            case 1, Message():
                name = value.text()
            case 2, Message():
                content = _floats(value)[0]
            case 3, int():
                content = signed(value)
            case 4, Message():
                content = value.text()
            case 5, Message():
                content = _tensor(value)
            case 6, Message():
                graphs.append(_graph(value, depth + 1))
            case 7, Message():
                floats += _floats(value)
            case 8, int():
                ints.append(signed(value))
            case 8, Message():
                ints += map(signed, value.numbers())
            case 9, Message():
                words.append(value.text())
            case 11, Message():
                graphs.append(_graph(value, depth + 1))
    several = graphs or words or ints or floats
    return name, content if content is not None else several or None


def _floats(message: Message) -> list[float]:
    if not len(message) or len(message) % 4:
        raise ModelError("an attribute's float has not four bytes")
    return [float(value) for (value,) in struct.iter_unpack("<f", message.view)]


def _tensor(message: Message) -> Tensor:
    name, code, raw, lies_outside = "", 0, None, False
    external: dict[str, str] = {}
    shape: list[int] = []
    typed: dict[int, list[int | Message]] = {}
    for number, value in message.fields():
        match number, value:
            case 1, int():
                shape.append(signed(value))
            case 1, Message():
                shape += map(signed, value.numbers())
            case 2, int():
                code = value
            case 8, Message():
                name = value.text()
            case 9, Message():
                raw = value
            case 13, Message():
                external |= _entry(value)
            case 14, int():
                lies_outside = value == 1
            case ((4 | 5 | 7 | 10 | 11), _):
                typed.setdefault(number, []).append(value)
    if len(shape) > 32 or not all(0 <= side <= 2**48 for side in shape):
        raise ModelError(f"tensor {name[:80]!r} has the shape {str(shape)[:80]}, which is none")
    lists = next(((number, tuple(values)) for number, values in typed.items()), None)
    return Tensor(name, tuple(shape), DTYPES.get(code, f"type {code}"), raw, lists, external if lies_outside else None)


def _entry(message: Message) -> dict[str, str]:
    pair = {number: value.text() for number, value in message.fields() if isinstance(value, Message)}
    return {pair.get(1, ""): pair.get(2, "")}
