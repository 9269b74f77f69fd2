"""Names, shapes and parameter counts of a framework's tensors, in numbers and in the sizes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import prod
from typing import TYPE_CHECKING

import sympy

from ..cells.algebra import factored
from ..cells.sizes import H, I, P
from ..derive.stack import layer_symbols, over_layers
from .layout import Sizes, placed
from .packing import sizes_of
from .support import form_for

if TYPE_CHECKING:
    from ..network import Network
    from .convention import Convention

    Shapes = dict[str, tuple[int, ...]]
    Symbolic = dict[str, tuple[sympy.Expr, ...]]


def tensor_shapes(convention: Convention, network: Network) -> Shapes:
    """The shape of every tensor by name, in numbers. See `frameworks.tensor_shapes`."""
    items = placed(convention, form_for(convention, network), network)
    shapes = {item.key: item.shape(sizes_of(network, item.layer)) for item in items}
    return {convention.flat: (sum(map(prod, shapes.values())),)} if convention.flat else shapes


def symbolic_shapes(convention: Convention, network: Network) -> Symbolic:
    """The shape of every tensor by name, in the sizes. See `frameworks.symbolic_shapes`."""
    items = placed(convention, form_for(convention, network), network)
    shapes = {item.key: tuple(map(sympy.sympify, item.shape(symbols(network, item.layer)))) for item in items}
    if convention.flat:
        return {convention.flat: (factored(sympy.Add(*(sympy.Mul(*shape) for shape in shapes.values()))),)}
    return shapes


def parameters(convention: Convention, network: Network) -> sympy.Expr:
    """How many numbers the tensors hold, in the sizes. See `frameworks.parameters`."""
    form = form_for(convention, network)
    alone = replace(network, hidden=network.widths[0], layers=1, bidirectional=False, merge="concat")
    shapes = tuple(item.shape(symbols(alone, 0)) for item in placed(convention, form, alone))
    return over_layers(_held(shapes), network)


@cache
def _held(shapes: tuple[tuple[sympy.Expr | int, ...], ...]) -> sympy.Expr:
    """How many numbers tensors of these shapes hold; many frameworks have the same ones."""
    return factored(sympy.Add(*map(prod, shapes)))


def symbols(network: Network, layer: int) -> Sizes:
    """The sizes of a layer in I, H and P, or in H0, H1, … where layers differ."""
    widths = layer_symbols(network) if isinstance(network.hidden, tuple) else (H,) * network.layers
    recurrent = [P if network.projection else width for width in widths]
    inputs = I if layer == 0 else network.abreast * recurrent[layer - 1]
    return Sizes(inputs, recurrent[layer], widths[layer], P)
