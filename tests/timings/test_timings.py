"""The measurements in the package: read whole, counted as the facts count, and compared as the page says."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from lstm_docs import facts, timings
from lstm_docs.cli import main
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.ground.located import load
from lstm_docs.network import Network
from lstm_docs.site.fences import timing_tables
from lstm_docs.site.plots.timings import WAYS

MACHINES = timings.names()


@pytest.fixture(params=MACHINES)
def machine(request):
    return timings.stored(request.param)


def _file(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def written():
    from lstm_docs.timings.shipped import STORED

    return _file(STORED / "h100.json")


def test_macs_of_the_script_are_those_of_the_facts(machine):
    """The script counts with a loop of its own, on another machine and without this package."""
    counted = [row for row in machine.rows if row.kind != "matmul" and row.call != "packed"]
    assert len(counted) > 400
    for row in counted:
        assert facts.of(row.network, steps=row.steps, batch=row.batch)["macs"].value == row.macs


def test_what_an_lstm_keeps_for_training_is_the_vectors_of_every_step(machine):
    """cuDNN's own bytes: six vectors a step for an LSTM, seven for a GRU (the fact has four), two for an RNN (it has one)."""
    vectors = {"LSTM": 1.0, "GRU": 7 / 4, "RNN": 2.0}
    rows = machine.section("memory")
    assert {row.kind for row in rows} == set(vectors)
    for row in rows:
        expected = facts.of(row.network, steps=row.steps, batch=row.batch, dtype=row.dtype)["activation_bytes"].value
        assert set(row.saved_bytes) == {row.saved_bytes[0]}, "both passes keep the same bytes"
        assert row.saved_bytes[0] / expected == pytest.approx(vectors[row.kind], rel=0.012)


def test_a_prediction_is_the_largest_of_its_bounds():
    """80 inputs, 12 units, 100 steps: written out by hand from the H100's ceilings."""
    machine = timings.stored("h100")
    prediction = timings.predicted(machine, Network(input=80, hidden=12), 100, 1, "float32", "eager")
    macs = 4 * 12 * (80 + 12) * 100
    assert prediction.seconds == pytest.approx(
        {
            "arithmetic": 2 * macs / machine.ceilings.flops["float32"],
            "weights": 4 * 4 * 12 * 92 * 100 / machine.ceilings.bytes,
            "launches": 100 * machine.ceilings.launch,
        }
    )
    assert prediction.bound == "launches"
    fused = timings.predicted(machine, Network(input=80, hidden=12), 100, 1, "float32", fused=True)
    assert fused.seconds["launches"] == machine.ceilings.launch
    assert fused.seconds["weights"] == pytest.approx(prediction.seconds["weights"] / 100)
    wide = timings.predicted(machine, Network(input=2048, hidden=2048), 100, 256, "float32", "eager")
    assert wide.bound == "arithmetic"
    assert wide.seconds["weights"] == pytest.approx(4 * 4 * 2048 * 4096 * 100 / machine.ceilings.bytes)  # whatever the batch


def test_no_layer_is_faster_than_a_fused_one_may_be(machine):
    """One launch, every weight read once, every MAC at the speed of a large product: a floor, but for noise."""
    for way in ("eager", "graph"):
        assert min(timings.ratios(machine, way, fused=True)) > 0.98


def test_a_share_counts_what_lies_within(machine):
    ratios = timings.ratios(machine, "graph")
    near, every = timings.share_within(machine, "graph")
    below = timings.share_below(machine, "graph")
    assert (near, every) == (sum(0.5 <= ratio <= 2 for ratio in ratios), 152)
    assert near + below + sum(ratio > 2 for ratio in ratios) == every


def _table(show, machine, **more):
    """A table's rows by what heads them, each by the columns' headings."""
    body = "\n".join([f"show: {show}", *(f"{key}: {value}" for key, value in more.items())])
    file = timing_tables.table_of(load(body, "page", 1), [machine])
    return {str(row.label): dict(zip(file.columns, row.cells, strict=True)) for row in file.rows}


def _number(cell):
    return float(cell.replace("\u202f", "").replace("−", "-"))


def test_every_number_of_a_table_stands_under_its_heading(machine):
    """Shares, ceilings, bytes and expectations as the tables print them, reckoned once more from the file's rows."""
    for way, row in zip(WAYS, _table("within", machine).values(), strict=True):
        ratios = timings.ratios(machine, way)
        near = sum(0.5 <= ratio <= 2 for ratio in ratios)
        counted = (f"{near} of {len(ratios)}", sum(ratio < 0.5 for ratio in ratios), sum(ratio > 2 for ratio in ratios))
        assert (row["within a factor of 2"], _number(row["faster"]), _number(row["slower"])) == counted
    ceilings = {words: _number(*row.values()) for words, row in _table("ceilings", machine).items() if [*row.values()] != ["–"]}
    of, flops = machine.ceilings, {f"product, {name}, TFLOP/s": speed / 1e12 for name, speed in machine.ceilings.flops.items()}
    assert {words: ceilings.pop(words) for words in flops} == {words: round(speed) for words, speed in flops.items()}
    assert list(ceilings.values()) == pytest.approx(
        [of.bytes / 1e12, 1e6 * of.launch, 1e6 * of.launch_in_graph, of.idle_watts], abs=0.5, rel=0.01
    )
    for row in _table("memory", machine).values():
        assert _number(row["measured"]) / _number(row["activation_bytes"]) == pytest.approx(_number(row["times"]), abs=6e-4)
    near = _table("near", machine, steps=100, batch=64, input=512, hidden=512).values()
    assert all(
        _number(row["measured, ms"].split(" and ")[0]) / _number(row["expected, ms"])
        == pytest.approx(_number(row["measured to expected"]), rel=0.05)
        for row in near
        if row["measured, ms"] != "–"
    )


