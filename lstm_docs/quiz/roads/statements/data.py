"""Whether statements about sequences as data hold: one-hot letters, order, lags, baselines, leakage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .... import facts, reference
from ....formulas.decimals import fixed
from ....network import Network
from ...engine.registry import Outcome, measurement

if TYPE_CHECKING:
    from ....reference.weights import Array

LETTERS, WORD = 26, "weather"
NAMES, SEEN = 1000, 900
NETWORK = Network(input=2, hidden=4)


def _one_hot(*wanted: int) -> Outcome:
    """Whether the word becomes an array of this shape."""
    rows, columns = np.eye(LETTERS)[[ord(letter) - ord("a") for letter in WORD]].shape
    numbers = {"alphabet": LETTERS, "length": len(WORD), "rows": rows, "columns": columns}
    return Outcome((rows, columns) == wanted, {"word": WORD, **numbers})


@measurement("one-hot-by-position")
def one_hot_by_position() -> Outcome:
    """The axes exchanged."""
    return _one_hot(LETTERS, len(WORD))


@measurement("one-hot-by-letter")
def one_hot_by_letter() -> Outcome:
    """A vector a letter."""
    return _one_hot(len(WORD), LETTERS)


def _ends(inputs: Array) -> Array:
    """The last states (B, H)."""
    ends: Array = np.asarray(reference.run(NETWORK, reference.random_weights(NETWORK, 1), inputs).h_n)[0]
    return ends


@measurement("step-order-is-indifferent")
def step_order_is_indifferent() -> Outcome:
    """One sequence forwards and backwards."""
    inputs = reference.random_inputs(NETWORK, 6, 1, 1)
    gap = float(np.abs(_ends(inputs) - _ends(inputs[::-1].copy())).max())
    return Outcome(gap < 1e-9, {"gap": fixed(gap, 2)})


@measurement("sequence-order-is-indifferent")
def sequence_order_is_indifferent() -> Outcome:
    """Three sequences in two orders."""
    inputs, order = reference.random_inputs(NETWORK, 6, 3, 1), [2, 0, 1]
    return Outcome(bool(np.allclose(_ends(inputs)[order], _ends(inputs[:, order]), rtol=0, atol=1e-12)))


@measurement("lags-are-one-model")
def lags_are_one_model() -> Outcome:
    """The parameters with one feature a step and with two."""
    first, second = (int(facts.of(Network(input=i, hidden=12), framework="keras")["parameters"].value) for i in (1, 2))
    return Outcome(first == second, {"first": first, "second": second})


@measurement("lags-are-two-models")
def lags_are_two_models() -> Outcome:
    """The equations executed."""
    ways = ((1, 2), (2, 1))
    first, second = (int(facts.of(Network(input=i, hidden=12), steps=t)["equations"].value) for i, t in ways)
    return Outcome(first != second, {"first": first, "second": second})


def _persistence() -> float:
    """The share of the variance of a slow sine, ten periods of 100 steps, that the last value explains."""
    series = np.sin(2 * np.pi * np.arange(1000) / 100)
    error = np.mean((series[1:] - series[:-1]) ** 2)
    return float(1 - error / np.var(series))


@measurement("inline-curves-show-skill")
def inline_curves_show_skill() -> Outcome:
    """Whether repeating the last value, which has learnt nothing, looks bad."""
    explained = _persistence()
    return Outcome(explained < 0.9, {"explained": fixed(100 * explained, 1)})


@measurement("persistence-looks-good")
def persistence_looks_good() -> Outcome:
    """What repeating the last value explains."""
    explained = _persistence()
    return Outcome(explained > 0.99, {"explained": fixed(100 * explained, 1)})


def _scores() -> tuple[float, float, dict[str, str | float]]:
    """Accuracy on all names and on unseen ones, of a model that remembers names and otherwise says label 0 of two."""
    labels = np.arange(NAMES) % 2
    seen = np.arange(NAMES) < SEEN
    right = seen | (labels == 0)
    whole, fresh = float(right.mean()), float(right[~seen].mean())
    scores = {"whole": fixed(100 * whole, 1), "fresh": fixed(100 * fresh, 1)}
    return whole, fresh, {"seen": SEEN, "names": NAMES, "unseen": NAMES - SEEN, **scores}


@measurement("duplicates-do-not-matter")
def duplicates_do_not_matter() -> Outcome:
    """Whether both scores are alike."""
    whole, fresh, numbers = _scores()
    return Outcome(abs(whole - fresh) < 0.01, numbers)


@measurement("duplicates-flatter")
def duplicates_flatter() -> Outcome:
    """Whether the score with duplicates is the better one."""
    whole, fresh, numbers = _scores()
    return Outcome(whole > fresh, numbers)
