"""What is kept of a learner: the same JSON in a file and in a browser, and text of anybody's that is not trusted."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.practice.fsrs import AGAIN, GOOD, Memory
from lstm_docs.practice.plan import answered
from lstm_docs.practice.state import LONGEST, MOST_FAMILIES, Card, Progress, as_json, merged, parse
from tests.js.modules import modules

DAY = 20_000
CARD = {"topic": "t", "asked": 2, "right": 1, "at": 3, "missed": False, "stability": 2.5, "difficulty": 5.5, "day": DAY}
OLD = {"topic": "t", "asked": 2, "right": 1, "box": 1, "due": 5}


def _text(**changes: object) -> str:
    return json.dumps({"version": 2, "seed": "s", "asked": 3, "returned": 0, "families": {"a": CARD}} | changes)


def _kept(*answers: tuple[str, int]) -> Progress:
    progress = Progress(seed="s")
    for name, grade in answers:
        progress = answered(progress, name, "t", grade, DAY)
    return progress


def _there(text: str) -> dict:
    """What a browser keeps after it has imported a text."""
    expression = """(() => {
      const kept = {};
      const [getItem, setItem] = [(key) => kept[key] ?? null, (key, text) => (kept[key] = text)];
      globalThis.localStorage = { getItem, setItem, removeItem() {} };
      globalThis.dispatchEvent = () => {};
      reset();
      try {
        take(text);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        return { refused: error.message };
      }
      return JSON.parse(kept["lstm-docs:progress"]);
    })()"""
    return modules().call(expression, text=text)


def test_what_is_written_is_read_and_a_browser_imports_it():
    progress = _kept(("a", GOOD), ("b", AGAIN), ("a", GOOD))
    assert parse(as_json(progress), DAY) == progress
    there = _there(as_json(progress))
    assert there | {"seed": "s"} == json.loads(as_json(progress))
    assert parse(json.dumps(there), DAY).families == progress.families


def test_version_1_loses_nothing():
    families = {"missed": OLD | {"box": 0, "due": 4}, "right": OLD, "known": OLD | {"box": 6, "due": 66}}
    text = json.dumps({"version": 1, "asked": 4, "returned": 1, "families": families})
    cards = parse(text, DAY).families
    assert cards["missed"] == Card("t", 2, 1, 3, missed=True, memory=Memory(1, 5, DAY))
    assert cards["right"] == Card("t", 2, 1, 3, missed=False, memory=Memory(2, 5, DAY))
    assert cards["known"] == Card("t", 2, 1, 2, missed=False, memory=Memory(8, 5, DAY))
    there = _there(text)["families"]
    assert {name: {**card, "day": DAY} for name, card in there.items()} == json.loads(as_json(parse(text, DAY)))["families"]


DEEP = "[" * 100_000
REFUSED = {
    "long": " " * LONGEST + _text(),
    "cut short": _text()[:40],
    "deep": DEEP,
    "null": "null",
    "a list": "[]",
    "without families": '{"version": 2}',
    "families as a list": _text(families=[CARD]),
    "of a later version": _text(version=3),
    "of too many families": _text(families={f"a{n}": {**CARD, "topic": "t"} for n in range(MOST_FAMILIES + 1)}),
    "a family that is null": _text(families={"a": None}),
    "markup as a name": _text(families={"<b>": CARD}),
    "a prototype": _text().replace('"a"', '"__proto__"'),
    **{f"without {field}": _text(families={"a": {key: one for key, one in CARD.items() if key != field}}) for field in CARD},
    "markup as a topic": _text(families={"a": CARD | {"topic": "<b>"}}),
    "a negative count": _text(families={"a": CARD | {"asked": -1}}),
    "half a count": _text(families={"a": CARD | {"asked": 1.5}}),
    "no finite stability": _text().replace("2.5", "1e999"),
    "no stability": _text(families={"a": CARD | {"stability": 0}}),
    "too difficult": _text(families={"a": CARD | {"difficulty": 11}}),
    "a word for missed": _text(families={"a": CARD | {"missed": "no"}}),
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_is_no_state_is_refused_on_both_sides(text):
    with pytest.raises(LstmDocsError) as error:
        parse(text, DAY)
    assert len(str(error.value)) < 200
    assert "refused" in _there(text)


def test_of_two_states_nothing_is_lost():
    mine, other = _kept(("a", GOOD), ("a", GOOD), ("b", AGAIN)), _kept(("c", AGAIN), ("b", GOOD), ("b", GOOD), ("a", AGAIN))
    both = merged(mine, other)
    assert {name: card.asked for name, card in both.families.items()} == {"a": 2, "b": 2, "c": 1}
    assert both.families["a"] == replace(mine.families["a"], at=3)
    assert both.families["c"] == other.families["c"]
    assert both.asked == 4
    assert merged(mine, mine) == mine
    there = modules().call(
        "(reset(), save(mine), take(other), load())".replace("reset()", "globalThis.dispatchEvent = () => {}, reset()"),
        mine=json.loads(as_json(mine)),
        other=as_json(other),
    )
    assert there == json.loads(as_json(both))


def test_what_the_bank_no_longer_has_is_kept():
    assert "gone" in merged(Progress(seed="s"), _kept(("gone", GOOD))).families
