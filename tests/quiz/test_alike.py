"""The browser asks and judges as Python does: one family of each kind, and what an author can write."""

from __future__ import annotations

import pytest

from lstm_docs.quiz import judge_places, load_bank
from lstm_docs.quiz.engine.asking import question
from tests.js.modules import modules

from .test_parity import BANK, FAMILIES, ask_alike, choices, data_of, html

OF_A_KIND = {BANK.family(name).family.kind: name for name in FAMILIES}


@pytest.mark.parametrize("name", OF_A_KIND.values(), ids=OF_A_KIND)
def test_a_family_of_each_kind_is_asked_and_judged_alike(name):
    ask_alike(BANK, name, 60)
    ways = [(n, places) for n in range(12) for places in choices(question(BANK.family(name), "chosen", n), n)]
    script = "ways.map(([n, places]) => judgePlaces(question(family, 'chosen', n), places))"
    found = modules().call(script, family=data_of(BANK, name), ways=ways)
    for (n, places), there in zip(ways, found, strict=True):
        verdict = judge_places(question(BANK.family(name), "chosen", n), places)
        assert there == {"right": verdict.right, "said": html(verdict.said), "misconception": verdict.misconception}


# What an author can write that the bank that ships has nowhere, or nowhere together.
WRITTEN = """
schema: 2
revision: 1
topic: written
families:
  - id: scaled-2
    level: 1
    seconds: 60
    kind: number
    decimals: 3
    draw: {Q: {from: 5, to: 95, step: 5, scale: 100}, H: {from: 2, to: 9}, form: [two, twelve]}
    ask: "A rate of {Q}, {H} units, {kept} of something, {form}."
    given: {kept: "H^n - Q"}
    words: {n: {by: form, two: 2, twelve: 12}, more: H - 1}
    phrases: {told: {by: form, two: "a square {H:with}", else: " and {inner}"}, inner: "{kept:with}, <b>$H^{2}$</b> é"}
    answer: "0 - kept * 3 / (H + Q)"
    solution:
      - "{told}: {answer:with} = {answer}"
      - "a {H}, an {H:one|some} unit{H:|s}, A {kept:with}, a {more} {more:a|b}, a {form}, an {n} and a {n:x|y}"
      - {say: "{half:with} = {half}, {n:power}", with: {half: "answer / 2"}, when: {form: two}}
    distract:
      - {is: half + 1, with: {half: answer / 2, other: half * Q}, why: "{value:with} = {value}, {half}, {other:with}, {other}."}
      - {change: {H: H + 1, Q: Q / 2}, why: "{value}"}
      - {is: "0 - answer", why: "{value}"}
      - {is: {by: form, two: answer - 1, else: answer + 1}, why: "{value}"}
  - id: chosen
    level: 1
    seconds: 60
    kind: choice
    options: 3
    draw: {H: {from: 2, to: 30}, form: [more, less]}
    ask: "{H} and {form}?"
    words: {double: 2 * H}
    items:
      - {text: "{double:with} = {double}", right: {form: more}, why: "{double} & <i>"}
      - {text: "{half}", right: {by: form, more: false, less: true}, with: {half: H / 4}, why: "{half:with}"}
      - {text: "$H$ `{H}` 3", why: "{H}"}
"""


def test_what_is_written_in_yaml_alone_is_asked_alike(tmp_path):
    (tmp_path / "written.yml").write_text(WRITTEN, encoding="utf-8")
    bank = load_bank(tmp_path)
    for name in bank.families:
        ask_alike(bank, name, 200)


TICKED, BLANK = {"checked": True}, {"checked": False}
GIVEN = {
    "one option": (("choice", 2, 1, [], False, False), [1]),
    "none of them": (("choice", 2, -1, [], True, False), None),
    "two ticks": (("several", -1, -1, [TICKED, BLANK, TICKED], False, False), [0, 2]),
    "no tick in a test": (("several", -1, -1, [BLANK, BLANK], False, False), None),
    "no tick, and Check pressed": (("several", -1, -1, [BLANK, BLANK], True, False), []),
    "an order as it came, in a test": (("order", -1, -1, [{}, {}], False, False), None),
    "an order that was moved": (("order", -1, -1, [{}, {}], False, True), [0, 1]),
    "every partner": (("match", -1, -1, [{"value": "1"}, {"value": "0"}], True, False), [1, 0]),
    "a partner left out": (("match", -1, -1, [{"value": "1"}, {"value": ""}], True, False), None),
}


@pytest.mark.parametrize("way", GIVEN)
def test_what_is_not_answered_is_no_answer(way):
    arguments, places = GIVEN[way]
    names = ("kind", "key", "place", "rows", "answered", "moved")
    found = modules().call(f"placesOf({', '.join(names)})", **dict(zip(names, arguments, strict=True)))
    assert found == places
