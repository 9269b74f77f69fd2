"""Streams, folds, heads, clipping and early stopping."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_docs import Network
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.training import (
    HEADS,
    Dropout,
    Model,
    Sequences,
    Settings,
    Stream,
    clip_by_global_norm,
    fit,
    forward_chaining,
    grouped_k_fold,
    hold_out,
    initial,
    k_fold,
    loss,
    predict,
)

from .cases import batch, model


def test_streams_give_what_they_gave():
    assert Stream(1).uniform(3).tolist() == [0.33187239186810047, 0.6118959736456587, 0.5076326598924166]
    assert Stream(1, 2).permutation(6).tolist() == [4, 0, 3, 2, 5, 1]


def test_labels_make_streams_of_their_own():
    drawn = [tuple(Stream(*labels).uniform(4)) for labels in ((0,), (1,), (0, 0), (1, 0), (0, 1), (1, 0, 0))]
    assert len(set(drawn)) == len(drawn)


@given(st.integers(0, 10**9), st.integers(1, 60))
def test_draws_stay_in_range(seed, count):
    stream = Stream(seed)
    assert sorted(stream.permutation(count)) == list(range(count))
    assert set(stream.below(count, 50)) <= set(range(count))


@given(st.integers(2, 80), st.integers(2, 10), st.integers(0, 99))
def test_k_folds_hold_out_everything_once(count, folds, seed):
    if folds > count:
        with pytest.raises(LstmDocsError, match="cannot cut"):
            k_fold(count, folds, seed)
        return
    splits = k_fold(count, folds, seed)
    assert sorted(np.concatenate([fold.validation for fold in splits])) == list(range(count))
    for fold in splits:
        assert sorted(np.concatenate(fold)) == list(range(count))
        assert abs(len(fold.validation) - count / folds) < 1


@given(st.lists(st.integers(0, 12), min_size=20, max_size=80), st.integers(0, 99))
def test_grouped_folds_never_split_a_group(groups, seed):
    names = np.array(groups)
    if len(set(groups)) < 3:
        return
    for fold in grouped_k_fold(names, 3, seed):
        assert not set(names[fold.train]) & set(names[fold.validation])
        assert sorted(np.concatenate(fold)) == list(range(len(groups)))


@given(st.integers(30, 200), st.integers(1, 5), st.integers(0, 4))
def test_forward_chaining_never_looks_ahead(count, folds, gap):
    splits = forward_chaining(count, folds, gap)
    assert len(splits) == folds
    for fold in splits:
        assert fold.train.tolist() == list(range(fold.validation[0] - gap))
    assert np.concatenate([fold.validation for fold in splits]).tolist() == list(range(splits[0].validation[0], count))


def test_a_gap_that_leaves_nothing_is_refused():
    with pytest.raises(LstmDocsError, match="a gap of 10 leaves nothing"):
        forward_chaining(30, 2, gap=10)


def test_held_out_last_or_at_random():
    assert [part.tolist() for part in hold_out(np.arange(10, 20), 0.2, None)] == [list(range(10, 18)), [18, 19]]
    train, held = hold_out(np.arange(10, 20), 0.2, 1)
    assert sorted([*train, *held]) == list(range(10, 20))
    assert held.tolist() != [18, 19]


@pytest.mark.parametrize("name", HEADS)
def test_a_heads_gradient_is_that_of_finite_differences(name):
    head = HEADS[name]
    logits = 6 * Stream(1).uniform(2, 3, 4) - 3
    targets = Stream(2).below(4, 2, 3) if name == "softmax" else Stream(2).uniform(2, 3, 4)
    _, gradient = head.loss(logits, targets)
    for at in np.ndindex(logits.shape):
        nudge = np.zeros_like(logits)
        nudge[at] = 1e-6
        slope = (head.loss(logits + nudge, targets)[0] - head.loss(logits - nudge, targets)[0]) / 2e-6
        assert gradient[at] == pytest.approx(slope, abs=1e-8)


@pytest.mark.parametrize("name", HEADS)
def test_heads_do_not_overflow(name):
    logits = np.array([[[1e4, -1e4]]])
    targets = np.array([[1]]) if name == "softmax" else np.array([[[0.0, 1.0]]])
    value, gradient = HEADS[name].loss(logits, targets)
    assert np.isfinite([value, *gradient.ravel(), *HEADS[name].predict(logits).ravel()]).all()


def test_clipping_shortens_and_never_turns_or_lengthens():
    gradient = np.array([3.0, 4.0])
    np.testing.assert_allclose(clip_by_global_norm(gradient, 1.0), gradient / 5, rtol=1e-6)
    np.testing.assert_array_equal(clip_by_global_norm(gradient, 6.0), gradient)


def test_training_learns_and_stops_and_keeps_the_best_epoch():
    mine = model("lstm", "linear", outputs=1)
    data = batch(mine, 1, count=120)
    data = Sequences(data.x, data.x[-1:, :, :1])
    train, held = data.take(np.arange(80)), data.take(np.arange(80, 120))
    fitted = fit(mine, train, held, 4, Settings(rate=0.02, batch=16, epochs=200, patience=3))
    assert fitted.epochs == min(200, fitted.best_epoch + 3)
    assert loss(mine, fitted.parameters, held) == fitted.held_out_losses[fitted.best_epoch - 1] == min(fitted.held_out_losses)
    assert loss(mine, fitted.parameters, held) < 0.1 * loss(mine, initial(mine, 4), held)
    assert predict(mine, fitted.parameters, held).shape == (1, 40, 1)


@pytest.mark.parametrize("dropout", [Dropout(), Dropout(between=0.3, inputs=0.2)], ids=["whole", "thinned"])
def test_a_seed_repeats_itself_and_another_does_not(dropout):
    mine = model(layers=2)
    data, settings = batch(mine, 1, lengths=True, count=40), Settings(batch=8, epochs=2, dropout=dropout)
    first, second, other = (fit(mine, data, data, seed, settings) for seed in (1, 1, 2))
    assert first.parameters.tobytes() == second.parameters.tobytes()
    assert first.train_losses == second.train_losses != other.train_losses


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_the_inputs_decide_the_precision_and_the_parameters_stay_in_float64(kind):
    mine = model()
    data = batch(mine, 1)
    fitted = fit(mine, Sequences(data.x.astype(kind), data.targets), data, 1, Settings(epochs=1))
    assert fitted.parameters.dtype == np.float64
    exact = fit(mine, data, data, 1, Settings(epochs=1))
    np.testing.assert_allclose(fitted.train_losses, exact.train_losses, rtol=1e-5)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Model(network=Network(input=1, hidden=1, bidirectional=True), head="linear", outputs=1), "one direction"),
        (lambda: Model(network=Network(input=1, hidden=1), head="softmx", outputs=1), "did you mean 'softmax'"),
        (lambda: Model(network=Network(input=1, hidden=1), head="linear", outputs=0), "at least 1 output"),
        (lambda: Settings(rate=0), "rate is 0, expected above 0"),
        (lambda: Dropout(recurrent=1.0), "'recurrent' is 1.0, expected from 0 to below 1"),
    ],
)
def test_what_cannot_be_trained_is_refused(make, message):
    with pytest.raises(LstmDocsError, match=message):
        make()


def test_padding_is_never_read():
    mine = model("gru-reset-after")
    data, vector = batch(mine, 1, lengths=True), initial(mine, 1)
    loud = data.x.copy()
    for n, length in enumerate(data.lengths):
        loud[length:, n] = 1e3
    np.testing.assert_array_equal(
        predict(mine, vector, data), predict(mine, vector, Sequences(loud, data.targets, data.lengths))
    )


def test_training_needs_nothing_but_numpy():
    code = "import sys, lstm_docs.training; print([m for m in ('torch', 'mkdocs', 'pandas') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
