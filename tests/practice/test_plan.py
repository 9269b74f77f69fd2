"""Which family comes next: laws for learners of every share, and the same turns in Python and in the browser."""

from __future__ import annotations

import json
import random
from itertools import pairwise

import pytest

from lstm_docs.practice.course import titled
from lstm_docs.practice.fsrs import AGAIN, EASY, GOOD, HARD
from lstm_docs.practice.plan import answered, grade, next_turn
from lstm_docs.practice.session import Answer, coming_back, known, to_read
from lstm_docs.practice.state import Progress, as_json
from lstm_docs.quiz import load_bank
from tests.js.modules import modules

BANK = [name for name, family in load_bank().families.read.items() if family.kind != "open"]


def _learner(share: float, names: list[str], count: int, *, a_day: int = 8, seed: int = 7) -> list[tuple[str, bool]]:
    """What is asked of somebody who is right in a share of the questions, so many a day, and whether it was right."""
    draw = random.Random(seed)
    progress, last, turns = Progress(seed="s"), "", []
    for n in range(count):
        day = 20_000 + n // a_day
        last = next_turn(progress, names, day, last).name
        right = draw.random() < share
        progress = answered(progress, last, "t", GOOD if right else AGAIN, day)
        turns.append((last, right))
    return turns


@pytest.mark.parametrize("a_day", [8, 24, 1000])
@pytest.mark.parametrize("share", [0, 0.25, 0.5, 0.9, 1])
def test_all_families_of_the_bank_are_met_in_time_and_misses_return_as_they_should(share, a_day):
    within = 200 if len(BANK) <= 130 else 300
    turns = _learner(share, BANK, within, a_day=a_day)
    asked = [name for name, _ in turns]
    assert set(asked) == set(BANK)
    missed_at: dict[str, int] = {}
    returns = []
    for n, (name, right) in enumerate(turns):
        if name in missed_at:
            returns.append(n)
            assert n - missed_at.pop(name) > 3
        if not right:
            missed_at[name] = n
    all_met = max(asked.index(name) for name in BANK)  # whoever is never right has nothing but misses from there on
    early = [n for n in returns if n <= all_met]
    assert all(later - earlier >= 4 for earlier, later in pairwise(early))


@pytest.mark.parametrize("when", range(20))
def test_a_single_miss_returns_after_three_to_five_others_on_any_day(when):
    progress, last, names = Progress(seed="s"), "", BANK
    turns = []
    for n in range(60):
        day = 20_000 + n // 4
        last = next_turn(progress, names, day, last).name
        progress = answered(progress, last, "t", AGAIN if n == 20 + when else GOOD, day)
        turns.append(last)
    missed = turns[20 + when]
    assert 3 <= turns.index(missed, 21 + when) - (20 + when) - 1 <= 5


def test_ten_wrong_answers_reach_seven_families_or_more():
    assert len({name for name, _ in _learner(0, BANK, 10)}) >= 7


def test_what_is_new_comes_in_its_order():
    asked = list(dict.fromkeys(name for name, _ in _learner(0.5, BANK, 150)))
    assert asked == BANK[: len(asked)]


@pytest.mark.parametrize("names", [["a"], ["a", "b"], ["a", "b", "c", "d"]])
def test_few_families_take_turns(names):
    for share in (0, 0.5, 1):
        asked = [name for name, _ in _learner(share, names, 40)]
        assert set(asked) == set(names)
        assert len(names) == 1 or all(one != other for one, other in pairwise(asked))


def test_over_days_what_is_due_comes_before_what_is_not():
    progress = answered(Progress(seed="s"), "soon", "t", HARD, 20_000)
    progress = answered(progress, "late", "t", EASY, 20_000)
    for name in "abc":
        progress = answered(progress, name, "t", EASY, 20_000)
    turn = next_turn(progress, ["late", "soon", "a", "b", "c"], 20_004, "c")
    assert (turn.name, turn.why) == ("soon", "You answered this kind 4 days ago, and it is due.")


