"""A kit in a folder: what is in it, what is not in a paper, and what happens when writing fails."""

from __future__ import annotations

import csv
import errno
import json
import os
from pathlib import Path

import pytest

from lstm_docs.export import FORMATS, Candidate, Style, Wanted, kit, write_kit
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import exam, load_bank, load_set, make_paper
from lstm_docs.quiz.papers.plan import ALL, Selection

BANK = load_bank()
SCREEN = load_set("screen", BANK)
SEED = "tell-no-one-of-this"
TEXTS = tuple(name for name in ("html", "md", "txt", "json") if name in FORMATS)


def people(count):
    return [Candidate(n, f"Candidate {n}", n + 1) for n in range(1, count + 1)]


def written(folder, count=3, formats=TEXTS, asked=SCREEN):
    write_kit(exam(BANK, asked, SEED), asked, people(count), Wanted(formats, Style()), folder)
    return folder


def test_papers_and_keys_lie_apart(tmp_path):
    folder = written(tmp_path / "out")
    assert sorted(p.name for p in folder.iterdir()) == ["keys", "papers"]
    stems = {file.name.split(".")[0] for file in (folder / "papers").iterdir()}
    assert stems == {f"000{n}-Candidate-{n}" for n in (1, 2, 3)}
    assert json.loads((folder / "keys" / "kit.json").read_text(encoding="utf-8"))["seed"] == SEED


def test_a_paper_holds_no_key_hint_seed_or_misconception(tmp_path):
    asked = Selection((ALL,), len(BANK.families.read))
    folder = written(tmp_path / "out", 1, asked=asked)
    paper = make_paper(BANK, asked, SEED)
    for file in (folder / "papers").iterdir():
        text = file.read_text(encoding="utf-8")
        assert SEED not in text
        for question in paper.questions:
            assert question.id not in text
            for secret in (question.notes.hint, question.notes.follow_up, question.notes.reference):
                assert not secret or secret[:60] not in text
            for option in question.options:
                assert not option.said or option.said not in text
                assert "-" not in option.misconception or option.misconception not in text
            for step in question.solution:
                assert len(step) < 25 or step not in text


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    one, two = written(tmp_path / "one"), written(tmp_path / "two")
    files = sorted(file.relative_to(one) for file in one.rglob("*") if file.is_file())
    assert files == sorted(file.relative_to(two) for file in two.rglob("*") if file.is_file())
    assert all((one / file).read_bytes() == (two / file).read_bytes() for file in files)


def test_what_comes_later_in_the_list_changes_no_paper(tmp_path):
    few, many = written(tmp_path / "few", 2), written(tmp_path / "many", 5)
    for file in (few / "papers").iterdir():
        assert file.read_bytes() == (many / "papers" / file.name).read_bytes()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_nothing_is_left_behind_when_writing_fails_half_way(tmp_path, monkeypatch, number):
    save = kit._save

    def fails(file, content):
        if "0003" in file.name:
            raise OSError(number, os.strerror(number))
        save(file, content)

    monkeypatch.setattr(kit, "_save", fails)
    with pytest.raises(LstmDocsError, match=f"{os.strerror(number)}; nothing was written"):
        written(tmp_path / "out", 5)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", ["file", "full"])
def test_a_folder_in_use_is_left_alone(tmp_path, what):
    out = tmp_path / "out"
    if what == "file":
        out.write_text("mine")
    else:
        out.mkdir()
        (out / "notes.txt").write_text("mine")
    before = sorted(str(p) for p in tmp_path.rglob("*"))
    with pytest.raises(LstmDocsError, match="is not an empty folder; choose another --out"):
        written(out)
    assert sorted(str(p) for p in tmp_path.rglob("*")) == before


@pytest.mark.parametrize("linked", [False, True])
def test_an_empty_folder_is_filled_and_keeps_its_mode(tmp_path, linked):
    out = tmp_path / "out"
    out.mkdir(mode=0o700)
    if linked:
        (tmp_path / "link").symlink_to(out)
    written(tmp_path / "link" if linked else out)
    assert sorted(part.name for part in out.iterdir()) == ["keys", "papers"]
    assert out.stat().st_mode & 0o777 == 0o700


def test_keys_are_for_their_owner_alone(tmp_path):
    assert (written(tmp_path / "out") / "keys").stat().st_mode & 0o777 == 0o700


def test_a_failure_leaves_an_empty_folder_empty(tmp_path, monkeypatch):
    (tmp_path / "out").mkdir()

    def fails(file, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(kit, "_save", fails)
    with pytest.raises(LstmDocsError, match="nothing was written"):
        written(tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_templates_of_ones_own_come_before_ours(tmp_path):
    mine = tmp_path / "templates"
    mine.mkdir()
    (mine / "paper.md.j2").write_text("{{ paper.candidate }}: {{ paper.questions | length }} questions\n", encoding="utf-8")
    wanted = Wanted(("md",), Style(mine))
    write_kit(exam(BANK, SCREEN, SEED), SCREEN, people(1), wanted, tmp_path / "out")
    paper = tmp_path / "out" / "papers" / "0001-Candidate-1.md"
    assert paper.read_text(encoding="utf-8") == "Candidate 1: 11 questions\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [("{{ paper.candidat }}", 1), ("\n{% if %}", 2), ("{{ paper.__class__.__mro__ }}", 1), ("\n\n{{ 1 / 0 }}", 3)],
)
def test_a_fault_in_a_template_is_told_at_its_line(tmp_path, text, line):
    mine = tmp_path / "templates"
    mine.mkdir()
    (mine / "paper.md.j2").write_text(text, encoding="utf-8")
    with pytest.raises(LstmDocsError, match="template: ") as caught:
        write_kit(exam(BANK, SCREEN, SEED), SCREEN, people(1), Wanted(("md",), Style(mine)), tmp_path / "out")
    assert caught.value.where == f"paper.md.j2:{line}"
    assert not (tmp_path / "out").exists()


def test_the_tables_of_the_kit(tmp_path):
    folder = written(tmp_path / "out", 2)
    with (folder / "keys" / "candidates.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [row["number"] for row in rows] == ["1", "2"]
    for row in rows:
        assert Path(folder / "papers" / f"{row['file']}.md").is_file()
        assert row["code"] in (folder / "papers" / f"{row['file']}.md").read_text(encoding="utf-8")
    with (folder / "keys" / "responses.csv").open(encoding="utf-8", newline="") as text:
        header, *blank = list(csv.reader(text))
    assert header == ["code", "name", *map(str, range(1, SCREEN.count + 1))]
    assert [row[0] for row in blank] == [row["code"] for row in rows]
