"""Difficulty and discrimination from marks: true on simulated classes, honest where little is known, and asked for by sets."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import calibration as bench
from lstm_docs.cli import main
from lstm_docs.marks.calibration import LEAST, calibrated

REPORT = (Path(bench.__file__).parent / "calibration.txt").read_text(encoding="utf-8")
SET = """schema: 1
title: Hard enough
minutes: 20
parts:
  - topics: [shapes]
    difficulty: {bounds}
    count: 1
"""


def test_intervals_hold_the_truth_and_estimates_are_near():
    """The report is of 500 simulations; here twenty, whose bounds are as much wider."""
    found = bench.report(20, "one")
    assert 91 <= found["coverage"] <= 99
    assert found["error"] <= 0.05
    coverage, error = map(float, re.search(r"random halves: .* cover ([\d.]+) %, .* error ([\d.]+)", REPORT).groups())
    assert REPORT.startswith(f"500 simulations of {bench.FAMILIES} families with about {bench.ANSWERS} answers")
    assert 93 <= coverage <= 97
    assert error <= 0.05


def test_what_a_strong_class_alone_has_met_is_not_called_easy():
    found = bench.report(3, "two")
    assert found["error"] < 0.75 * found["plain"]


def test_where_little_is_known_there_is_a_share_and_its_interval_alone():
    sheets = [{"few": n % 2 == 0, "all": True} for n in range(LEAST - 1)] + [{"all": True}]
    found = calibrated(sheets)
    assert found["few"].difficulty == pytest.approx(15 / 29)
    assert found["few"].difficulty_interval[0] < 0.4
    assert found["all"].difficulty == 1
    assert found["all"].difficulty_interval[0] < 1
    assert {one.discrimination for one in found.values()} == {None}


def ran(*command):
    return CliRunner().invoke(main, ["quiz", *map(str, command)])


def marks(folder, states, code="a"):
    folder.mkdir()
    candidates = [
        {"code": f"{code}~{n}", "answers": [{"family": family, "state": state} for family, state in own]}
        for n, own in enumerate(states)
    ]
    (folder / "marks.json").write_text(json.dumps({"schema": 1, "candidates": candidates}), encoding="utf-8")
    return folder


def test_kits_are_pooled_and_what_nobody_judged_was_not_asked(tmp_path):
    one = marks(tmp_path / "one", [[("f", "right"), ("g", "awaits")], [("f", "partly"), ("f", "empty")]])
    two = marks(tmp_path / "two", [[("f", "wrong"), ("g", "void"), ("h", "right")]], "b")
    found = json.loads(ran("calibrate", one, two, "--json").output)["families"]
    assert {name: (it["answers"], it["difficulty"]) for name, it in found.items()} == {"f": (4, 0.25), "h": (1, 1.0)}
    twice = ran("calibrate", one, one)
    assert (twice.exit_code, "give marks once" in twice.output) == (2, True)
    (tmp_path / "two" / "marks.json").write_text('{"candidates": 3}', encoding="utf-8")
    assert "no marks.json of quiz mark" in ran("calibrate", tmp_path / "two").output
    assert "no judged answers" in ran("calibrate", marks(tmp_path / "none", [[("f", "awaits")]])).output


def test_a_set_asks_for_a_difficulty_and_its_kit_keeps_it(tmp_path):
    known = {"gate-weight-shape": 0.5, "packed-shape": 0.9}
    calibration = tmp_path / "c.json"
    families = {name: {"difficulty": one} for name, one in known.items()}
    calibration.write_text(json.dumps({"families": families}), encoding="utf-8")
    mine = tmp_path / "mine.yml"
    mine.write_text(SET.format(bounds="[0.4, 0.8]"), encoding="utf-8")
    make = ("make", "--set", mine, "--seed", "s", "--format", "json", "--out", tmp_path / "kit")
    assert re.search(r"mine.yml:6: .*--calibration", ran(*make).output)
    made = ran(*make, "--calibration", calibration)
    assert made.exit_code == 0, made.output
    paper = json.loads((tmp_path / "kit" / "papers" / "paper-0001.json").read_text(encoding="utf-8"))
    assert [asked["family"] for asked in paper["questions"]] == ["gate-weight-shape"]
    marked = ran("mark", tmp_path / "kit", tmp_path / "kit" / "keys" / "responses.csv")
    assert "Traceback" not in marked.output
    assert marked.exit_code == 1  # nobody answered
    again = ran("show", paper["code"], "--set", mine, "--seed", "s", "--calibration", calibration, "--format", "json")
    assert json.loads(again.output) == paper
    mine.write_text(SET.format(bounds="[0.8, 0.4]"), encoding="utf-8")
    assert "the least and the greatest" in ran(*make, "--calibration", calibration).output
    assert "give --set" in ran("make", "--seed", "s", "--calibration", calibration, "--out", tmp_path / "x").output
