"""What one machine did: its ceilings, and each point that was timed, in every pass."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from ..network import Network

if TYPE_CHECKING:
    from collections.abc import Mapping

CELLS = {"LSTM": "lstm", "GRU": "gru-reset-after", "RNN": "rnn-tanh"}
"""PyTorch's layers, which the script times, by the cell they compute."""
BYTES = {"float32": 4, "tf32": 4, "float16": 2, "bfloat16": 2}
"""The bytes of a number as it is stored; TF32 rounds only what goes into a product."""


@dataclass(frozen=True, kw_only=True)
class Ceilings:
    """The best a machine did: bytes and operations in a second, seconds for a launch; means over the passes.

    `launch` is what an empty kernel takes if a program launches it, `launch_in_graph` if a CUDA graph does (None without
    graphs). `flops` is by the precision of the product, `idle_watts` the power with nothing to do, if it could be read.
    """

    bytes: float
    flops: Mapping[str, float]
    launch: float
    launch_in_graph: float | None
    idle_watts: float | None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One point. Times are seconds, one for each pass; none where the point was not run in this way.

    `call` is forward, training, loop (a Python loop over the steps of a single cell) or packed (sequences of 1 to T steps).
    `kind` is LSTM, GRU, RNN or matmul. `macs` are those of one forward call. `saved_bytes` are what training keeps for the
    backward pass, the outputs among them; `joules` those of one call, with what the machine uses when idle.
    """

    section: str
    call: str
    kind: str
    dtype: str
    steps: int
    batch: int
    input: int
    hidden: int
    layers: int
    projection: int
    bidirectional: bool
    macs: int
    eager: tuple[float, ...] = ()
    graph: tuple[float, ...] = ()
    saved_bytes: tuple[int, ...] = ()
    joules: Mapping[str, tuple[float, ...]]
    watts: Mapping[str, tuple[float, ...]]

    @property
    def network(self) -> Network:
        """The network of the point, which a product of matrices has not."""
        return Network(
            cell=CELLS[self.kind],
            input=self.input,
            hidden=self.hidden,
            layers=self.layers,
            projection=self.projection or None,
            bidirectional=self.bidirectional,
        )

    def times(self, way: str) -> tuple[float, ...]:
        """The seconds of each pass, `way` being eager or graph."""
        return self.eager if way == "eager" else self.graph

    def mean(self, way: str) -> float:
        """The mean of the passes, in seconds."""
        return fmean(self.times(way))


@dataclass(frozen=True, kw_only=True)
class Machine:
    """A file of the script: what was measured on, its ceilings, and its rows. `about` holds texts and numbers as written."""

    name: str
    device: str
    date: str
    about: Mapping[str, object]
    ceilings: Ceilings
    rows: tuple[Row, ...]

    def section(self, name: str) -> tuple[Row, ...]:
        """The rows of a part of the script."""
        return tuple(row for row in self.rows if row.section == name)