@pytest.mark.parametrize(
    ("right", "taken", "expected"),
    [(False, 1, AGAIN), (True, None, GOOD), (True, 29, EASY), (True, 30, GOOD), (True, 120, GOOD), (True, 121, HARD)],
)
def test_the_grade_comes_from_right_or_wrong_and_the_time_taken(right, taken, expected):
    assert grade(right, 60, taken) == expected
    taken_there = "undefined" if taken is None else str(taken)
    assert modules().call(f"grade({str(right).lower()}, 60, {taken_there})") == expected


def test_a_browser_asks_and_keeps_the_same():
    """Random learners with random gaps between their days: every turn, sentence and bit of what is kept."""
    for seed in range(40):
        draw = random.Random(seed)
        names = draw.sample(BANK, draw.choice([1, 2, 5, 20, 40]))
        day, answers = 20_000, []
        for _ in range(80):
            day += draw.choice([0] * 8 + [1, 3, 30])
            answers.append((draw.choice([AGAIN, AGAIN, HARD, GOOD, GOOD, EASY]), day))
        progress, last, turns = Progress(seed="s"), "", []
        for mark, day in answers:
            turn = next_turn(progress, names, day, last)
            turns.append([turn.name, turn.why])
            progress, last = answered(progress, turn.name, "t", mark, day), turn.name
        expression = """(() => {
          let [progress, last] = [start, ""];
          const turns = answers.map(([mark, day]) => {
            const turn = next(progress, names, day, last);
            last = turn.name;
            progress = answered(progress, { id: last, topic: "t" }, mark, day);
            return [turn.name, turn.why];
          });
          return { turns, progress };
        })()"""
        start = json.loads(as_json(Progress(seed="s")))
        there = modules().call(expression, start=start, answers=answers, names=names)
        assert there["turns"] == turns
        assert there["progress"] == json.loads(as_json(progress))


def test_what_is_read_next_is_what_was_missed_most_else_what_is_not_known_yet():
    topics = {"shapes": ["a"], "gru": ["b"], "costs": ["c"]}
    known = Progress(seed="s")
    for day in (20_000, 20_010, 20_060):
        known = answered(known, "a", "shapes", EASY, day)
    right = [Answer("a", "shapes", True)]
    assert to_read(Progress(seed="s"), topics, []) == to_read(Progress(seed="s"), topics, right) == "shapes"
    assert to_read(known, topics, right) == "gru"
    assert to_read(known, {"shapes": ["a"]}, right) is None
    missed = [Answer("c", "costs", False), Answer("b", "gru", False), Answer("c", "costs", False)]
    assert to_read(known, topics, missed) == "costs"
    assert to_read(known, {}, []) is None


@pytest.mark.parametrize("marks", [[AGAIN, GOOD, EASY], [GOOD, EASY], [AGAIN]], ids=["mixed", "all right", "all wrong"])
@pytest.mark.parametrize("seed", range(10))
def test_the_end_of_a_session_is_told_in_the_same_words(seed, marks):
    draw = random.Random(seed)
    topics = {"shapes": ["a", "b"], "gru": ["c"], "costs": ["d", "e"]}
    progress, answers = Progress(seed="s"), []
    for n in range(12):
        topic = draw.choice(list(topics))
        name, mark = draw.choice(topics[topic]), draw.choice(marks)
        progress = answered(progress, name, topic, mark, 20_000 + n // 3)
        answers.append(Answer(name, topic, mark != AGAIN))
    told = [known(progress, topics, answers), coming_back(progress, answers, 20_003), to_read(progress, topics, answers)]
    course = [{"topic": topic, "title": titled(topic), "families": names} for topic, names in topics.items()]
    expression = """[known(progress, course.filter(({ topic }) => answers.some((one) => one.topic === topic))),
      comingBack(progress, [...new Set(answers.map(({ id }) => id))], 20003),
      toRead(progress, course, answers)?.topic ?? null]"""
    shown = [{"id": answer.name, "topic": answer.topic, "right": answer.right} for answer in answers]
    assert modules().call(expression, progress=json.loads(as_json(progress)), course=course, answers=shown) == told