@pytest.mark.parametrize("belief", timings.BELIEFS)
def test_the_points_of_a_belief_differ_in_what_it_is_about(machine, belief):
    pairs = list(timings.pairs(machine, timings.BELIEFS[belief]))
    assert len(pairs) >= 4
    for pair in pairs:
        assert pair.row.section == pair.plain.section
        assert len(pair.ratios("graph")) == len(pair.ratios("eager")) == 2
        assert pair.expected > 0


def test_expectations_are_those_of_the_counts():
    expected = {
        name: {round(pair.expected, 3) for pair in _pairs(name)} for name in ("second-layer", "gru", "rnn", "half", "loop")
    }
    assert expected == {"second-layer": {2.0}, "gru": {0.75}, "rnn": {0.25}, "half": {0.5}, "loop": {1.0}}
    assert [pair.expected for pair in _pairs("packing")] == [pytest.approx(0.5, abs=0.01)] * 6


def _pairs(belief):
    return timings.pairs(timings.stored("h100"), timings.BELIEFS[belief])


def test_the_nearest_point_to_a_point_is_itself(machine):
    rows = [row for row in machine.section("forward") if row.dtype == "float32"]
    near = timings.nearest(rows, 100, 64, 512, 512)
    assert (near[0].row.batch, near[0].row.hidden, near[0].doublings) == (64, 512, 0)
    assert [one.doublings for one in near] == sorted(one.doublings for one in near)


BROKEN = {
    "no JSON": (lambda data: None, "is no JSON file"),
    "a list": (lambda data: [], "the file: expected a table"),
    "no ceilings": (lambda data: data | {"ceilings": []}, "no pass was run to its end"),
    "a word": (
        lambda data: _changed(data, "eager", [{"ms": "fast"}]),
        "forward, row 1: ms: expected a positive number, not 'fast'",
    ),
    "nothing": (lambda data: _changed(data, "eager", [{"ms": 0}]), "forward, row 1: ms: expected a positive number"),
    "not a number": (lambda data: _changed(data, "eager", [{"ms": float("nan")}]), "expected a positive number"),
    "half a unit": (lambda data: _changed(data, "H", 1.5), "forward, row 1: H: expected a whole number from 1, not '1.5'"),
    "another kind": (
        lambda data: _changed(data, "kind", "CNN"),
        "forward, row 1: kind: expected one of LSTM, GRU, RNN, matmul",
    ),
}


def _changed(data, key, value):
    first, *others = data["forward"]
    return data | {"forward": [first | {key: value}, *others]}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_file_of_something_else_is_told_with_its_place(fault, tmp_path, written):
    change, expected = BROKEN[fault]
    path = tmp_path / "mine.json"
    changed = change(written)
    path.write_text("{" if changed is None else json.dumps(changed), encoding="utf-8")
    with pytest.raises(LstmDocsError) as raised:
        timings.read(path)
    assert str(raised.value).startswith(f"{path}: ")
    assert expected in str(raised.value)


def test_the_command_puts_a_file_beside_ours(tmp_path, written):
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(written | {"about": written["about"] | {"device": "My card"}}), encoding="utf-8")
    done = CliRunner().invoke(main, ["timings", str(path)])
    assert done.exit_code == 0
    assert "My card" in done.output
    assert done.output.count(" of 152") == 6
    asked = CliRunner().invoke(main, ["timings", "--input", "45", "--hidden", "25"])
    assert "100\u00a0×\u00a01, 45\u00a0→\u00a025" in asked.output
    assert CliRunner().invoke(main, ["timings", "--input", "45"]).exit_code == 2
    assert CliRunner().invoke(main, ["timings", str(tmp_path / "nothing.json")]).exit_code == 2


def _stopped(written):
    """What the script leaves when it is stopped in its second pass, on a machine without graphs and with fewer points."""
    layers = [{key: value for key, value in row.items() if key != "graph"} for row in written["layers"][::2]]
    for row in layers[1:]:
        row["eager"] = [row["eager"][0], None]
    return written | {
        "layers": layers,
        "ceilings": written["ceilings"][:1],
        "energy": [],
        "about": {**written["about"], "device": "Mine"},
    }


@pytest.mark.parametrize("asked", [[], *([f"--belief={belief}"] for belief in timings.BELIEFS), ["--memory"], ["--energy"]])
def test_a_file_with_fewer_points_and_passes_stands_beside_ours(asked, tmp_path, written):
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(_stopped(written)), encoding="utf-8")
    done = CliRunner().invoke(main, ["timings", str(path), *asked])
    assert done.exit_code == 0, done.output
    if asked != ["--energy"]:
        assert "Mine" in done.output


def test_points_are_compared_with_themselves_and_not_by_their_place(tmp_path, written):
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(written | {"layers": written["layers"][::-1]}), encoding="utf-8")
    rows = CliRunner().invoke(main, ["timings", str(path), "--belief", "second-layer"]).output.splitlines()[1:]
    for row in rows:
        cells = [cell.strip() for cell in row.split("  ") if cell.strip()]
        assert cells[2:4] == cells[6:8]  # the file is the H100's


@pytest.mark.parametrize("size", ["--input=0", "--hidden=-1", "--steps=0", "--batch=x"])
def test_a_size_that_is_none_is_refused_by_its_name(size):
    done = CliRunner().invoke(main, ["timings", "--input=3", "--hidden=3", size])
    assert done.exit_code == 2
    assert f"'{size.partition('=')[0]}'" in done.output
