"""What a run takes and gives back besides sequences: states, and the choice of what is returned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .merging import JOINED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .packing import Array


@dataclass(frozen=True, eq=False)
class State:
    """h (B, R) and, for cells that have it, c (B, H) of every layer and direction.

    Index l·D + d is layer l, direction d. Each is a sequence of arrays, or one array (L·D, B, …) where
    all layers are equally wide.
    """

    h: Sequence[Array] | Array
    c: Sequence[Array] | Array | None = None


@dataclass(frozen=True, eq=False)
class Output:
    """`output` (T, B, D·R), or (B, T, D·R) if batch first; `state` after each sequence's own last step.

    Where both directions are merged into one, by another `merge` than concat, the output's last axis is R. The state
    can be given to the next run, which then goes on where this one ended.
    """

    output: Array
    state: State
    merge: str = "concat"

    @property
    def directions(self) -> int:
        """D of the top layer."""
        return self.output.shape[-1] // self.state.h[-1].shape[-1] if self.merge == "concat" else 2

    @property
    def h_n(self) -> Array | Sequence[Array]:
        """The last h, (L·D, B, R); a tuple of L·D arrays (B, R) where layers differ in width."""
        return _stacked(self.state.h)

    @property
    def c_n(self) -> Array | Sequence[Array] | None:
        """The last c, (L·D, B, H), or a tuple of arrays (B, H) likewise; None for cells without c."""
        return None if self.state.c is None else _stacked(self.state.c)


def last_step(out: Output) -> Array:
    """(B, D·R): where each direction of the top layer ends, which for the backward one is the first position.

    (B, R) where the directions are merged.
    """
    ends = list(out.state.h[-out.directions :])
    return JOINED[out.merge](*ends) if len(ends) > 1 else ends[0].copy()


def returned(out: Output, *, return_sequences: bool, return_state: bool) -> Array | tuple[Array, ...]:
    """What a Keras layer with these two arguments returns, of the top layer.

    The output, (B, D·R) of the last step or the whole sequence; with `return_state` a tuple of it and
    the states: h, c of the forward direction, then of the backward one.
    """
    first = out.output if return_sequences else last_step(out)
    if not return_state:
        return first
    letters = [out.state.h] if out.state.c is None else [out.state.h, out.state.c]
    return first, *(states[d] for d in range(-out.directions, 0) for states in letters)


def _stacked(states: Sequence[Array] | Array) -> Array | Sequence[Array]:
    alike = len({array.shape for array in states}) == 1
    return np.stack(list(states)) if alike else states
