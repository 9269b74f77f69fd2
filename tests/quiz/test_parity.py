"""The browser asks the same questions as Python, word for word, and judges answers alike."""

from __future__ import annotations

import json
from functools import cache

import pytest

from lstm_docs.ground.streams import Stream
from lstm_docs.quiz import Bank, judge, judge_places, load_bank
from lstm_docs.quiz.engine.asking import question
from lstm_docs.quiz.engine.family import FRAMEWORKS
from lstm_docs.quiz.engine.kinds import KINDS
from lstm_docs.site.build.build_cache import BuildCache
from lstm_docs.site.fences.quiz_data import data, placed_html
from tests.js.modules import modules

QUESTIONS = 1000
BANK = load_bank()
FAMILIES = [name for name, compiled in BANK.families.items() if compiled.family.kind != "open"]
ASKED = """positions.map((n) => {
  const asked = question(family, seed, n);
  const options = asked.options.map((o) => [o.text, o.values, o.misconception, o.said]);
  return [asked.id, asked.ask, asked.answer, asked.key, options, asked.partners, asked.solution];
})"""


@cache
def html(text: str) -> str:
    return placed_html(text)


@cache
def _data(name: str) -> dict:
    return data_of(BANK, name)


def data_of(bank: Bank, name: str) -> dict:
    return json.loads(data(bank, BuildCache(), [name])[0])


@pytest.mark.parametrize("name", FAMILIES)
def test_python_and_browser_ask_the_same_questions(name):
    ask_alike(BANK, name, QUESTIONS)


def ask_alike(bank: Bank, name: str, count: int) -> None:
    asked = modules().call(ASKED, family=data_of(bank, name), seed="parity-é", positions=list(range(count)))
    for n, in_browser in enumerate(asked):
        expected = question(bank.family(name), "parity-é", n)
        assert in_browser == [
            expected.id,
            html(expected.ask),
            list(expected.answer),
            expected.key,
            [[html(o.text), list(o.values), o.misconception, html(o.said)] for o in expected.options],
            list(map(html, expected.partners)),
            list(map(html, expected.solution)),
        ]


WITH_OTHERS = [name for name in FAMILIES if len((family := BANK.families.read[name]).about(FRAMEWORKS)) < len(family.cases)]


@pytest.mark.parametrize("frameworks", [FRAMEWORKS, ("keras",), ("tf1", "onnx")], ids=" ".join)
def test_only_the_frameworks_asked_about_are_drawn_and_alike(frameworks):
    script = "[...Array(40).keys()].map((n) => question(family, 'tiers', n, about).id)"
    for name in WITH_OTHERS:
        compiled = BANK.family(name)
        known = compiled.family.about(frameworks)
        asked = [question(compiled, "tiers", n, frameworks).id for n in range(40)]
        assert asked == modules().call(script, family=_data(name), about=" ".join(frameworks)), name
        places = {int(id_.rpartition(".")[2]) % len(compiled.cases) for id_ in asked}
        assert places <= {*(known or range(len(compiled.cases)))}, name
        size = compiled.family.domain // len(compiled.cases) * len(known or compiled.cases)
        assert len({*asked}) == min(40, size), name


def _typed(asked, option) -> str:
    """What a learner would type to give an option's values."""
    if asked.kind == "formula":
        return option.text.strip("$").replace("\\left", "").replace("\\right", "")
    if asked.kind == "number":
        return f"{option.values[0] / 10**asked.decimals:.{asked.decimals}f}"
    return KINDS[asked.kind].sign.join(map(str, option.values))


@pytest.mark.parametrize("name", [n for n in FAMILIES if KINDS[BANK.family(n).family.kind].numeric])
def test_typed_answers_are_judged_alike(name):
    for n in range(20):
        asked = question(BANK.family(name), "typed", n)
        for option in asked.options:
            typed = _typed(asked, option)
            verdict = judge(asked, typed)
            in_browser = modules().call("judge(question(family, 'typed', n), typed)", family=_data(name), n=n, typed=typed)
            assert in_browser["right"] == verdict.right == (option.misconception == "")
            assert in_browser["understood"] == verdict.understood
            assert in_browser["misconception"] == verdict.misconception == option.misconception
            assert in_browser["said"] == html(verdict.said)


@pytest.mark.parametrize("name", FAMILIES)
def test_chosen_options_are_judged_alike(name):
    for n in range(12):
        asked = question(BANK.family(name), "chosen", n)
        for places in choices(asked, n):
            verdict = judge_places(asked, places)
            script = "judgePlaces(question(family, 'chosen', n), places)"
            in_browser = modules().call(script, family=_data(name), n=n, places=list(places))
            assert in_browser == {"right": verdict.right, "said": html(verdict.said), "misconception": verdict.misconception}


def choices(asked, n):
    """The key, and some that are wrong."""
    if KINDS[asked.kind].single:
        return [(place,) for place in range(len(asked.options))]
    size = len(asked.options)
    shuffled = tuple(Stream.of("choices", asked.id, n, "order").shuffled(size))
    if asked.kind == "several":
        return [tuple(asked.answer), (), tuple(range(size)), tuple(sorted(shuffled[:2]))]
    if asked.kind == "order":
        return [tuple(asked.answer), shuffled]
    return [tuple(asked.answer), (0,) * size]
