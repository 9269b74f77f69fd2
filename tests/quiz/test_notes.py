"""What an interviewer may say: every family has a hint that gives nothing away, and a question to go on with."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from lstm_docs.formulas.mathml import inline_html
from lstm_docs.formulas.texts import placeholders, plain
from lstm_docs.quiz import load_bank, question
from lstm_docs.quiz.engine.asking import Notes
from lstm_docs.quiz.engine.kinds import KINDS, shown

BANK = load_bank()
SEEDS = [str(seed) for seed in range(20)]


def as_written(name, part):
    return " ".join(BANK.family(name).family.texts[part].text().split())


def right_text(asked):
    """The answer as it is shown, where it is one text that a hint could hold."""
    if KINDS[asked.kind].numeric:
        return shown(asked.kind, asked.decimals, asked.answer)
    return asked.options[asked.key].text if asked.kind in ("choice", "formula") else ""


def gives_away(asked):
    """Whether the hint holds the answer as a whole: 12 does not stand in 120, in 0.12 or in 12.5."""
    answer = plain(right_text(asked))
    whole = rf"(?<![\w.]){re.escape(answer)}(?!\w|\.\d)"
    return bool(answer) and re.search(whole, plain(asked.notes.hint)) is not None


@pytest.mark.parametrize("name", BANK.families)
def test_hint_and_follow_up_are_there_and_give_nothing_away(name):
    for seed in SEEDS:
        asked = question(name, seed=seed)
        assert not gives_away(asked), f"{asked.id}: {asked.notes.hint}"
        for text in (asked.notes.hint, asked.notes.follow_up):
            assert text
            assert not placeholders(text)
            assert not re.search(r"[$`]", inline_html(text)), text


@pytest.mark.parametrize("name", BANK.families)
def test_a_follow_up_is_a_question_with_a_short_answer(name):
    text = as_written(name, "follow_up")
    assert re.fullmatch(r"[^?]+\?.* \(.+\)", text), text
    assert len(text) < 300


@pytest.mark.parametrize("part", ["hint", "follow_up"])
def test_no_two_families_say_the_same(part):
    said = Counter(as_written(name, part) for name in BANK.families)
    assert [text for text, times in said.items() if times > 1] == []


@pytest.mark.parametrize(
    ("name", "hint", "given_away"),
    [
        ("forget-product-mixed", "It is {answer}.", True),
        ("forget-product-mixed", "Multiply the three.", False),
        ("forget-product-mixed", "It is not {answer}5.", False),
        ("gate-weight-shape", "Is it {answer}, or not?", True),
        ("last-states", "Try {answer}.", True),
        ("right-hand-side", "Perhaps {answer}?", True),
        ("parameter-formula", "Take {answer}.", True),
    ],
)
def test_a_hint_that_tells_is_noticed(name, hint, given_away):
    asked = question(name, seed="1")
    notes = Notes(hint.replace("{answer}", right_text(asked)))
    assert gives_away(replace(asked, notes=notes)) is given_away
