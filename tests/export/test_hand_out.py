"""What is handed out names nobody to the class, and tells no right answer unless that is asked for."""

from __future__ import annotations

import csv
import random
import re
from math import sqrt

import pytest
from click.testing import CliRunner

from lstm_docs.cli import main
from lstm_docs.export.kit_marks import read_kit
from lstm_docs.formulas.texts import plain
from lstm_docs.marks.statistics import _fisher, wilson
from lstm_docs.quiz import load_bank, paper_of


def run(*arguments, status=0):
    done = CliRunner().invoke(main, ["quiz", *map(str, arguments)])
    assert done.exit_code == status, done.output
    return done.output


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    (folder / "people.csv").write_text("name\nAda Lovelace\nBea <b>\n", encoding="utf-8")
    asked = [part for name in ("gate-weight-shape", "vector-shape", "write-a-step") for part in ("--family", name)]
    run("make", *asked, "--count", 4, "--candidates", folder / "people.csv", "--format", "json", "--out", folder / "kit")
    with (folder / "kit/keys/responses.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    for row in rows[1:]:
        row[2:] = ["A"] * 4
    with (folder / "sent.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    for way in ("without-keys", "with-keys"):
        run("mark", folder / "kit", folder / "sent.csv", "--hand-out", way, "--out", folder / way, status=1)
    kit = read_kit(folder / "kit")
    papers = [paper_of(code, load_bank(), kit.seed, lambda name: None, name) for code, (_, name) in kit.names.items()]
    return folder, papers


def _text(page):
    return " ".join(re.sub(r"<annotation.*?</annotation>|<[^>]*>", " ", page.read_text(encoding="utf-8")).split())


def test_the_class_page_names_nobody(pages):
    folder, _ = pages
    for way in ("without-keys", "with-keys"):
        text = (folder / way / "hand-out" / "class.html").read_text(encoding="utf-8")
        assert "Lovelace" not in text
        assert "2 papers" in text


def test_without_keys_no_page_tells_a_right_answer(pages):
    folder, papers = pages
    for paper in papers:
        (without,) = (folder / "without-keys" / "hand-out").glob(f"{paper.number:04}-*.html")
        (with_keys,) = (folder / "with-keys" / "hand-out").glob(f"{paper.number:04}-*.html")
        bare, whole = without.read_text(encoding="utf-8"), _text(with_keys)
        assert "Right answer" in whole
        for told in ("Right answer", "Because", "A right answer", "What earns points", "What this answer shows"):
            assert told not in bare
        assert not re.search(r'class="note">[^<]*right', bare)
        for asked in paper.questions:
            for sentence in (*asked.solution, *(option.said for option in asked.options if option.said)):
                longest = max(plain(sentence).split("$"), key=len)
                assert longest not in _text(without)


def test_without_a_folder_nothing_is_handed_out(pages):
    folder, _ = pages
    said = run("mark", folder / "kit", folder / "sent.csv", "--hand-out", "with-keys", status=2)
    assert "give --out with" in said


@pytest.mark.parametrize(("share", "n"), [(0.1, 30), (0.5, 12), (0.8, 60)])
def test_the_interval_of_a_share_holds_it_in_95_of_100_classes(share, n):
    draw = random.Random(f"{share} {n}")
    held = 0
    for _ in range(2000):
        low, high = wilson(sum(draw.random() < share for _ in range(n)) / n, n)
        held += low <= share <= high
    assert 0.92 <= held / 2000 <= 0.99


def test_the_interval_of_a_correlation_holds_it_in_95_of_100_classes():
    draw = random.Random(1)
    held = 0
    for _ in range(2000):
        xs = [draw.gauss(0, 1) for _ in range(40)]
        ys = [0.5 * x + sqrt(0.75) * draw.gauss(0, 1) for x in xs]
        mean_x, mean_y = sum(xs) / 40, sum(ys) / 40
        along = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
        found = along / sqrt(sum((x - mean_x) ** 2 for x in xs) * sum((y - mean_y) ** 2 for y in ys))
        low, high = _fisher(found, 40)
        held += low <= 0.5 <= high
    assert 0.93 <= held / 2000 <= 0.97
