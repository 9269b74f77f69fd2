"""Networks that run in a page: Python and the page's scripts come to the same numbers, and scores are measured again."""

from __future__ import annotations

import gzip
import json
import math
from dataclasses import asdict
from itertools import islice

import numpy as np
import pytest

from lstm_docs import live, reference
from lstm_docs.experiments import letters
from lstm_docs.experiments.backing_off import BackOff
from lstm_docs.live import adding
from lstm_docs.live.adding import INPUT, shapes, train
from lstm_docs.live.in_order import in_order
from lstm_docs.live.reading import DATA, data
from lstm_docs.live.weights import MOST, packed, unpacked
from lstm_docs.site.living import reading_parts
from lstm_docs.site.living.data import adding_cells, kinds, reading_cells
from lstm_docs.site.living.grids import likeliest
from lstm_docs.training import fit, loss
from tests.js.modules import modules

WEIGHTS_FETCHED = 40 * 1024
NETWORKS = tuple(letters.CELLS)
NAMES = ("anna", "x", "maximiliane", "qqqqqqqqqqqqqqqq")


def test_all_three_networks_are_light():
    size = len(gzip.compress((DATA / "letters.json").read_bytes(), 9))
    assert size <= WEIGHTS_FETCHED
    assert size / 1000 == pytest.approx(36, abs=1)  # as the pages say


def test_a_sum_has_an_order():
    rng = np.random.default_rng(1)
    left, right = rng.normal(size=(5, 40)), rng.normal(size=(40, 3))
    for found in (in_order(left) @ right, (in_order(left.T).T) @ in_order(right)):
        for i in range(5):
            for n in range(3):
                assert found[i, n] == sum(map(float, left[i] * right[:, n]))


def test_eight_bits_are_off_by_at_most_half_a_step_of_their_row():
    rng = np.random.default_rng(2)
    named = {"W_f": rng.normal(size=(4, 3)), "b_f": rng.normal(size=(4, 1)), "W_y": np.zeros((2, 4)) + 1}
    stored = json.loads(json.dumps(packed(named)))
    for name, again in unpacked(stored).items():
        steps = np.array(stored["scales"][name[-1]])[:, np.newaxis]
        assert np.all(np.abs(again - named[name]) <= steps / 2)
        assert np.abs(again / steps).max() <= MOST + 1e-9
    assert np.abs(unpacked(stored)["W_y"] / np.array(stored["scales"]["y"])[:, np.newaxis]).max() == pytest.approx(MOST)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_name_is_read_as_the_reference_reads_it(name):
    cell = live.cells()[name]
    x = np.zeros((5, 1, len(live.SIGNS)))
    for t, sign in enumerate(".anna"):
        x[t, 0, live.SIGNS.index(sign)] = 1
    weights = reference.Weights((({k: v for k, v in cell.weights.items() if k[-1] != "y"},),))
    there = reference.run(cell.network, weights, x).output[:, 0]
    here = live.read(cell, "anna")
    assert np.allclose(here.values["h_t"][:, :, 0], there, rtol=0, atol=1e-12)
    assert here.next.sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize("name", NETWORKS)
def test_the_browser_reads_as_python_reads(name):
    """Every vector, every probability, with gates as computed and held; what is left, and what is written."""
    cell, stored = live.cells()[name], data()[name]
    call = "Object.assign({weights: unpacked(stored)}, lines)"
    lines = reading_cells()[name]
    for read, held in ((it, held) for it in NAMES for held in ({}, dict.fromkeys(cell.gates[:1], 0.0))):
        here = live.read(cell, read, held=held)
        picked = f"readNames({call}, [name], held).map((it) => names.map((key) => [...it[key].v]))"
        there = modules().call(picked, stored=stored, lines=lines, name=read, held=held, names=[*here.values, "next"])
        for t, vectors in enumerate(there):
            for key, values in zip([*here.values, "next"], vectors, strict=True):
                mine = here.next if key == "next" else here.values[key]
                assert values == mine[t][:, 0].tolist(), (read, t, key)
    there = modules().call(f"leftOfTheFirst({call}, 'maximiliane')", stored=stored, lines=lines)
    assert there == pytest.approx(live.left_of_the_first(cell, "maximiliane").tolist(), abs=1e-14)
    paths = [("reading", seed, n) for seed in (1, 2) for n in range(3)]
    for temperature in (0.3, 1.5):
        wrote = f"paths.map((path) => written({call}, temperature, ...path))"
        there = modules().call(wrote, stored=stored, lines=lines, paths=paths, temperature=temperature)
        assert there == [live.written(cell, temperature, *path) for path in paths]


STATES = (
    {},
    {"cell": "gru", "name": "maximiliane", "unit": 48, "held": "z=1"},
    {"cell": "rnn", "name": "x", "unit": 9, "held": "f=0"},
    {"name": "christopher", "unit": 21, "gate": "o", "held": "f=0", "temperature": 1.3, "seed": 4},
)


