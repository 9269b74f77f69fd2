"""What decides whether the timings of a card can be believed, without one: no test asserts a time."""

from __future__ import annotations

import argparse
import json
import random

import pytest
import torch

from benchmarks import gpu_recurrent as bench
from benchmarks.gpu_recurrent import Card, Machine, NoGraph, Point

OPTIONS = argparse.Namespace(seconds=100.0, seed=7)
POINTS = [Point(T=steps, I=3, H=2) for steps in range(1, 6)]
EVERY_POINT = [(name, point) for name, points in bench.plan().items() for point in points]


class Clock:
    """A clock that moves when it is told to."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    moved = Clock()
    monkeypatch.setattr(bench.time, "monotonic", moved.monotonic)
    monkeypatch.setattr(bench, "CEILINGS", ())
    return moved


@pytest.fixture
def take(monkeypatch, clock):
    """Make each point take so many seconds and give what it is told to."""

    def of(seconds, given=lambda _: {"eager": {"ms": 1.0}}):
        def measure(_, point):
            clock.now += seconds
            return given(point)

        for name in ("one", "two", "kernels"):
            monkeypatch.setitem(bench.MEASURES, name, measure)

    return of


def counts(result: dict, turn: int) -> dict[str, int]:
    return {name: sum(bench.reached(row, turn) for row in rows.values()) for name, rows in result["sections"].items()}


# --- the plan


def test_each_point_stands_once_in_its_section_and_in_the_file():
    assert len(EVERY_POINT) == len(set(EVERY_POINT))
    assert len({bench._json(bench.asdict(point)) for _, point in EVERY_POINT}) == len({point for _, point in EVERY_POINT})


@pytest.mark.parametrize(
    "change", [{}, {"L": 3}, {"bi": True}, {"L": 2, "bi": True}, {"P": 2}, {"kind": "GRU"}, {"kind": "RNN"}], ids=str
)
def test_the_operations_are_those_of_the_layers_own_matrices(change):
    point = Point(T=5, B=4, I=7, H=6, **change)
    weights = sum(weight.numel() for weight in bench.layer(Machine(bench.QUICK), point).parameters() if weight.dim() == 2)
    assert point.macs == weights * 5 * 4


def test_operations_that_packing_saves_are_not_counted():
    padded, packed = (Point(T=200, B=64, call=call) for call in ("forward", "packed"))
    assert packed.macs * padded.T * padded.B == padded.macs * sum(packed.lengths)
    assert packed.lengths == sorted(packed.lengths, reverse=True)
    assert (packed.lengths[0], len(packed.lengths)) == (200, 64)


def test_a_pass_visits_every_point_in_an_order_of_its_own_that_the_seed_fixes():
    first, second = (bench.in_order(POINTS * 9, 1, turn) for turn in (0, 1))
    assert first == bench.in_order(POINTS * 9, 1, 0)
    assert len({tuple(first), tuple(second), tuple(bench.in_order(POINTS * 9, 2, 0)), tuple(POINTS * 9)}) == 4
    assert sorted(map(str, first)) == sorted(map(str, second)) == sorted(map(str, POINTS * 9))


# --- statistics


def test_medians_and_quartiles_are_those_of_the_calls():
    times = random.Random(1).sample(range(1000), 101)
    summary = bench.summary([float(time) for time in times])
    ranked = sorted(times)
    assert summary == {"ms": ranked[50], "q1": ranked[25], "q3": ranked[75], "calls": 101}


@pytest.mark.parametrize(("once", "calls"), [(1e-9, 120), (0.001, 80), (60.0, 9)])
def test_short_calls_are_timed_often_and_long_ones_a_few_times(once, calls):
    assert bench.Effort().calls(once) == calls


def test_the_spread_compares_the_passes():
    rows = [{"eager": [{"ms": 2.0}, {"ms": 2.0 * ratio}]} for ratio in (0.5, 1.0, 3.0)]
    said = bench.spread([*rows, {"eager": [{"ms": 1.0}, None]}, {"error": ["no", None]}], "eager")
    assert "3 points twice" in said
    assert "median 1.000" in said
    assert "extremes 0.500 and 3.000" in said


def test_energy_is_read_between_two_leaps_of_the_counter(clock):
    class Metered(Machine):
        spent = 0.0

        def times(self, call, count):
            return [1.0] * count

        def joules(self):
            return self.spent // 5 * 5  # it leaps by 5 J

    machine = Metered(bench.Effort())

    def call():
        clock.now += 0.001
        machine.spent += 0.25

    energy = bench.used(machine, call)
    assert energy["joules"] / energy["calls"] == 0.25
    assert energy["watts"] == pytest.approx(250)


def test_a_counter_that_stands_still_is_told(clock):
    class Stuck(Machine):
        def joules(self):
            clock.now += 0.1
            return 3.0

    with pytest.raises(RuntimeError, match="did not move"):
        bench.used(Stuck(bench.Effort()), lambda: None)


# --- the run


def test_time_that_runs_out_cuts_the_last_sections_and_the_second_pass_repeats_the_first(take):
    take(8.0)
    result = bench.run(Machine(bench.QUICK), {"one": POINTS[:4], "two": POINTS, "kernels": POINTS}, OPTIONS, lambda _: None)
    first, second = counts(result, 0), counts(result, 1)
    assert first["one"] == second["one"] == 4
    assert 0 < second["two"] <= first["two"] < 5
    for rows in result["sections"].values():
        assert not [row for row in rows.values() if bench.reached(row, 1) and not bench.reached(row, 0)]
    written = json.loads(bench.text_of(result))
    assert written["not_reached"] == {name: len(result["sections"][name]) - first[name] for name in ("two", "kernels")}


def test_what_may_change_later_measurements_comes_after_both_passes_over_the_rest(take):
    visited = []
    packed = Point(B=2, I=3, H=2, call="packed")
    take(0.0, lambda point: visited.append(point) or {"eager": 1})
    bench.run(Machine(bench.QUICK), {"one": [packed, *POINTS[:2]], "kernels": POINTS[2:]}, OPTIONS, lambda _: None)
    assert set(visited[:4]) == set(POINTS[:2])
    assert set(visited[4:]) == {packed, *POINTS[2:]}


def test_a_point_that_fails_stays_with_its_reason_and_the_others_go_on(take):
    def given(point):
        if point.T == 3:
            raise RuntimeError("out of memory\nand more")
        return {"eager": {"ms": 1.0}}

    take(0.0, given)
    rows = bench.run(Machine(bench.QUICK), {"one": POINTS}, OPTIONS, lambda _: None)["sections"]["one"]
    assert rows[POINTS[2]] == {"error": ["RuntimeError: out of memory"] * 2}
    assert all("eager" in row for point, row in rows.items() if point.T != 3)


def test_a_card_that_no_longer_answers_ends_the_run_in_a_line(take):
    class Gone(Machine):
        def wait(self):
            raise RuntimeError("unspecified launch failure")

    def fail(_):
        raise RuntimeError("illegal access")

    take(0.0, fail)
    with pytest.raises(SystemExit, match="no longer answers"):
        bench.run(Gone(bench.QUICK), {"one": POINTS}, OPTIONS, lambda _: None)


def test_the_file_is_whole_whenever_the_run_is_killed(take, tmp_path, monkeypatch):
    path = tmp_path / "card.json"
    take(bench.SAVE_EVERY / 2 + 1)  # a section is saved before it ends
    seen = []

    def save(result):
        bench.write(path, result)
        seen.append(json.loads(path.read_text(encoding="utf-8")))

    bench.run(Machine(bench.QUICK), {"one": POINTS}, OPTIONS, save)
    assert any(0 < len(each["one"]) < seen[-1]["not_reached"].get("one", 0) + len(seen[-1]["one"]) for each in seen)
    before = path.read_bytes()
    monkeypatch.setattr(bench, "text_of", lambda _: "\udc80")  # cannot be written
    with pytest.raises(UnicodeEncodeError):
        bench.write(path, {})
    assert path.read_bytes() == before


def test_a_whole_file_stays_small_and_sorted():
    way = [{"ms": 12.345678, "q1": 12.345678, "q3": 12.345678, "calls": 120}] * 2
    sections = {name: {point: {"eager": way, "graph": way} for point in points} for name, points in bench.plan().items()}
    text = bench.text_of({"about": {}, "ceilings": [], "sections": sections})
    assert len(text.encode()) < 200_000
    assert all(list(row) == sorted(row) for rows in json.loads(text).values() if isinstance(rows, list) for row in rows)


# --- graphs


class Replayed:
    """Stands for a captured graph: writes something into the output when it is replayed."""

    def __init__(self, output, value):
        self.output, self.value = output, value

    def replay(self):
        if self.value is not None:
            self.output.copy_(self.value)


@pytest.fixture
def card(monkeypatch):
    machine = Card.__new__(Card)
    machine.effort, machine.device, machine.broken, machine.aside = bench.QUICK, "cpu", "", None
    monkeypatch.setattr(torch.cuda, "set_stream", lambda _: None)
    monkeypatch.setattr(torch.cuda, "default_stream", lambda: None)
    monkeypatch.setattr(torch.cuda, "synchronize", lambda: None)
    return machine


@pytest.mark.parametrize(("value", "said"), [(1.0, None), (1.1, "another output"), (None, "another output")])
def test_a_replay_that_writes_something_else_or_nothing_is_no_graph(card, monkeypatch, value, said):
    def capture(call, _):
        output = call()
        return Replayed(output, value), output

    monkeypatch.setattr(bench, "capture", capture)
    if said is None:
        card.captured(lambda: torch.ones(3))()
        return
    with pytest.raises(NoGraph, match=said):
        card.captured(lambda: torch.ones(3))


def test_after_a_capture_that_breaks_the_card_no_other_is_tried(card, monkeypatch):
    def capture(*_):
        try:
            raise RuntimeError("not permitted when stream is capturing")
        finally:
            raise RuntimeError("capture invalidated")

    monkeypatch.setattr(bench, "capture", capture)
    with pytest.raises(NoGraph, match="not permitted"):  # the cause, not what followed from it
        card.captured(lambda: torch.ones(3))
    monkeypatch.setattr(bench, "capture", lambda *_: pytest.fail("tried"))
    with pytest.raises(NoGraph, match="not tried"):
        card.captured(lambda: torch.ones(3))


def test_a_point_without_a_graph_keeps_its_eager_times_and_says_why():
    class Refusing(Machine):
        def captured(self, _):
            raise NoGraph("lengths are read on the host")

    row = bench.by_time(Refusing(bench.QUICK), Point(T=2, I=3, H=2))
    assert row["no_graph"] == "lengths are read on the host"
    assert row["eager"]["calls"] >= bench.QUICK.fewest


# --- the calls, on the processor


@pytest.mark.parametrize("call", ["forward", "training", "loop", "packed"])
def test_a_call_gives_an_output_of_the_sizes_named(call):
    point = Point(T=4, B=3, I=5, H=2, call=call)
    shape = {"loop": (3, 2), "packed": (sum(point.lengths), 2)}.get(call, (4, 3, 2))
    assert tuple(bench.built(Machine(bench.QUICK), point)().shape) == shape


def test_bytes_kept_are_the_saved_tensors_and_the_outputs():
    class Squared(torch.nn.Module):
        def forward(self, x):
            return (x * 2).tanh()  # keeps its output alone

    x = torch.randn(10, requires_grad=True)
    assert Machine(bench.QUICK).bytes_kept(lambda: Squared()(x), [x]) == {"kept": 40, "outputs": 40}


def test_tf32_is_on_where_it_is_asked_for_and_as_before_afterwards():
    before = torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32
    for dtype, on in (("tf32", True), ("float32", False)):
        with bench.precise(dtype):
            assert (torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32) == (on, on)
    assert (torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32) == before


def test_the_command_measures_every_section_twice_on_a_processor(tmp_path, monkeypatch, capsys):
    find = bench.importlib.util.find_spec
    monkeypatch.setattr(bench.importlib.util, "find_spec", lambda name: None if name == "jax" else find(name))
    path = tmp_path / "processor.json"
    bench.main(["--out", str(path), "--device", "cpu", "--quick"])
    result = json.loads(path.read_text(encoding="utf-8"))
    sections = {name: rows for name, rows in result.items() if name not in ("about", "ceilings", "not_reached")}
    assert list(sections) == list(bench.plan())
    assert set(result["about"]["left_out"]) == {"energy", "jax_scan"}
    assert sections["energy"] == sections["jax_scan"] == []
    expected = {"memory": "bytes", "kernels": "traced"}
    for name in sections.keys() - {"energy", "jax_scan"}:
        assert sections[name], name
        assert all(None not in row[expected.get(name, "eager")] for row in sections[name])
    for ceiling in result["ceilings"]:
        assert {"copy_bytes_per_s", "matmul_float16_flop_per_s", "launch_ms"} <= set(ceiling)
    assert list(tmp_path.iterdir()) == [path]
    assert "second pass over first" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--out", "card.json"], "--device cpu"),
        (["--out", "nowhere/card.json", "--device", "cpu"], "no folder nowhere"),
        (["--out", "card.json", "--device", "cpu", "--seconds", "0"], "greater than 0"),
    ],
)
def test_what_cannot_be_measured_is_told_in_a_line(given, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(SystemExit) as ended:
        bench.main(given)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err.splitlines()[-1]
    assert not list(tmp_path.iterdir())
