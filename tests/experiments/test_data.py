"""The data: what is asked for can be read off by other means, and nothing that is judged was trained on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas
import pytest
import vega_datasets

from lstm_docs.experiments import census, sources, synthetic, weather
from lstm_docs.experiments.running import TASKS
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.training import Stream


def _names(data):
    """Names from one-hot letters, up to each name's own length."""
    letters = np.array(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return ["".join(letters[data.x[:n, k].argmax(-1)]) for k, n in enumerate(data.lengths)]


def test_names_are_labelled_by_the_gender_that_has_them_more_often():
    data = census.distinct()
    labels = dict(zip(data.names, data.genders, strict=True))
    assert len(labels) == len(data.names) == 4275 + 1219 - 331
    assert (labels["MARY"], labels["JAMES"], labels["LESLIE"], labels["JORDAN"]) == (0, 1, 0, 1)


def test_people_have_names_as_often_as_the_census_says():
    people = census.people()
    assert abs(people.genders.mean() - 0.5) < 0.03
    men = [name for name, gender in zip(people.names, people.genders, strict=True) if gender]
    assert men.count("JAMES") / len(men) == pytest.approx(0.03318 / 0.9, abs=0.01)


@pytest.mark.parametrize("task", ["names", "names-by-name"])
def test_a_split_by_name_has_no_name_twice(task):
    for seed in (0, 3):
        for split in TASKS[task].splits(seed):
            train, stop, validation = (set(_names(part)) for part in split[:3])
            assert len(train | stop | validation) == len(train) + len(stop) + len(validation)


def test_a_split_by_person_has_most_names_twice():
    (split,) = TASKS["names-by-person"].splits(0)
    train = set(_names(split.train))
    assert np.mean([name in train for name in _names(split.validation)]) > 0.8


@pytest.mark.parametrize("task", [name for name in TASKS if name.startswith("names")])
def test_every_sample_is_judged_once_over_the_seeds(task):
    seeds = TASKS[task].seeds
    judged = [name for seed in seeds for split in TASKS[task].splits(seed) for name in _names(split.validation)]
    assert sorted(judged) == sorted((census.distinct() if task == "names" else census.people()).names)


def test_weather_windows_are_the_days_before_and_scaled_by_the_past():
    frame = pandas.read_csv(Path(vega_datasets.__file__).parent / "_data" / "seattle-weather.csv")
    highest = frame["temp_max"].to_numpy()
    np.testing.assert_array_equal(weather.temperatures(), highest)
    splits = TASKS["weather"].splits(0)
    ends = []
    for split in splits:
        known = len(split.train) + len(split.stop) + weather.STEPS
        seen = highest[:known]
        assert split.scale == pytest.approx(seen.std())
        expected = (highest[known : known + len(split.validation)] - seen.mean()) / seen.std()
        np.testing.assert_allclose(split.validation.targets[0, :, 0], expected)
        window = (highest[known - weather.STEPS : known] - seen.mean()) / seen.std()
        np.testing.assert_allclose(split.validation.x[:, 0, 0], window, atol=1e-6)
        ends.append(known + len(split.validation))
    assert ends[-1] == len(highest)
    assert ends == sorted(ends)


def test_adding_asks_for_the_sum_of_the_marked():
    data = synthetic.adding(200, Stream(1))
    assert (data.x[..., 1].sum(axis=0) == 2).all()
    np.testing.assert_allclose(data.targets[0, :, 0], (data.x[..., 0] * data.x[..., 1]).sum(axis=0), atol=1e-6)
    assert 1.8 < data.targets.min() + data.targets.max() < 2.2


def test_copying_asks_for_what_was_shown():
    data = synthetic.copying(200, Stream(1))
    shown = data.x[: synthetic.COPIED, :, : synthetic.SYMBOLS]
    assert (shown.sum(axis=-1) == 1).all()
    np.testing.assert_array_equal(shown.argmax(-1), data.targets)
    assert not data.x[synthetic.COPIED : -synthetic.COPIED].any()
    assert set(np.unique(data.targets)) == set(range(synthetic.SYMBOLS))


@pytest.mark.parametrize("task", ["adding", "copying"])
def test_made_data_differ_between_parts_and_seeds(task):
    parts = [part.x[:, :50].tobytes() for seed in (0, 1) for split in TASKS[task].splits(seed) for part in split[:3]]
    assert len(set(parts)) == 6


def test_missing_data_are_named_with_the_cure():
    with pytest.raises(LstmDocsError, match=r"in the package 'no_such_package'.*pip install 'lstm-docs\[experiments\]"):
        sources.read("no_such_package", "file.csv")
