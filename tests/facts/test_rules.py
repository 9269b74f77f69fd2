"""Rules of thumb against arithmetic done here by hand, and the costs of candidates against arrays that are built."""

from __future__ import annotations

import pytest
import torch

from lstm_docs import Network, facts
from lstm_docs.ground.errors import LstmDocsError

BY_HAND = {
    "samples, α = 2": 71,  # 4000 / (2 · 28) = 71.43
    "samples, α = 5": 29,  # 28.57
    "samples, α = 10": 14,  # 14.29
    "2/3 of inputs": 17,  # 17.33
    "2/3 of inputs + outputs": 19,  # 19.33
    "middle of inputs and outputs": 14,
    "twice the inputs": 52,
    "steps": 11,
}


def test_every_rule_by_hand():
    assert {rule.name: rule.value for rule in facts.rules(26, 2, 4000, 11)} == BY_HAND
    assert "steps" not in {rule.name for rule in facts.rules(26, 2, 4000)}


@pytest.mark.parametrize(
    ("samples", "alpha", "units"),
    [(5000, 2, 78), (5000, 10, 16), (64 * 5, 2, 5), (32 * 5, 2, 3), (1, 10, 1), (10**9, 2, 15625000)],
)
def test_the_rule_by_samples_rounds_half_up_and_gives_at_least_one(samples, alpha, units):
    assert facts.by_samples(samples, 30, 2, alpha) == units


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, 2, 10), "input size must be from 1"),
        ((3, 2.5, 10), "outputs must be a whole number"),
        ((3, 2, True), "samples are a whole number from 1, not 'True'"),
        ((3, 2, 10, 0), "steps must be from 1"),
        ((1, 1, 10**12), "gives 250,000,000,000 units, above 1,048,576"),
    ],
)
def test_sizes_that_make_no_sense_are_refused(arguments, message):
    with pytest.raises(LstmDocsError, match=message):
        facts.rules(*arguments)


@pytest.mark.parametrize("network", [Network(input=26, hidden=8), Network(input=5, hidden=3, layers=2, bidirectional=True)])
def test_a_cost_counts_the_head_as_torch_does(network):
    layer = torch.nn.LSTM(network.input, network.hidden, network.layers, bidirectional=network.bidirectional)
    head = torch.nn.Linear(network.directions * network.hidden, 2)
    counted = sum(p.numel() for p in (*layer.parameters(), *head.parameters()))
    assert facts.cost(network, 2, framework="pytorch").parameters == counted


def test_candidates_say_every_rule_that_gave_them():
    candidates = facts.candidates(Network(input=26, hidden=1), 2, 4000, steps=11, budget=5000)
    assert {name: row.units for row in candidates for name in row.rules if name != "budget"} == BY_HAND
    assert [row.units for row in candidates] == sorted({row.units for row in candidates})
    (budget,) = (row for row in candidates if "budget" in row.rules)
    assert 4 * budget.units * (26 + budget.units + 1) <= 5000 < 4 * (budget.units + 1) * (26 + budget.units + 2)
    assert all(row.per_sample * 4000 == row.cost.parameters for row in candidates)
