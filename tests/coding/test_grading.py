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
    assert "question 2: 4 of 10, 6 more for words await you  mend-a-step  Anna" in out
    assert "question 3: 10 of 10  quantise-the-weights  Anna" in out
    with (tmp_path / "code" / "points.csv").open(encoding="utf-8") as text:
        rows = {(row["candidate"], row["question"]): row for row in csv.DictReader(text)}
    assert [(rows["Anna", n]["points"], rows["Anna", n]["awaits"], rows["Anna", n]["reason"]) for n in "23"] == [
        ("4", "6", "5 of 5 tests passed, for 4 of 10 points: 6 are for words"),
        ("10", "", "6 of 6 tests passed"),
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
    assert by_name["Anna"]["points"] >= 14
    assert by_name["Anna"]["final"] is False
    assert by_name["Cleo"]["points"] <= 1


def graded(kit, folder, candidate, points, awaits, tests, by="tests"):
    """A folder as grade-code writes it, with one answer."""
    folder.mkdir()
    (code,) = [
        key["code"]
        for key in (json.loads(file.read_text(encoding="utf-8")) for file in (kit / "keys").glob("000*.json"))
        if key["candidate"] == candidate
    ]
    table = f"code,question,points,awaits,by\n{code},2,{points},{awaits},{by}\n"
    (folder / "points.csv").write_text(table, encoding="utf-8")
    answers = [{"code": code, "question": 2, "tests": tests}]
    (folder / "tests.json").write_text(json.dumps({"answers": answers}), encoding="utf-8")
    return code


TESTS = [
    {"name": "a step gives the new c", "state": "passed", "said": ""},
    {"name": "a step gives the new h", "state": "failed", "said": "h[0]: <b>wrong</b> \u202e"},
]


def test_what_is_said_in_words_awaits_a_person(kit, sent, tmp_path):
    """The points of the tests count, and the paper is not final until somebody has read the words."""
    code = graded(kit, tmp_path / "code", "Anna", 4, 6, TESTS)
    status, out, err = said("quiz", "mark", kit, sent, "--points", tmp_path / "code", "--json")
    (anna,) = [one for one in json.loads(out)["candidates"] if one["name"] == "Anna"]
    assert status == 1
    assert (anna["answers"][1]["points"], anna["answers"][1]["state"], anna["final"]) == (4, "awaits", False)
    assert "question 2 has 4 points by its tests and awaits points for what it says in words, 6 more at the most" in err
    (tmp_path / "mine.csv").write_text(f"code,question,points\n{code},2,9\n", encoding="utf-8")
    both = ("--points", tmp_path / "code", "--points", tmp_path / "mine.csv")
    anna = json.loads(said("quiz", "mark", kit, sent, *both, "--json")[1])["candidates"][0]
    assert (anna["answers"][1]["points"], anna["answers"][1]["state"]) == (9, "partly")
    assert "overruled" not in said("quiz", "mark", kit, sent, *both)[1]
    (tmp_path / "mine.csv").write_text(f"code,question,points\n{code},2,3\n", encoding="utf-8")
    assert "points of tests that a person overruled: 1" in said("quiz", "mark", kit, sent, *both)[1]


@pytest.mark.parametrize("given", ["code", "code/points.csv"])
def test_the_page_for_grading_shows_how_each_test_went(kit, sent, tmp_path, given):
    graded(kit, tmp_path / "code", "Anna", 4, 6, TESTS)
    said("quiz", "mark", kit, sent, "--points", tmp_path / given, "--out", tmp_path / "marks")
    page = (tmp_path / "marks" / "grading" / "0001-Anna.html").read_text(encoding="utf-8")
    assert "Tests of the code: 1 of 2 passed" in page
    assert "<li>a step gives the new c: passed</li>" in page
    assert "<li>a step gives the new h: <strong>failed</strong>, h[0]: &lt;b&gt;wrong&lt;/b&gt; \\u202e</li>" in page
    assert "The tests gave 4; what is said in words can earn 6 more." in page
    assert 'name="points-2" value="" placeholder="4"' in page
    other = (tmp_path / "marks" / "grading" / "0002-Ben.html").read_text(encoding="utf-8")
    assert "Tests of the code" not in other


def test_a_damaged_file_of_tests_is_told(kit, sent, tmp_path):
    graded(kit, tmp_path / "code", "Anna", 4, 6, TESTS)
    for text in ("[", "[]", '{"answers": [{}]}', '{"answers": 1}'):
        (tmp_path / "code" / "tests.json").write_text(text, encoding="utf-8")
        status, _, err = said("quiz", "mark", kit, sent, "--points", tmp_path / "code")
        assert (status, "tests.json: is no file that quiz grade-code wrote" in err) == (2, True), err


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
