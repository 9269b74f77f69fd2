"""Papers of a tiny bank, which may never change: a code that was printed must give its paper in another year."""

from __future__ import annotations

import pytest

from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import Exam, exam, load_bank, make_paper, paper_of
from lstm_docs.quiz.engine.scoring import Scoring
from lstm_docs.quiz.papers.blueprint import Blueprint, read
from lstm_docs.quiz.papers.plan import ALL, Selection, plan_of, repeated

FAMILY = """  - id: {id}
    level: {level}
    seconds: {seconds}
    kind: integer
    draw: {{cell: [{cells}], H: {{from: 2, to: 9}}}}
    ask: "{id}: {{cell}} with {{H}} units?"
    answer: {{by: cell, {answers}}}
    distract: [{{is: H + 50, why: a.}}, {{is: H + 60, why: b.}}, {{is: H + 70, why: c.}}]
"""
HEAD = "schema: 2\nrevision: 1\ntopic: {}\nfamilies:\n"
TOPICS = {
    "shapes": [("s-one", 1, 30), ("s-two", 1, 30), ("s-three", 2, 45), ("s-four", 1, 40)],
    "costs": [("c-one", 1, 60), ("c-two", 2, 60)],
}
SET = """schema: 1
title: A test
minutes: {minutes}
scoring: all-or-nothing
parts:
  - topics: [shapes, costs]
    count: 4
    marks: 2
  - families: [s-three, s-one]
    count: {count}
    marks: 5
"""

PLAN = {
    "1": [(("s-one", "s-two"), 30, 2), (("c-two",), 60, 2), (("s-four",), 40, 2), (("c-one",), 60, 2), (("s-three",), 45, 5)],
    "2": [(("s-four",), 40, 2), (("c-one",), 60, 2), (("s-three",), 45, 2), (("c-two",), 60, 2), (("s-one",), 30, 5)],
    "3": [(("s-four",), 40, 2), (("c-one",), 60, 2), (("s-three",), 45, 2), (("c-two",), 60, 2), (("s-one",), 30, 5)],
}
PAPERS = [
    [("s-four.11", 1), ("c-two.12", 3), ("s-one.11", 2), ("c-one.6", 2), ("s-three.6", 3)],
    [("s-four.3", 1), ("c-two.11", 3), ("s-two.6", 2), ("c-one.12", 2), ("s-three.0", 0)],
    [("s-four.0", 2), ("c-two.6", 2), ("s-one.2", 0), ("c-one.15", 2), ("s-three.15", 2)],
]
CHECKS = ["32c7b", "b7f6c", "a7528"]
TURNS = ["cab", "dbc", "acd", "bda"]
CHOSEN = [("s-one.3", 3), ("c-two.8", 2), ("s-one.14", 3), ("c-two.13", 1), ("s-one.10", 0)]


CELLS = {"lstm": "4*H", "gru-reset-after": "3*H", "rnn-tanh": "H"}


def bank_in(folder, topics, cells=2):
    """A bank of families that are alike but for their level and their seconds."""
    drawn = dict([*CELLS.items()][:cells])
    filled = {"cells": ", ".join(drawn), "answers": ", ".join(f"{cell}: {answer}" for cell, answer in drawn.items())}
    for topic, families in topics.items():
        text = "".join(FAMILY.format(id=name, level=level, seconds=seconds, **filled) for name, level, seconds in families)
        (folder / f"{topic}.yml").write_text(HEAD.format(topic) + text, encoding="utf-8")
    return load_bank(folder)


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    return bank_in(tmp_path_factory.mktemp("bank"), TOPICS)


@pytest.fixture(scope="module")
def alike(tmp_path_factory):
    """Four families that may stand for each other, three cells each; and others of 61 seconds."""
    topics = {
        "shapes": [(f"s-{n}", 1, 30) for n in "abcd"],
        "costs": [(f"c-{n}", 2, 61) for n in "ab"],
        "steps": [("t-a", 1, 30)],
    }
    return bank_in(tmp_path_factory.mktemp("alike"), topics, cells=3)


