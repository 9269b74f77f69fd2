"""A kit over the whole bank, its own key typed in as everybody's answers: full marks for all, and nothing to look at."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner

from lstm_docs.cli import main
from lstm_docs.quiz import load_bank
from lstm_docs.quiz.engine.letters import LETTERS

COUNT = len(load_bank().families.read)
COPIES = 3


def run(*arguments):
    result = CliRunner().invoke(main, list(map(str, arguments)))
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "kit"
    seed = "the key of the whole bank"
    run("quiz", "make", "--count", COUNT, "--copies", COPIES, "--seed", seed, "--format", "json", "--out", folder)
    return folder


def keys(kit, typed):
    """By code: each right answer as the kit's own key tells it, typed in one way or another."""
    by_name = {}
    for file in sorted((kit / "keys").glob("paper-*.json")):
        key = json.loads(file.read_text(encoding="utf-8"))
        by_name[key["code"]] = [typed(one) for one in key["answers"]]
    return by_name


def value(one):
    """The answer itself where it can be typed, else its letters."""
    answer = one["answer"]
    signs = {"shape": " x ", "slice": ":"}
    if one["kind"] in signs:
        return signs[one["kind"]].join(map(str, answer))
    if one["kind"] == "number":
        return f"{answer:.9f}"  # as a person writes it, not 6.1e-05
    return str(answer) if one["kind"] in ("integer", "formula") else letters(one)


def letters(one):
    places = one["answer"] if isinstance(one["answer"], list) else [one["answer"]]
    return "".join(LETTERS[place] for place in ([one["option"]] if one["option"] is not None else places))


def open_questions(kit):
    """By code: the places of what only a person can judge, with their marks."""
    places = {}
    for file in sorted((kit / "papers").glob("paper-*.json")):
        paper = json.loads(file.read_text(encoding="utf-8"))
        places[paper["code"]] = {int(q["id"]): q["marks"] for q in paper["questions"] if q["kind"] == "open"}
    return places


def written(file, rows):
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows(rows)
    return file


@pytest.mark.parametrize("typed", [letters, value])
def test_the_key_typed_in_earns_everybody_all_marks(kit, tmp_path, typed):
    rows = [["code", *range(1, COUNT + 1)], *([code, *key] for code, key in keys(kit, typed).items())]
    sent = written(tmp_path / "sent.csv", rows)
    by_hand = [[code, place, most] for code, places in open_questions(kit).items() for place, most in places.items()]
    points = written(tmp_path / "points.csv", [["code", "question", "points"], *by_hand])
    run("quiz", "mark", kit, sent, "--points", points, "--out", tmp_path / "marks")
    with (tmp_path / "marks" / "marks.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert len(rows) == COPIES
    for row in rows:
        assert (row["points"], row["percent"], row["final"]) == (f"{float(row['of'])}", "100.0", "yes")
        assert {row[str(n)] for n in range(1, COUNT + 1)} == {"1.0"}
    assert (tmp_path / "marks" / "misconceptions.csv").read_text(encoding="utf-8").count("\n") == 1


def test_the_same_key_in_saved_files_earns_the_same(kit, tmp_path):
    for n, (code, key) in enumerate(keys(kit, letters).items()):
        answers = {str(place): text for place, text in enumerate(key, start=1)}
        saved = json.dumps({"schema": 1, "code": code, "candidate": "", "answers": answers})
        (tmp_path / f"{n}.json").write_text(saved, encoding="utf-8")
    result = CliRunner().invoke(main, ["quiz", "mark", str(kit), str(tmp_path), "--json"])
    for candidate in json.loads(result.stdout)["candidates"]:
        assert {a["state"] for a in candidate["answers"] if a["question"] not in open_questions(kit)[candidate["code"]]} == {
            "right"
        }
