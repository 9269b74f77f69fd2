"""The recurrent nodes of a graph, in all its bodies, as layers; and what kind of node uses every other tensor."""

from __future__ import annotations

import mmap
from dataclasses import replace
from typing import TYPE_CHECKING

from ..reading import Contents
from ..stored import ModelError
from . import written_gru
from .constants import Constants
from .folding import Folder, Scope
from .graph import Graph, Tensor, parse
from .nodes import RECURRENT, layer_of
from .unrolled import unrolled

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from pathlib import Path

    from ..reading import Layer
    from .graph import Model, Node

UNSEEN = "{count} Loop or Scan, with nothing recurrent in the body that we know: if it is a layer, it is not seen"
WRITTEN = "{count} steps are written out as those of a GRU: such a layer is found by the names of its tensors only"
DEEPEST = 40
MOST_CALLS = 100_000
KINDS = {
    "Gather": ("embedding", (0,)),
    "MatMul": ("dense", (0, 1)),
    "Gemm": ("dense", (0, 1, 2)),
    "MatMulInteger": ("dense", (0, 1)),
    "QLinearMatMul": ("dense", (0, 3)),
    "Conv": ("convolution", (1, 2)),
    "ConvTranspose": ("convolution", (1, 2)),
    "ConvInteger": ("convolution", (1,)),
    "QLinearConv": ("convolution", (3, 8)),
}
"""By operation: what its constants are, and which of its inputs they are."""


def read(path: Path) -> Contents:
    """The tensors, the layers that the graph runs, by place what kind of node uses a tensor, and what was not seen.

    Raises `ModelError`.
    """
    with path.open("rb") as file:
        try:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            raise ModelError("the file is empty") from None
    model = parse(memoryview(data))
    constants = Constants(path)
    folder = Folder(constants)
    scopes = list(_scopes(model))
    for scope in scopes:
        _all_tensors(scope.graph, constants)
    layers, kinds = _recurrent(scopes, folder)
    for scope in scopes:
        _use(scope, folder, kinds)
    return Contents(constants.all, layers, kinds, tuple(_unseen(scopes, layers)))


def _unseen(scopes: list[Scope], layers: list[Layer]) -> Iterator[str]:
    """What may be a recurrence and was not recognised as one."""
    seen = [use for layer in layers for use in layer.uses]
    loops = [f"{scope.path}{_name(node)}." for scope in scopes for node in scope.graph.nodes if node.op in ("Loop", "Scan")]
    blind = [loop for loop in loops if not any(use.startswith(loop) for use in seen)]
    gru = sum(map(written_gru.steps, scopes))
    if gru:
        yield WRITTEN.format(count=gru)
    if blind:
        yield UNSEEN.format(count=len(blind))


def _recurrent(scopes: list[Scope], folder: Folder) -> tuple[list[Layer], dict[Hashable, str]]:
    """Nodes that run the same tensors in the same way are one layer, used several times."""
    layers: dict[Hashable, Layer] = {}
    kinds: dict[Hashable, str] = {}
    for scope in scopes:
        nodes = (layer_of(scope, node, folder) for node in scope.graph.nodes if (node.domain, node.op) in RECURRENT)
        for layer, roots in (*nodes, *unrolled(scope, folder)):
            kinds |= dict.fromkeys(roots, "recurrent")
            key = tuple((r.network, r.notes, *(t.place for t in r.tensors.values())) for r in layer.readings) or layer.name
            known = layers.get(key)
            layers[key] = layer if known is None else _used_again(known, layer)
    return list(layers.values()), kinds


def _used_again(known: Layer, layer: Layer) -> Layer:
    return replace(known, uses=(*known.uses, *layer.uses))


def _scopes(model: Model) -> Iterator[Scope]:
    """Every graph with the names it sees: the main one, the bodies in it, and functions where they are called."""
    waiting: list[tuple[Scope, int]] = [(Scope(model.graph, ""), 0)]
    calls = 0
    while waiting:
        scope, depth = waiting.pop(0)
        yield scope
        for node in scope.graph.nodes:
            calls += 1
            for key, value in node.attributes.items():
                path = f"{scope.path}{_name(node)}.{key}/"
                bodies = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, Graph)]
                waiting += [(Scope(body, path, scope), depth + 1) for body in bodies]
            body = model.functions.get((node.domain, node.op))
            if body is not None:
                given = {inner: (scope, outer) for inner, outer in zip(body.inputs, node.inputs, strict=False)}
                waiting.append((Scope(body, f"{scope.path}{_name(node)}/", None, given), depth + 1))
        if depth > DEEPEST or calls > MOST_CALLS or len(waiting) > MOST_CALLS:
            raise ModelError("graphs and functions are nested too deeply or too often")


def _name(node: Node) -> str:
    return node.name or next((name for name in node.outputs if name), node.op)


def _all_tensors(graph: Graph, constants: Constants) -> None:
    for name, tensor in graph.tensors.items():
        constants(tensor, name)
    for node in graph.nodes:
        value = node.attributes.get("value")
        if node.op == "Constant" and isinstance(value, Tensor):
            constants(value, node.outputs[0] if node.outputs else node.name)


def _use(scope: Scope, folder: Folder, kinds: dict[Hashable, str]) -> None:
    for node in scope.graph.nodes:
        kind, places = KINDS.get(node.op, ("", ()))
        for place in places:
            folded = folder.fold(scope, node.inputs[place]) if place < len(node.inputs) else None
            for root in folded.roots if folded else ():
                kinds.setdefault(root, kind)