def set_of(*parts, minutes=30):
    """A set of parts that are given as topics or families, and a count."""
    lines = [f"  - {{{kind}: [{', '.join(names)}], count: {count}}}" for kind, names, count in parts]
    return read(f"schema: 1\ntitle: T\nminutes: {minutes}\nparts:\n" + "\n".join(lines), "sets/mine.yml")


def asked(minutes=5, count=1):
    return read(SET.format(minutes=minutes, count=count), "sets/mine.yml")


def families(plan):
    return [(slot.families, slot.seconds, slot.marks) for slot in plan.slots]


def test_topics_take_turns_and_families_that_are_alike_stand_for_each_other(bank):
    plan = plan_of(asked(), bank, "1")
    assert (plan.title, plan.minutes, plan.scoring, plan.label) == (
        "A test",
        5,
        Scoring.ALL_OR_NOTHING,
        f"mine:{asked().digest}",
    )
    topics = [bank.families.read[slot.families[0]].topic for slot in plan.slots[:4]]
    assert topics == ["shapes", "costs", "shapes", "costs"]
    assert families(plan) == PLAN["1"]


def test_the_seed_chooses(bank):
    plans = {seed: families(plan_of(asked(), bank, seed)) for seed in PLAN}
    assert plans == PLAN
    assert len({str(plan) for plan in plans.values()}) > 1


def test_a_topic_that_is_used_up_leaves_its_turn_to_the_fullest(bank):
    text = (
        SET.format(minutes=9, count=1)
        .replace("count: 4", "count: 6")
        .replace("\n  - families: [s-three, s-one]\n    count: 1\n    marks: 5", "")
    )
    plan = plan_of(read(text, "sets/mine.yml"), bank, "1")
    assert sorted(bank.families.read[slot.families[0]].topic for slot in plan.slots) == ["costs"] * 2 + ["shapes"] * 4


def test_more_than_there_is_is_refused_at_its_part(bank):
    with pytest.raises(LstmDocsError) as raised:
        plan_of(asked(minutes=30, count=3), bank, "1")
    left = 2 - sum(name in slot.families for slot in plan_of(asked(), bank, "1").slots[:4] for name in ("s-three", "s-one"))
    assert str(raised.value) == f"sets/mine.yml:9: asks 3 questions and the bank has {left} families for it"


def test_the_longest_questions_must_fit(bank):
    """Two of 60 seconds and two of 45 and 40 from the first part, one of 45 from the second: 250 seconds."""
    assert plan_of(asked(minutes=5), bank, "1").minutes == 5
    with pytest.raises(LstmDocsError) as raised:
        plan_of(asked(minutes=4), bank, "1")
    assert str(raised.value) == "sets/mine.yml:3: the questions may take 5 minutes, and the set allows 4"


def test_what_fits_to_the_second_fits(bank):
    text = SET.format(minutes=2, count=1).replace("count: 4", "count: 2").partition("  - families")[0]
    assert plan_of(read(text, "sets/mine.yml"), bank, "1").minutes == 2


def test_papers_are_fixed_for_ever(bank):
    sitting = exam(bank, asked(), "a seed")
    keys = [[(q.id, q.key) for q in sitting.paper(number).questions] for number in (1, 2, 3)]
    assert keys == PAPERS
    assert [sitting.paper(number).code.rpartition("~")[2] for number in (1, 2, 3)] == CHECKS


def test_a_selection_is_fixed_for_ever(bank):
    paper = make_paper(bank, Selection(("s-one", "c-two"), 5), "a seed", 2)
    assert [(q.id, q.key) for q in paper.questions] == CHOSEN
    assert paper.candidate == ""
    assert make_paper(bank, Selection(("s-one",), 1), "a seed", 1, "Ada").candidate == "Ada"


