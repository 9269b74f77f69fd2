"""From one layer in one direction to a whole network: layers, directions, steps, batch."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import sympy

from ..cells.algebra import factored
from ..cells.sizes import B, H, I, L, P, T, size

if TYPE_CHECKING:
    from ..network import Network


def over_layers(per_layer: sympy.Expr, network: Network) -> sympy.Expr:
    """The sum of a per-layer expression in I, H and P over all layers and directions.

    Layers of one width give a formula in I, H, P and L (L only above one layer); layers of
    different widths have the symbols H0, H1, ….
    """
    if isinstance(network.hidden, tuple):
        return _over_widths(per_layer, network)
    handed = network.abreast * (P if network.projection else H)
    return _over_alike(per_layer, network.directions, handed if network.layers > 1 else None)


@cache
def _over_alike(per_layer: sympy.Expr, directions: int, handed: sympy.Expr | None) -> sympy.Expr:
    """All layers, of which those above the first, if there are any, read what the one below has `handed` on."""
    first = factored(directions * per_layer)
    if handed is None:
        return first
    others = factored(directions * per_layer.subs(I, handed))
    return L * first if others == first else first + (L - 1) * others


def layer_symbols(network: Network) -> tuple[sympy.Symbol, ...]:
    """H0, H1, …: the hidden size of each layer, where they differ."""
    return tuple(size(f"H{layer}") for layer in range(network.layers))


def values(network: Network, steps: int = 1, batch: int = 1) -> dict[sympy.Symbol, int]:
    """The numbers to put into a formula of this network, by symbol."""
    numbers = {I: network.input, L: network.layers, T: steps, B: batch}
    if isinstance(network.hidden, tuple):
        numbers |= dict(zip(layer_symbols(network), network.hidden, strict=True))
    else:
        numbers[H] = network.hidden
    return numbers | ({P: network.projection} if network.projection else {})


def per_sequence(per_step: sympy.Expr) -> sympy.Expr:
    """A count per step as a count for T steps of B sequences."""
    return T * B * per_step


def _over_widths(per_layer: sympy.Expr, network: Network) -> sympy.Expr:
    hidden = layer_symbols(network)
    total = sympy.Integer(0)
    for layer, width in enumerate(hidden):
        below = P if network.projection else hidden[layer - 1]
        reads = I if layer == 0 else network.abreast * below
        # One layer after the other: simultaneous, so that I -> H0 is not itself replaced.
        total += factored(network.directions * per_layer.subs({I: reads, H: width}, simultaneous=True))
    return total
