"""From a platform's list of participants to a file that its gradebook takes, by the rules of the importers."""

from __future__ import annotations

import csv
import json
import re

import pytest
from click.testing import CliRunner

from lstm_docs.cli import main
from lstm_docs.export import read_roster

MOODLE = (
    "First name,Last name,ID number,Email address,Groups\n"
    "Anna,Schmidt,s1,a@x,A\nBen,Ott,,b@x,B\nAnna,Schmidt,s3,c@x,B\nEva,+Li,s4,d@x,\n"
)
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Quiz 0 (12)\n    Points Possible,,,,,10\n,,,,,Manual Posting\n"
    '"Doe, Jane",17,u1,jd1,S1,3\n"Student, Test",99,,,S1,\n"Roe, Al",18,u2,ar2,S1,4\n"Doe, Jane",21,u3,jd3,S2,\n'
)
LISTS = {"moodle": MOODLE, "canvas": CANVAS}


def run(*arguments):
    return CliRunner().invoke(main, ["quiz", *map(str, arguments)])


@pytest.fixture
def marked(tmp_path):
    """Marks of a class in which the last one is absent and the first has everything right."""

    def mark(platform, first=""):
        roster = tmp_path / "roster.csv"
        roster.write_text(LISTS[platform], encoding="utf-8")
        kit = tmp_path / "kit"
        asked = ("--family", "gate-weight-shape", "--family", "stack-parameters", "--count", 3)
        made = run("make", *asked, "--candidates", roster, "--format", "json", "--out", kit)
        assert made.exit_code == 0, made.output
        with (kit / "keys" / "responses.csv").open(encoding="utf-8", newline="") as text:
            rows = list(csv.reader(text))
        for number, row in enumerate(rows[1:-1]):
            (file,) = (kit / "keys").glob(f"{number + 1:04}-*.json")
            answers = json.loads(file.read_text(encoding="utf-8"))["answers"]
            row[2:] = ["ABCDEFGH"[answer["option"] if number == 0 else answer["option"] == 0] for answer in answers]
        rows[1][2] = first or rows[1][2]
        with (tmp_path / "sent.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        done = run("mark", kit, tmp_path / "sent.csv", "--gradebook", platform, "--out", tmp_path / "marks")
        assert done.exit_code == 1, done.output  # somebody is absent
        return tmp_path / "marks"

    return mark


def _rows(file):
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.reader(text))


def test_moodle_finds_everybody_and_takes_every_grade(marked):
    folder = marked("moodle")
    header, *rows = _rows(folder / "gradebook-moodle.csv")
    assert header[:4] == ["First name", "Last name", "ID number", "Email address"]
    assert [row[3] for row in rows] == ["a@x", "b@x", "c@x", "d@x"]
    points, percent = zip(*(row[4:] for row in rows), strict=True)
    assert points[0] == "3.0"
    assert percent[0] == "100.0"
    assert points[-1] == percent[-1] == "-"  # no grade, where a blank would be one
    assert all(0 <= float(grade) <= 100 for grade in (*points[:-1], *percent[:-1]))
    assert len(set(header)) == len(header)
    assert rows[-1][1] == "'+Li"  # not a formula
    marks = {row[2]: row for row in _rows(folder / "marks.csv")[1:]}
    assert [row[8:12] for row in marks.values()] == [row[:4] for row in rows]


def test_canvas_takes_its_columns_for_what_they_are(marked):
    header, possible, *rows = _rows(marked("canvas") / "gradebook-canvas.csv")
    assert "Student" in header[0]
    assert "ID" in header[1]
    assert re.search(r"SIS\s+User\s+ID", header[2])
    assert re.search(r"SIS\s+Login\s+ID", header[3])
    assert "Section" in header[4]
    assert len(header) == 6
    assert not re.search(r"Current|Final|Override|\(\d+\)$", header[5])
    assert "Points Possible" in possible[0]
    assert float(possible[5]) == 3
    assert [row[:5] for row in rows] == [
        ["Doe, Jane", "17", "u1", "jd1", "S1"],
        ["Roe, Al", "18", "u2", "ar2", "S1"],
        ["Doe, Jane", "21", "u3", "jd3", "S2"],
    ]
    assert float(rows[0][5]) == 3
    assert rows[-1][5] == ""


@pytest.mark.parametrize(("platform", "empty"), [("moodle", "-"), ("canvas", "")])
def test_marks_that_are_not_final_are_no_grade(marked, platform, empty):
    rows = _rows(marked(platform, first="what I meant") / f"gradebook-{platform}.csv")
    first = next(row for row in rows if {"Anna", "Doe, Jane"} & {*row})
    assert first[-1] == empty


def test_a_gradebook_that_could_not_find_somebody_is_refused_before_anything_is_marked(tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("name,email\nAnn,a@x\n", encoding="utf-8")
    assert run("make", "--count", 1, "--candidates", roster, "--format", "json", "--out", tmp_path / "kit").exit_code == 0
    done = run(
        "mark", tmp_path / "kit", tmp_path / "kit/keys/responses.csv", "--gradebook", "canvas", "--out", tmp_path / "marks"
    )
    assert done.exit_code == 2
    assert "canvas knows nothing of candidate 1, 'Ann'" in done.output
    assert not (tmp_path / "marks").exists()


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_lists_of_participants_are_read_as_they_are_exported(tmp_path, sign, mark):
    file = tmp_path / "roster.csv"
    file.write_text(mark + MOODLE.replace(",", sign), encoding="utf-8")
    people, warnings = read_roster(file)
    assert [person.name for person in people] == ["Anna Schmidt", "Ben Ott", "Anna Schmidt", "Eva +Li"]
    assert people[2].identity["ID number"] == "s3"
    assert not warnings  # two of one name, whom their numbers tell apart
