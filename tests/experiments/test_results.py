"""The stored results against training again.

What is compared, and how closely:

- everything but the rows (sizes, baselines, settings): recomputed, to 1e-5, for baselines are rounded when stored;
- the training loss of the first epoch of some sizes: to FIRST. Matrix products are rounded differently on other
  processors and by other libraries, and each step of Adam carries the difference on; an epoch is short enough;
- the score after a whole training, of two rows that are cheap: to SCORE, for by then the rounding may have changed
  digits, and a few answers, and the epoch at which training stopped;
- never the seconds.
"""

from __future__ import annotations

import json

import pytest

from lstm_docs.experiments import best, names, one_standard_error, stored, summary
from lstm_docs.experiments.experiment import RESULTS
from lstm_docs.experiments.running import TASKS, Job, about, jobs, run

FIRST = 1e-5
SCORE = {"names-by-person": 0.01, "weather": 0.03}


def test_every_experiment_is_stored_and_all_are_small():
    assert names() == tuple(sorted(TASKS))
    assert sum(path.stat().st_size for path in RESULTS.iterdir()) < 100_000


@pytest.mark.parametrize("name", TASKS)
def test_the_stored_experiment_is_the_one_in_the_code(name):
    found = json.loads(json.dumps(about(TASKS[name])))
    kept = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))["experiment"]
    assert found.pop("baselines") == pytest.approx(kept.pop("baselines"), rel=1e-5)
    del found["versions"], kept["versions"]
    assert found == kept
    assert {Job(name, row.units, row.layers, row.seed) for row in stored(name).rows} == set(jobs(TASKS[name]))


@pytest.mark.parametrize(("units", "layers"), [(1, 1), (8, 1), (4, 2)])
@pytest.mark.parametrize("name", TASKS)
def test_first_epochs_repeat(name, units, layers):
    if layers not in TASKS[name].layers:
        units, layers = 16, 1
    again = run(Job(name, units, layers, 1), epochs=1)
    assert again["first_loss"] == pytest.approx(_row(name, units, layers, 1).first_loss, rel=FIRST)


@pytest.mark.parametrize("name", SCORE)
def test_whole_trainings_repeat(name):
    kept = _row(name, 4, 1, 2)
    again = run(Job(name, 4, 1, 2))
    assert again["score"] == pytest.approx(kept.score, abs=SCORE[name])
    assert again["train_score"] == pytest.approx(kept.train_score, abs=SCORE[name])


def _row(name, units, layers, seed):
    (found,) = (r for r in stored(name).rows if (r.units, r.layers, r.seed) == (units, layers, seed))
    return found


def test_a_leak_looks_like_skill():
    leaky, clean = ({row.units: row for row in summary(stored(name))} for name in ("names-by-person", "names-by-name"))
    for units in (8, 16, 32, 64):
        assert leaky[units].score > clean[units].score + 0.1
    assert stored("names-by-person").baselines["look-up of the name"] > 0.85


def test_networks_beat_what_needs_none():
    for name in TASKS:
        found = stored(name)
        sign = 1 if found.higher_is_better else -1
        naive = max(sign * score for what, score in found.baselines.items() if not what.startswith("linear regression"))
        assert sign * best(found).score > naive, name
        assert one_standard_error(found).parameters <= best(found).parameters


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
