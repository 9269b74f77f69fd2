"""After the exam: a question that does not count, an answer that is accepted, a question that is replaced."""

from __future__ import annotations

import csv
import json
import re
from fractions import Fraction

import pytest
from click.testing import CliRunner

from lstm_docs.cli import main
from lstm_docs.export.kit_marks import read_kit
from lstm_docs.export.responses import responses
from lstm_docs.export.scorecard import reasons
from lstm_docs.quiz import load_bank, paper_of

BANK = load_bank()
NAMES = ("gate-weight-shape", "stack-parameters")


def run(*arguments, status=0):
    done = CliRunner().invoke(main, ["quiz", *map(str, arguments)])
    assert done.exit_code == status, done.output
    return done.output


def marks(kit, sent, *more, status=0):
    data = json.loads(run("mark", kit, sent, "--json", *more, status=status).partition("\nlstm-docs:")[0])
    return {one["name"]: one for one in data["candidates"]}


@pytest.fixture
def kit(tmp_path):
    (tmp_path / "people.csv").write_text("name\nAnn\nBob\nCy\n", encoding="utf-8")
    families = [part for name in NAMES for part in ("--family", name)]
    run(
        "make",
        *families,
        "--count",
        4,
        "--candidates",
        tmp_path / "people.csv",
        "--format",
        "md,json",
        "--out",
        tmp_path / "kit",
    )
    return tmp_path / "kit"


