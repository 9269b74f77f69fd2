"""From a kit and what three people sent to points that `quiz mark` takes."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner

from lstm_docs.cli import main
from lstm_docs.coding.bubblewrap import NO_BUBBLEWRAP
from lstm_docs.coding.grading import program


def said(*words):
    result = CliRunner().invoke(main, [str(word) for word in words])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    home = tmp_path_factory.mktemp("kit")
    (home / "people.csv").write_text("name\nAnna\nBen\nCleo\nDora\n", encoding="utf-8")
    (home / "set.yml").write_text(
        "schema: 1\ntitle: Code\nminutes: 40\nparts:\n"
        "  - {families: [gate-weight-shape], count: 1}\n  - {families: [mend-a-step], count: 1, marks: 10}\n"
        "  - {families: [quantise-the-weights], count: 1, marks: 10}\n",
        encoding="utf-8",
    )
    made = said(
        "quiz",
        "make",
        "--set",
        home / "set.yml",
        "--candidates",
        home / "people.csv",
        "--format",
        "json",
        "--out",
        home / "kit",
    )
    assert made[0] == 0, made
    return home / "kit"


@pytest.fixture(scope="module")
def sent(kit):
    """Anna's answers are right; Ben forgot a tanh and rounds down; Cleo's end the process; Dora sent nothing."""
    keys = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((kit / "keys").glob("000*.json"))]
    codes = {key["candidate"]: [answer["reference"] for answer in key["answers"][1:]] for key in keys}
    codes["Ben"] = [
        "Here is it:\n```python\n" + code.replace("np.tanh(g)", "g").replace("rint", "floor") + "```\n" for code in codes["Ben"]
    ]
    codes["Cleo"] = ["import os\nos._exit(0)", ""]
    file = kit.parent / "sent.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        rows = csv.writer(text)
        rows.writerow(["code", "1", "2", "3"])
        rows.writerows([key["code"], "A", *codes[key["candidate"]]] for key in keys if key["candidate"] != "Dora")
    return file


def test_three_candidates_are_graded_and_marked(room, kit, sent, tmp_path):
    status, out, err = said("quiz", "grade-code", kit, sent, "--out", tmp_path / "code")
    assert (status, err) == (0, "")
    assert "question 2: 10 of 10  mend-a-step  Anna" in out
    with (tmp_path / "code" / "points.csv").open(encoding="utf-8") as text:
        rows = {(row["candidate"], row["question"]): row for row in csv.DictReader(text)}
    assert [(rows["Anna", n]["points"], rows["Anna", n]["reason"]) for n in "23"] == [
        ("10", "5 of 5 tests passed"),
        ("10", "6 of 6 tests passed"),
    ]
    assert "a step from other states gives the new c: failed, c[" in rows["Ben", "2"]["reason"]
    assert "the numbers of a matrix: failed, numbers[" in rows["Ben", "3"]["reason"]
    assert "ended with status 0 and returned nothing" in rows["Cleo", "2"]["reason"]
    assert "nothing was answered" in rows["Cleo", "3"]["reason"]
    assert [rows["Cleo", n]["points"] for n in "23"] == ["0", "0"]
    tests = json.loads((tmp_path / "code" / "tests.json").read_text(encoding="utf-8"))["answers"]
    assert {test["state"] for one in tests for test in one["tests"]} == {"passed", "failed", "killed", "did not return"}
    status, out, _ = said("quiz", "mark", kit, sent, "--points", tmp_path / "code" / "points.csv", "--json")
    by_name = {one["name"]: one for one in json.loads(out)["candidates"]}
    assert by_name["Anna"]["points"] >= 20
    assert by_name["Cleo"]["points"] <= 1


def test_the_same_answers_give_the_same_bytes(room, kit, sent, tmp_path):
    for name in "ab":
        said("quiz", "grade-code", kit, sent, "--out", tmp_path / name)
    for file in ("points.csv", "tests.json"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_without_bubblewrap_nothing_is_written(kit, sent, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    status, _, err = said("quiz", "grade-code", kit, sent, "--out", tmp_path / "code")
    assert (status, err) == (2, f"lstm-docs: {NO_BUBBLEWRAP}\n")
    assert not (tmp_path / "code").exists()


def test_a_kit_without_code_is_told(room, tmp_path):
    said("quiz", "make", "--family", "gate-weight-shape", "--count", "1", "--format", "json", "--out", tmp_path / "kit")
    status, _, err = said("quiz", "grade-code", tmp_path / "kit", tmp_path / "kit" / "keys" / "responses.csv")
    assert status == 2
    assert err.startswith("lstm-docs: no question of this kit asks for code that is run")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("x = 1\n", "x = 1\n"),
        ("Sure!\n```python\nx = 1\n```\nDone.", "x = 1\n"),
        ("```\r\nx = 1\r\n```\r\nand\r\n```\r\ny = 2\r\n```", "x = 1\n\n\ny = 2\n"),
        ("Line 3 is wrong, because f is not squashed.\ndef step(x):\n    return x\n", "\ndef step(x):\n    return x\n"),
        ("from what is given it follows:\nimport math\n", "\nimport math\n"),
        ("'a text'\ndef step(x):\n    return x\n", "'a text'\ndef step(x):\n    return x\n"),
        ("no code at all", "no code at all"),
    ],
)
def test_code_is_found_between_fences(answer, code):
    assert program(answer) == code
