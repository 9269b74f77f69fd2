"""What sums of 8-bit products need: bits that follow from the length of a row, not from its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sympy

from .. import derive
from ..cells.sizes import H, I, P
from ..derive.stack import layer_symbols, values
from . import measure
from .fact import Fact, prove

if TYPE_CHECKING:
    from ..network import Network

LEAST, MOST = -128, 127
"""The values of an int8."""


class FloorLog2(sympy.Function):  # type: ignore[misc]
    """The whole part of the logarithm to base 2, exact for whole numbers."""

    nargs = 1

    @classmethod
    def eval(cls, n: Any) -> sympy.Integer | None:  # noqa: ANN401 - SymPy hands over what it has
        """A number for a whole number from 1, else nothing."""
        return sympy.Integer(int(n).bit_length() - 1) if n.is_Integer and n >= 1 else None

    def _sympystr(self, printer: Any) -> str:  # noqa: ANN401
        return f"floor(log2({printer.doprint(self.args[0])}))"

    def _latex(self, printer: Any) -> str:  # noqa: ANN401
        return rf"\lfloor \log_2 {printer.parenthesize(self.args[0], 100)} \rfloor"


def integers(network: Network) -> dict[str, Fact]:
    """What is asked of a network whose products are of int8, by name."""
    return {fact.name: fact for fact in (accumulator_bits(network),)}


def accumulator_bits(network: Network) -> Fact:
    """The bits of a signed number that holds every sum of a row: of the longest matrix, int8 times int8.

    W x and U h are summed apart, since x and h have scales of their own.
    """
    terms, count = max(_rows(network), key=lambda row: row[1])
    note = f"a signed sum of {count} products of int8 by int8 at the most, the longest row of a matrix"
    return prove("accumulator_bits", 16 + FloorLog2(terms), values(network), bits_of_sum(count), "bits", note)


def bits_of_sum(terms: int) -> int:
    """The least width of a signed number that holds the largest and the smallest sum of `terms` products of two int8."""
    largest, smallest = terms * LEAST * LEAST, terms * LEAST * MOST
    return next(bits for bits in range(1, 64) if smallest >= -(2 ** (bits - 1)) and largest <= 2 ** (bits - 1) - 1)


def _rows(network: Network) -> list[tuple[sympy.Expr, int]]:
    """How long the rows of each layer's matrices are, in the sizes and as counted on arrays."""
    lengths = []
    for layer in range(network.layers):
        symbolic = _symbolic(network, layer)
        arrays = measure.layer_arrays(network, layer)
        lengths += [
            (terms, arrays[name].shape[1]) for name, terms in symbolic.items() if arrays[name].shape[1] > 1 or terms != 1
        ]
    return lengths or [(sympy.Integer(1), 1)]


def _symbolic(network: Network, layer: int) -> dict[str, sympy.Expr]:
    widths = layer_symbols(network) if isinstance(network.hidden, tuple) else (H,) * network.layers
    handed = [P if network.projection else width for width in widths]
    given = {I: I if layer == 0 else network.abreast * handed[layer - 1], H: widths[layer]}
    shapes = derive.weight_shapes(network.equations)
    return {name: columns.subs(given, simultaneous=True) for name, (_, columns) in shapes.items()}
