"""A kit for many: made in parts on several machines, and in little memory."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from lstm_docs.cli import main

SEED = "tell-no-one-of-this"


def run(*arguments, status=0):
    done = CliRunner().invoke(main, ["quiz", *map(str, arguments)])
    assert done.exit_code == status, done.output
    return done.output


def make(out, *more, status=0):
    asked = ("--family", "gate-weight-shape", "--count", 2, "--format", "json,md")
    return run("make", *asked, "--seed", SEED, "--out", out, *more, status=status)


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_parts_that_are_copied_together_are_the_kit(tmp_path):
    make(tmp_path / "whole", "--copies", 7)
    parts = []
    for part in (1, 2, 3):
        make(tmp_path / f"part{part}", "--copies", 7, "--shard", f"{part}/3")
        parts.append(tmp_path / f"part{part}")
        shutil.copytree(parts[-1], tmp_path / "joined", dirs_exist_ok=True)
    whole, joined = files(tmp_path / "whole"), files(tmp_path / "joined")
    tables = {name for name in whole if name.suffix == ".csv"}
    assert {name: whole[name] for name in whole.keys() - tables}.items() <= joined.items()
    assert len(joined) == len(whole) - len(tables) + 3 * len(tables)
    answers = tmp_path / "whole" / "keys" / "responses.csv"
    answers.write_text(answers.read_text(encoding="utf-8").replace(",,", ",A,B"), encoding="utf-8")
    of_whole, of_joined, of_parts = (
        json.loads(run("mark", *folders, answers, "--json")) for folders in ([tmp_path / "whole"], [tmp_path / "joined"], parts)
    )
    assert len(of_whole["candidates"]) == 7
    assert of_whole == of_joined == of_parts


def test_parts_of_different_kits_are_not_marked_together(tmp_path):
    make(tmp_path / "a", "--copies", 2, "--shard", "1/2")
    run("make", "--count", 1, "--seed", "another-one-of-these", "--out", tmp_path / "b")
    said = run("mark", tmp_path / "a", tmp_path / "b", tmp_path / "b" / "keys" / "responses.csv", status=2)
    assert "is no part of the kit in" in said


@pytest.mark.parametrize(
    ("shard", "message"),
    [("3/2", "no part of a kit"), ("x", "no part of a kit"), ("0/2", "no part of a kit"), ("9/9", "fewer than 9 parts")],
)
def test_what_is_no_part(tmp_path, shard, message):
    assert message in make(tmp_path / "kit", "--copies", 2, "--shard", shard, status=2)


def test_parts_need_a_seed_of_their_own(tmp_path):
    assert "give the same --seed" in run("make", "--copies", 2, "--shard", "1/2", "--out", tmp_path / "kit", status=2)


MEASURED = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "lstm_docs", "quiz", *sys.argv[1:]], check=True, capture_output=True)
print(done.stdout.count(b" of 1"), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Runs a command in a process of its own, whose only child it is."""


def test_ten_thousand_are_made_and_marked_in_150_mebibytes(tmp_path):
    def measured(*command):
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, *command], cwd=tmp_path, check=True, capture_output=True, text=True
        )
        lines, kibibytes = map(int, done.stdout.split())
        assert kibibytes < 150 * 1024, command
        return lines

    asked = ("--family", "gate-weight-shape", "--count", "1", "--copies", "10000", "--format", "csv")
    measured("make", *asked, "--out", "kit")
    with (tmp_path / "kit" / "keys" / "responses.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    with (tmp_path / "sent.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([rows[0], *([*row[:2], "A"] for row in rows[1:])])
    assert measured("mark", "kit", "sent.csv") == 10_000
