"""Every vector of every step, for looking at: what the equations have on their left-hand sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from . import inputs
from .network import layers
from .packing import STACKED_GATES, Prepared, prepared_for
from .sequences import plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike

    from ..network import Network
    from .output import State
    from .packing import Array
    from .tape import Tape
    from .weights import Weights


def gates(
    net: Network, weights: Weights | Prepared, x: ArrayLike, state: State | None = None
) -> tuple[Mapping[str, Array], ...]:
    """Run over `x` (T, B, I) and keep every left-hand side of the equations.

    Index l·D + d of the result is layer l, direction d: `f_t` and so on by name, each (T, B, H), h_t (T, B, R),
    in the order of the positions, not of the steps taken. Raises what `run` raises.
    """
    sequence = inputs.sequence(net, x, batch_first=False)
    schedule = plan(*sequence.shape[:2])
    prepared = prepared_for(net, weights, sequence)
    carries = inputs.first_states(prepared, state, schedule)
    columns = schedule.arrange(sequence, prepared.dtype)
    done = layers(prepared, schedule, columns, carries, keep_steps=True)
    return tuple(_named(tape, tape.values) for layer in done for tape in layer.tapes if tape.values is not None)


def _named(tape: Tape, values: Array) -> dict[str, Array]:
    packed = tape.packed
    letters = STACKED_GATES[packed.cell] + ("c" if packed.cell_rows else "")
    by_letter = dict(zip(letters, np.split(values, len(letters), axis=1), strict=True))
    if "V_h" in packed.others:
        by_letter["m"] = by_letter["o"] * np.tanh(by_letter["c"]) if "c" in by_letter else by_letter["h"]
    by_letter["h"] = tape.h
    return {f"{letter}_t": np.ascontiguousarray(rows.transpose(0, 2, 1)) for letter, rows in by_letter.items()}
