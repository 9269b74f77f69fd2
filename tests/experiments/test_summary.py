"""Means, standard errors and the one-standard-error rule on scores made up here."""

from __future__ import annotations

from statistics import mean, stdev

import pytest

from lstm_docs.experiments import best, explained, names, one_standard_error, rules_placed, stored, summary
from lstm_docs.experiments.experiment import from_data
from lstm_docs.ground.errors import ConformError

SCORES = {(1, 1): (0.50, 0.60), (2, 1): (0.80, 0.84), (4, 1): (0.84, 0.90), (8, 1): (0.81, 0.89), (4, 2): (0.70, 0.74)}


def _experiment(scores=SCORES, *, higher=True):
    about = dict.fromkeys(("name", "says", "source", "seed_means", "metric", "unit", "head"), "-")
    about |= {"higher_is_better": higher, "input": 3, "output": 2, "steps": 5, "reads": 1}
    about |= {"train_samples": 10, "validation_samples": 5, "baselines": {}, "settings": {}, "versions": {}}
    sign = 1 if higher else -1
    rows = [[*size, seed, sign * s, 0.9, 0.1, 3, 1.0] for size, each in scores.items() for seed, s in enumerate(each)]
    columns = (("units", "layers"), ("units", "layers", "rate", "batch"))[len(next(iter(scores))) == 4]
    rest = {"rate": 0.01, "batch": 8} if len(columns) == 2 else {}
    columns = [*columns, "seed", "score", "train_score", "first_loss", "epochs", "seconds", *rest]
    return from_data({"experiment": about, "columns": columns, "rows": [[*row, *rest.values()] for row in rows]})


def test_a_summary_is_the_mean_and_its_error():
    by_size = {(row.units, row.layers): row for row in summary(_experiment())}
    assert list(by_size) == [(1, 1), (2, 1), (4, 1), (8, 1), (4, 2)]
    for key, scores in SCORES.items():
        assert by_size[key].score == pytest.approx(mean(scores))
        assert by_size[key].standard_error == pytest.approx(stdev(scores) / 2**0.5)
        assert (by_size[key].lowest, by_size[key].highest, by_size[key].seeds) == (*scores, 2)
    assert [row.units for row in summary(_experiment(), layers=2)] == [4]


@pytest.mark.parametrize("higher", [True, False])
def test_the_smallest_within_one_standard_error_of_the_best(higher):
    # The best is 4 units at 0.87 ± 0.03; 8 units at 0.85 are near enough but larger, 2 units at 0.82 are not.
    experiment = _experiment(higher=higher)
    assert (best(experiment).units, one_standard_error(experiment).units) == (4, 4)
    experiment = _experiment(SCORES | {(2, 1): (0.83, 0.86)}, higher=higher)
    assert (best(experiment).units, one_standard_error(experiment).units) == (4, 2)


def _grid(score, seeds=2):
    settings_ = [(rate, batch) for rate in (0.1, 0.2, 0.4) for batch in (8, 16)]
    return _experiment({(4, 1, *it): tuple(score(*it, seed) for seed in range(seeds)) for it in settings_})


SPREADS = {
    "rate": lambda rate, batch, seed: rate,
    "batch": lambda rate, batch, seed: 1 / batch,
    "both": lambda rate, batch, seed: {0.1: 1, 0.2: 0, 0.4: -1}[rate] * (1 if batch == 8 else -1),
    "seeds": lambda rate, batch, seed: seed,
}


@pytest.mark.parametrize("name", SPREADS)
def test_a_spread_that_has_one_cause_is_explained_by_it(name):
    shares = explained(_grid(SPREADS[name]))
    assert getattr(shares, name) == pytest.approx(1)
    assert shares.rate + shares.batch + shares.both + shares.seeds == pytest.approx(1)


def test_causes_that_add_up_share_as_their_squares_do():
    # Deviations by rate -1, 0, 1, by batch ±1, by seed ±2: mean squares 2/3, 1 and 4.
    shares = explained(_grid(lambda rate, batch, seed: {0.1: -1, 0.2: 0, 0.4: 1}[rate] + (batch == 8) * 2 - 1 + 4 * seed - 2))
    total = 2 / 3 + 1 + 4
    assert (shares.rate, shares.batch, shares.seeds) == pytest.approx((2 / 3 / total, 1 / total, 4 / total))
    assert shares.both == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("only", [{"highest": 0.1}, {"lowest": 0.5}])
def test_what_is_no_grid_is_refused(only):
    with pytest.raises(ConformError, match="no full grid"):
        explained(_grid(SPREADS["rate"]), **only)
    with pytest.raises(ConformError, match="no full grid"):
        explained(_experiment())


def test_a_row_costs_what_torch_counts():
    import torch

    row = next(row for row in summary(_experiment()) if (row.units, row.layers) == (4, 2))
    layers = torch.nn.LSTM(3, 4, 2)
    second_biases = sum(p.numel() for name, p in layers.named_parameters() if name.startswith("bias_hh"))
    counted = sum(p.numel() for p in (*layers.parameters(), *torch.nn.Linear(4, 2).parameters())) - second_biases
    assert row.parameters == counted
    assert row.macs == 5 * (4 * 4 * (3 + 4) + 4 * 4 * (4 + 4)) + 4 * 2


def test_unknown_results_name_the_nearest():
    from lstm_docs.ground.errors import UnknownNameError

    with pytest.raises(UnknownNameError, match="did you mean 'weather'"):
        stored("wether")
    assert names() == tuple(sorted(names()))


def test_rules_are_placed_beside_the_nearest_size():
    by_rule = {placed.rule.name: placed for placed in rules_placed(_experiment())}
    # 10 samples, 3 inputs, 2 outputs: 10 / (2·5) = 1 unit; 2/3·3 + 2 = 4; twice 3 = 6, as near to 8 as to 4 by ratio: 8.
    assert [(by_rule[n].rule.value, by_rule[n].tried.units) for n in ("samples, α = 2", "2/3 of inputs + outputs")] == [
        (1, 1),
        (4, 4),
    ]
    assert (by_rule["twice the inputs"].rule.value, by_rule["twice the inputs"].tried.units) == (6, 8)
    assert by_rule["samples, α = 2"].worse_by == pytest.approx((0.87 - 0.55) / 0.03)
    assert by_rule["2/3 of inputs + outputs"].worse_by == 0
    assert by_rule["samples, α = 2"].ratio == 1 / 4
    assert not any(placed.beyond for placed in by_rule.values())
