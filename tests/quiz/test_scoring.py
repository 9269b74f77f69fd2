"""What part of an answer earns by each rule, and what guessing earns by all answers that there are."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import chain, combinations, islice, permutations, product

import pytest

from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.marks import earned_by_guessing, mark_paper, share_by_guessing
from lstm_docs.quiz import exam, judge_places, load_bank, load_set, make_paper
from lstm_docs.quiz.engine.asking import at
from lstm_docs.quiz.engine.kinds import KINDS
from lstm_docs.quiz.engine.letters import LETTERS
from lstm_docs.quiz.engine.scoring import Scoring, Tally, share
from lstm_docs.quiz.papers.plan import ALL, Selection

BANK = load_bank()
MOST_ANSWERS = 4000
BALANCED, WHOLE, EACH = Scoring


@cache
def every_case():
    """A question of every case whose answer is made of several options."""
    families = [family for family in BANK.families.values() if family.family.kind in ("several", "order", "match")]
    return [at(family, "scoring", n) for family in families for n in range(len(family.cases))]


def every_answer(asked):
    places = range(len(asked.options))
    if asked.kind == "several":
        return chain.from_iterable(combinations(places, n) for n in range(len(places) + 1))
    return permutations(places) if asked.kind == "order" else product(range(len(asked.partners)), repeat=len(places))


@pytest.mark.parametrize(
    ("tally", "balanced", "whole", "each"),
    [
        # Of 2 right and 4 wrong options: found and chosen.
        (Tally(2, 2, 0, 4), "1", "1", "1"),
        (Tally(1, 2, 0, 4), "1/2", "0", "5/6"),
        (Tally(0, 2, 0, 4), "0", "0", "4/6"),
        (Tally(0, 2, 1, 4), "0", "0", "3/6"),
        (Tally(1, 2, 1, 4), "1/4", "0", "4/6"),
        (Tally(2, 2, 1, 4), "3/4", "0", "5/6"),
        (Tally(2, 2, 4, 4), "0", "0", "2/6"),
        # Of 3 right ones and nothing that could be wrong.
        (Tally(2, 3, 0, 0), "2/3", "0", "2/3"),
        # Of an order of 5, what stands in its place; of a single option, this one or another.
        (Tally(3, 5), "3/5", "0", "3/5"),
        (Tally(1, 1), "1", "1", "1"),
        (Tally(0, 1), "0", "0", "0"),
    ],
)
def test_each_rule(tally, balanced, whole, each):
    assert [share(scoring, tally) for scoring in (BALANCED, WHOLE, EACH)] == [*map(Fraction, (balanced, whole, each))]


def test_one_random_tick_earned_much_while_each_option_counted():
    """Of two right options in seven, as the decision on scoring says."""
    asked = next(q for q in every_case() if (q.kind, len(q.options), len(q.answer)) == ("several", 7, 2))
    ticks = [judge_places(asked, (place,)).tally for place in range(7)]
    assert sum(share(EACH, tick) for tick in ticks) / 7 == Fraction(32, 49)
    assert sum(share(BALANCED, tick) for tick in ticks) / 7 == Fraction(1, 7)


def test_ticking_all_or_nothing_or_one_at_random_earns_little():
    for asked in (q for q in every_case() if q.kind == "several"):
        places = range(len(asked.options))
        assert judge_places(asked, tuple(places)).share == judge_places(asked, ()).share == 0
        assert sum(judge_places(asked, (place,)).share for place in places) / len(places) == Fraction(1, len(places))


@pytest.mark.parametrize("scoring", Scoring)
def test_only_the_right_answer_earns_everything(scoring):
    for asked in every_case():
        assert share(scoring, judge_places(asked, asked.answer).tally) == 1
        for places in (answer for answer in every_answer(asked) if asked.kind == "several" and answer != asked.answer):
            verdict = judge_places(asked, places)
            assert 0 <= share(scoring, verdict.tally) < 1
            assert not verdict.right


@pytest.mark.parametrize("scoring", Scoring)
def test_guessing_earns_the_mean_over_all_answers(scoring):
    seen = {}
    for asked in every_case():
        form = (asked.kind, len(asked.options), len(asked.partners), len(asked.answer) if asked.kind == "several" else 0)
        seen.setdefault(form, asked)
    tried = 0
    for asked in seen.values():
        given = islice(every_answer(asked), MOST_ANSWERS)
        shares = [share(scoring, judge_places(asked, places).tally) for places in given]
        if len(shares) < MOST_ANSWERS:
            tried += 1
            assert share_by_guessing(asked, scoring) == sum(shares, Fraction(0)) / len(shares), asked.id
    assert tried > 20


@pytest.mark.parametrize(
    ("kind", "options", "right", "partners", "balanced", "whole"),
    [
        ("choice", 4, (2,), 0, "1/4", "1/4"),
        ("truefalse", 2, (1,), 0, "1/2", "1/2"),
        ("integer", 4, (7,), 0, "1/4", "1/4"),
        # 1/2, 1/2, 0 and 0 of the patterns of one right and one wrong: neither, right, wrong, both.
        ("several", 2, (0,), 0, "1/4", "1/4"),
        # The right one of three with no, one or two wrong ones: 1, 1/2 twice, 0; and without it nothing.
        ("several", 3, (0,), 0, "1/4", "1/8"),
        ("order", 4, (1, 0, 2, 3), 0, "1/4", "1/24"),
        ("match", 3, (0, 1, 1), 2, "1/2", "1/8"),
        ("open", 0, (), 0, "0", "0"),
    ],
)
def test_guessing_by_hand(kind, options, right, partners, balanced, whole):
    asked = every_case()[0]
    asked = replace(asked, kind=kind, options=asked.options[:1] * options, answer=right, partners=("x",) * partners)
    assert [share_by_guessing(asked, scoring) for scoring in (BALANCED, WHOLE)] == [Fraction(balanced), Fraction(whole)]


@pytest.mark.parametrize(("line", "scoring"), [(f"scoring: {one}", one) for one in Scoring] + [("", BALANCED)])
def test_a_paper_is_scored_as_its_set_says(tmp_path, line, scoring):
    file = tmp_path / "mine.yml"
    file.write_text(
        f"schema: 1\ntitle: Mine\nminutes: 9\n{line}\nparts: [{{families: [timeline], count: 1}}]\n", encoding="utf-8"
    )
    paper = exam(BANK, load_set(str(file), BANK), "s").paper(1)
    (asked,) = paper.questions
    swapped = "".join(LETTERS[place] for place in (*asked.answer[1::-1], *asked.answer[2:]))
    expected = {WHOLE: 0}.get(scoring, 1 - Fraction(2, len(asked.answer)))
    assert mark_paper(paper, {1: swapped}).points == expected


@pytest.mark.parametrize("name", ["screen", "interview", "interview-hardware", "course-test"])
def test_guessing_earns_less_in_a_balanced_set(name):
    paper = exam(BANK, load_set(name, BANK), "s").paper(1)
    assert paper.scoring is BALANCED
    whole, balanced, each = (earned_by_guessing(replace(paper, scoring=scoring)) for scoring in (WHOLE, BALANCED, EACH))
    assert 0 < whole <= balanced <= each
    assert balanced < sum(paper.marks) / Fraction(3)
    assert mark_paper(paper, {}).guessing == balanced


def test_what_is_typed_and_open_earns_by_its_printed_options_alone():
    for asked in make_paper(BANK, Selection((ALL,), len(BANK.families)), "guess").questions:
        if asked.kind == "open" or KINDS[asked.kind].single:
            wanted = Fraction(1, len(asked.options)) if asked.options else 0
            assert {share_by_guessing(asked, scoring) for scoring in Scoring} == {wanted}


SEVERAL = """
schema: 2
revision: 1
topic: several
families:
  - id: which-hold
    level: 1
    seconds: 60
    kind: several
    draw: { cell: lstm }
    ask: Which of these hold?
    items:
      - { text: One, right: ONE, why: It holds. }
      - { text: Two, right: TWO, why: Look again. }
    solution: [Look.]
"""


@pytest.mark.parametrize(("one", "two"), [("true", "true"), ("false", "false"), ("true", "false")])
def test_several_options_that_are_all_or_none_right_are_refused(tmp_path, one, two):
    (tmp_path / "several.yml").write_text(SEVERAL.replace("ONE", one).replace("TWO", two), encoding="utf-8")
    bank = load_bank(tmp_path)
    if one != two:
        assert len(make_paper(bank, Selection(("which-hold",), 1), "s").questions[0].answer) == 1
        return
    with pytest.raises(LstmDocsError, match="all or none of the options are right") as caught:
        bank.family("which-hold")
    assert "several.yml:6: which-hold" in str(caught.value)
