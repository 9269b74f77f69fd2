"""Weights that a graph computes from its constants: named, shaped and placed without reading them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from ..stored import ModelError, Stored
from .graph import DTYPES, Tensor
from .operations import OPERATIONS, NotFolded

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from ..stored import Array
    from .graph import Graph, Node

LONGEST_CHAIN = 100
LARGEST = 2**30
MOST_INTS = 4096
LITERALS = {"value_ints": np.int64, "value_int": np.int64, "value_floats": np.float32, "value_float": np.float32}


@dataclass(frozen=True, eq=False)
class Scope:
    """A graph with the names that it sees: its own, those of the graphs around it, and what a function was given."""

    graph: Graph
    path: str
    outer: Scope | None = None
    given: Mapping[str, tuple[Scope, str]] | None = None

    @cached_property
    def sources(self) -> Mapping[str, Node]:
        """The node that gives each name its value."""
        return {name: node for node in self.graph.nodes for name in node.outputs if name}

    def find(self, name: str) -> tuple[Scope, Tensor | Node] | None:
        """The tensor or the node that gives a name its value, with the scope in which it stands."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.graph.tensors:
                return scope, scope.graph.tensors[name]
            if name in scope.sources:
                return scope, scope.sources[name]
            if scope.given and name in scope.given:
                scope, name = scope.given[name]
                continue
            scope = scope.outer
        return None


@dataclass(frozen=True)
class Folded:
    """A value that follows from the file alone, and the tensors of the file that it is made of."""

    stored: Stored
    roots: frozenset[Hashable]
    compute: Callable[[dict[Hashable, Array]], Array]


class Folder:
    """Folds values, each once. `constant` makes a tensor of the file a `Stored`."""

    def __init__(self, constant: Callable[[Tensor, str], Stored]) -> None:
        self.constant = constant
        self.known: dict[tuple[Scope, str], Folded | None] = {}
        self.numbers: dict[Hashable, int] = {}

    def fold(self, scope: Scope, name: str, depth: int = 0) -> Folded | None:
        """The value of a name, or None where it depends on what the graph is given, or is computed in another way."""
        if not name or depth > LONGEST_CHAIN:
            return None
        key = (scope, name)
        if key not in self.known:
            self.known[key] = None  # a graph that goes in a circle has no value
            self.known[key] = self._fold(scope, name, depth)
        return self.known[key]

    def whole_numbers(self, scope: Scope, name: str, depth: int = 0) -> list[int] | None:
        """A short list of whole numbers, read now."""
        folded = self.fold(scope, name, depth)
        if folded is None or folded.stored.size > MOST_INTS or "int" not in folded.stored.dtype:
            return None
        return [int(number) for number in np.ravel(folded.stored.load())]

    def _fold(self, scope: Scope, name: str, depth: int) -> Folded | None:
        home_and_source = scope.find(name)
        if home_and_source is None:
            return None
        home, source = home_and_source
        if isinstance(source, Tensor):
            return self._root(self.constant(source, name))
        if source.op == "Constant" and source.domain in ("", "ai.onnx"):
            return self._of_constant(source, name)
        return self._of_operation(home, source, name, depth + 1)

    def _root(self, stored: Stored) -> Folded:
        return Folded(stored, frozenset({stored.place}), lambda _: stored.load())

    def _of_constant(self, node: Node, name: str) -> Folded | None:
        value = node.attributes.get("value")
        if isinstance(value, Tensor):
            return self._root(self.constant(value, name))
        key = next((key for key in LITERALS if key in node.attributes), None)
        if key is None:
            return None
        array = np.array(node.attributes[key] or [], dtype=LITERALS[key])
        return self._root(Stored(name, array.shape, str(array.dtype), lambda: array, (key, array.tobytes())))

    def _of_operation(self, scope: Scope, node: Node, name: str, depth: int) -> Folded | None:
        operation = OPERATIONS.get(node.op) if node.domain in ("", "ai.onnx") else None
        first = self.fold(scope, node.inputs[0], depth) if operation and node.inputs else None
        if operation is None or first is None:
            return None
        if node.op == "Identity":
            return first
        several = [first, *(self.fold(scope, other, depth) for other in node.inputs[1:] if other)]
        inputs = [folded for folded in several if folded is not None]
        if len(inputs) != len(several):
            return None
        ints = [self.whole_numbers(scope, other, depth) if other else None for other in node.inputs]
        try:
            shape, run = operation(node.attributes, [folded.stored.shape for folded in inputs], ints)
        except (NotFolded, TypeError, ValueError, IndexError):
            return None
        if prod(shape) > LARGEST:
            return None
        return self._computed(name, node, inputs, shape, run, ints[1:])

    def _computed(
        self,
        name: str,
        node: Node,
        inputs: list[Folded],
        shape: tuple[int, ...],
        run: Callable[[list[Array]], Array],
        ints: list[list[int] | None],
    ) -> Folded:
        said = str(sorted(node.attributes.items(), key=str))
        recipe = (node.op, said, str(ints), *(folded.stored.place for folded in inputs))
        number = self.numbers.setdefault(recipe, len(self.numbers))
        place = ("computed", number)
        dtype = _dtype(node, inputs)

        def compute(computed: dict[Hashable, Array]) -> Array:
            if place not in computed:
                computed[place] = run([folded.compute(computed) for folded in inputs])
            return computed[place]

        def load() -> Array:
            array = compute({})
            if array.shape != shape:
                raise ModelError(f"{name[:80]!r} was to be {shape} and came out as {array.shape}")
            return array

        heavy = [folded for folded in inputs if "float" in folded.stored.dtype or "int8" in folded.stored.dtype]
        roots: frozenset[Hashable] = frozenset().union(*(folded.roots for folded in heavy or inputs))
        stored = Stored(_nearest(name, inputs), shape, dtype, load, place)
        return Folded(stored, roots, compute)


def _dtype(node: Node, inputs: list[Folded]) -> str:
    if node.op == "Cast":
        return DTYPES.get(int(node.attributes.get("to") or 0), inputs[0].stored.dtype)
    return inputs[1].stored.dtype if node.op == "DequantizeLinear" else inputs[0].stored.dtype


def _nearest(name: str, inputs: list[Folded]) -> str:
    """The name of the tensor that a value is made of, where there is one."""
    names = {folded.stored.name for folded in inputs if "int" not in folded.stored.dtype}
    return names.pop() if len(names) == 1 else name
