"""What stands beside the cells: a transformer block and a diagonal state-space layer, by counts and memory alone.

Both read I numbers and give H. The block is the usual one: a map of the input to width H, attention over all steps so far
(queries, keys, values and the output, each H x H), two layers with 4 H units between them, two layer norms, biases everywhere.
The state-space layer is h_t = a * h_(t-1) + B x_t and y_t = C h_t, real: one number of state a unit (N = 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy

from .. import cells, derive, facts
from ..cells.sizes import H, I, T
from ..network import Network

if TYPE_CHECKING:
    from collections.abc import Mapping

BYTES = 4
"""Of a number in float32."""


@dataclass(frozen=True)
class Quantities:
    """Formulas in I, H and T: parameters, MACs of T steps, those that wait for the step before, bytes held after T steps."""

    parameters: sympy.Expr
    macs: sympy.Expr
    waiting_macs: sympy.Expr
    state_bytes: sympy.Expr


def _transformer() -> Quantities:
    input_map = H * I + H
    attention = 4 * (H**2 + H)
    layers = (4 * H**2 + 4 * H) + (4 * H**2 + H)
    norms = 2 * 2 * H
    # Each step compares its query with every key so far, and sums as many values.
    over_the_cache = 2 * H * T * (T + 1) / 2
    products = T * (H * I + 4 * H**2 + 8 * H**2)
    cached = BYTES * 2 * H * T
    return Quantities(sympy.expand(input_map + attention + layers + norms), products + over_the_cache, sympy.Integer(0), cached)


def _state_space() -> Quantities:
    return Quantities(sympy.expand(H + H * I + H * H), T * H * (I + H), sympy.Integer(0), sympy.Integer(BYTES) * H)


BESIDE: Mapping[str, tuple[str, Quantities]] = {
    "transformer": ("transformer block", _transformer()),
    "state-space": ("state-space, N = 1", _state_space()),
}
"""By name: what people call it, and its formulas."""


def network(cell: str, inputs: int, hidden: int) -> Network:
    """One layer of a cell; one that declares as many inputs as units is given as many."""
    wide = cells.build(cell).input.rows == H
    return Network(cell=cell, input=hidden if wide else inputs, hidden=hidden)


def quantities(cell: str) -> Quantities:
    """The same of a cell of ours, one layer, one sequence. Raises `UnknownNameError`."""
    if cell in BESIDE:
        return BESIDE[cell][1]
    layer = network(cell, 1, 1)
    equations = layer.equations
    macs = derive.operations(equations).macs
    state = facts.state_size(layer)
    return Quantities(derive.parameters(equations), T * macs, T * derive.waiting_macs(equations), BYTES * state)
