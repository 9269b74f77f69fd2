"""What people write is marked as somebody who reads it would: 500 responses, whose key was typed by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from lstm_docs.marks import mark_paper
from lstm_docs.quiz import load_bank, make_paper
from lstm_docs.quiz.engine.asking import Option, Question, question
from lstm_docs.quiz.engine.judging import answered
from lstm_docs.quiz.engine.kinds import KINDS, shown, values
from lstm_docs.quiz.engine.letters import LETTERS, lettered
from lstm_docs.quiz.papers.plan import Selection
from tests.js.modules import modules

SHEETS = yaml.safe_load((Path(__file__).parent.parent / "golden" / "responses.yml").read_text(encoding="utf-8"))
BANK = load_bank()
BLANK = make_paper(BANK, Selection(("vector-shape",), 1), "responses")
STATES = {"right": "right", "wrong": "wrong", "listed": "unreadable", "awaits": "awaits"}
JUDGED = """(() => {
  try { return judge(asked, typed).right ? "right" : "wrong"; }
  catch (error) { if (!(error instanceof SyntaxError)) throw error; return "unreadable"; }
})()"""


def _expressions(sheet, text):
    """The expressions of an answer: `25, 45` has two."""
    return tuple(text.split(", ")) if KINDS[sheet["kind"]].length == 2 else (text,)


def _option(sheet, text):
    if not KINDS[sheet["kind"]].typed:
        return Option(text)
    typed = values(sheet["kind"], sheet.get("decimals", 0), _expressions(sheet, text), {})
    return Option(text if sheet["kind"] == "formula" else shown(sheet["kind"], sheet.get("decimals", 0), typed), typed)


def _asked(sheet) -> Question:
    """A question of the bank, all that matters of it replaced by what the sheet says."""
    kind, options = sheet["kind"], tuple(_option(sheet, text) for text in sheet["options"])
    key = LETTERS.find(sheet.get("letter", "?"))
    answer = options[key].values if KINDS[kind].typed else tuple(map(LETTERS.find, sheet["answer"].replace(", ", "")))
    return replace(
        question(BANK.family("vector-shape"), "responses"),
        kind=kind,
        decimals=sheet.get("decimals", 0),
        ask=sheet["ask"],
        answer=answer,
        options=options,
        partners=tuple(LETTERS[: sheet.get("partners", 0)]),
        key=key,
        known=sheet.get("known", {}),
        paths=(),
    )


def _ids(sheet):
    return f"{sheet['kind']} {sheet['answer']}"


def test_there_are_five_hundred_and_the_keys_agree():
    texts = [text for sheet in SHEETS for state in STATES for text in sheet.get(state, [])]
    texts += [text for sheet in SHEETS for group in sheet.get("as", {}).values() for text in group]
    assert len(texts) >= 500
    assert {sheet["kind"] for sheet in SHEETS} == set(KINDS)
    for sheet in SHEETS:
        if KINDS[sheet["kind"]].typed:
            assert sheet["answer"] == sheet["options"][LETTERS.find(sheet["letter"])]


@pytest.mark.parametrize("sheet", SHEETS, ids=_ids)
def test_a_response_is_right_wrong_or_listed(sheet):
    asked = _asked(sheet)
    for key, state in STATES.items():
        given = sheet.get(key, [])
        paper = replace(BLANK, questions=(asked,) * len(given), marks=(1,) * len(given))
        marked = mark_paper(paper, dict(enumerate(given, start=1))).marks
        assert {mark.typed: mark.state for mark in marked} == dict.fromkeys((text.strip() for text in given), state)
        assert all(mark.said for mark in marked if state == "unreadable")


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if "as" in sheet], ids=_ids)
def test_letters_that_are_not_the_key_are_those_that_were_written(sheet):
    for letters, given in sheet["as"].items():
        assert {text: answered(_asked(sheet), text).understood for text in given} == dict.fromkeys(given, letters)


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if KINDS[sheet["kind"]].typed], ids=_ids)
def test_the_browser_judges_what_is_typed_alike(sheet):
    """All but letters, which are clicked there."""
    asked = _asked(sheet)
    data = {name: getattr(asked, name) for name in ("kind", "decimals", "ask", "answer", "known", "paths")}
    typed = {text: STATES[key] for key in STATES for text in sheet.get(key, []) if lettered(text, len(asked.options))[0] < 0}
    assert {text: modules().call(JUDGED, asked=data, typed=text) for text in typed} == typed
