"""The scripts fit the types of what Python hands them."""

from __future__ import annotations

from lstm_docs.site.fences.context import scripts

from . import lint


def test_the_scripts_have_neither_type_errors_nor_slips():
    assert lint.faults() == ""


def test_a_call_that_does_not_fit_is_found(tmp_path, monkeypatch):
    for file in lint.ASSETS.glob("*.[jd]*s"):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8").replace("this.give();", "this.give(1);"), "utf-8")
    monkeypatch.setattr(lint, "ASSETS", tmp_path)
    assert "card.js" in lint.faults()


def test_the_types_are_not_served():
    assert not [name for name in scripts() if name.endswith(".d.ts")]
