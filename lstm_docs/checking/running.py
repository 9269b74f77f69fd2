"""What a port would give, if it used the original's weights in a certain way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..ground.errors import LstmDocsError
from ..reference import State, last_step, prepare, run
from .trained import changed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..reference import Output, Prepared
    from .heads import Dense
    from .observed import Call, Observed
    from .trained import Trained
    from .use import Use

    Array = NDArray[Any]


def predicted(original: Trained, observed: Observed, use: Use, head: Dense | None = None) -> list[Array] | None:
    """What every call would give, through a head if there is one; None if such a port would stop with an error."""
    net, weights = changed(original, use)
    try:
        prepared = prepare(net, weights)
        results = _calls(prepared, observed, use)
        return [head(result) for result in results] if head else results
    except LstmDocsError:
        return None


def _calls(prepared: Prepared, observed: Observed, use: Use) -> list[Array]:
    first = _first(observed.state, use)
    state, results = first, []
    for call in observed.calls:
        out, result = _call(prepared, observed, call, state, use)
        results.append(result)
        state = _carried(out.state, first, use)
    return results


def _first(state: State | None, use: Use) -> State | None:
    if state is None or use.states == "zero":
        return None
    return State(state.c, state.h) if use.states == "exchanged" and state.c is not None else state


def _carried(after: State, first: State | None, use: Use) -> State | None:
    if use.carried == "h c":
        return after
    if not use.carried:
        return first
    anew = first or State([0 * h for h in after.h], None if after.c is None else [0 * c for c in after.c])
    return State(after.h, anew.c) if use.carried == "h" else State(anew.h, after.c)


def _call(prepared: Prepared, observed: Observed, call: Call, state: State | None, use: Use) -> tuple[Output, Array]:
    batch_first = observed.batch_first != use.axes
    x = call.x.transpose(1, 0, 2) if batch_first else call.x
    lengths = None if use.padding or use.axes else observed.lengths
    read = _turned(x, lengths) if use.turned else x
    out = run(prepared.network, prepared, read, state, lengths)
    steps = _turned(out.output, lengths) if use.turned == "aligned" else out.output
    if not call.sequence:
        return out, _end(out, steps, use)
    if lengths is not None:
        steps = _beyond(steps, call, lengths, batch_first=batch_first)
    return out, steps.transpose(1, 0, 2) if batch_first else steps


def _end(out: Output, steps: Array, use: Use) -> Array:
    if use.end == "first":
        first: Array = steps[0]
        return first
    if use.end == "position":
        last: Array = steps[-1]
        return last
    return steps[:, -1] if use.end == "sequence" else last_step(out)


def _turned(steps: Array, lengths: Array | None) -> Array:
    """Every sequence from its own last step to the first; what lies beyond stays where it is."""
    if lengths is None:
        return steps[::-1]
    turned = steps.copy()
    for place, length in enumerate(lengths):
        turned[:length, place] = steps[:length, place][::-1]
    return turned


def _beyond(steps: Array, call: Call, lengths: Array, *, batch_first: bool) -> Array:
    """Beyond a sequence's own length a framework gives zeros, or its last output again: whichever was observed."""
    seen = call.y.transpose(1, 0, 2) if batch_first else call.y
    filled = steps.copy()
    for place, length in enumerate(lengths):
        if np.any(seen[length:, place]):
            filled[length:, place] = steps[length - 1, place]
    return filled
