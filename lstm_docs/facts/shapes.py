"""The shape of every symbol of a layer and of every tensor of a framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import cells, frameworks
from ..cells.nodes import Symbol
from ..cells.sizes import H, I, P, size
from ..derive.reasons import reason
from .fact import FactError, Shape, evaluate
from .measure import layer_arrays

if TYPE_CHECKING:
    import sympy

    from ..network import Network


def shapes(network: Network, layer: int = 0) -> dict[str, Shape]:
    """The shape of every symbol of one layer in one direction, by name, with its reason.

    Raises `FactError` if a weight's solved shape is not that of the reference's array.
    """
    return {name: shape(network, name, layer) for name in map(str, network.equations.symbols)}


def shape(network: Network, name: str, layer: int = 0) -> Shape:
    """The shape of one symbol. Raises `UnknownNameError` naming the nearest symbol."""
    conformed = cells.sizes_of(network.equations)
    node = conformed.named(name)
    symbolic = conformed.shape(node)
    numbers = tuple(int(evaluate(s, _layer_values(network, layer))) for s in symbolic)
    if isinstance(node, Symbol) and node.role == "weight" and layer_arrays(network, layer)[name].shape != numbers:
        raise FactError(f"{name}: solved as {numbers}, but the array is {layer_arrays(network, layer)[name].shape}")
    return Shape(name, symbolic, numbers, reason(conformed, node))


def tensors(network: Network, framework: str) -> dict[str, tuple[int, ...]]:
    """The framework's own tensors, by its own names. Raises `ConventionError` if it cannot hold the network."""
    return dict(frameworks.tensor_shapes(framework, network))


def _layer_values(network: Network, layer: int) -> dict[sympy.Symbol, int]:
    known = {"I": I, "H": H, "P": P}
    return {known.get(letter, size(letter)): number for letter, number in network.layer_sizes(layer).items()}
