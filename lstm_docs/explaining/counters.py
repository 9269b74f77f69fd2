"""How many operations tools report for a step of a layer: so often the MACs, and so many times H more."""

from __future__ import annotations

from dataclasses import dataclass

EXTRA_CELLS = ("lstm", "gru-reset-after", "rnn-tanh")


@dataclass(frozen=True)
class Counter:
    """A tool, or nobody for the products alone: what it says it counts, the factor, and what it adds for `EXTRA_CELLS`."""

    name: str
    counts: str
    factor: int
    extra: tuple[int, int, int]


COUNTERS = (
    Counter("the matrix products alone", "macs", 1, (0, 0, 0)),
    Counter("torchinfo, which takes every parameter for a MAC", "macs", 1, (8, 6, 2)),
    Counter("thop, with elementwise work", "macs", 1, (16, 13, 3)),
    Counter("ptflops, with elementwise work", "macs", 1, (18, 13, 3)),
    Counter("the matrix products alone, two for each MAC", "flops", 2, (0, 0, 0)),
    Counter("calflops or DeepSpeed, with elementwise work", "flops", 2, (10, 7, 1)),
    Counter("TensorFlow, every operator of the graph", "flops", 2, (12, 14, 2)),
)
"""The rules that are the same for every size, as the page on profilers has them; tests compare them with the tools."""
