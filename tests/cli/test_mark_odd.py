"""What comes back from candidates is not to be trusted: each file fails alone, and nobody else's marks change."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from lstm_docs.cli import main
from lstm_docs.quiz import exam, load_bank, load_set
from lstm_docs.quiz.engine.letters import LETTERS

BANK = load_bank()
SEED = "tell-no-one-of-it"
NAMES = ["Anna", "Ben", "Cem"]


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


PAPERS = [exam(BANK, load_set("screen", BANK), SEED).paper(n, name) for n, name in enumerate(NAMES, start=1)]
COUNT = len(PAPERS[0].questions)


def key(paper):
    """The right answers by place, as letters."""
    places = ((asked.key,) if asked.key >= 0 else asked.answer for asked in paper.questions)
    return {str(n): "".join(LETTERS[place] for place in chosen) for n, chosen in enumerate(places, start=1)}


RIGHT = key(PAPERS[0])["1"]
WRONG = next(letter for letter in "AB" if letter != RIGHT)


def as_saved(paper, **changes):
    return json.dumps({"schema": 1, "code": paper.code, "candidate": paper.candidate, "answers": key(paper)} | changes)


@pytest.fixture(scope="module")
def whole_kit(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    (folder / "people.csv").write_text("name\n" + "\n".join(NAMES) + "\n", encoding="utf-8")
    result = run(
        "quiz", "make", "--set", "screen", "--candidates", folder / "people.csv", "--seed", SEED, "--out", folder / "k"
    )
    assert result.exit_code == 0, result.output
    return folder / "k"


@pytest.fixture
def sent(tmp_path):
    """The answers of Ben and Cem, all right; Anna's file is the test's."""
    folder = tmp_path / "sent"
    folder.mkdir()
    for paper in PAPERS[1:]:
        (folder / f"{paper.number}.json").write_text(as_saved(paper), encoding="utf-8")
    return folder


def marked(kit, given, out, *more):
    """Mark, and hold what must hold whatever was sent: no traceback, a report of bounded size, its tables readable."""
    result = run("quiz", "mark", kit, given, "--out", out, *more)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    text = (out / "marks.csv").read_text(encoding="utf-8")
    rows = {row["name"]: row for row in csv.DictReader(text.splitlines())}
    assert set(rows) == set(NAMES)
    assert sum(file.stat().st_size for file in out.rglob("*") if file.is_file()) < 2**21
    assert not any(sign in result.output for sign in "\x1b\x07\x00\u202e")
    return result, rows


HUGE = {str(n): "A" for n in range(1, 200_001)}
ODD = {
    "half a character": (as_saved(PAPERS[0], answers={"1": "\ud800"}), "question 1: '\ufffd' cannot be read"),
    "a name of half a character": (
        as_saved(PAPERS[0], candidate="\udfff"),
        "is signed '\\udfff', and",
    ),
    "signs that steer a terminal": (
        as_saved(PAPERS[0], answers={"1": "\x1b[2J\u202e\x07"}),
        "question 1: '\\x1b[2J\\u202e\\x07'",
    ),
    "a code that steers one": (as_saved(PAPERS[0], code="\x9b31m\u2066"), "unknown code '\\x9b31m\\u2066'"),
    "too many questions": (as_saved(PAPERS[0], answers=HUGE), f"{COUNT + 1}, {COUNT + 2}, {COUNT + 3}, "),
    "a number without end": (as_saved(PAPERS[0], answers={"1" * 5000: "A"}), f"answered; the paper has {COUNT}"),
    "an endless answer": (as_saved(PAPERS[0], answers={"1": "7" * 3_000_000}), "cannot be read"),
    "too large a file": (as_saved(PAPERS[0], answers={"1": "7" * 5_000_000}), "larger than an answer file can be"),
    "a deep one": ('{"answers":' + "[" * 100_000, "brackets inside brackets"),
    "keys of great depth": ('{"code":' + "[" * 900 + "]" * 900 + ',"code":' + "[" * 900 + "]" * 900 + "}", "is not a file"),
    "no UTF-8": ("\udcff\udcfe", "no JSON in UTF-8"),
    "two codes": (as_saved(PAPERS[0])[:-1] + f', "code": {json.dumps(PAPERS[1].code)}}}', "two values of 'code'"),
    "two answers": (as_saved(PAPERS[0])[:-1] + ', "answers": {}}', "two values of 'answers'"),
    "an answer twice": (
        as_saved(PAPERS[0], answers={"1": RIGHT, "01": WRONG}),
        f"question 1: '{RIGHT} and {WRONG}' cannot be read: two answers that differ",
    ),
    "an answer twice, the same": (as_saved(PAPERS[0], answers={"1": RIGHT, "01": f" {RIGHT}"}), "question 1 is given twice"),
}


@pytest.mark.parametrize(("content", "message"), ODD.values(), ids=ODD)
def test_an_odd_file_fails_alone(whole_kit, sent, tmp_path, content, message):
    (sent / "anna.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    result, rows = marked(whole_kit, sent, tmp_path / "marks")
    assert result.exit_code == 1
    assert message in result.output
    assert [rows[name]["points"] for name in ("Ben", "Cem")] == ["14.0", "14.0"]
    assert "anna.json" in (tmp_path / "marks" / "problems.csv").read_text(encoding="utf-8")


def test_two_hundred_thousand_questions_are_told_with_a_count(whole_kit, sent, tmp_path):
    (sent / "anna.json").write_text(as_saved(PAPERS[0], answers=HUGE), encoding="utf-8")
    result, _ = marked(whole_kit, sent, tmp_path / "marks")
    assert f" and {200_000 - COUNT - 10:,} more were answered; the paper has {COUNT}" in result.output


def test_what_was_answered_twice_counts_only_where_it_is_the_same(whole_kit, sent, tmp_path):
    (sent / "anna.json").write_text(as_saved(PAPERS[0]).replace('"1": ', f'"01": "{WRONG}", "1": '), encoding="utf-8")
    _, rows = marked(whole_kit, sent, tmp_path / "differ")
    assert (rows["Anna"]["1"], rows["Anna"]["points"], rows["Anna"]["final"]) == ("", "13.0", "no")
    (sent / "anna.json").write_text(as_saved(PAPERS[0]).replace('"1": ', f'"01": "{RIGHT}", "1": '), encoding="utf-8")
    _, rows = marked(whole_kit, sent, tmp_path / "alike")
    assert (rows["Anna"]["points"], rows["Anna"]["final"]) == ("14.0", "yes")


@pytest.mark.parametrize(("cells", "points"), [(("", RIGHT, ""), "1.0"), ((RIGHT, RIGHT, ""), "1.0"), ((RIGHT, WRONG, ""), "")])
def test_three_columns_for_one_question_are_told_and_the_last_does_not_win(whole_kit, tmp_path, cells, points):
    file = tmp_path / "sent.csv"
    file.write_text(f"code,1,Q1,question 1\n{PAPERS[0].code},{','.join(cells)}\n", encoding="utf-8")
    result, rows = marked(whole_kit, file, tmp_path / "marks")
    assert "columns '1', 'q1' and 'question 1' are all for question 1" in result.output
    assert (rows["Anna"]["1"], rows["Anna"]["final"]) == (points, "yes" if points else "no")
    given = ["--points", tmp_path / "points.csv"]
    given[1].write_text(f"code,question,points\n{PAPERS[0].code},1,0.5\n", encoding="utf-8")
    _, rows = marked(whole_kit, file, tmp_path / "judged", *given)
    assert (rows["Anna"]["1"], rows["Anna"]["final"]) == ("0.5", "yes")


def test_whoever_is_missing_keeps_their_number_and_place(whole_kit, tmp_path):
    file = tmp_path / "sent.csv"
    file.write_text(f"code,1\n{PAPERS[1].code},{RIGHT}\n", encoding="utf-8")
    marked(whole_kit, file, tmp_path / "marks")
    with (tmp_path / "marks" / "marks.csv").open(encoding="utf-8", newline="") as text:
        header, *rows = csv.reader(text)
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert {len(row) for row in rows} == {len(header)}
    assert [row[header.index("final")] for row in rows if "missing" in row] == ["missing"] * (len(rows) - 1)


def test_what_is_no_file_in_a_folder_is_told_and_not_waited_for(whole_kit, sent, tmp_path):
    os.mkfifo(sent / "pipe.json")
    (sent / "gone.json").symlink_to("nowhere")
    (sent / "loop.csv").symlink_to("loop.csv")
    (sent / "up").symlink_to("..")
    (sent / "folder.json").mkdir()
    (sent / "folder.json" / "anna.json").write_text(as_saved(PAPERS[0]), encoding="utf-8")
    (sent / os.fsdecode(b"\xff\x1b.json")).write_text("{}")
    (sent / "a\nlstm-docs: nothing.json").write_text("{}")
    (sent / "no.csv").write_text("name\nAnna\n", encoding="utf-8")
    (sent / "latin.csv").write_bytes("code,name\nx,Zoë\n".encode("latin-1"))
    result, rows = marked(whole_kit, sent, tmp_path / "marks")
    for name in (
        "pipe.json",
        "gone.json",
        "loop.csv",
        "up",
        "\\udcff\\x1b.json",
        "a\\nlstm-docs: nothing.json",
        "no.csv",
        "latin.csv",
    ):
        assert str(sent / name) in result.output
    assert {row["points"] for row in rows.values()} == {"14.0"}


def test_thousands_of_odd_files_are_a_short_list(whole_kit, sent, tmp_path):
    for n in range(3000):
        (sent / f"x{n}.json").write_text(as_saved(PAPERS[0], code=f"x{n}") if n % 2 else "{", encoding="utf-8")
    result, _ = marked(whole_kit, sent, tmp_path / "marks")
    assert len(result.output.splitlines()) < 70
    assert "and 1,490 more: is not a file that a paper saved" in result.output
    assert "and 1,451 more; --json and problems.csv" in result.output
    assert len((tmp_path / "marks" / "problems.csv").read_text(encoding="utf-8").splitlines()) == 3001


ROWS = {
    "too many cells": (["x"] * 40, "40 cells under 12 columns"),
    "a huge cell": (["x", "A" * 200_000], "unknown code 'x'"),
    "a NUL": (["\0", "A"], "unknown code '\\x00'"),
    "half of a table": (['"'], "not a CSV file"),
}


@pytest.mark.parametrize(("row", "message"), ROWS.values(), ids=ROWS)
def test_an_odd_row_fails_alone(whole_kit, sent, tmp_path, row, message):
    lines = [["code", *key(PAPERS[0])], [PAPERS[0].code, *key(PAPERS[0]).values()], row]
    (sent / "anna.csv").write_text("\n".join(",".join(line) for line in lines) + "\n", encoding="utf-8")
    result, rows = marked(whole_kit, sent, tmp_path / "marks")
    assert (result.exit_code, message in result.output) == (1, True)
    assert {row["points"] for row in rows.values()} == {"14.0"}


def test_a_table_without_end_is_refused(whole_kit, tmp_path):
    result = run("quiz", "mark", whole_kit, "/dev/zero")
    assert (result.exit_code, "a line of more than 1,048,576 characters" in result.output) == (2, True)


def test_points_of_somebody_who_sent_nothing_count(whole_kit, sent, tmp_path):
    points = tmp_path / "points.csv"
    points.write_text(f"code,question,points\n{PAPERS[0].code},1,1\n{PAPERS[0].code},9,1.5\n", encoding="utf-8")
    result, rows = marked(whole_kit, sent, tmp_path / "marks", "--points", points)
    assert (result.exit_code, result.output.count("no response from")) == (0, 0)
    assert (rows["Anna"]["points"], rows["Anna"]["1"], rows["Anna"]["2"], rows["Anna"]["9"]) == ("2.5", "1.0", "0.0", "1.5")
    points.write_text(f"code,question,points\n{PAPERS[0].code},99,1\n{PAPERS[0].code},1,7\n", encoding="utf-8")
    result, rows = marked(whole_kit, sent, tmp_path / "none", "--points", points)
    assert "question 99 of screen" in result.output
    assert "was given 7 points of 1; they are not counted" in result.output
    assert "no response from Anna" in result.output
    (sent / "a.json").write_text(as_saved(PAPERS[0]), encoding="utf-8")
    (sent / "b.json").write_text(as_saved(PAPERS[0], answers={"1": "A"}), encoding="utf-8")
    points.write_text(f"code,question,points\n{PAPERS[0].code},1,1\n", encoding="utf-8")
    result, rows = marked(whole_kit, sent, tmp_path / "differ", "--points", points)
    assert "are not counted, for its responses differ" in result.output


@pytest.mark.parametrize(
    "change",
    [
        lambda kit: (kit / "keys/candidates.csv").write_text("number,name,code\n1\n"),
        lambda kit: (kit / "keys/candidates.csv").write_text("number,name,code\nx,y,z\n"),
        lambda kit: (kit / "keys/candidates.csv").write_text("number,name,code\n1,a,z\n2,b,Z\n"),
        lambda kit: (kit / "keys/candidates.csv").write_text("number,name,code\n1,a,y\n1,b,z\n"),
        lambda kit: (kit / "keys/kit.json").write_text("[" * 100_000),
        lambda kit: (kit / "keys/kit.json").write_text("[]"),
        lambda kit: (kit / "keys/kit.json").write_text('{"schema": 2, "set": 5, "asked": 1, "title": 1, "bank": 1, "seed": 1}'),
    ],
)
def test_a_damaged_kit_is_told_in_one_line(whole_kit, sent, tmp_path, change):
    kit = shutil.copytree(whole_kit, tmp_path / "kit")
    change(kit)
    result = run("quiz", "mark", kit, sent)
    assert (result.exit_code, len(result.output.splitlines())) == (2, 1), result.output


def test_names_and_answers_may_come_through_a_pipe(tmp_path):
    lstm_docs = f"{sys.executable} -m lstm_docs quiz"
    steps = f"""
        printf 'name\nAnna\nBen\n' | {lstm_docs} make --set screen --candidates /dev/stdin --out one
        {lstm_docs} make --set screen --candidates <(printf 'name\nAnna\nBen\n') --out two
        sed 2s/,,/,A,/ one/keys/responses.csv | {lstm_docs} mark one /dev/stdin
    """
    ran = subprocess.run(["bash", "-c", steps], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (1, "lstm-docs: no response from Ben\n")
    assert ran.stdout.count("2 papers in") == 2
    assert " of 14  Anna" in ran.stdout
