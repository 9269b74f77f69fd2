"""The browser asks the same questions as Python, word for word."""

from __future__ import annotations

import json

import pytest

from lstm_docs.quiz import judge, load_bank
from lstm_docs.quiz.asking import question
from lstm_docs.site.quiz_block import data_files, placed_html

from .javascript import browser

QUESTIONS = 1000
BANK = load_bank()
ASKED = """positions.map((n) => {
  const asked = question(family, seed, n);
  const options = asked.options.map((o) => [o.text, o.values, o.misconception, o.said]);
  return [asked.id, asked.ask, asked.answer, asked.key, options, asked.solution];
})"""


@pytest.mark.parametrize("name", BANK.families)
def test_python_and_browser_ask_the_same_questions(name):
    data = json.loads(data_files(BANK)[f"{name}.json"])
    asked = browser().call(ASKED, family=data, seed="parity-é", positions=list(range(QUESTIONS)))
    for n, found in enumerate(asked):
        expected = question(BANK.family(name), "parity-é", n)
        options = [[o.text, list(o.values), o.misconception, placed_html(o.said)] for o in expected.options]
        assert found == [
            expected.id,
            placed_html(expected.ask),
            list(expected.answer),
            expected.key,
            options,
            [placed_html(step) for step in expected.solution],
        ]


@pytest.mark.parametrize("name", BANK.families)
def test_typed_answers_are_judged_alike(name):
    data = json.loads(data_files(BANK)[f"{name}.json"])
    for n in range(20):
        asked = question(BANK.family(name), "typed", n)
        for option in asked.options:
            typed = {"shape": "x", "slice": ":"}.get(asked.kind, "").join(map(str, option.values))
            verdict = judge(asked, typed)
            found = browser().call("judge(question(family, 'typed', n), typed)", family=data, n=n, typed=typed)
            assert found["right"] == verdict.right == (option.misconception == "")
            assert found["understood"] == verdict.understood
            assert found["misconception"] == verdict.misconception == option.misconception
            assert found["said"] == placed_html(verdict.said)
