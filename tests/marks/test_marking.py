"""Marks: every kind of answer, what part of one earns, and the statistics of many papers."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from lstm_docs.marks import mark_paper, misconceptions_shown, question_statistics
from lstm_docs.marks.marking import Mark, Marked
from lstm_docs.marks.passing import passed
from lstm_docs.quiz import exam, judge_places, load_bank, make_paper
from lstm_docs.quiz.engine.letters import LETTERS
from lstm_docs.quiz.engine.scoring import Scoring
from lstm_docs.quiz.papers.plan import Selection

BANK = load_bank()
FAMILIES = tuple(family.id for family in BANK.families.read.values() if family.kind != "open")
EVERYTHING = make_paper(BANK, Selection(FAMILIES, len(FAMILIES)), "marks")


def letters(asked):
    """The right answer as a candidate writes it."""
    places = (asked.key,) if asked.key >= 0 else asked.answer
    return "".join(LETTERS[place] for place in places)


def test_the_key_earns_all_marks_in_every_family():
    marked = mark_paper(EVERYTHING, {n: letters(q) for n, q in enumerate(EVERYTHING.questions, start=1)})
    assert marked.points == marked.most == sum(EVERYTHING.marks)
    assert marked.final
    assert {mark.state for mark in marked.marks} == {"right"}


def test_every_wrong_option_of_every_family_earns_what_judging_says():
    for n, asked in enumerate(EVERYTHING.questions, start=1):
        for place in range(len(asked.options)):
            if place == asked.key or asked.key < 0:
                continue
            (mark,) = (m for m in mark_paper(EVERYTHING, {n: LETTERS[place]}).marks if m.place == n)
            verdict = judge_places(asked, (place,))
            assert (mark.points, mark.misconception, mark.state) == (0, verdict.misconception, "wrong")
            assert mark.said == asked.options[place].said


@pytest.mark.parametrize("scoring", Scoring)
@pytest.mark.parametrize("kind", ["several", "order", "match"])
def test_part_of_an_answer_earns_what_the_set_says(kind, scoring):
    asked_of_kind = ((n, q) for n, q in enumerate(EVERYTHING.questions, start=1) if q.kind == kind)
    n, asked = next((n, q) for n, q in asked_of_kind if len(set(q.answer)) > 1)  # of several, one alone has no part
    right = letters(asked)
    second = next(place for place, letter in enumerate(right) if letter != right[0])
    swapped = right[second] + right[1:second] + right[0] + right[second + 1 :]
    wrong = right[:-1] if kind == "several" else swapped
    paper = replace(EVERYTHING, scoring=scoring, marks=tuple(6 for _ in EVERYTHING.marks))
    mark = mark_paper(paper, {n: wrong}).marks[n - 1]
    lost = {
        Scoring.BALANCED: Fraction(1, len(right)) if kind == "several" else Fraction(2, len(right)),
        Scoring.ALL_OR_NOTHING: Fraction(1),
        Scoring.PER_OPTION: Fraction(1 if kind == "several" else 2, len(asked.options)),
    }
    assert mark.points == 6 * (1 - lost[scoring])
    assert mark.state == ("partly" if mark.points else "wrong")


def test_an_open_question_awaits_points_and_an_unreadable_answer_is_not_guessed():
    paper = make_paper(BANK, Selection(("write-a-step", "gate-weight-shape"), 2), "s")
    paper = replace(paper, marks=(4, 1))
    marked = mark_paper(paper, {1: "def step(): ...", 2: "3x"})
    assert [mark.state for mark in marked.marks] == ["awaits", "unreadable"]
    assert not marked.final
    assert marked.marks[1].said
    judged = mark_paper(paper, {1: "def step(): ...", 2: letters(paper.questions[1])}, {1: Fraction(5, 2)})
    assert judged.final
    assert (judged.points, judged.most) == (Fraction(7, 2), 5)
    assert [mark.state for mark in mark_paper(paper, {}).marks] == ["awaits", "empty"]


def test_statistics_agree_with_numpy():
    sitting = exam(BANK, Selection(("gate-weight-shape", "parameter-count", "vector-shape"), 6), "s")
    generator = np.random.Generator(np.random.PCG64(3))
    papers = []
    for number in range(1, 31):
        paper = sitting.paper(number)
        answers = {
            n: letters(q) if generator.random() < number / 31 else LETTERS[(q.key + 1) % len(q.options)]
            for n, q in enumerate(paper.questions, start=1)
        }
        papers.append(mark_paper(paper, answers))
    points = np.array([[float(mark.points) for mark in paper.marks] for paper in papers])
    for one in question_statistics(papers):
        column = points[:, one.place - 1]
        rest = points.sum(axis=1) - column
        assert one.difficulty == pytest.approx(column.mean())
        assert one.discrimination == pytest.approx(np.corrcoef(column, rest)[0, 1])
    shown = misconceptions_shown(papers)
    assert sum(one.count for one in shown) == sum(mark.misconception != "" for paper in papers for mark in paper.marks)
    assert [one.count for one in shown] == sorted((one.count for one in shown), reverse=True)


def test_statistics_of_one_paper_or_none():
    assert question_statistics([]) == ()
    (one,) = question_statistics([mark_paper(make_paper(BANK, Selection(("vector-shape",), 1), "s"), {1: "A"})])
    assert one.discrimination is None
    (open_one,) = question_statistics([mark_paper(make_paper(BANK, Selection(("write-a-step",), 1), "s"), {1: "x"})])
    assert open_one.difficulty is None


def test_of_an_answer_that_has_points_only_the_rest_can_still_decide():
    """Four of ten are the tests', six await a person; the other question earned nothing."""
    awaits = Mark(1, "mend-a-step", "code", "awaits", Fraction(4), 10)
    paper = Marked("code", 1, "Anna", (awaits, Mark(2, "gate-weight-shape", "B", "wrong", Fraction(0), 10)))
    assert not paper.final
    assert [passed(paper, threshold) for threshold in (20, 21, 50, 51)] == [True, None, None, False]


@pytest.mark.parametrize("seed", range(40))
def test_who_passes_is_known_when_no_points_that_are_open_can_change_it(seed):
    """Every way in which the answers not yet judged may be judged is tried, with questions left out and what-ifs asked."""
    draw = random.Random(seed)
    states = draw.choices(("awaits", "unreadable", "right", "partly"), k=draw.randint(1, 4))
    marks = [draw.randint(1, 6) for _ in states]
    marked = [
        Mark(n, "f", "", state, Fraction(draw.randint(0, most)), most)
        for n, (state, most) in enumerate(zip(states, marks, strict=True))
    ]
    scale = draw.choice((Fraction(1), Fraction(2 * sum(marks), sum(marks)), Fraction(sum(marks) + 3, sum(marks))))
    oral = draw.choice((None, (Fraction(draw.randint(0, 6)), 6)))
    ways = product(*(range(int(mark.points), mark.marks + 1) if not mark.judged else (mark.points,) for mark in marked))
    shares = [100 * scale * sum(way) / (scale * sum(marks)) for way in ways]
    ends = {(share + 100 * oral[0] / oral[1]) / 2 if oral else share for share in shares}
    for threshold in range(0, 101, 5):
        verdicts = {end >= threshold for end in ends}
        expected = verdicts.pop() if len(verdicts) == 1 else None
        assert passed(Marked("code", 1, "Anna", tuple(marked), scale), threshold, oral) is expected
