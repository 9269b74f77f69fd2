"""The memory of a learner: ours against py-fsrs, and Python against the browser's, bit for bit."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta
from functools import reduce

import fsrs as oracle
import pytest

from lstm_docs.practice.fsrs import AGAIN, EASY, GOOD, LONGEST, Memory, retrievability, reviewed
from lstm_docs.practice.powers import exp, log, power
from tests.js.modules import modules

START = 20_000  # a day counted from 1970


def _histories(count: int) -> list[list[tuple[int, int]]]:
    """Random histories: grades with days that never run backwards, several on some days, some after years."""
    draw = random.Random(6)
    histories = []
    for _ in range(count):
        day = START
        history = []
        for _ in range(draw.randint(1, 12)):
            history.append((draw.randint(AGAIN, EASY), day))
            day += draw.choice([0, 0, 1, 1, 2, 3, 7, 20, 90, 700])
        histories.append(history)
    return histories


def _after(history: list[tuple[int, int]]) -> Memory:
    first: Memory | None = None
    memory = reduce(lambda before, answer: reviewed(before, *answer), history, first)
    assert memory
    return memory


def _by_the_oracle(history: list[tuple[int, int]]) -> tuple[oracle.Card, oracle.Scheduler]:
    scheduler = oracle.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = oracle.Card()
    for grade, day in history:
        card, _ = scheduler.review_card(card, oracle.Rating(grade), _noon(day))
    return card, scheduler


def _noon(day: int) -> datetime:
    return datetime(1970, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)


def test_the_weights_are_those_published():
    card, _ = _by_the_oracle([(GOOD, START)])
    assert _after([(GOOD, START)]).stability == card.stability


def test_memories_are_those_of_py_fsrs():
    for history in _histories(1000):
        ours, (card, scheduler) = _after(history), _by_the_oracle(history)
        later = ours.day + 11
        assert ours.stability == pytest.approx(card.stability, rel=1e-12)
        assert ours.difficulty == pytest.approx(card.difficulty, rel=1e-12)
        assert retrievability(ours, later) == pytest.approx(scheduler.get_card_retrievability(card, _noon(later)), rel=1e-12)
        interval = (card.due - _noon(ours.day)).days
        tie = abs(ours.stability % 1 - 0.5) < 1e-9
        assert ours.due - ours.day == interval or tie


def test_a_browser_remembers_the_same_to_the_last_bit():
    histories = _histories(4000)
    expression = """histories.map((history) => {
      const memory = history.reduce((before, [grade, day]) => reviewed(before, grade, day), undefined);
      return [memory.stability, memory.difficulty, due(memory), retrievability(memory, memory.day + 11)];
    })"""
    ours = []
    for history in histories:
        memory = _after(history)
        ours.append([memory.stability, memory.difficulty, memory.due, retrievability(memory, memory.day + 11)])
    assert modules().call(expression, histories=histories) == ours


def test_powers_are_right_to_the_last_digits():
    draw = random.Random(1)
    for _ in range(5000):
        x, base = draw.uniform(-30, 30), math.exp(draw.uniform(-12, 12))
        assert exp(x) == pytest.approx(math.exp(x), rel=4e-16)
        assert log(base) == pytest.approx(math.log(base), rel=4e-16, abs=1e-16)
        assert power(base, x / 30) == pytest.approx(base ** (x / 30), rel=1e-14)


def test_an_answer_dated_before_the_last_counts_as_the_same_day():
    memory = _after([(GOOD, START)])
    assert reviewed(memory, GOOD, START - 5) == reviewed(memory, GOOD, START)


def test_a_day_comes_and_no_wait_is_longer_than_a_century():
    memory = _after([(EASY, START + 40_000 * n) for n in range(20)])
    assert memory.due - memory.day == LONGEST
    assert _after([(AGAIN, START)]).due == START + 1
