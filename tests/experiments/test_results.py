"""The stored results against the code that makes them: everything but the rows is recomputed, to 1e-5, for baselines are
rounded when stored; and what pages may state of the rows. The rows themselves: `test_again.py`."""

from __future__ import annotations

import json
from math import log
from statistics import mean

import pytest

from lstm_docs.experiments import best, explained, names, one_standard_error, stored, summary
from lstm_docs.experiments.experiment import RESULTS
from lstm_docs.experiments.running import TASKS, Job, about, jobs


def test_every_experiment_is_stored_and_all_are_small():
    assert names() == tuple(sorted(TASKS))
    assert sum(path.stat().st_size for path in RESULTS.iterdir()) < 100_000


@pytest.mark.parametrize("name", TASKS)
def test_the_stored_experiment_is_the_one_in_the_code(name):
    in_code = json.loads(json.dumps(about(TASKS[name])))
    in_file = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))["experiment"]
    assert in_code.pop("baselines") == pytest.approx(in_file.pop("baselines"), rel=1e-5)
    del in_code["versions"], in_file["versions"]
    assert in_code == in_file
    rows = {Job(name, *(getattr(row, of) for of in Job._fields[1:])) for row in stored(name).rows}
    assert rows == set(jobs(TASKS[name]))


def test_the_same_training_in_two_experiments_scores_the_same():
    names_ = {row.seed: row.score for row in stored("names").rows if (row.units, row.layers) == (16, 1)}
    grid = {row.seed: row.score for row in stored("rate-and-batch").rows if (row.rate, row.batch) == (0.01, 64)}
    assert grid == {seed: names_[seed] for seed in grid}


def test_a_leak_looks_like_skill():
    leaky, clean = ({row.units: row for row in summary(stored(name))} for name in ("names-by-person", "names-by-name"))
    for units in (8, 16, 32, 64):
        assert leaky[units].score > clean[units].score + 0.1
    assert stored("names-by-person").baselines["look-up of the name"] > 0.85


def test_findings_of_the_grid_that_pages_may_state():
    experiment = stored("rate-and-batch")
    shares, narrow = explained(experiment), explained(experiment, 0.003, 0.03)
    assert shares.rate > 2 * shares.batch, "the rate explains more than the size of the batch"
    assert shares.both == pytest.approx(shares.rate, abs=0.03), "and as much the two together"
    assert narrow.seeds > 0.8 > 10 * narrow.rate, "near the best rate what is left is the seed"
    of = {(row.rate, row.batch): row for row in summary(experiment)}
    majority = experiment.baselines["majority"]
    assert of[0.0003, 1024].score == pytest.approx(majority, abs=1e-4), "too slow a rate says what is most frequent"
    assert all(row.score > majority + 0.03 for row in of.values() if row.rate >= 0.003)
    best_at = {
        batch: max((row.score, rate) for (rate, b), row in of.items() if b == batch)[1] for batch in experiment.tried("batch")
    }
    assert best_at[16] < best_at[256], "larger batches want a larger rate here"


def test_training_on_makes_held_out_names_worse():
    for row in stored("not-stopped").rows:
        train, held_out = row.losses
        assert len(train) == len(held_out) == row.epochs == 30
        assert train[-1] < 0.1 * train[0]
        assert held_out[-1] > 1.5 * min(held_out), "overfitting, whatever the fold"
        assert held_out.index(min(held_out)) < 12


def test_what_each_mistake_looks_like():
    experiment = stored("mistakes")
    by_variant = {name: [r.losses[0] for r in experiment.rows if r.variant == name] for name in experiment.tried("variant")}
    losses = {name: [mean(epoch) for epoch in zip(*rows, strict=True)] for name, rows in by_variant.items()}
    scores = {row.variant: row.score for row in summary(experiment)}
    share = experiment.baselines["majority"]
    assert losses["rate / 1000"][0] == pytest.approx(log(2), abs=0.04)
    assert losses["rate / 1000"][-1] > 0.95 * losses["rate / 1000"][0], "hardly moves"
    assert losses["rate × 100"][0] > log(2), "worse than knowing nothing"
    assert losses["labels shuffled"][1] == pytest.approx(-share * log(share) - (1 - share) * log(1 - share), abs=0.03)
    assert scores["labels shuffled"] == pytest.approx(share, abs=0.001), "learns how frequent the classes are"
    assert scores["no mistake"] == pytest.approx(scores["padding is read"], abs=0.005)
    assert all(a < b for a, b in zip(losses["no mistake"], losses["padding is read"], strict=True)), "slower at every epoch"
    assert max(scores.values()) == scores["no mistake"]
    assert losses["inputs × 100"][-1] > 1.5 * losses["no mistake"][-1]


def test_networks_beat_what_needs_none():
    for name in TASKS:
        experiment = stored(name)
        sign = 1 if experiment.higher_is_better else -1
        naive = max(sign * score for what, score in experiment.baselines.items() if not what.startswith("linear regression"))
        assert sign * best(experiment).score > naive, name
        assert one_standard_error(experiment).parameters <= best(experiment).parameters


def test_findings_that_pages_may_state():
    names_, weather, adding, copying = (stored(name) for name in ("names", "weather", "adding", "copying"))
    # From 4 units up, one layer or two, all sizes are within two points of the best.
    assert all(row.score > best(names_).score - 0.021 for row in summary(names_) if row.units >= 4)
    # Every LSTM of the right size beats the last value, and none beats a straight line through the same days.
    assert weather.baselines["linear regression on 14 days"] < best(weather).score < weather.baselines["the last value"]
    # Two units carry a number over 40 steps: a unit is not a time step.
    assert {row.units: row for row in summary(adding, layers=1)}[2].score < 0.01 * adding.baselines["the mean"]
    # What has to be remembered decides: every doubling helps until all symbols fit.
    scores = [row.score for row in summary(copying, layers=1)]
    assert scores[:6] == sorted(scores[:6])
    assert scores[2] < 0.5 < 0.99 < scores[5]
