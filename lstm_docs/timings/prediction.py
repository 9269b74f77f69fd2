"""How long a layer should take on a machine, if one of its ceilings decides: no constant is fitted."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from .. import facts
from ..ground.errors import one_of
from .machine import BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..network import Network
    from .machine import Machine, Row

BOUNDS = {
    "arithmetic": "two operations for each MAC, at the speed of a large product",
    "weights": "the weights read from memory",
    "launches": "the launches of kernels, one after another",
}
"""What may decide how long a layer takes."""


CLEAR = 4
"""One bound decides clearly if it is so many times the next."""


@dataclass(frozen=True)
class Prediction:
    """Seconds by each bound. The largest decides."""

    seconds: dict[str, float]

    @property
    def bound(self) -> str:
        """Which of `BOUNDS` decides."""
        return max(self.seconds, key=lambda name: self.seconds[name])

    @property
    def clear(self) -> bool:
        """Whether the deciding bound is at least `CLEAR` times the next."""
        largest, second, *_ = sorted(self.seconds.values(), reverse=True)
        return largest >= CLEAR * second

    @property
    def total(self) -> float:
        """The seconds that the deciding bound asks for."""
        return self.seconds[self.bound]


def predicted(
    machine: Machine, network: Network, steps: int, batch: int, dtype: str, way: str = "eager", *, fused: bool = False
) -> Prediction:
    """max(2·MACs/roof, weights·T/bandwidth, T·L·launch): a layer that runs step by step.

    If it is `fused` over the steps, the weights are read once and a layer is launched once. The launch is a program's, or with
    `way` graph that of a captured graph. Raises `UnknownNameError` for a precision that was not tried on the machine.
    """
    ceilings = machine.ceilings
    roof = ceilings.flops[one_of(dtype, ceilings.flops, "precision")]
    launch = ceilings.launch if way == "eager" else ceilings.launch_in_graph or 0.0
    counted = facts.of(network, steps=steps, batch=batch)
    macs = int(counted["macs"].value)
    weights = macs // (steps * batch)  # a MAC of a step for each component of a matrix
    turns = 1 if fused else steps
    return Prediction(
        {
            "arithmetic": 2 * macs / roof,
            "weights": BYTES[dtype] * weights * turns / ceilings.bytes,
            "launches": launch * turns * network.layers,
        }
    )


def expected(machine: Machine, row: Row, way: str, *, fused: bool = False) -> Prediction:
    """The prediction for a point of a file."""
    return predicted(machine, row.network, row.steps, row.batch, row.dtype, way, fused=fused)


def ratios(machine: Machine, way: str, *, fused: bool = False) -> list[float]:
    """Measured to predicted, for every forward point that was run in this way."""
    rows = [row for row in machine.section("forward") if row.times(way) and row.dtype in machine.ceilings.flops]
    return [row.mean(way) / expected(machine, row, way, fused=fused).total for row in rows]


def share_within(machine: Machine, way: str, factor: float = 2, *, fused: bool = False) -> tuple[int, int]:
    """How many of the forward points took between 1/factor and factor of what was predicted, and how many there are."""
    all_ratios = ratios(machine, way, fused=fused)
    return sum(1 / factor <= ratio <= factor for ratio in all_ratios), len(all_ratios)


def share_below(machine: Machine, way: str, factor: float = 2) -> int:
    """How many of the forward points took less than 1/factor of what was predicted."""
    return sum(ratio < 1 / factor for ratio in ratios(machine, way))


def spread(machine: Machine, way: str) -> tuple[float, float, float]:
    """The last pass to the first, over all points: what a tenth of them is below, the median, what a tenth is above."""
    drifts = sorted(times[-1] / times[0] for row in machine.rows if (times := row.times(way)))
    if not drifts:
        return (1.0, 1.0, 1.0)
    tenth = len(drifts) // 10
    return drifts[tenth], drifts[len(drifts) // 2], drifts[-1 - tenth]


@dataclass(frozen=True)
class Near:
    """A point beside the one that was asked for; `doublings` is how far away it is, over T, B, I and H."""

    row: Row
    doublings: float


def nearest(rows: Iterable[Row], steps: int, batch: int, inputs: int, hidden: int, most: int = 3) -> list[Near]:
    """The points nearest to some sizes, nearest first."""
    asked = (steps, batch, inputs, hidden)

    def away(row: Row) -> float:
        have = (row.steps, row.batch, row.input, row.hidden)
        return sum(abs(log2(mine / theirs)) for mine, theirs in zip(asked, have, strict=True))

    return sorted((Near(row, away(row)) for row in rows), key=lambda near: near.doublings)[:most]
