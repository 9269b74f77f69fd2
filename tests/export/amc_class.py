"""A class of thirty as its lecturer has it: one project, sheets filled by pen, fed in askew, read by AMC and marked by us.

`make test-amc` runs this with the loop of single papers.
"""

from __future__ import annotations

import csv
import random
import re

import pytest
from click.testing import CliRunner

from lstm_docs.cli import main
from lstm_docs.export.amc_questions import POINTS, part, points_to_tick
from lstm_docs.export.kit_marks import read_kit
from lstm_docs.quiz import exam, load_bank
from lstm_docs.quiz.engine.letters import LETTERS
from tests.export.amc_loop import words
from tests.export.amc_program import Project, cross, fill, slip
from tests.export.pdfs import squeezed

NAMES = """Jürgen Müller
Zoë O'Neil
Søren Ø'Hara
Łukasz Wójcik
Ana de la Cruz
Björn Ångström
Çelik Yıldız
Đorđe Šimić
Émile Zola
François d'Été
Gülşen Ak
Håkon Berg
İbrahim Çakır
Jiří Dvořák
Karl-Heinz Großmann
Lê Văn
María Núñez
Noël Faß
Özlem Güneş
Pär Lövgren
Quỳnh Nguyễn
Renée Blanc
Šárka Malá
Þórdís Jónsdóttir
Uğur Şahin
Václav Havel
W. & Lech
Xénia #1
Anna Schmidt
Anna Schmidt""".splitlines()
SET = """schema: 1
title: Übung 3
minutes: 40
parts:
  - {families: [state-order, parameters-in-equations], count: 2, marks: 1}
  - {families: [gradient-reaches, gate-order, tensor-meaning], count: 3, marks: 3}
  - {families: [mend-the-stack], count: 1, marks: 10}
"""
ABSENT, LOST_PAGE, TWICE, SLIPPED = 3, (4, 2), 5, 6


def test_thirty_sheets_have_the_marks_that_their_ticks_have_when_they_are_typed(tmp_path):
    kit = made(tmp_path)
    project = Project(kit / "keys" / "amc")
    log = project.make()
    assert "Missing character" not in log
    assert "Overfull" not in log
    printed = squeezed(words(project.folder / "sheets.pdf"))
    unlike = [name for name in NAMES if printed.count(squeezed(f"Name: {name}")) != NAMES.count(name)]
    assert not unlike

    marks, typed, points = filled(kit)
    project.mark(project.scans(marks, without={ABSENT, LOST_PAGE}, seed=1))
    scanned = marked(kit, project.folder, tmp_path / "scanned")
    told = run("mark", kit, project.folder)
    told = re.sub(r"(sheet \d+) \([^()]*\):", r"\1:", told)  # without the names
    assert re.search(rf"sheet {LOST_PAGE[0]}: question \d(: 'page 2 was not scanned' cannot be read| is open and awaits)", told)
    assert scanned[LOST_PAGE[0]]["final"] == "no"
    assert f"sheet {SLIPPED}: question 1, box " in told
    assert "counts as empty" in told
    assert told.count("% black") == 1
    assert f"sheet {TWICE}: question 2: 'A, B' cannot be read" in told

    by_hand = marked(kit, typed, tmp_path / "by-hand", "--points", points)
    same = ("number", "name", "points", "of", "final", *map(str, range(1, 7)))
    assert scanned[ABSENT]["points"] == ""
    for number in set(scanned) - {LOST_PAGE[0]}:
        assert {name: scanned[number][name] for name in same} == {name: by_hand[number][name] for name in same}, number

    for row in project.exported().values():
        mine = next(own for own in scanned.values() if own["code"] == code_of(project.folder, row["A:id"]))
        assert row["Name"] == mine["name"]
        if int(mine["number"]) != LOST_PAGE[0]:
            assert float(row["Mark"]) == pytest.approx(float(mine["points"]), abs=0.01)


def run(*arguments):
    """What a command says; 1 is its status where something must be looked at."""
    done = CliRunner().invoke(main, ["quiz", *map(str, arguments)])
    assert done.exit_code in (0, 1), done.output
    return done.output


def made(folder):
    (folder / "exercise.yml").write_text(SET, encoding="utf-8")
    (folder / "people.csv").write_text("name\n" + "\n".join(f'"{name}"' for name in NAMES) + "\n", encoding="utf-8")
    kit = folder / "kit"
    asked = ("--set", folder / "exercise.yml", "--candidates", folder / "people.csv", "--seed", "askew and with specks")
    run("make", *asked, "--format", "amc", "--out", kit)
    return kit


def filled(kit):
    """How each box is filled, and the same answers and points as a table of each."""
    known = read_kit(kit)
    sitting = exam(load_bank(), known.blueprint, known.seed)
    chance, marks, rows, points = random.Random(29), {}, [], []
    for code, (number, _) in known.names.items():
        typed = {}
        for place, asked in enumerate(known.paper(sitting, code).questions, start=1):
            boxes = ticked(place, asked, chance, number)
            marks |= {(number, name, box): chance.choice((fill, cross)) for name, box in boxes}
            if asked.kind == "open":
                points.append([code, place, points_to_tick(10)[boxes[0][1] - 1]])
            typed[place] = "" if asked.kind == "open" else " ".join(LETTERS[box - 1] for _, box in boxes)
        rows.append([code, *(typed[place] if number != ABSENT else "" for place in sorted(typed))])
    marks[SLIPPED, "1", 1] = slip
    table = kit.parent / "typed.csv"
    write(table, ["code", *range(1, 7)], rows)
    write(
        kit.parent / "points.csv", ["code", "question", "points"], [row for row in points if row[0] != code_at(known, ABSENT)]
    )
    return marks, table, kit.parent / "points.csv"


def ticked(place, asked, chance, number):
    count = len(asked.options)
    if asked.kind == "open":
        return [(f"{place}{POINTS}10", chance.randint(1, len(points_to_tick(10))))]
    if asked.kind == "several":
        return [(str(place), box) for box in sorted(chance.sample(range(1, count + 1), chance.randint(1, count)))]
    if asked.kind == "order":
        return [(part(str(place), n), box) for n, box in enumerate(chance.sample(range(1, count + 1), count))]
    if asked.kind == "match":
        return [(part(str(place), n), chance.randint(1, len(asked.partners))) for n in range(count)]
    if place == 1 and number == SLIPPED:
        return [(str(place), 2)]
    if place == 2 and number == TWICE:
        return [(str(place), 1), (str(place), 2)]
    return [(str(place), chance.choice([asked.key + 1, chance.randint(1, count)]))]


def code_at(kit, number):
    return next(code for code, (own, _) in kit.names.items() if own == number)


def code_of(folder, id_):
    with (folder / "students.csv").open(encoding="utf-8", newline="") as text:
        return next(row["code"] for row in csv.DictReader(text) if row["id"] == id_)


def write(file, header, rows):
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([header, *rows])


def marked(kit, given, out, *options):
    """The rows of marks.csv by number."""
    run("mark", kit, given, *options, "--out", out)
    with (out / "marks.csv").open(encoding="utf-8", newline="") as text:
        return {int(row["number"]): row for row in csv.DictReader(text)}
