"""Sequences as data: one-hot letters, order, lags, baselines, leakage."""

from __future__ import annotations

import numpy as np

from ... import facts, reference
from ...network import Network
from ..texts import number
from .table import Shown, fixed, statement

LETTERS, WORD = 26, "weather"
NAMES, SEEN = 1000, 900
NETWORK = Network(input=2, hidden=4)


def _one_hot(word: str, alphabet: int) -> tuple[int, int]:
    places = [ord(letter) - ord("a") for letter in word]
    rows, columns = np.eye(alphabet)[places].shape
    return rows, columns


@statement("one-hot-by-position", right=False)
def one_hot_by_position() -> Shown:
    """The axes exchanged."""
    rows, columns = _one_hot(WORD, LETTERS)
    return Shown(
        f"One-hot over an alphabet of {LETTERS}, “{WORD}” becomes {LETTERS} vectors of {len(WORD)} numbers.",
        (rows, columns) == (LETTERS, len(WORD)),
        f"Each of its letters becomes a vector as long as the alphabet: {rows} vectors of {columns}.",
    )


@statement("one-hot-by-letter", right=True)
def one_hot_by_letter() -> Shown:
    """A vector a letter."""
    rows, columns = _one_hot(WORD, LETTERS)
    return Shown(
        f"One-hot over an alphabet of {LETTERS}, “{WORD}” becomes {len(WORD)} vectors of {LETTERS} numbers.",
        (rows, columns) == (len(WORD), LETTERS),
        f"A step for each letter, a feature for each letter there is: T = {rows}, I = {columns}.",
    )


@statement("step-order-is-indifferent", right=False)
def step_order_is_indifferent() -> Shown:
    """Order within a sequence."""
    inputs = reference.random_inputs(NETWORK, 6, 1, 1)
    ends = [np.asarray(_run(x).h_n)[0, 0] for x in (inputs, inputs[::-1].copy())]
    return Shown(
        "An LSTM of one direction ends in the same state whatever the order of the steps.",
        bool(np.allclose(*ends)),
        f"The same 6 inputs, read backwards, ended in another state: a component differed by {fixed(_gap(*ends), 2)}.",
    )


@statement("sequence-order-is-indifferent", right=True)
def sequence_order_is_indifferent() -> Shown:
    """Order between sequences."""
    inputs, order = reference.random_inputs(NETWORK, 6, 3, 1), [2, 0, 1]
    ends = np.asarray(_run(inputs).h_n)[0], np.asarray(_run(inputs[:, order]).h_n)[0]
    return Shown(
        "If each sequence starts from zero states, it does not matter to an LSTM which of them comes first in a batch.",
        bool(np.allclose(ends[0][order], ends[1], rtol=0, atol=1e-12)),
        "Three sequences in another order ended in the same three states, in that order. "
        "The same is true of images before a CNN.",
    )


def _run(inputs: np.ndarray) -> reference.Output:
    return reference.run(NETWORK, reference.random_weights(NETWORK, 1), inputs)


def _gap(left: np.ndarray, right: np.ndarray) -> float:
    return float(np.abs(left - right).max())


@statement("lags-are-one-model", right=False)
def lags_are_one_model() -> Shown:
    """T=2, I=1 is not T=1, I=2."""
    steps, features = (
        int(facts.of(Network(input=inputs, hidden=12), framework="keras")["parameters"].value) for inputs in (1, 2)
    )
    return Shown(
        "Two lags given as 2 steps of 1 feature, or as 1 step of 2 features, make the same LSTM.",
        steps == features,
        f"With 12 units Keras counts {number(steps)} parameters for the first and {number(features)} for the second; "
        "and only the first runs its cell twice.",
    )


@statement("lags-are-two-models", right=True)
def lags_are_two_models() -> Shown:
    """Both legal, not the same."""
    work = [
        int(facts.of(Network(input=inputs, hidden=12), steps=steps)["equations"].value) for inputs, steps in ((1, 2), (2, 1))
    ]
    return Shown(
        "Two lags may be given as 2 steps of 1 feature or as 1 step of 2 features; the two make different models.",
        work[0] != work[1],
        f"Both are legal: the first executes {work[0]} equations, the second {work[1]}, and its state is never handed on.",
    )


@statement("inline-curves-show-skill", right=False)
def inline_curves_show_skill() -> Shown:
    """Persistence looks as good."""
    explained = _persistence()
    return Shown(
        "If predicted and true values of a slowly moving series lie almost on one line, the model has learnt something.",
        explained < 0.9,
        f"“The same as last time” explains {fixed(100 * explained, 1)} % of the variance of a sine of 100 steps a period, "
        "and has learnt nothing.",
    )


@statement("persistence-looks-good", right=True)
def persistence_looks_good() -> Shown:
    """The baseline to draw."""
    explained = _persistence()
    return Shown(
        "For a slowly moving series the forecast “the same as last time” may explain more than 99 % of the variance.",
        explained > 0.99,
        f"Over ten periods of a sine of 100 steps it explains {fixed(100 * explained, 1)} %: draw it beside every forecast.",
    )


def _persistence() -> float:
    """The share of the variance of a slow sine that the last value explains."""
    series = np.sin(2 * np.pi * np.arange(1000) / 100)
    error = np.mean((series[1:] - series[:-1]) ** 2)
    return float(1 - error / np.var(series))


@statement("duplicates-do-not-matter", right=False)
def duplicates_do_not_matter() -> Shown:
    """Leakage."""
    whole, fresh = _scores()
    return Shown(
        "Names of the validation set that also stand in the training set leave the validation accuracy as it is.",
        abs(whole - fresh) < 0.01,
        f"A model that only remembers scores {fixed(100 * whole, 1)} % if {SEEN} of {number(NAMES)} names were seen in "
        f"training, and {fixed(100 * fresh, 1)} % on the other {NAMES - SEEN}.",
    )


@statement("duplicates-flatter", right=True)
def duplicates_flatter() -> Shown:
    """Leakage, the right way round."""
    whole, fresh = _scores()
    return Shown(
        "Names of the validation set that also stand in the training set make the validation accuracy look better than it is.",
        whole > fresh,
        f"Remembering alone scores {fixed(100 * whole, 1)} % with {SEEN} of {number(NAMES)} names seen, "
        f"{fixed(100 * fresh, 1)} % on the rest.",
    )


def _scores() -> tuple[float, float]:
    """Accuracy on all names and on unseen ones, of a model that remembers names and otherwise says label 0 of two."""
    labels = np.arange(NAMES) % 2
    seen = np.arange(NAMES) < SEEN
    right = seen | (labels == 0)
    return float(right.mean()), float(right[~seen].mean())