@pytest.fixture
def sent(kit, tmp_path):
    """Ann has all four right, Bob only the first two, and Cy shows the first misconception of everything."""
    with (kit / "keys/responses.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    for row, own in zip(rows[1:], _keys(kit), strict=True):
        right = [key["option"] for key in own]
        wrong = [key["distractors"][0]["option"] for key in own]
        chosen = {"Ann": right, "Bob": right[:2] + wrong[2:], "Cy": wrong}[row[1]]
        row[2:] = ["ABCDEFGH"[place] for place in chosen]
    with (tmp_path / "sent.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return tmp_path / "sent.csv"


def _keys(kit):
    return [json.loads(file.read_text(encoding="utf-8"))["answers"] for file in sorted((kit / "keys").glob("0*.json"))]


def test_without_a_question_the_others_are_worth_what_all_were(kit, sent):
    before = marks(kit, sent)
    assert [one["points"] for one in before.values()] == [4, 2, 0]
    after = marks(kit, sent, "--void", 3, "--reason", "two options agree")
    assert {one["of"] for one in after.values()} == {4}
    assert [one["points"] for one in after.values()] == [4, round(float(Fraction(2 * 4, 3)), 4), 0]
    assert after["Bob"]["answers"][2]["state"] == "void"
    assert marks(kit, sent) == after  # it is kept in the kit
    assert marks(kit, sent, "--void", 3) == after  # and kept once
    assert len(json.loads((kit / "keys/changes.json").read_text(encoding="utf-8"))["changes"]) == 1


def test_a_misconception_that_is_accepted_earns_everybody_the_marks(kit, sent):
    shown = marks(kit, sent)["Cy"]["answers"][0]["misconception"]
    after = marks(kit, sent, "--accept", f"1={shown}")
    assert after["Cy"]["points"] == 1
    assert after["Bob"]["points"] == 2


def test_an_answer_is_accepted_on_one_paper(kit, sent):
    code = next(code for code, (_, name) in read_kit(kit).names.items() if name == "Cy")
    letter = next(one.answers[2] for one in responses(sent) if one.code == code)
    after = marks(kit, sent, "--accept", f"{code}/2={letter}")
    assert [one["points"] for one in after.values()] == [4, 2, 1]


@pytest.mark.parametrize("named", [str.upper, str.lower])
def test_a_letter_is_accepted_whether_it_was_written_small_or_large(kit, sent, named):
    code = next(code for code, (_, name) in read_kit(kit).names.items() if name == "Cy")
    letter = next(one.answers[2] for one in responses(sent) if one.code == code)
    sent.write_text(re.sub(f"(?m)^({code}.*)$", lambda row: row[1].lower(), sent.read_text(encoding="utf-8")), encoding="utf-8")
    assert [one["points"] for one in marks(kit, sent, "--accept", f"{code}/2={named(letter)}").values()] == [4, 2, 1]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--void", 5), "there is no question 5; the papers have 4"),
        (("--void", 1, "--void", 2, "--void", 3, "--void", 4), "no question would be left that counts"),
        (("--void", 1, "--void", 2, "--void", 3, "--void", "CODE/4"), "no question would be left that counts"),
        (("--accept", "1=C"), "answer C to question 1 is another one on each paper; name the misconception"),
        (("--accept", "1=transpose"), "did you mean 'transposed'?"),
        (("--void", "one"), "--void 'one' is no question, such as 5 or CODE/5"),
        (("--void", "nobody/1"), "no paper of this kit has the code 'nobody'"),
        (("--void", 1, "--reason", "a", "--accept", "2=transposed", "--reason", "b"), "one --reason is kept for all changes"),
        (("--accept", "C"), "is not a question and what it accepts"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_not_kept(kit, sent, options, message):
    code = next(iter(read_kit(kit).names))
    options = [str(option).replace("CODE/", f"{code}/") for option in options]
    assert message in run("mark", kit, sent, *options, status=2)
    assert not (kit / "keys/changes.json").exists()


def test_a_question_is_replaced_by_one_that_nobody_has(kit, sent):
    before = read_kit(kit)
    code = next(code for code, (_, name) in before.names.items() if name == "Bob")
    run("replace", kit, f"{code}/2", "--reason", "smudged", "--format", "md,json")
    after = read_kit(kit)
    (new,) = set(after.names) - set(before.names)
    old, paper = (paper_of(one, BANK, before.seed, lambda name: None) for one in (code, new))
    assert [a.id == b.id for a, b in zip(old.questions, paper.questions, strict=True)] == [True, False, True, True]
    assert (paper.questions[1].topic, paper.questions[1].level) == (old.questions[1].topic, old.questions[1].level)
    assert paper.marks == old.marks
    everybody = {asked.id for one in before.names for asked in paper_of(one, BANK, before.seed, lambda name: None).questions}
    assert paper.questions[1].id not in everybody
    (written,) = (kit / "papers").glob("0002-Bob-2r2.1.md")
    shown = run("show", new, "--seed", before.seed, "--name", "Bob")
    assert written.read_text(encoding="utf-8") == shown
    told = run("mark", kit, sent, status=1)
    assert "was sent under the code before question 2 was replaced; all but that counts" in told
    assert "(Bob): question 2: '' cannot be read: it was replaced" in told
    bob = marks(kit, sent, status=1)["Bob"]
    assert (bob["points"], bob["final"], bob["answers"][1]["state"]) == (1, False, "unreadable")

    (key,) = (kit / "keys").glob("0002-Bob-2r2.1*.json")
    right = json.loads(key.read_text(encoding="utf-8"))["answers"][1]["option"]
    with sent.open("a", encoding="utf-8") as file:
        file.write(f"{new},Bob,,{'ABCDEFGH'[right]},,\n")
    bob = marks(kit, sent, status=1)["Bob"]
    assert (bob["points"], bob["final"]) == (2, True)  # the old row and the answer under the new code make one response

    with sent.open("a", encoding="utf-8") as file:
        file.write(f"{new},Bob,,{'BCDEFGHA'[right]},,\n")
    assert "Bob" not in marks(kit, sent, status=1)


def test_a_question_does_not_count_on_one_paper(kit, sent):
    code = next(code for code, (_, name) in read_kit(kit).names.items() if name == "Bob")
    after = marks(kit, sent, "--void", f"{code}/4")
    assert [one["points"] for one in after.values()] == [4, round(float(Fraction(2 * 4, 3)), 4), 0]


def test_what_must_be_looked_at_names_people_and_questions(kit, sent, tmp_path):
    rows = list(csv.reader(sent.open(encoding="utf-8", newline="")))
    rows[2][3] = "about 12"
    with sent.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    run("mark", kit, sent, "--void", 4, "--out", tmp_path / "marks", status=1)
    tables = {
        name: list(csv.DictReader((tmp_path / f"marks/{name}.csv").open(encoding="utf-8", newline="")))
        for name in ("marks", "problems", "misconceptions")
    }
    (problem,) = tables["problems"]
    assert (problem["name"], problem["code"]) == ("Bob", rows[2][0])
    assert {row["4"] for row in tables["marks"]} == {""}
    assert all(set(row["questions"].split()) <= {"1", "2", "3"} for row in tables["misconceptions"])


def test_every_change_and_its_reason_stand_in_the_report(kit, sent, tmp_path):
    run("mark", kit, sent, "--void", 1, "--reason", "a <b>slip</b>", "--out", tmp_path / "marks")
    page = (tmp_path / "marks/report.html").read_text(encoding="utf-8")
    assert "question 1 does not count (a &lt;b&gt;slip&lt;/b&gt;)" in page
    assert "a <b>slip</b>" in (tmp_path / "marks/changes.csv").read_text(encoding="utf-8")


def test_a_damaged_file_of_changes_is_told(kit, sent):
    (kit / "keys/changes.json").write_text('{"schema": 1, "changes": [{"change": "more"}]}', encoding="utf-8")
    assert "changes.json: damaged" in run("mark", kit, sent, status=2)


def test_a_question_without_a_spare_is_told(kit):
    code = next(iter(read_kit(kit).names))
    for _ in range(8):
        out = run("replace", kit, f"{code}/1")
        code = out.split()[3]
    assert "there is no further question" in run("replace", kit, f"{code}/1", status=2)


def test_what_two_who_judge_agree_on_counts_and_the_rest_is_listed(kit, sent, tmp_path):
    codes = list(read_kit(kit).names)
    for judge, points in {"a": "1", "b": "0.5"}.items():
        rows = f"code,question,points\n{codes[1]},3,1\n{codes[2]},3,{points}\n"
        (tmp_path / f"{judge}.csv").write_text(rows, encoding="utf-8")
    both = ("--points", tmp_path / "a.csv", "--points", tmp_path / "b.csv")
    after = marks(kit, sent, *both, status=1)
    assert [one["points"] for one in after.values()] == [4, 3, 0]
    said = run("mark", kit, sent, *both, status=1)
    assert f"question 3 of {codes[2]} has 1 in {tmp_path / 'a.csv'} and 0.5 in {tmp_path / 'b.csv'}; neither counts" in said


def test_a_person_overrules_the_points_of_tests_and_nothing_of_a_person_is_overruled(kit, sent, tmp_path):
    codes = list(read_kit(kit).names)
    folder = tmp_path / "code"
    folder.mkdir()
    tests = f"code,question,points,reason,by\n{codes[1]},3,0,failed,tests\n{codes[2]},3,0,failed,tests\n"
    person = f"code,question,points,reason\n{codes[2]},3,1,a slip of one letter\n"
    (folder / "points.csv").write_text(tests, encoding="utf-8")
    (tmp_path / "mine.csv").write_text(person, encoding="utf-8")
    apart = ("--points", folder, "--points", tmp_path / "mine.csv")
    for given in (apart, apart[2:] + apart[:2]):
        assert [one["points"] for one in marks(kit, sent, *given).values()] == [4, 2, 1]
        assert "points of tests that a person overruled: 1" in run("mark", kit, sent, *given)
        assert reasons(given[1::2])[codes[2], False, 3] == "a slip of one letter"
        assert reasons(given[1::2])[codes[1], False, 3] == "failed"
    (folder / "mine.csv").write_text(person, encoding="utf-8")
    assert [one["points"] for one in marks(kit, sent, "--points", folder).values()] == [4, 2, 1]
    (tmp_path / "other.csv").write_text(person.replace(",1,", ",0.5,"), encoding="utf-8")
    (folder / "points.csv").write_text(tests.replace(",0,", ",1,"), encoding="utf-8")
    after = marks(kit, sent, *apart, "--points", tmp_path / "other.csv", status=1)
    assert [one["points"] for one in after.values()] == [4, 3, 0], "where persons differ, the points of tests do not step in"


def test_a_change_is_kept_only_if_what_was_sent_can_be_read(kit, tmp_path):
    (tmp_path / "broken.csv").write_text("name\nAnn\n", encoding="utf-8")
    run("mark", kit, tmp_path / "broken.csv", "--void", 1, status=2)
    assert not (kit / "keys/changes.json").exists()
