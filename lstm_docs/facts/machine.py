"""What a run takes on a machine whose numbers are left open: formulas to put sizes, prices and speeds into.

The same quantities as in `facts.of`, with more letters: N bytes to a number, E picojoules for a MAC, Q for a
byte from memory, F MACs and S bytes in a second, A seconds to start a step of a
layer. What follows from them is said in M, all MACs, and Y, the bytes that one step moves.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from .. import derive
from ..cells.sizes import L, T, size
from .network import moved

if TYPE_CHECKING:
    import sympy

    from ..network import Network

A, N, E, Q, F, S, M, Y = (size(letter) for letter in "ANEQFSMY")

MACHINE: dict[str, sympy.Expr] = {
    "intensity": 2 * M / (T * Y),
    "balance": 2 * F / S,
    "arithmetic_energy": E * M,
    "memory_energy": Q * T * Y,
    "arithmetic_seconds": M / F,
    "memory_seconds": T * Y / S,
    "launch_seconds": A * T * L,
}
"""Operations for a byte, of the run and of the machine; picojoules; seconds, if nothing else takes time."""


@cache
def work(network: Network, framework: str | None = None) -> dict[str, sympy.Expr]:
    """`macs` M of T steps of B sequences and `step_bytes` Y, in I, H, P, L (or H0, H1, …), T, B and N."""
    macs = derive.per_sequence(derive.over_layers(derive.operations(network.equations).macs, network))
    return {"macs": macs, "step_bytes": N * moved(network, framework)}
