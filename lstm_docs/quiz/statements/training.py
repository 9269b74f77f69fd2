"""Dropout, losses, and rules for the number of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import facts, reference
from ...facts.rules import ALPHAS
from ...network import Network
from ..masks import ARGUMENTS, PROBED
from ..texts import number
from .table import Shown, fixed, statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...reference.weights import Array

SAMPLES, INPUTS, OUTPUTS = 5000, 30, 2
LAYER = Network(input=3, hidden=12)
KEPT = np.arange(12) % 3 != 0


def _rule(inputs: int) -> list[int]:
    """Units by the rule N_s / (α (N_i + N_o)) for every α from 2 to 10."""
    return [facts.by_samples(SAMPLES, inputs, OUTPUTS, alpha) for alpha in ALPHAS]


@statement("sample-rule-settles-units", right=False)
def sample_rule_settles_units() -> Shown:
    """A range, not a number."""
    found = _rule(INPUTS)
    return Shown(
        "The rule units = samples / (α · (inputs + outputs)) tells how many units a layer needs.",
        len(set(found)) == 1,
        f"α is free from 2 to 10: for {number(SAMPLES)} samples, {INPUTS} inputs and {OUTPUTS} outputs it says anything from "
        f"{min(found)} to {max(found)}. It was made for feed-forward nets.",
    )


@statement("sample-rule-gives-a-range", right=True)
def sample_rule_gives_a_range() -> Shown:
    """The factor between its ends."""
    found = _rule(INPUTS)
    return Shown(
        "The rule units = samples / (α · (inputs + outputs)) with α from 2 to 10 gives answers that differ about fivefold.",
        4.5 < max(found) / min(found) < 5.5,
        f"{number(SAMPLES)} samples, {INPUTS} inputs, {OUTPUTS} outputs: {found[0]} units for α = {ALPHAS[0]}, "
        f"{found[-1]} for α = {ALPHAS[-1]}.",
    )


@statement("training-loss-is-quality", right=False)
def training_loss_is_quality() -> Shown:
    """Overfitting."""
    small, large = (_fit(degree) for degree in (3, 8))
    return Shown(
        "Of two models the one with the lower training loss is the better one on new data.",
        (large[0] < small[0]) == (large[1] < small[1]),
        f"Polynomials on 10 noisy points: degree 8 has a training loss of {fixed(large[0], 3)} against {fixed(small[0], 3)} of "
        f"degree 3, but on new points {fixed(large[1], 3)} against {fixed(small[1], 3)}.",
    )


@statement("training-loss-may-mislead", right=True)
def training_loss_may_mislead() -> Shown:
    """Overfitting, the right way round."""
    small, large = (_fit(degree) for degree in (3, 8))
    return Shown(
        "More parameters may lower the training loss and raise the loss on new data.",
        large[0] < small[0] and large[1] > small[1],
        f"Polynomials on 10 noisy points, degree 3 to 8: training loss {fixed(small[0], 3)} to {fixed(large[0], 3)}, "
        f"on new points {fixed(small[1], 3)} to {fixed(large[1], 3)}.",
    )


def _fit(degree: int) -> tuple[float, float]:
    """Mean squared error of a polynomial on the 10 points it was fitted to, and on the 9 between them."""
    noise = 0.3 * reference.random_inputs(Network(input=1, hidden=1), 19, 1, seed=11)[:, 0, 0]
    x = np.linspace(-1, 1, 19)
    y = np.sin(3 * x) + noise
    fitted = np.polynomial.Polynomial.fit(x[::2], y[::2], degree)
    errors = (fitted(x) - y) ** 2
    return float(errors[::2].mean()), float(errors[1::2].mean())


@statement("pytorch-dropout-on-one-layer", right=False)
def pytorch_dropout_on_one_layer() -> Shown:
    """Only between layers."""
    return Shown(
        "`torch.nn.LSTM` with `dropout=0.5` masks the output of its last layer.",
        PROBED["pytorch-dropout"]["output"] > 0,
        "It masks what one layer hands to the next, and nothing behind the last; with one layer it does nothing but warn.",
    )


@statement("pytorch-dropout-between-layers", right=True)
def pytorch_dropout_between_layers() -> Shown:
    """Between layers."""
    masked = [place for place, share in PROBED["pytorch-dropout"].items() if share]
    return Shown(
        "`torch.nn.LSTM` with `dropout=0.5` masks only what one layer hands to the next.",
        masked == ["between"],
        f"Probed in training mode, {ARGUMENTS['pytorch-dropout']} had zeros there and nowhere else.",
    )


@statement("dropout-drops-connections", right=False)
def dropout_drops_connections() -> Shown:
    """Units, not connections."""
    lost = _lost_by_unit()
    return Shown(
        "Dropout removes single connections: of one unit it may cut some and leave others.",
        bool(np.any((lost > 0) & (lost < 1))),
        "It zeroes an activation, and with it every connection that leads on from the unit. "
        "Cutting single connections is DropConnect.",
    )


@statement("dropout-drops-units", right=True)
def dropout_drops_units() -> Shown:
    """All connections of a unit at once."""
    lost = _lost_by_unit()
    return Shown(
        "Dropout zeroes activations: a dropped unit loses all connections that lead on from it.",
        set(lost.tolist()) == {0.0, 1.0},
        f"Of {len(lost)} units {int(lost.sum())} were dropped: all of their connections carried 0, and none of the others'.",
    )


def _lost_by_unit() -> Array:
    """For each of 12 units, the share of its connections into a dense layer of 7 that carry nothing."""
    carried = np.ones((7, len(KEPT))) * (KEPT / KEPT.mean())
    share: Array = (carried == 0).mean(axis=0)
    return share


@statement("dropout-adds-expressiveness", right=False)
def dropout_adds_expressiveness() -> Shown:
    """Every thinned net is inside the whole one."""
    return Shown(
        "Dropout lets a network express functions that it could not express without.",
        not _thinned_is_contained(),
        "Every thinned network is the whole one with some weights set to zero: it can express no more. Dropout regularises.",
    )


@statement("dropout-regularises", right=True)
def dropout_regularises() -> Shown:
    """Contained, and gone at prediction time."""
    return Shown(
        "What a network computes with some units dropped it can also compute with all of them.",
        _thinned_is_contained(),
        f"{int((~KEPT).sum())} of {len(KEPT)} units dropped, or the weights that lead on from them set to zero: "
        "the outputs of 6 steps were the same.",
    )


def _thinned_is_contained() -> bool:
    """Whether an LSTM whose h is masked equals the LSTM with those columns of every U zero."""
    (named,) = reference.random_weights(LAYER, 1).layers[0]
    zeroed = {name: array * KEPT if name[0] == "U" else array for name, array in named.items()}
    inputs = reference.random_inputs(LAYER, 6, 1, 1)
    whole = np.asarray(reference.run(LAYER, reference.Weights(((zeroed,),)), inputs).output)
    return bool(np.allclose(whole, _masked_run(named, inputs), rtol=0, atol=1e-12))


def _masked_run(named: Mapping[str, Array], inputs: Array) -> Array:
    """The LSTM step by step, what it hands on masked; the masked units still put out what they have."""
    weights = reference.Weights(((named,),))
    state: reference.State | None = None
    outputs: list[Array] = []
    for x in inputs:
        out = reference.run(LAYER, weights, x[np.newaxis], state)
        outputs.append(np.asarray(out.output))
        state = reference.State(tuple(h * KEPT for h in out.state.h), out.state.c)
    return np.concatenate(outputs)


@statement("pair-of-softmax-is-binary", right=True)
def pair_of_softmax_is_binary() -> Shown:
    """BCE over a 2-unit softmax = CCE."""
    binary, categorical = _losses()
    return Shown(
        "For two classes with one-hot targets, binary cross-entropy averaged over two softmax units "
        "equals categorical cross-entropy.",
        bool(np.allclose(binary, categorical, rtol=0, atol=1e-12)),
        f"With logits 1 and −0.5 and the first class right, both are {fixed(float(binary[0]))}: "
        "the second unit is 1 minus the first.",
    )


@statement("triple-of-softmax-is-binary", right=False)
def triple_of_softmax_is_binary() -> Shown:
    """Not for three classes."""
    p = _softmax(np.array([1.0, -0.5, 0.2]))
    binary = -float(np.mean([np.log(p[0]), np.log(1 - p[1]), np.log(1 - p[2])]))
    categorical = -float(np.log(p[0]))
    return Shown(
        "For three classes with one-hot targets, binary cross-entropy averaged over three softmax units "
        "equals categorical cross-entropy.",
        abs(binary - categorical) < 1e-9,
        f"With logits 1, −0.5 and 0.2 and the first class right they are {fixed(binary)} and {fixed(categorical)}: "
        "only with two units is one 1 minus the other.",
    )


def _softmax(logits: Array) -> Array:
    powers = np.exp(logits - logits.max())
    share: Array = powers / powers.sum()
    return share


def _losses() -> tuple[Array, Array]:
    """Both losses of a softmax over two logits, for either class being right."""
    p = _softmax(np.array([1.0, -0.5]))
    binary = [-np.mean([np.log(p[k]), np.log(1 - p[1 - k])]) for k in (0, 1)]
    return np.array(binary), -np.log(p)
