"""What the page says of the measurements holds on both cards and in both passes, or it must not be said."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from lstm_docs import facts, timings

MACHINES = [timings.stored(name) for name in timings.names()]
HALF = {"dtype": "float16"}
SINGLE = {"dtype": "float32"}

# belief, what narrows its points, way, and the bounds of all ratios; None is no bound.
SAID = {
    "at 128 units a second layer doubles the time": ("second-layer", {"hidden": 128}, "graph", 1.8, 2.3),
    "at 512 with one sequence it costs less than half as much": ("second-layer", {"hidden": 512, "batch": 1}, "graph", 1, 1.5),
    "three times in a graph": ("second-layer", HALF | {"hidden": (512, 1024), "batch": 32}, "graph", 2.9, 3.3),
    "six to nineteen times from Python": ("second-layer", HALF | {"hidden": (512, 1024), "batch": 32}, "eager", 6, 19),
    "a GRU takes about twice as long": ("gru", HALF | {"hidden": (512, 1024), "batch": 32}, "graph", 1.7, 2.2),
    "a projection loses in float16": ("projection", HALF, "graph", 1.05, None),
    "a projection gains in float32": ("projection", SINGLE, "graph", None, 0.8),
    "packing saved nothing from Python in float16": ("packing", HALF, "eager", 1, None),
    "packing pays at 1024 units in float32": ("packing", SINGLE | {"hidden": 1024}, "graph", None, 0.8),
    "packing pays there from Python too": ("packing", SINGLE | {"hidden": 1024}, "eager", None, 0.8),
    "half precision more than halves": (
        "half",
        {"hidden": (512, 1024, 2048), "batch": (64, 256), "steps": 100},
        "graph",
        None,
        0.5,
    ),
    "half precision changes nothing": ("half", {"hidden": 128, "batch": 1, "steps": 100}, "graph", 0.93, 1.05),
    "a loop takes more than twenty times as long": ("loop", {"hidden": 12}, "eager", 20, None),
    "as a graph ten to thirty": ("loop", {"hidden": 12}, "graph", 10, 33),
    "as a graph of wide layers much less": ("loop", {"hidden": (256, 1024)}, "graph", 1.2, 3.1),
    "one unit more than 1024": ("widths", HALF | {"hidden": 1025}, "graph", 3.5, None),
    "one unit fewer than 1024": ("widths", HALF | {"hidden": 1023}, "graph", 2.9, 3.1),
}


def _ratios(belief, narrowed, way):
    for machine in MACHINES:
        for pair in timings.pairs(machine, timings.BELIEFS[belief]):
            wanted = ((getattr(pair.row, key), value) for key, value in narrowed.items())
            if all(has in (value if isinstance(value, tuple) else (value,)) for has, value in wanted):
                yield from pair.ratios(way)


@pytest.mark.parametrize("said", SAID)
def test_it_holds_in_every_pass_on_every_card(said):
    belief, narrowed, way, low, high = SAID[said]
    ratios = list(_ratios(belief, narrowed, way))
    assert len(ratios) >= 4
    assert low is None or min(ratios) >= low, ratios
    assert high is None or max(ratios) <= high, ratios


def test_in_float32_a_width_is_like_its_neighbours():
    assert {pair.row.hidden for machine in MACHINES for pair in timings.pairs(machine, timings.BELIEFS["widths"])} >= {
        1023,
        1025,
    }
    narrow = {"dtype": "float32", "hidden": (255, 257, 260, 508, 511, 513, 1023)}
    assert all(0.95 < ratio < 1.05 for ratio in _ratios("widths", narrow, "graph"))


def test_two_passes_of_replays_agree_and_those_of_calls_do_not():
    for machine in MACHINES:
        low, middle, high = timings.spread(machine, "graph")
        assert 0.97 < low <= middle <= high < 1.03
        low, middle, high = timings.spread(machine, "eager")
        assert high / low > 1.2


def _each_mac(machine, hidden, batch, *, idle):
    (row,) = (
        row
        for row in machine.section("energy")
        if (row.hidden, row.batch, row.dtype, row.kind) == (hidden, batch, "float32", "LSTM")
    )
    for joules, watts in zip(row.joules["graph"], row.watts["graph"], strict=True):
        yield joules / row.macs * (1 - idle / watts)


def test_a_card_that_waits_spends_its_energy_on_waiting():
    arithmetic = float(facts.PRECISIONS["float32"].mac) * 1e-12
    for machine in MACHINES:
        narrow, wide = (list(_each_mac(machine, *size, idle=0.0)) for size in ((12, 1), (2048, 256)))
        assert min(narrow) > 500 * max(wide)
        assert max(wide) < 7 * arithmetic
        assert min(narrow) > 2000 * arithmetic
        idle = machine.ceilings.idle_watts
        narrow, wide = (list(_each_mac(machine, *size, idle=idle)) for size in ((12, 1), (2048, 256)))
        assert min(narrow) > 10 * max(wide)


def test_tf32_is_what_pytorch_starts_with():
    assert torch.backends.cudnn.allow_tf32


def _measured(dtype):
    """Each forward point of a precision, on every card, with how often as long as expected it took."""
    for machine in MACHINES:
        for row in machine.section("forward"):
            if row.dtype == dtype:
                guess = timings.expected(machine, row, "graph")
                yield machine.name, row, guess, row.mean("graph") / guess.total


@pytest.mark.parametrize("card", timings.names())
def test_how_far_from_what_was_expected(card):
    ratios = {
        bound: sorted(ratio for name, _, by, ratio in _measured("float32") if (name, by.bound) == (card, bound))
        for bound in ("launches", "arithmetic")
    }
    waiting, working = ratios["launches"], ratios["arithmetic"]
    assert waiting[len(waiting) // 2] < 0.6
    assert waiting[-1 - len(waiting) // 10] > 4
    assert min(working) > 1
    clear = [
        ratio for name, _, guess, ratio in _measured("float32") if name == card and guess.bound == "arithmetic" and guess.clear
    ]
    assert max(clear) < 3
    assert timings.prediction.CLEAR == 4


@pytest.mark.parametrize("card", timings.names())
def test_where_the_fast_layers_end(card):
    steps = 100
    narrow = [ratio for name, row, _, ratio in _measured("float32") if name == card and row.hidden <= 64 and row.steps == steps]
    wide = [r for name, row, _, r in _measured("float32") if name == card and 128 <= row.hidden <= 512 and row.steps == steps]
    assert max(narrow) < 1 < min(wide)
    half = {
        (row.hidden, row.batch): row.mean("graph")
        for name, row, *_ in _measured("float16")
        if name == card and row.steps == steps
    }
    assert all(half[hidden, 16] < min(half[hidden, 1], half[hidden, 64]) / 2 for hidden in (256, 512, 1024))


@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_the_number_of_steps_matters_little(dtype):
    by_layer = {}
    for name, row, _, ratio in _measured(dtype):
        if row.steps >= 10:
            by_layer.setdefault((name, row.batch, row.hidden), {})[row.steps] = ratio
    several = [list(ratios.values()) for ratios in by_layer.values() if len(ratios) > 2]
    assert len(several) >= 8
    assert all(max(ratios) < 1.25 * min(ratios) for ratios in several)


def test_a_processor_keeps_small_weights():
    file = timings.read(Path(__file__).parents[2] / "docs" / "timings" / "processor.json")
    ratios = []
    for row in file.section("forward"):
        guess = timings.expected(file, row, "eager")
        if (row.dtype, guess.bound) == ("float32", "weights"):
            ratios.append(row.mean("eager") / guess.total)
    assert sorted(ratios)[len(ratios) // 2] < 0.5
    assert file.ceilings.launch_in_graph is None
