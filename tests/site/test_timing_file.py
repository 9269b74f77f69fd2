"""`lstm-timings` with a file: a card of the reader's own stands beside ours, and what is wrong with it is told."""

from __future__ import annotations

import json

import markdown
import pytest

from lstm_docs.site.hosts.extension import LstmDocsExtension
from lstm_docs.timings.shipped import STORED


@pytest.fixture
def folder(tmp_path):
    card = json.loads((STORED / "h100.json").read_text(encoding="utf-8"))
    card["about"]["device"] = "<My> card"
    (tmp_path / "mine.json").write_text(json.dumps(card), encoding="utf-8")
    (tmp_path / "other.json").write_text("[]", encoding="utf-8")
    return tmp_path


def render(folder, *lines):
    ours = LstmDocsExtension(assets="/a", formulas=True, folder=str(folder))
    return markdown.markdown("\n".join(["Text", "", "```lstm-timings", *lines, "```"]), extensions=[ours])


@pytest.mark.parametrize("show", ["machines", "ceilings", "within", "near", "energy", "memory", "belief\nbelief: gru"])
def test_the_file_stands_beside_ours(show, folder):
    html = render(folder, f"show: {show}", "file: mine.json")
    assert "lstm-error" not in html
    assert "H100" in html
    assert "H200" in html
    assert "&lt;My&gt; card" in html
    assert "<My>" not in html


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("none.json", "none.json"),
        ("other.json", "expected a table, as gpu_recurrent.py writes it"),
        ("../mine.json", "lies outside the folder"),
        (".", "lies outside the folder"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(named, says, folder):
    html = render(folder, "show: ceilings", f"file: {named}")
    assert "lstm-error" in html
    assert says in html
    assert ":5" in html


def test_without_a_folder_no_file_is_read():
    html = markdown.markdown("```lstm-timings\nshow: ceilings\nfile: mine.json\n```", extensions=["lstm_docs"])
    assert "no files are read here" in html
