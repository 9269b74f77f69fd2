"""`quiz make`, `quiz mark` and `quiz show` as their user meets them."""

from __future__ import annotations

import csv
import json
import re
import shutil

import pytest
from click.testing import CliRunner

from lstm_docs.cli import main
from lstm_docs.export.wording import guessing_told
from lstm_docs.marks import earned_by_guessing
from lstm_docs.quiz import exam, load_bank, load_set
from lstm_docs.quiz.engine.letters import LETTERS

BANK = load_bank()
SEED = "tell-no-one-of-this"
NAMES = ["Anna", "=1+1", "../../x", "مريم"]


def run(*arguments: str):
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture(scope="module")
def whole_kit(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    (folder / "people.csv").write_text("name\n" + "\n".join(NAMES) + "\n", encoding="utf-8")
    result = run(
        "quiz", "make", "--set", "screen", "--candidates", folder / "people.csv", "--seed", SEED, "--out", folder / "kit"
    )
    assert result.exit_code == 0, result.output
    assert {p.name for p in folder.iterdir()} == {"people.csv", "kit"}
    return folder / "kit"


@pytest.fixture
def kit(whole_kit, tmp_path):
    return shutil.copytree(whole_kit, tmp_path / "kit")


def papers():
    sitting = exam(BANK, load_set("screen", BANK), SEED)
    return [sitting.paper(number) for number in range(1, len(NAMES) + 1)]


def right(asked):
    places = (asked.key,) if asked.key >= 0 else asked.answer
    return "".join(LETTERS[place] for place in places)


def filled(kit, change=lambda rows: None):
    """The kit's own table, filled with right answers, then changed."""
    with (kit / "keys" / "responses.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    for row, paper in zip(rows[1:], papers(), strict=True):
        row[2:] = map(right, paper.questions)
    change(rows)
    file = kit.parent / "responses.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows(rows)
    return file


def test_full_marks_and_a_report(kit, tmp_path):
    result = run("quiz", "mark", kit, filled(kit), "--out", tmp_path / "marks")
    assert result.exit_code == 0, result.output
    assert result.output.count("14 of 14") == len(NAMES)
    files = {file.name for file in (tmp_path / "marks").iterdir()}
    tables = {"marks.csv", "questions.csv", "misconceptions.csv", "problems.csv", "changes.csv"}
    assert files == tables | {"report.html", "marks.json", "candidates", "grading"}
    with (tmp_path / "marks" / "marks.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [row["name"] for row in rows] == ["Anna", "'=1+1", "../../x", "مريم"]
    assert {(row["points"], row["percent"], row["passed"]) for row in rows} == {("14.0", "100.0", "")}
    report = (tmp_path / "marks" / "report.html").read_text(encoding="utf-8")
    text = re.sub(r"base64,[\w+/=]+", "", report)  # letters of a font spell anything
    assert "http" not in text.replace("http-equiv", "").replace("http://www.w3.org/1998/Math/MathML", "")


def test_what_guessing_earns_is_said_beforehand_and_in_the_report(kit, tmp_path):
    earned = {earned_by_guessing(paper) for paper in papers()}
    said = guessing_told(earned, 14)
    result = run("quiz", "make", "--set", "screen", "--copies", len(NAMES), "--seed", SEED, "--out", tmp_path / "again")
    assert f"on average pure guessing earns {said}" in result.output
    data = json.loads(run("quiz", "mark", kit, filled(kit), "--out", tmp_path / "marks", "--json").output)
    assert data["guessing"] == {"least": round(float(min(earned)), 4), "most": round(float(max(earned)), 4), "of": 14}
    assert f"On average, pure guessing earns {said}." in (tmp_path / "marks" / "report.html").read_text(encoding="utf-8")
    empty = tmp_path / "empty.csv"
    empty.write_text("code,1\n", encoding="utf-8")
    assert json.loads(run("quiz", "mark", kit, empty, "--json").stdout)["guessing"] is None


def test_a_kit_that_was_made_under_other_rules_is_refused(kit):
    file, manifest = filled(kit), kit / "keys" / "kit.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text(encoding="utf-8")) | {"schema": 1}), encoding="utf-8")
    result = run("quiz", "mark", kit, file)
    assert result.exit_code == 2
    assert "this kit has schema 1 and this version marks schema 2, by other rules" in result.output
    assert len(result.output.splitlines()) == 1


def wrong_answer(rows):
    asked = papers()[0].questions[0]
    rows[1][2] = LETTERS[(asked.key + 1) % len(asked.options)]


def test_a_wrong_answer_is_counted_under_its_misconception(kit):
    data = json.loads(run("quiz", "mark", kit, filled(kit, wrong_answer), "--json").output)
    asked = papers()[0].questions[0]
    option = asked.options[(asked.key + 1) % len(asked.options)]
    assert data["misconceptions"] == [
        {"misconception": option.misconception, "answers": 1, "candidates": 1, "lost": 1.0, "who": [1], "questions": [1]}
    ]
    assert data["questions"][0]["difficulty"] == 0.75
    assert [paper["points"] for paper in data["candidates"]] == [13, 14, 14, 14]


def column(name, text):
    return lambda rows: [row.append(text if n else name) for n, row in enumerate(rows)]


PROBLEMS = {
    "unknown code": (lambda rows: rows[1].__setitem__(0, "screen~x~1"), "unknown code 'screen~x~1'", 3),
    "another candidate's code": (lambda rows: rows[1].__setitem__(0, rows[2][0]), "neither is marked: remove one", 2),
    "the same row twice": (lambda rows: rows.append(list(rows[1])), "says the same and is counted once", 4),
    "a missing candidate": (lambda rows: rows.pop(), "no response from مريم", 3),
    "a row left blank": (lambda rows: rows[4].__setitem__(slice(2, None), [""] * 11), "no response from مريم", 3),
    "an unreadable answer": (lambda rows: rows[1].__setitem__(2, "???"), "question 1: '???' cannot be read", 4),
    "a question too many": (
        lambda rows: [row.append("99" if n == 0 else "A") for n, row in enumerate(rows)],
        "question 99 was",
        4,
    ),
    "a strange column": (column("age", "7"), "column 'age'", 4),
}


@pytest.mark.parametrize(("change", "message", "marked"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_somebody_must_look_at_is_listed_and_nothing_guessed(kit, change, message, marked):
    file = filled(kit, change)
    result = run("quiz", "mark", kit, file)
    assert result.exit_code == 1
    assert message in result.output
    assert result.output.count(" of 14") == marked


@pytest.mark.parametrize("sign", [";", "\t"])
def test_tables_of_other_spreadsheets_are_read(kit, sign):
    file = filled(kit)
    rows = list(csv.reader(file.open(encoding="utf-8", newline="")))
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text, delimiter=sign).writerows(rows)
    assert run("quiz", "mark", kit, file).exit_code == 0
    file.write_bytes(b"PK\x03\x04 a zip of XML")
    assert "it is a spreadsheet; save it as CSV" in run("quiz", "mark", kit, file).output


def test_a_set_of_ones_own_is_kept_with_the_keys(tmp_path):
    own = tmp_path / "mine.yml"
    own.write_text("schema: 1\ntitle: Mine\nminutes: 9\nparts: [{topics: [shapes], count: 2}]\n", encoding="utf-8")
    assert run("quiz", "make", "--set", own, "--seed", "long enough", "--out", tmp_path / "kit").exit_code == 0
    row = next(csv.DictReader((tmp_path / "kit/keys/candidates.csv").open(encoding="utf-8")))
    sent = tmp_path / "sent.csv"
    sent.write_text(f"code,1,2\n{row['code']},A,B\n", encoding="utf-8")
    own.unlink()
    assert " of 2 " in run("quiz", "mark", tmp_path / "kit", sent).output
    shown = run("quiz", "show", row["code"], "--seed", "long enough")
    assert "a set of your own is named by its file, --set mine.yml" in shown.output


def test_a_report_takes_templates_of_ones_own(kit, tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "candidate.html.j2").write_text("{{ marked.candidate }}: {{ percent }}", encoding="utf-8")
    given = ["--templates", tmp_path / "own", "--page", "letter", "--out", tmp_path / "marks"]
    assert run("quiz", "mark", kit, filled(kit), *given).exit_code == 0
    assert (tmp_path / "marks/candidates/0001-Anna.html").read_text(encoding="utf-8") == "Anna: 100.0"
    assert "size: letter" in (tmp_path / "marks/report.html").read_text(encoding="utf-8")


def test_a_set_says_what_passes(tmp_path):
    own = tmp_path / "mine.yml"
    own.write_text("schema: 1\ntitle: Mine\nminutes: 9\npass: 50\nparts: [{topics: [shapes], count: 2}]\n", encoding="utf-8")
    arguments = ["--seed", "long enough for this", "--copies", "2", "--format", "json", "--out", tmp_path / "kit"]
    assert run("quiz", "make", "--set", own, *arguments).exit_code == 0
    keys = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((tmp_path / "kit/keys").glob("paper-*.json"))]
    right = [LETTERS[key["answers"][0]["option"]] for key in keys]
    sent = tmp_path / "sent.csv"
    sent.write_text(f"code,1,2\n{keys[0]['code']},{right[0]},\n{keys[1]['code']},,?\n", encoding="utf-8")
    run("quiz", "mark", tmp_path / "kit", sent, "--out", tmp_path / "marks")
    with (tmp_path / "marks/marks.csv").open(encoding="utf-8", newline="") as text:
        assert [(row["percent"], row["passed"]) for row in csv.DictReader(text)] == [("50.0", "yes"), ("0.0", "")]
    assert "1 passed with 50 % or more" in (tmp_path / "marks/report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["csv", "moodle", "gift", "qti21", "anki", "amc"])
def test_a_format_that_holds_the_answers_is_shown_only_as_a_key(form):
    code = papers()[0].code
    refused = run("quiz", "show", code, "--seed", SEED, "--format", form)
    assert (refused.exit_code, "ask for it with --key" in refused.output) == (2, True)
    assert run("quiz", "show", code, "--seed", SEED, "--format", form, "--key").exit_code == 0


def test_codes_are_taken_as_people_type_them(kit):
    file = filled(kit, lambda rows: rows[1].__setitem__(0, f" {rows[1][0].replace('~', ' ~ ')} "))
    assert run("quiz", "mark", kit, file).exit_code == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the first row must have a column called 'code'; found nothing"),
        ("name,1\nAnna,A\n", "the first row must have a column called 'code'"),
        ("code,1,1\nx,A,B\n", "two columns are called '1'"),
    ],
)
def test_a_file_that_is_none_is_refused_with_status_2(kit, tmp_path, content, message):
    file = tmp_path / "r.csv"
    file.write_text(content, encoding="utf-8")
    result = run("quiz", "mark", kit, file)
    assert result.exit_code == 2
    assert message in result.output


def test_files_from_papers_and_damaged_ones(kit, tmp_path):
    folder = tmp_path / "sent"
    folder.mkdir()
    for paper in papers()[:2]:
        answers = {str(n): right(asked) for n, asked in enumerate(paper.questions, start=1)}
        data = {"schema": 1, "code": paper.code, "candidate": NAMES[0], "answers": answers}
        (folder / f"{paper.number}.json").write_text(json.dumps(data), encoding="utf-8")
    damaged = {"a": "{", "b": "[]", "c": '{"code": 1, "answers": {}}', "d": "[" * 10**5, "e": '{"code":"x","answers":{"1":2}}'}
    for name, text in damaged.items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    result = run("quiz", "mark", kit, folder)
    assert result.exit_code == 1
    assert result.output.count("14 of 14") == 2
    for name in damaged:
        assert f"{name}.json" in result.output
    assert "2.json (=1+1): is signed 'Anna', and the paper is that of '=1+1'" in result.output


def test_points_of_an_interviewer(tmp_path):
    arguments = ["--family", "write-a-step", "--count", "1", "--copies", "2"]
    assert run("quiz", "make", *arguments, "--out", tmp_path / "kit").exit_code == 0
    codes = [row["code"] for row in csv.DictReader((tmp_path / "kit/keys/candidates.csv").open(encoding="utf-8"))]
    sent, points = tmp_path / "sent.csv", tmp_path / "points.csv"
    sent.write_text(f"code,1\n{codes[0]},some code\n{codes[1]},other code\n", encoding="utf-8")
    waiting = run("quiz", "mark", tmp_path / "kit", sent)
    assert "question 1 is open and awaits points; give them with --points" in waiting.output
    assert "0 of 1*" in waiting.output
    points.write_text(f'code,question,points\n{codes[0]},1,"0,5"\n{codes[1]},1,3\nnone,1,1\n', encoding="utf-8")
    result = run("quiz", "mark", tmp_path / "kit", sent, "--points", points)
    assert "0.5 of 1  " in result.output
    assert "was given 3 points of 1; they are not counted" in result.output
    assert "unknown code 'none'" in result.output
    for unread in ("half", "1e99999999", "1/0", "nan", "9" * 5000, "1_0", "½", "."):
        points.write_text(f"code,question,points\n{codes[0]},1,{unread}\n", encoding="utf-8")
        output = run("quiz", "mark", tmp_path / "kit", sent, "--points", points).output
        assert "points.csv:2: expected a question's number and points" in output


def test_a_folder_that_is_no_kit_and_a_damaged_one(kit, tmp_path):
    file = filled(kit)
    assert "is no folder that quiz make wrote" in run("quiz", "mark", tmp_path / "none", file).output
    (kit / "keys" / "kit.json").write_text("{}", encoding="utf-8")
    result = run("quiz", "mark", kit, file)
    assert (result.exit_code, "damaged" in result.output) == (2, True)


def test_another_bank_is_named(kit):
    file = filled(kit)
    text = (kit / "keys" / "kit.json").read_text(encoding="utf-8")
    (kit / "keys" / "kit.json").write_text(text.replace(BANK.digest, "0" * 12), encoding="utf-8")
    assert f"made with the bank 000000000000, and this one is {BANK.digest}" in run("quiz", "mark", kit, file).output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--set", "scren"], "unknown set 'scren'; did you mean 'screen'?"),
        (["--set", "screen", "--count", "3"], "a set says which families and how many questions"),
        (["--set", "screen", "--format", "doc"], "unknown format 'doc'"),
        (["--copies", "2", "--candidates", "none.csv"], "give --candidates or --copies, not both"),
        (["--candidates", "none.csv"], "cannot read none.csv"),
        (["--count", "0"], "a paper has 1 to 1000 questions, not 0"),
    ],
)
def test_bad_usage_of_make_gets_one_line_and_status_2(arguments, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("quiz", "make", *arguments, "--seed", "tell-no-one-of-this", "--out", "out")
    assert result.exit_code == 2
    assert message in result.output
    assert len(result.output.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_seed_is_made_where_none_is_given(tmp_path):
    assert run("quiz", "make", "--set", "screen", "--copies", "2", "--out", tmp_path / "a").exit_code == 0
    seed = json.loads((tmp_path / "a" / "keys" / "kit.json").read_text(encoding="utf-8"))["seed"]
    assert len(seed) == 16


@pytest.mark.parametrize("people", [["--copies", "2"], ["--candidates", "people.csv"]])
@pytest.mark.parametrize("seed", ["a secret", "2026-03-01 10:00", "interview 2026"])
def test_a_seed_that_candidates_can_guess_is_refused(people, seed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text("name\nAnna\n", encoding="utf-8")
    refused = run("quiz", "make", "--set", "screen", *people, "--seed", seed, "--out", "kit")
    assert (refused.exit_code, len(refused.output.splitlines())) == (2, 1)
    assert "can be guessed, and whoever guesses it has every key; leave --seed out" in refused.output
    assert "or give --open if anybody may make these papers" in refused.output
    assert not (tmp_path / "kit").exists()
    assert run("quiz", "make", "--set", "screen", *people, "--seed", seed, "--open", "--out", "kit").exit_code == 0


@pytest.mark.parametrize("people", [[], ["--copies", "1"]])
def test_a_paper_for_oneself_takes_any_seed(people, tmp_path):
    assert run("quiz", "make", "--set", "screen", *people, "--seed", "7", "--out", tmp_path / "kit").exit_code == 0


def test_a_wrong_seed_is_told(whole_kit):
    result = run("quiz", "show", papers()[0].code, "--seed", SEED + "!")
    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert "this is not the seed of the paper, or its code is mistyped" in result.output


def test_show_makes_paper_and_sheet_again(whole_kit):
    code = papers()[0].code
    shown = run("quiz", "show", code, "--seed", SEED, "--name", "Anna")
    assert shown.output == (whole_kit / "papers" / "0001-Anna.md").read_text(encoding="utf-8")
    sheet = run("quiz", "show", code, "--seed", SEED, "--name", "Anna", "--key")
    assert sheet.output == (whole_kit / "keys" / "0001-Anna.md").read_text(encoding="utf-8")
    assert run("quiz", "show", f"{code}/2", "--seed", SEED).output.count("## Question") == 1