@pytest.mark.parametrize("changes", STATES)
def test_the_browser_shows_what_python_shows(changes):
    state = reading_parts.FIRST | changes
    opened = json.loads((DATA / "letters-opens.json").read_text(encoding="utf-8"))
    call = "shown.reading.parts(state, shown.reading.made(stored, lines), shown.reading.openings(opened), kinds)"
    there = modules().call(call, state=state, stored=data(), lines=reading_cells(), opened=opened, kinds=kinds())
    for part, html in reading_parts.parts(state).items():
        assert there[part] == str(html), part


@pytest.mark.parametrize(
    ("typed", "spelt"), [("Anna", "anna"), (" Bo ", "bo"), ("José", ""), ("weiß", ""), ("李", ""), ("", "")]
)
def test_what_is_no_letter_from_a_to_z_is_not_read(typed, spelt):
    assert live.spelled(typed) == spelt
    assert modules().call("spelled(typed)", typed=typed) == spelt


@pytest.mark.parametrize("name", NETWORKS)
def test_the_rounded_network_scores_what_is_said(name):
    model, cell = letters.model(name), live.cells()[name]
    vector = np.concatenate([cell.weights[key].ravel() for _, key, _ in model.shapes])
    unseen = letters.split(letters.SEEDS[0])[2]
    measured = live.scores()["networks"][name]
    assert loss(model, vector, letters.sequences(unseen)) == pytest.approx(measured["rows"][0]["rounded"], abs=1e-6)
    assert measured["parameters"] == cell.parameters
    some = unseen[:20]
    alone = np.average([live.nats(it, live.read(cell, it)) for it in some], weights=[len(it) + 1 for it in some])
    assert alone == pytest.approx(loss(model, vector, letters.sequences(some)))


def test_the_first_epoch_of_training_repeats():
    name = "rnn"
    train_, stop, _ = map(letters.sequences, letters.split(1))
    fitted = fit(letters.model(name), train_, stop, 1, letters.SETTINGS.shorter(1))
    assert fitted.train_losses[0] == pytest.approx(live.scores()["networks"][name]["rows"][1]["first_loss"], rel=1e-5)


def test_the_table_of_four_letters_scores_what_is_said():
    names, _, unseen = letters.split(0)
    table = BackOff(names, 4, live.SIGNS, live.END)
    told = next(it for it in live.scores()["tables"] if it["order"] == 4)
    assert table.nats(unseen) == pytest.approx(told["nats"][0], rel=1e-7)
    for context in ("", "a", "qx", "ann", "..."):
        assert sum(table.probability(context, sign) for sign in live.SIGNS) == pytest.approx(1)


def test_no_name_is_on_both_sides():
    parts = letters.split(2)
    assert sum(map(len, parts)) == len(set().union(*parts))
    assert letters.split(0)[2] == parts[2]
    assert len(parts[2]) == pytest.approx(sum(map(len, parts)) / 10, abs=1)


def test_how_far_a_gate_is_open_is_a_mean_over_all_names():
    gate = "f_t"
    names = [it for part in letters.split(0) for it in part]
    cell, sign = live.cells()["lstm"], "q"
    found = [
        live.read(cell, name).values[gate][t + 1, :, 0] for name in names for t, letter in enumerate(name) if letter == sign
    ]
    assert live.opened("lstm", gate)[live.SIGNS.index(sign)] == pytest.approx(np.mean(found, axis=0), abs=0.5 / 255 + 1e-9)


UPDATES = 40


@pytest.mark.parametrize(
    "changes", [{}, {"cell": "gru-reset-after", "clip": 0.0}, {"cell": "rnn-tanh", "steps": 7, "batch": 3}]
)
def test_the_browser_trains_as_python_trains(changes):
    run = live.of_published(**changes)
    here = list(islice(train(run), UPDATES))
    lines = adding_cells()[run.cell]
    call = """((training) => Array.from({length: updates}, () => {
      const {loss, norm, byH, done} = training.next();
      return [loss, norm, byH, [...training.vector], done.map((it) => it.h_t.v[0])];
    }))(new Training(run, lines))"""
    for mine, (loss_, norm, by_h, vector, h) in zip(
        here, modules().call(call, run=asdict(run), lines=lines, updates=UPDATES), strict=True
    ):
        assert loss_ == pytest.approx(mine.loss, rel=1e-12)
        assert norm == pytest.approx(mine.norm, rel=1e-11)
        assert by_h == pytest.approx(mine.by_h, rel=1e-11)
        assert vector == pytest.approx(mine.parameters.tolist(), abs=1e-12)
        assert h == pytest.approx(mine.values["h_t"][:, 0].tolist(), abs=1e-12)


def test_what_a_trained_network_is_shown_with_is_what_its_training_would_look_at():
    run = live.of_published(updates=1)
    first = next(train(run))
    shown = live.at_rest(run, adding.initial(run))
    assert (shown.loss, shown.norm, shown.by_h) == (first.loss, first.norm, first.by_h)
    for name, values in first.values.items():
        np.testing.assert_array_equal(shown.values[name], values)
    assert (first.values["x_t"][:, 1].sum(), first.values["x_t"].shape) == (2, (run.steps, 2))


