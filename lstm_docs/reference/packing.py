"""Weights packed for speed: one matrix for all gates, the bias as a last column, σ folded into tanh.

σ(a) = (1 + tanh(a/2)) / 2, so with the rows of every sigmoid gate halved ahead, one tanh serves all gates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..ground.errors import ConformError
from .weights import check

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import DTypeLike, NDArray

    from ..network import Network
    from .weights import Weights

    Array = NDArray[np.floating[Any]]

STACKED_GATES = {
    "rnn-tanh": "h",
    "rnn-relu": "h",
    "lstm": "oifg",
    "lstm-peephole": "oifg",
    "lstm-coupled": "ofg",
    "lstm-1997": "oig",
    "gru-reset-after": "rzn",
    "gru-reset-before": "rzn",
}
"""The gates of a cell from the top row down: the sigmoid gates lie together, and i, f beside the g, c they multiply."""

HAVE_C = frozenset(cell for cell in STACKED_GATES if cell.startswith("lstm"))
"""The cells with a cell state c beside h."""

SIGMOID_GATES = frozenset("ifozr")

OTHERS = {"p_i": 0.5, "p_f": 0.5, "p_o": 0.5, "bh_n": 1.0, "V_h": 1.0}
"""Weights that stay apart, and what they are scaled by: peepholes go into sigmoid gates."""


@dataclass(frozen=True, eq=False)
class Packed:
    """One direction of one layer: `W` (G·H, in+1) with the bias as last column, `U` (G·H, R), `others` by name.

    `units` is H, `width` is R, `cell_rows` is the height of c: H, or 0 for cells without it.
    """

    cell: str
    W: Array
    U: Array
    others: Mapping[str, Array]
    units: int
    width: int
    cell_rows: int


@dataclass(frozen=True, eq=False)
class Prepared:
    """A network's weights, checked and packed once for many runs; see `prepare`."""

    network: Network
    dtype: np.dtype[Any]
    layers: tuple[tuple[Packed, ...], ...]


def prepare(net: Network, weights: Weights, dtype: DTypeLike = np.float64) -> Prepared:
    """Pack `weights` for `run`, in float64 or float32. Raises `ConformError` if they do not fit the network."""
    kind = np.dtype(dtype)
    if kind not in (np.float64, np.float32):
        raise ConformError(f"cannot compute in {kind}; choose float64 or float32")
    if net.cell not in STACKED_GATES:
        raise ConformError(
            f"the reference has no {net.equations.title}, only {', '.join(STACKED_GATES)}; derive.trace runs any cell"
        )
    check(net, weights)
    packed = tuple(tuple(_pack(net.cell, named, kind) for named in layer) for layer in weights.layers)
    return Prepared(net, kind, packed)


def prepared_for(net: Network, weights: Weights | Prepared, x: Array) -> Prepared:
    """`weights`, packed if they are not yet: in float32 if x is, otherwise in float64. Raises `ConformError`."""
    if not isinstance(weights, Prepared):
        return prepare(net, weights, np.float32 if x.dtype == np.float32 else np.float64)
    if weights.network != net:
        raise ConformError(f"the weights were prepared for {weights.network}, not for {net}")
    return weights


def _pack(cell: str, named: Mapping[str, Array], dtype: np.dtype[Any]) -> Packed:
    gates = STACKED_GATES[cell]
    units, inputs = np.shape(named[f"W_{gates[0]}"])
    width = np.shape(named[f"U_{gates[0]}"])[1]
    W, U = np.empty((len(gates), units, inputs + 1), dtype), np.empty((len(gates), units, width), dtype)
    for k, gate in enumerate(gates):
        W[k, :, :-1], W[k, :, -1:] = named[f"W_{gate}"], named.get(f"b_{gate}", 0)
        U[k] = named[f"U_{gate}"]
    sigmoids = sum(gate in SIGMOID_GATES for gate in gates)
    W[:sigmoids] *= 0.5
    U[:sigmoids] *= 0.5
    others = {name: scale * np.asarray(named[name], dtype) for name, scale in OTHERS.items() if name in named}
    rows = len(gates) * units
    return Packed(cell, W.reshape(rows, -1), U.reshape(rows, -1), others, units, width, units if cell in HAVE_C else 0)
