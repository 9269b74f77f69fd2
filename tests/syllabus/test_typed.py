"""Small facts that pages and the glossary state with a typed number."""

from __future__ import annotations

import math
import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest
import torch
from torch import nn

A = np.linspace(-30, 30, 2001)


def sigma(a):
    return 1 / (1 + np.exp(-a))


def test_sigma_and_tanh_stay_in_their_intervals():
    for values, low in ((sigma(A), 0), (np.tanh(np.linspace(-18, 18, 1001)), -1)):
        assert low < values.min() < low + 1e-12
        assert 1 - 1e-12 < values.max() < 1


def test_slopes_are_largest_at_zero():
    for values, most in ((sigma(A) * (1 - sigma(A)), 0.25), (1 - np.tanh(A) ** 2, 1)):
        assert values.max() == pytest.approx(most)
        assert A[values.argmax()] == pytest.approx(0, abs=1e-9)
        assert values[0] < 1e-12


def test_tanh_is_a_sigma_stretched_and_moved():
    np.testing.assert_allclose(np.tanh(A), 2 * sigma(2 * A) - 1, atol=1e-14)
    np.testing.assert_allclose(sigma(A), (1 + np.tanh(A / 2)) / 2, atol=1e-14)


def test_hard_sigmoid_is_a_straight_piece():
    by_sixths = np.clip(A / 6 + 0.5, 0, 1)
    np.testing.assert_allclose(nn.functional.hardsigmoid(torch.tensor(A)).numpy(), by_sixths, atol=1e-12)
    computed = keras.ops.convert_to_numpy(keras.activations.hard_sigmoid(torch.tensor(A)))
    np.testing.assert_allclose(computed, by_sixths, atol=1e-6)


def test_a_gate_of_one_keeps_and_of_zero_forgets():
    cell = nn.LSTMCell(2, 3)
    before = torch.randn(1, 3)
    for bias, state in ((100.0, before), (-100.0, torch.zeros(1, 3))):
        with torch.no_grad():
            for weight in cell.parameters():
                weight.zero_()
            cell.bias_ih[3:6] = bias
            _, after = cell(torch.zeros(1, 2), (torch.zeros(1, 3), before))
        torch.testing.assert_close(after, state)


def test_what_softmax_gives_adds_up_to_one():
    assert torch.softmax(torch.randn(7), 0).sum().item() == pytest.approx(1)


def test_a_loss_on_logits_stays_exact_where_a_probability_is_zero():
    logits, right = torch.tensor([[200.0, 0.0]]), torch.tensor([1])
    assert torch.softmax(logits, 1)[0, 1] == 0
    assert nn.functional.cross_entropy(logits, right).item() == pytest.approx(200)


def test_an_embedding_is_a_one_hot_times_its_matrix():
    table = nn.Embedding(5, 3)
    one_hot = nn.functional.one_hot(torch.tensor([4, 1]), 5).float()
    assert set(one_hot.flatten().tolist()) == {0.0, 1.0}
    assert one_hot.sum(1).tolist() == [1, 1]
    torch.testing.assert_close(table(torch.tensor([4, 1])), one_hot @ table.weight)


def test_what_binary_cross_entropy_makes_of_many_classes():
    """One term for each class, the wrong ones too."""
    shares, right = torch.softmax(torch.randn(1, 4), 1), torch.tensor([[0.0, 1.0, 0.0, 0.0]])
    terms = [right * shares.log(), (1 - right) * (1 - shares).log()]
    assert nn.functional.binary_cross_entropy(shares, right).item() == pytest.approx(-sum(terms).mean().item())


def test_a_value_passed_on_at_nine_tenths():
    assert round(0.9**10, 2) == 0.35
    assert round(0.9**50, 3) == 0.005


def test_heads_have_a_row_for_each_answer():
    assert sum(weight.numel() for weight in nn.Linear(12, 26).parameters()) == 26 * (12 + 1)
    both = nn.LSTM(4, 3, bidirectional=True)
    assert both(torch.zeros(5, 1, 4))[0].shape == (5, 1, 2 * 3)


def test_a_dense_layer_on_all_steps_is_as_many_times_as_large():
    assert nn.Linear(80 * 128, 1).weight.numel() == 80 * nn.Linear(128, 1).weight.numel()


def test_what_a_profiler_that_knows_lstms_counts_beside_the_products():
    """Both biases of each gate: more by 2 / (I + H)."""
    with_biases, without = (sum(w.numel() for w in nn.LSTM(80, 12, bias=bias).parameters()) for bias in (True, False))
    assert with_biases / without == pytest.approx(1 + 2 / (80 + 12))
    assert (10 * with_biases, 10 * without) == (45_120, 44_160)


def test_a_gru_of_the_same_width_has_three_quarters_of_the_matrices():
    lstm, gru = nn.LSTM(80, 12, bias=False), nn.GRU(80, 12, bias=False)
    assert 4 * sum(w.numel() for w in gru.parameters()) == 3 * sum(w.numel() for w in lstm.parameters())
    assert math.isclose(sum(w.numel() for w in gru.parameters()), 3 * 12 * (80 + 12))