def test_the_published_losses_are_those_of_the_run():
    run, stored = live.published()
    losses = [it.loss for it in islice(train(run), stored["every"])]
    assert stored["curves"][f"{run.rate:g}"][0] == pytest.approx(sum(losses) / len(losses), rel=1e-5)
    assert len(stored["parameters"]) == sum(rows * columns for rows, columns in shapes(run).values())
    assert min(stored["curves"][f"{run.rate:g}"]) < 0.01


GUESS = 1 / 6
"""The loss of who says 1 each time: the variance of a sum of two numbers from 0 to 1."""


@pytest.mark.parametrize("clip", [0.0, 1.0])
def test_at_rate_1_the_loss_jumps_with_or_without_a_bound_and_nothing_is_learnt(clip):
    run = live.of_published(rate=1.0, clip=clip)
    found = list(islice(train(run), 60))
    assert [round(it.loss, 2) for it in found[:2]] == [0.36, 57.44]
    moved = abs(found[0].parameters - adding.initial(run))
    assert np.median(moved) == pytest.approx(1, abs=1e-3)
    assert max(it.loss for it in found) == found[1].loss
    assert np.mean([it.loss for it in found[-20:]]) > GUESS
    assert min(live.published()[1]["curves"]["1"]) > GUESS
    shut = np.stack([found[1].values[gate] for gate in ("i_t", "o_t")])
    assert np.mean((shut < 0.05) | (shut > 0.95)) > 0.5


def test_the_stored_curves_begin_as_their_rates_do():
    stored = live.published()[1]
    for rate, losses in stored["curves"].items():
        first = [it.loss for it in islice(train(live.of_published(rate=float(rate))), stored["every"])]
        assert losses[0] == pytest.approx(np.mean(first), rel=1e-5), rate


def test_the_gradient_of_adding_is_what_differences_say():
    run = live.of_published(steps=4, batch=2, hidden=3, clip=0.0)
    vector = adding.initial(run)
    x, targets = adding.sums(run, adding.Stream.of("adding", 1, "data"))
    found = adding._gradient(run, adding._named(run, vector), x, targets)
    for place in range(0, len(vector), 7):
        moved = [vector.copy(), vector.copy()]
        moved[0][place] += 1e-6
        moved[1][place] -= 1e-6
        up, down = (adding._gradient(run, adding._named(run, it), x, targets).loss for it in moved)
        assert found.vector[place] == pytest.approx((up - down) / 2e-6, abs=1e-7)
    assert x.shape == (4, INPUT, 2)
    assert (x[:2, 1].sum(axis=0) == 1).all()
    assert (x[2:, 1].sum(axis=0) == 1).all()
    assert math.isclose(targets[0, 0], float((x[:, 0, 0] * x[:, 1, 0]).sum()))


def test_the_page_says_what_the_network_does():
    cell = live.cells()["lstm"]
    assert cell.network.hidden == 48
    assert math.log(len(live.SIGNS)) == pytest.approx(3.30, abs=0.005)
    done = live.read(cell, "anna")
    after = [dict(likeliest(done.next[t, :, 0])[:3]) for t in range(5)]
    assert {"n", "t"} < {*after[2]}
    assert {*after[3]} <= {*"aeiou"}
    assert "." not in after[1]
    assert max(after[4], key=after[4].get) == "."
    opened = dict(zip(live.SIGNS, live.opened("lstm", "f_t")[:, 0], strict=True))
    assert {sign for sign in opened if opened[sign] < 0.15} == {"m", "z"}
    assert sorted(opened, key=opened.get)[-2:] == ["y", "i"]
    measured = live.scores()
    nats = {name: np.mean([row["rounded"] for row in it["rows"]]) for name, it in measured["networks"].items()}
    tables = {it["order"]: np.mean(it["nats"]) for it in measured["tables"]}
    assert max(nats["lstm"], nats["gru"]) < min(tables.values()) == tables[4] < nats["rnn"]
    assert min(tables.values()) - nats["lstm"] < 0.06
    assert measured["tables"][-1]["parameters"] > max(it["parameters"] for it in measured["networks"].values())
    held, free = measured["networks"]["lstm"]["held"], measured["networks"]["lstm"]["rows"][0]["rounded"]
    assert free < held["f=0"] < held["f=1"]
    assert held["i=0"] == held["o=0"]
    costs = [letters.live_nats(cell, group, {"f_t": 0.0}) for group in letters.by_length(letters.split(0)[2])]
    assert sum(costs) / sum(len(name) + 1 for name in letters.split(0)[2]) == pytest.approx(held["f=0"], rel=1e-6)


def test_what_is_left_is_half_the_differences_over_the_other_letters():
    cell = live.cells()["gru"]
    apart = [
        np.abs(live.read(cell, other + "nna").next[1:, :, 0] - live.read(cell, "anna").next[1:, :, 0]).sum(axis=1) / 2
        for other in live.LETTERS[1:]
    ]
    assert len(apart) == 25
    assert live.left_of_the_first(cell, "anna") == pytest.approx(np.mean(apart, axis=0))
    for it in live.scores()["networks"].values():
        assert all(0 <= share <= 1 for share in it["left"])
        assert it["left"][0] > it["left"][5] > it["left"][9]
