"""What the page says of the two tasks is what the file says, and a training comes out again."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from lstm_docs import family
from lstm_docs.experiments.synthetic import ADDING_STEPS, COPIED, DELAY, SYMBOLS, adding
from lstm_docs.training import Stream

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
import family_tasks

SCORES = {(score.task, score.cell): score for score in family.scores()}


def best_first(task):
    sign = 1 if task == "adding" else -1
    return [cell for _, cell in sorted((sign * score.median, cell) for (of, cell), score in SCORES.items() if of == task)]


def test_the_settings_are_those_that_the_page_names():
    settings = family.about()["settings"]
    assert settings == {"iterations": 1000, "batch": 64, "rate": 0.01, "clip": 1.0, "judged": 2000, "most": 1500}
    assert (ADDING_STEPS, COPIED, SYMBOLS, DELAY) == (40, 4, 8, 8)
    assert {score.seeds for score in SCORES.values()} == {4} == {len(family_tasks.SEEDS)}
    assert {cell for _, cell in SCORES} == set(family_tasks.CELLS)


def test_units_are_as_many_as_fit():
    for (task, cell), score in SCORES.items():
        inputs = family_tasks.TASKS[task]["inputs"]
        assert score.units == family_tasks.units(cell, inputs)
        assert score.parameters == family_tasks.parameters(cell, inputs, score.units) <= family_tasks.PARAMETERS


def test_what_needs_no_network():
    sums = adding(100_000, Stream(1, 2, 3)).targets
    assert np.var(sums) == pytest.approx(0.167, abs=0.002)
    assert 1 / SYMBOLS == 0.125


def test_who_did_best():
    assert set(best_first("adding")[:2]) == set(best_first("copying")[:2]) == {"gru-reset-after", "slstm"}
    assert best_first("copying")[2] == "mingru"
    assert best_first("adding")[-2:] == ["mingru", "indrnn"]
    assert (SCORES["copying", "mingru"].units, SCORES["copying", "lstm"].units) == (75, 15)
    assert SCORES["copying", "mingru"].parameters == SCORES["copying", "lstm"].parameters
    assert [SYMBOLS * (units + 1) for units in (75, 15)] == [608, 128], "the readout's"
    assert SCORES["copying", "lstm"].lowest < SCORES["copying", "mingru"].lowest
    assert SCORES["copying", "mingru"].highest < SCORES["copying", "lstm"].highest
    assert SCORES["adding", "indrnn"].lowest > 0.8 * 0.167


@pytest.mark.parametrize("task", family_tasks.TASKS)
def test_a_training_is_the_same_again(task):
    first, again = (family_tasks.trained(task, "mingru", 0, iterations=3) for _ in range(2))
    assert first["score"] == again["score"]
    assert first["units"] == SCORES[task, "mingru"].units
