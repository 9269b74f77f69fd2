"""Sequences and what is to be predicted from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .streams import Array, Indices


@dataclass(frozen=True, eq=False)
class Sequences:
    """`x` (T, N, I), `targets` of the steps read: classes (S, N) or numbers (S, N, O), and `lengths` (N,) or None.

    A sequence shorter than T is padded behind its end. In a network of one direction nothing flows back
    from the padding, so it is enough to read the output at the sequence's own last step.
    """

    x: Array
    targets: NDArray[Any]
    lengths: Indices | None = None

    def __len__(self) -> int:
        """N, the number of sequences."""
        return int(self.x.shape[1])

    def take(self, indices: Indices) -> Sequences:
        """Some of the sequences, without the steps that are padding to all of them."""
        lengths = None if self.lengths is None else self.lengths[indices]
        steps = len(self.x) if lengths is None else int(lengths.max())
        return Sequences(self.x[:steps, indices], self.targets[:, indices], lengths)
