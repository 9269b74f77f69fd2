"""Practice in the terminal: sessions by the plan, and what is kept between them."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from lstm_docs.cli import main, quiz_take
from lstm_docs.practice.course import woven
from lstm_docs.practice.state import parse, today
from lstm_docs.quiz import load_bank

ORDER = woven(load_bank().topics)


@pytest.fixture
def progress_file(tmp_path, monkeypatch):
    """The file in which the state is kept, in a folder of its own."""
    monkeypatch.setattr("lstm_docs.cli.learner.platformdirs.user_state_path", lambda *_, **__: tmp_path / "state")
    return tmp_path / "state" / "progress.json"


def run(*arguments: str, text: str | None = None):
    return CliRunner().invoke(main, ["quiz", *arguments], input=text)


def _take(*arguments: str, count: int = 8):
    """A session whose questions all have letters to choose from."""
    single = [name for name in ORDER if load_bank().families.read[name].kind in ("shape", "integer", "number")][:20]
    families = [part for name in single for part in ("--family", name)]
    return run("take", *families, "--count", str(count), *arguments, text="a\n" * count)


def test_a_session_ends_with_what_is_known_and_what_comes_back(progress_file):
    result = _take()
    assert result.exit_code == 0
    assert "1 of 8 · shapes, level 1 · New to you." in result.output
    for words in ("8 right.", "What you know now: ", "What comes back: ", "To read: the page on "):
        assert words in result.output
    assert parse(progress_file.read_text(encoding="utf-8"), today()).asked == 8


def test_the_next_session_goes_on_with_other_numbers(progress_file):
    first, second = _take(count=3).output, _take(count=3).output
    assert len(json.loads(progress_file.read_text(encoding="utf-8"))["families"]) >= 5
    assert not set(first.splitlines()[2:4]) & set(second.splitlines()[2:4]) - {""}


def test_other_frameworks_are_asked_about_where_they_are_named(progress_file):
    one = ["take", "--family", "stored-matrices", "--count"]
    asked = re.compile("How does (.*) keep")
    named = run(*one, "6", "--framework", "Caffe", "--framework", "tf1", text="a\n" * 6).output
    assert {*asked.findall(named)} == {"Caffe", "TensorFlow 1"}
    assert {*asked.findall(run(*one, "6", text="a\n" * 6).output)} <= {"PyTorch", "Keras", "ONNX"}
    assert len({*asked.findall(run(*one, "12", "--framework", "all", text="a\n" * 12).output)}) > 6
    assert run(*one, "3", "--framework", "Kaffe").output == "lstm-docs: unknown framework 'Kaffe'; did you mean 'caffe'?\n"
    assert run(*one, "3", "--framework", "keras", "--seed", "1").exit_code == 2


def test_answers_are_kept_one_by_one(progress_file):
    result = run("take", "--family", "gate-weight-shape", text="a\n")
    assert result.exit_code != 0
    assert parse(progress_file.read_text(encoding="utf-8"), today()).asked == 1


def test_what_is_kept_is_shown_exported_imported_and_cleared(progress_file, tmp_path):
    assert "nothing is kept yet" in run("progress").output
    _take()
    assert "shapes " in run("progress").output
    out = tmp_path / "out.json"
    assert run("progress", "--export", str(out)).exit_code == 0
    assert out.read_bytes() == progress_file.read_bytes()
    assert run("progress", "--clear").exit_code == 0
    assert not progress_file.exists()
    assert run("progress", "--import", str(out)).exit_code == 0
    assert (
        json.loads(progress_file.read_text(encoding="utf-8"))["families"]
        == json.loads(out.read_text(encoding="utf-8"))["families"]
    )
    assert run("progress", "--export", "x", "--clear").exit_code == 2


def test_what_is_no_progress_is_not_imported(progress_file, tmp_path):
    _take(count=1)
    before = progress_file.read_bytes()
    wrong = tmp_path / "wrong.json"
    for text in ("{", '{"version": 2, "families": {"a": {}}}', "\ud800".encode("utf-8", "surrogatepass")):
        wrong.write_bytes(text if isinstance(text, bytes) else text.encode())
        result = run("progress", "--import", str(wrong))
        assert result.exit_code == 2
        assert str(wrong) in result.output
    assert progress_file.read_bytes() == before


def test_a_damaged_file_is_told_and_left_alone(progress_file):
    progress_file.parent.mkdir()
    progress_file.write_text('{"version": 2, "asked', encoding="utf-8")
    for command in (["take"], ["progress"]):
        result = run(*command)
        assert result.exit_code == 2
        assert "may have been cut short; move it away, or forget it with: lstm-docs quiz progress --clear" in result.output
    assert progress_file.read_text(encoding="utf-8") == '{"version": 2, "asked'


def test_two_terminals_lose_nothing(progress_file, monkeypatch):
    """While one asks, another answers."""
    asked = quiz_take._asked

    def meanwhile(question):
        monkeypatch.setattr(quiz_take, "_asked", asked)
        assert run("take", "--family", "vector-shape", "--count", "1", text="a\n").exit_code == 0
        return asked(question)

    monkeypatch.setattr(quiz_take, "_asked", meanwhile)
    assert run("take", "--family", "gate-weight-shape", "--count", "1", text="a\n").exit_code == 0
    assert set(json.loads(progress_file.read_text(encoding="utf-8"))["families"]) == {"gate-weight-shape", "vector-shape"}


@pytest.mark.skipif(not Path("/dev/full").exists() or os.name == "nt", reason="needs a file that cannot be a folder")
def test_where_nothing_can_be_kept_it_is_told_once_and_practice_goes_on(monkeypatch):
    monkeypatch.setattr("lstm_docs.cli.learner.platformdirs.user_state_path", lambda *_, **__: Path("/dev/full/state"))
    result = _take(count=3)
    assert result.exit_code == 0
    assert result.output.count("your answers count until you leave") == 1
    assert "of 3 right." in result.output


def test_with_a_seed_nothing_is_kept(progress_file):
    assert run("take", "--family", "gate-weight-shape", "--seed", "1", "--count", "1", text="a\n").exit_code == 0
    assert not progress_file.exists()
    assert run("take", "--set", "screen").exit_code == 2
