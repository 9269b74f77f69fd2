"""A name read letter by letter by a trained network: gates, states, and how likely each letter comes next."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import derive
from ..derive.evaluate import handed_on
from ..ground.streams import Stream
from ..network import Network
from .in_order import exp, in_order, product, total
from .weights import unpacked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from .. import cells as equations

    Array = NDArray[np.float64]

DATA = Path(__file__).parent / "data"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
END = "."
"""What a name begins with, and ends with."""
SIGNS = LETTERS + END
MOST_LETTERS = 16
FREE: Mapping[str, float] = {}


@dataclass(frozen=True, eq=False)
class Cell:
    """A trained network: its name, its equations, and its weights by name, those of the head (W_y, b_y) with them."""

    name: str
    network: Network
    weights: Mapping[str, Array]

    @property
    def equations(self) -> equations.Cell:
        """The lines of one step."""
        return self.network.equations

    @property
    def gates(self) -> tuple[str, ...]:
        """The vectors that open and shut something: what a sigmoid gives."""
        return tuple(e.name for e in self.equations.equations if getattr(e.body, "function", "") == "sigmoid")

    @property
    def parameters(self) -> int:
        """How many numbers it has, those of the head with them."""
        return sum(array.size for array in self.weights.values())


@dataclass(frozen=True, eq=False)
class Reading:
    """For every sign read, the start with them: `values` (T, rows, names) by name, and of the signs that may come next the
    `logits` (T, 27, names) and the probabilities, `next`.
    """

    signs: tuple[str, ...]
    values: Mapping[str, Array]
    logits: Array
    next: Array


@cache
def data() -> dict[str, Any]:
    """What is stored of the trained networks: see `experiments/letters.py`, which writes it."""
    read_data: dict[str, Any] = json.loads((DATA / "letters.json").read_text(encoding="utf-8"))
    return read_data


@cache
def cells() -> dict[str, Cell]:
    """The trained networks by name, with the rounded weights that the page has."""
    return {name: of_data(name, it) for name, it in data().items()}


def of_data(name: str, stored: Mapping[str, Any]) -> Cell:
    """A network from what a file holds of it."""
    weights = unpacked(stored)
    return Cell(name, Network(cell=stored["cell"], input=len(SIGNS), hidden=weights["W_y"].shape[1]), weights)


def spelled(name: str) -> str:
    """The letters of a name as the networks know them; empty if one of them is not a letter from a to z."""
    lowered = name.strip().lower()
    return lowered if lowered and all(letter in LETTERS for letter in lowered) else ""


def read(cell: Cell, *names: str, held: Mapping[str, float] = FREE) -> Reading:
    """Names of one length, read side by side from zero states; `held` are gates that are given a value in every step."""
    weights = {name: in_order(array) for name, array in cell.weights.items()}
    hidden, count = weights["W_y"].shape[1], len(names)
    wide = {name: in_order(np.repeat(w, count, 1)) if w.shape[1] == 1 else w for name, w in weights.items()}
    fixed = {name: np.full((hidden, count), value) for name, value in held.items()}
    states = {state.name: in_order(np.zeros((hidden, count))) for state in cell.equations.states}
    kept: dict[str, list[Array]] = {equation.name: [] for equation in cell.equations.equations}
    logits = []
    for signs in zip(*(END + name for name in names), strict=True):
        x = np.zeros((len(SIGNS), count))
        x[[SIGNS.index(sign) for sign in signs], np.arange(count)] = 1
        done = derive.step(cell.equations, {**wide, **states, cell.equations.input.name: in_order(x)}, fixed)
        states = {s: in_order(v) for s, v in handed_on(cell.equations, x, done).items()}
        for name, values in kept.items():
            values.append(np.asarray(done.values[name]))
        logits.append(product(cell.weights["W_y"], kept["h_t"][-1]) + cell.weights["b_y"])
    vectors = {name: np.stack(values) for name, values in kept.items()}
    return Reading(tuple(END + names[0]), vectors, np.stack(logits), np.stack([probabilities(it) for it in logits]))


def probabilities(logits: Array, temperature: float = 1.0) -> Array:
    """The softmax of each column (27, N): the largest is taken off first, and the sum is in order."""
    powers = exp((logits - logits.max(axis=0)) / temperature)
    shares: Array = powers / total(powers)
    return shares


def nats(name: str, reading: Reading) -> float:
    """The mean of -log of the probabilities that the first of the names gave to its own letters, and to its end."""
    return sum(-log(reading.next[t, SIGNS.index(sign), 0]) for t, sign in enumerate(name + END)) / (len(name) + 1)


def left_of_the_first(cell: Cell, name: str) -> Array:
    """What is still there of the first letter after each letter, (T,): from 0, nothing, to 1.

    The name is read once more with each other first letter. It is how far the predictions lie apart, half the sum of their
    differences, as a mean over those letters.
    """
    others = (other + name[1:] for other in LETTERS if other != name[0])
    shares = read(cell, name, *others).next[1:]
    apart: Array = np.abs(shares[:, :, 1:] - shares[:, :, :1]).sum(axis=1).mean(axis=1) / 2
    return apart


def written(cell: Cell, temperature: float, *path: object) -> str:
    """A name that the network writes, sign by sign, of at most MOST_LETTERS letters; `path` is that of the draws."""
    stream, name = Stream.of(*path), ""
    while len(name) < MOST_LETTERS:
        shares = probabilities(read(cell, name).logits[-1], temperature)[:, 0]
        sign = drawn(shares, stream.draw() / 2**32)
        if sign == END:
            break
        name += sign
    return name


def drawn(shares: Array, at: float) -> str:
    """The sign whose share of 0 to 1 holds `at`."""
    return SIGNS[min(int((np.cumsum(shares) <= at).sum()), len(SIGNS) - 1)]


@cache
def opened(cell: str, gate: str) -> Array:
    """How far a gate is open at each sign read, (27, H), a mean over all names, in 255ths of 1."""
    stored = json.loads((DATA / "letters-opens.json").read_text(encoding="utf-8"))
    means: Array = np.frombuffer(b64decode(stored[cell][gate]), np.uint8).reshape(len(SIGNS), -1) / 255
    return means


@cache
def scores() -> dict[str, Any]:
    """What the networks and the tables score, as it was measured."""
    measured: dict[str, Any] = json.loads((DATA / "letters-scores.json").read_text(encoding="utf-8"))
    return measured
