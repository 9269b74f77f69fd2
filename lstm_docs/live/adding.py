"""Adding two marked numbers, learnt step by step: the same numbers here and in a page, as long as rounding does not grow.

`site/assets/training.js` has the same lines. Both draw from the same streams, add in the same order, and walk the same
equations back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import derive
from ..derive.evaluate import handed_on
from ..ground.streams import Stream
from ..network import Network
from ..training import Adam, clip_by_global_norm
from .in_order import in_order, product, total
from .reading import DATA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

INPUT = 2
"""A number, and whether it is marked."""
WHOLE = 2**32


@dataclass(frozen=True, kw_only=True)
class Run:
    """What is trained and how.

    T `steps` of time, `hidden` units, `batch` sums an update, `clip` the longest gradient, or 0 for any.
    """

    cell: str = "lstm"
    steps: int = 10
    hidden: int = 8
    batch: int = 16
    rate: float = 0.02
    clip: float = 1.0
    forget: float = 1.0
    seed: int = 1
    updates: int = 1000

    @property
    def network(self) -> Network:
        """The layer that reads the numbers."""
        return Network(cell=self.cell, input=INPUT, hidden=self.hidden)


@dataclass(frozen=True, eq=False)
class Progress:
    """After one update: the `loss` before it, the `norm` of the gradient before it was clipped, `by_h` the norm of the
    gradient by every step's h, and of the batch's first sum the vectors by name, the input with them, (T, rows).
    """

    update: int
    loss: float
    norm: float
    by_h: tuple[float, ...]
    values: Mapping[str, Array]
    parameters: Array


@cache
def published() -> tuple[Run, dict[str, Any]]:
    """The run whose every weight a page must come to, and what it comes to: losses, and the last `parameters`."""
    stored = json.loads((DATA / "adding.json").read_text(encoding="utf-8"))
    return Run(**stored["run"]), stored


def of_published(**changes: str | float) -> Run:
    """The published run with something changed."""
    return replace(published()[0], **changes)  # type: ignore[arg-type]  # by the names of the fields


def shapes(run: Run) -> dict[str, tuple[int, int]]:
    """(rows, columns) of every parameter in the order of the vector; W_y and b_y read the sum off the last h."""
    network = run.network
    mine = {weight.name: network.shape(weight) for weight in network.equations.weights}
    return {**mine, "W_y": (1, run.hidden), "b_y": (1, 1)}


def initial(run: Run) -> Array:
    """Parameters to start from: uniform in ±1/√H, `forget` added to b_f."""
    stream, parts = Stream.of("adding", run.seed, "weights"), []
    for name, (rows, columns) in shapes(run).items():
        drawn = np.array([stream.draw() / WHOLE for _ in range(rows * columns)])
        parts.append((2 * drawn - 1) / np.sqrt(run.hidden) + (run.forget if name == "b_f" else 0.0))
    return np.concatenate(parts)


def sums(run: Run, stream: Stream) -> tuple[Array, Array]:
    """A batch: x (T, 2, B), numbers and marks, one of which stands in each half, and the sums of the marked (1, B)."""
    x, half = np.zeros((run.steps, INPUT, run.batch)), run.steps // 2
    for b in range(run.batch):
        x[:, 0, b] = [stream.draw() / WHOLE for _ in range(run.steps)]
        x[stream.below(half), 1, b] = x[half + stream.below(run.steps - half), 1, b] = 1
    return x, total(x[:, :1] * x[:, 1:])


def at_rest(run: Run, vector: Array) -> Progress:
    """What a training would look at that had come to these parameters and read its first batch; nothing is moved."""
    found = _gradient(run, _named(run, vector), *sums(run, Stream.of("adding", run.seed, "data")))
    return Progress(
        run.updates, found.loss, float(np.sqrt(product(found.vector, found.vector))), found.by_h, found.values, vector
    )


def train(run: Run) -> Iterator[Progress]:
    """One update after the other; it ends where the loss is a number no more."""
    vector, adam = initial(run), Adam(sum(r * c for r, c in shapes(run).values()), run.rate)
    stream = Stream.of("adding", run.seed, "data")
    for update in range(1, run.updates + 1):
        found = _gradient(run, _named(run, vector), *sums(run, stream))
        norm = float(np.sqrt(product(found.vector, found.vector)))
        if not np.isfinite(norm):
            return
        clipped = clip_by_global_norm(in_order(found.vector), run.clip) if run.clip else found.vector
        adam.step(vector, np.asarray(clipped))
        yield Progress(update, found.loss, norm, found.by_h, found.values, vector.copy())


@dataclass(frozen=True, eq=False)
class _Found:
    loss: float
    vector: Array
    by_h: tuple[float, ...]
    values: Mapping[str, Array]


def _named(run: Run, vector: Array) -> dict[str, Array]:
    named, start = {}, 0
    for name, (rows, columns) in shapes(run).items():
        named[name] = vector[start : start + rows * columns].reshape(rows, columns)
        start += rows * columns
    return named


def _gradient(run: Run, named: Mapping[str, Array], x: Array, targets: Array) -> _Found:
    """The loss of a batch, its gradient by every parameter as a vector, and what is looked at."""
    cell, count = run.network.equations, targets.shape[1]
    wide = {name: in_order(np.repeat(w, count, 1) if name.startswith("b") else w) for name, w in named.items()}
    states: dict[str, Array] = {state.name: in_order(np.zeros((run.hidden, count))) for state in cell.states}
    before, steps = [], []
    for column in map(in_order, x):
        before.append({**wide, **states, cell.input.name: column})
        steps.append(derive.step(cell, before[-1]))
        states = handed_on(cell, column, steps[-1])
    last = np.asarray(steps[-1].values["h_t"])
    errors = product(named["W_y"], last) + named["b_y"] - targets
    by_y = 2 * errors / count
    summed = {"W_y": product(by_y, last.T), "b_y": total(by_y.T)[:, np.newaxis]}
    by_next: dict[str, Array] = {e.name: in_order(np.zeros((run.hidden, count))) for e in cell.given_out}
    by_next["h_t"] = in_order(product(named["W_y"].T, by_y))
    norms = []
    for values, done in zip(reversed(before), reversed(steps), strict=True):
        norms.append(float(np.sqrt(total(np.asarray(by_next["h_t"]).ravel() ** 2))))
        by = derive.gradient(cell, values, done, by_next)
        by_next = {cell.next_of(state).name: by[state.name] for state in cell.states}
        for weight in cell.weights:
            part = np.asarray(by[weight.name])
            part = total(part.T)[:, np.newaxis] if weight.name.startswith("b") else part
            summed[weight.name] = summed[weight.name] + part if weight.name in summed else part
    vector = np.concatenate([summed[name].ravel() for name in named])
    looked_at = {e.name: np.stack([np.asarray(step.values[e.name])[:, 0] for step in steps]) for e in cell.equations}
    looked_at[cell.input.name] = x[:, :, 0]
    loss = float(total((errors * errors).ravel()) / count)
    return _Found(loss, vector, tuple(reversed(norms)), looked_at)
