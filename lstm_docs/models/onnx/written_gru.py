"""Steps of a GRU that a graph writes out: they are counted, not read, so that a layer that is not seen is mentioned.

A GRU mixes its candidate with the old state by one gate, as `(1 - z)·n + z·h` or as `n + z·(h - n)`: a gate and what
went through tanh meet in a difference and a product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .folding import Scope
    from .graph import Node


def steps(scope: Scope) -> int:
    """How many mixtures of that kind stand in a graph."""
    return sum(_mixes(scope, node) for node in scope.graph.nodes if node.op == "Mul" and len(node.inputs) == 2)


def _mixes(scope: Scope, node: Node) -> bool:
    one, other = (scope.sources.get(name) for name in node.inputs)
    return _both(scope, one, other) or _both(scope, other, one)


def _both(scope: Scope, difference: Node | None, value: Node | None) -> bool:
    """Whether a difference of a gate meets a candidate, or one of a candidate meets a gate."""
    if difference is None or value is None or difference.op != "Sub":
        return False
    inside = {node.op for name in difference.inputs if (node := scope.sources.get(name)) is not None}
    return ("Sigmoid" in inside and value.op == "Tanh") or ("Tanh" in inside and value.op == "Sigmoid")
