"""What a line of a summary is explained by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .printed import Line


@dataclass(frozen=True)
class Reading:
    """One way in which the number of a line comes out: what the layer is, and the sum.

    The sizes of a recurrent layer are there for programs; `cell` is empty for every other layer.
    """

    says: str
    sum: str
    cell: str = ""
    input: int = 0
    hidden: int = 0
    layers: int = 1
    directions: int = 1
    projection: int = 0
    bias: bool = True


@dataclass(frozen=True)
class Explained:
    """A line with its readings, the simplest first, and a sentence on what is open or amiss.

    `failed` says that the line's number comes out in no way that we know for its class.
    """

    line: Line
    readings: tuple[Reading, ...] = ()
    note: str = ""
    failed: bool = False

    @property
    def heading(self) -> str:
        """What the line is of, and its number: `lstm (LSTM): 4,464`."""
        line = self.line
        if line.source == "total":
            named = f"{line.name} params"
        elif line.source == "tensors":
            named = f"{line.name} {'×'.join(map(str, line.shape))}"
        else:
            named = f"{line.name} ({line.kind})" if line.name else line.kind
        return named if line.count is None else f"{named}: {line.count:,}"


@dataclass(frozen=True)
class Fit:
    """A reading with the size that it takes the layer to read, and how far it is from simple."""

    reads: int
    cost: int
    reading: Reading