def test_a_domain_that_is_used_up_gives_other_cases_of_the_same_sizes(bank):
    """Eight sizes: the ninth question of a family has the sizes of the first and the other cell."""
    paper = make_paper(bank, Selection(("s-one",), 16), "a seed")
    sizes = [q.sizes["H"] for q in paper.questions]
    assert sorted(sizes[:8]) == list(range(2, 10))
    assert sizes[8:] == sizes[:8]
    assert len({q.id for q in paper.questions}) == 16


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Families of one, three and eight sizes, in two cells each: 2, 6 and 16 questions."""
    folder = tmp_path_factory.mktemp("small")
    own = {"seconds": 30, "level": 1, "cells": "lstm, gru-reset-after", "answers": "lstm: 4*H, gru-reset-after: 3*H"}
    text = "".join(
        FAMILY.replace("to: 9", f"to: {last}").format(id=name, **own)
        for name, last in {"one": 2, "three": 4, "eight": 9}.items()
    )
    (folder / "shapes.yml").write_text(HEAD.format("shapes") + text, encoding="utf-8")
    return load_bank(folder)


def test_a_family_takes_its_turn_while_it_has_a_question_that_was_not_asked(small):
    """Then all of it comes again: 24 questions, of which no two are alike, twice."""
    plan = plan_of(Selection((ALL,), 48), small, "1")
    asked = [slot.families[0] for slot in plan.slots]
    assert asked == 2 * [*["one", "three", "eight"] * 2, *["three", "eight"] * 4, *["eight"] * 10]


@pytest.mark.parametrize(
    "names", [("one",), ("three",), ("one", "three"), ("eight", "one"), ("one", "three", "eight"), (ALL,)], ids=".".join
)
def test_how_many_are_asked_again_is_what_the_questions_say(small, names):
    """A selection of fewer questions than families has those of the first families alone."""

    def asked(names, count):
        return Exam(small, plan_of(Selection(names, count), small, "1"), "1", "1").drawn(1)

    for count in (1, 2, 3, 6, 7, 8, 9, 22, 23, 24, 25, 40):
        first = asked(names, count)
        every = {*asked(tuple(dict.fromkeys(name for name, _ in first)), 60)}
        assert repeated(Selection(names, count), small) == (count - len({*first}), len(every))


def test_the_fullest_topic_takes_the_turn_of_one_that_is_used_up(alike):
    """Seven turns of three topics: steps has one family, costs two; the rest are of shapes."""
    plan = plan_of(set_of(("topics", ("steps", "costs", "shapes"), 7)), alike, "1")
    topics = [alike.families.read[slot.families[0]].topic for slot in plan.slots]
    assert topics == ["steps", "costs", "shapes", "shapes", "costs", "shapes", "shapes"]


def test_named_families_take_no_turns_by_topic(alike):
    blueprint = set_of(("families", ("s-a", "c-a", "t-a", "s-b", "c-b"), 5))
    orders = {tuple(slot.families[0][0] for slot in plan_of(blueprint, alike, str(seed)).slots[:2]) for seed in range(20)}
    assert ("s", "s") in orders or ("c", "c") in orders


def test_a_second_over_the_minutes_is_over(alike):
    """One question of 61 seconds takes two minutes, where it is counted as where it is limited."""
    assert plan_of(Selection(("c-a",), 1), alike, "1").minutes == 2
    with pytest.raises(LstmDocsError) as raised:
        plan_of(set_of(("families", ("c-a",), 1), minutes=1), alike, "1")
    assert str(raised.value) == "sets/mine.yml:3: the questions may take 2 minutes, and the set allows 1"


def test_the_stretched_seed_chooses_the_plan(alike):
    blueprint = set_of(("families", ("s-a", "c-a", "t-a"), 2))
    plans = []
    for seed in "abcdef":
        sitting = exam(alike, blueprint, seed)
        assert sitting.plan == plan_of(blueprint, alike, sitting.secret)
        plans.append(sitting.plan)
    assert len({str(plan) for plan in plans}) > 2


def test_candidates_take_turns_at_families_that_are_alike(alike):
    """Four in a row begin with four families; none is asked twice on a paper; and which is whose is fixed for ever."""
    sitting = exam(alike, set_of(("topics", ("shapes",), 3)), "a third seed")
    papers = [[q.family for q in sitting.paper(number).questions] for number in range(1, 5)]
    assert len({paper[0] for paper in papers}) == 4
    assert all(len(set(paper)) == 3 for paper in papers)
    assert ["".join(name[-1] for name in paper) for paper in papers] == TURNS


ABOUT = """  - id: {id}
    level: 1
    seconds: 30
    kind: integer
    draw: {{framework: [{frameworks}], H: {{from: 2, to: 9}}}}
    ask: "{{framework}}: {{H}} units?"
    answer: 4*H
    distract: [{{is: H + 50, why: a.}}, {{is: H + 60, why: b.}}, {{is: H + 70, why: c.}}]
"""
ASKED_ABOUT = {  # the families that are asked, the line of the set, the frameworks asked about
    "the usual ones": (("f-many",), "", {"keras", "onnx"}),
    "that of the set": (("f-many",), "frameworks: [mlx]\n", {"mlx"}),
    "those of the set": (("f-many",), "frameworks: [onnx, mlx, haiku]\n", {"onnx", "mlx"}),
    "others, by the name of their family": (("f-few",), None, {"mlx", "flax"}),
}


@pytest.mark.parametrize("which", ASKED_ABOUT)
def test_a_paper_asks_about_the_frameworks_of_its_set(which, tmp_path):
    names, line, found = ASKED_ABOUT[which]
    families = {"f-many": "keras, mlx, onnx", "f-few": "mlx, flax"}
    text = "".join(ABOUT.format(id=name, frameworks=of) for name, of in families.items())
    (tmp_path / "layouts.yml").write_text(HEAD.format("layouts") + text, encoding="utf-8")
    asked: Selection | Blueprint = Selection(names, 1)
    if line is not None:
        parts = f"parts:\n  - {{families: [{', '.join(names)}], count: 1}}\n"
        asked = read(f"schema: 1\ntitle: T\nminutes: 9\n{line}{parts}", "sets/mine.yml")
    sitting = exam(load_bank(tmp_path), asked, "s")
    assert {sitting.paper(number).questions[0].given["framework"] for number in range(1, 30)} == found


def test_when_all_sizes_were_asked_each_follows_with_its_next_cell(alike):
    """Twenty-four questions of a family: eight sizes, three times over."""
    questions = make_paper(alike, Selection(("s-a",), 24), "a seed").questions
    assert len({q.id for q in questions}) == 24
    cells = [*CELLS, *CELLS]
    for size in range(2, 10):
        met = [q.given["cell"] for q in questions if q.sizes["H"] == size]
        first = cells.index(met[0])
        assert met == cells[first : first + 3]


def test_a_set_is_found_by_the_code_of_its_paper(bank):
    paper = make_paper(bank, asked(), "a seed", 2)
    assert paper_of(paper.code, bank, "a seed", lambda name: {"mine": asked()}[name]) == paper
    assert paper.candidate == "" == exam(bank, asked(), "a seed").paper(1).candidate


@pytest.mark.parametrize("name", ["my~set", "my:set"])
def test_a_set_has_no_name_that_breaks_its_codes(name):
    with pytest.raises(LstmDocsError) as raised:
        read(SET.format(minutes=5, count=1), f"sets/{name}.yml")
    assert str(raised.value) == f"sets/{name}.yml: the name of a set stands in codes, where ~ and : divide: rename the file"


NO_SET = {
    "too many in all": (
        (("topics", ("shapes",), 600), ("topics", ("costs",), 600)),
        "sets/mine.yml:5: a paper has 1 to 1000 questions, not 1200",
    ),
    "levels of named families": (
        (("levels: [1], families", ("s-one",), 1),),
        "sets/mine.yml:5: levels go with topics; a part that names its families has no use for them",
    ),
    "kinds of named families": (
        (("kinds: [integer], families", ("s-one",), 1),),
        "sets/mine.yml:5: kinds go with topics; a part that names its families has no use for them",
    ),
    "topics and families": (
        (("topics: [shapes], families", ("s-one",), 1),),
        "sets/mine.yml:5: a part names either topics or families",
    ),
}


@pytest.mark.parametrize("fault", NO_SET)
def test_what_is_no_set_is_told_at_its_line(fault):
    parts, message = NO_SET[fault]
    with pytest.raises(LstmDocsError) as raised:
        set_of(*parts)
    assert str(raised.value) == message
