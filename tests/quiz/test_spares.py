"""A question that was replaced is that of the same place on a spare paper, and stands in the code; all else stays as it was."""

from __future__ import annotations

import re
from itertools import product

import pytest

from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import exam, load_bank, paper_of
from lstm_docs.quiz.papers.blueprint import read
from lstm_docs.quiz.papers.paper import FIRST_SPARE, SPARES, parse_code, spares_of
from lstm_docs.quiz.papers.plan import Selection

FAMILY = """  - id: {id}
    level: 1
    seconds: {seconds}
    kind: integer
    draw: {{cell: [lstm, gru-reset-after], H: {{from: 2, to: 4000}}, I: {{from: 2, to: 4000}}}}
    ask: "{id}: {{cell}}, {{H}} units, {{I}} inputs?"
    answer: {{by: cell, lstm: 4*H + I, gru-reset-after: 3*H + I}}
    distract: [{{is: 9*H + I, why: a.}}, {{is: 8*H + I, why: b.}}, {{is: 7*H + I, why: c.}}]
"""
HEAD = "schema: 2\nrevision: 1\ntopic: {}\nfamilies:\n"
TOPICS = {"shapes": {"s-a": 30, "s-b": 30, "s-c": 30}, "costs": {"c-a": 45, "c-r4": 60}}
SET = """schema: 1
title: Four questions
minutes: 9
pass: 60
clock: true
parts:
  - {topics: [shapes], count: 2, marks: 3}
  - {families: [c-a, c-r4], count: 2, marks: 4}
"""
STATED = """schema: 1
title: One network
minutes: 9
statement:
  text: An LSTM has {H} units.
  draw: {cell: lstm, H: [16, 24, 32, 40, 48]}
parts:
  - {families: [c-a], count: 1}
  - {families: [s-a, s-b, s-c], count: 3, builds: true}
"""
SEED = "a seed"
SPARE_ONES = [(place, spare) for place in range(1, 5) for spare in (1, 2, SPARES)]
FIXED = {
    ("Four questions", 1): ["s-a.10320660", "s-c.2120703", "c-a.30319137", "c-r4.21524112"],
    ("Four questions", 7): ["s-a.8475767", "s-c.11925445", "c-a.6180121", "c-r4.4908106"],
    ("One network", 1): ["c-a.8648684", "s-a.26761368", "s-a.7558170", "s-c.11621154"],
    ("One network", 7): ["c-a.7173008", "s-a.13348738", "s-a.3399226", "s-c.24713896"],
}


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bank")
    for topic, families in TOPICS.items():
        text = "".join(FAMILY.format(id=name, seconds=seconds) for name, seconds in families.items())
        (folder / f"{topic}.yml").write_text(HEAD.format(topic) + text, encoding="utf-8")
    return load_bank(folder)


@pytest.fixture(scope="module", params=[SET, STATED], ids=["without a statement", "with a statement"])
def sitting(request, bank):
    return exam(bank, read(request.param, "sets/mine.yml"), SEED)


def found(name):
    return {"mine": read(SET, "sets/mine.yml")}[name]


@pytest.mark.parametrize(("place", "spare"), SPARE_ONES)
def test_another_question_of_the_same_kind_stands_there_and_the_others_stay(sitting, place, spare):
    paper, other = sitting.paper(3, "Ada"), sitting.paper(3, "Ada", ((place, spare),))
    changed = [n for n, pair in enumerate(zip(paper.questions, other.questions, strict=True), start=1) if pair[0] != pair[1]]
    assert changed == [place]
    assert other.questions[place - 1].family in sitting.plan.slots[place - 1].families
    assert (other.marks, other.minutes, other.candidate, other.number) == (paper.marks, paper.minutes, "Ada", 3)
    assert other.statement == paper.statement


def test_each_spare_is_another_question(sitting):
    for place in range(4):
        ones = [sitting.drawn(5, ((place + 1, spare),))[place] for spare in range(1, SPARES + 1)]
        assert len({sitting.drawn(5)[place], *ones}) == SPARES + 1


def test_nobody_has_a_question_that_is_put_in_place_of_anothers(bank):
    """Nor the last of as many candidates as there can be, nor any of their spares."""
    sitting = exam(bank, read(SET, "sets/mine.yml"), SEED)
    last = FIRST_SPARE // SPARES
    numbers = [*range(1, 6), *range(last - 2, last + 2)]
    asked = [one for number in numbers for one in sitting.drawn(number)]
    for number, spare, place in product(numbers, range(1, SPARES + 1), range(4)):
        asked.append(sitting.drawn(number, ((place + 1, spare),))[place])
    assert len({*asked}) == len(asked) == len(numbers) * 4 * (1 + SPARES)


def test_several_are_replaced_each_by_its_own(sitting):
    own, one, other = sitting.drawn(2), sitting.drawn(2, ((1, 2),)), sitting.drawn(2, ((4, 1),))
    assert sitting.drawn(2, ((1, 2), (4, 1))) == (one[0], own[1], own[2], other[3])


def test_what_replaces_a_question_is_fixed_for_ever(bank):
    drawn = {}
    for text, number in product((SET, STATED), (1, 7)):
        sitting = exam(bank, read(text, "sets/mine.yml"), SEED)
        drawn[sitting.plan.title, number] = [
            f"{name}.{index}" for name, index in sitting.drawn(number, ((1, 1), (2, 2), (4, 8)))
        ]
    assert drawn == FIXED


def test_a_code_says_which_were_replaced(bank):
    sitting = exam(bank, read(SET, "sets/mine.yml"), SEED)
    code = sitting.paper(7, spares=((1, 2), (4, 1))).code
    assert re.fullmatch(r"mine:[0-9a-f]{6}~[0-9a-f]{12}~7r1\.2r4\.1~[0-9a-f]{5}", code)
    assert spares_of(code) == ((1, 2), (4, 1)) == parse_code(code, bank, found)[3]
    assert spares_of(sitting.paper(7).code) == ()
    ends = {sitting.code(7, spares)[-5:] for spares in [(), *(((place, spare),) for place, spare in SPARE_ONES)]}
    assert len(ends) == 1 + len(SPARE_ONES)


@pytest.mark.parametrize("spares", [((1, 1),), ((4, 8),), ((1, 2), (2, 1), (3, 3), (4, 1))])
@pytest.mark.parametrize("text", [SET, STATED], ids=["without a statement", "with a statement"])
def test_the_paper_comes_again_from_its_code(bank, text, spares):
    blueprint = read(text, "sets/mine.yml")
    paper = exam(bank, blueprint, SEED).paper(7, "Ada", spares)
    assert paper_of(paper.code, bank, SEED, lambda _: blueprint, "Ada") == paper
    assert paper_of(f"{paper.code}/4", bank, SEED, lambda _: blueprint).questions == paper.questions[3:]


def test_no_question_is_replaced_that_the_paper_has_not(bank):
    """Whoever has the seed can make the end of any code."""
    code = exam(bank, found("mine"), SEED).code(7, ((5, 1),))
    with pytest.raises(LstmDocsError, match="this is not the seed of the paper, or its code is mistyped"):
        paper_of(code, bank, SEED, found)


def test_a_code_whose_spare_was_changed_is_mistyped(bank):
    code = exam(bank, found("mine"), SEED).code(7, ((1, 1),))
    for put in ("7r1.2", "7r2.1", "7", "8r1.1"):
        with pytest.raises(LstmDocsError, match="its code is mistyped"):
            paper_of(code.replace("7r1.1", put), bank, SEED, found)


def test_a_family_may_be_called_as_a_spare_is(bank):
    """Five questions of c-r4 are c-r4.5 in a code."""
    paper = exam(bank, Selection(("c-r4",), 5), SEED).paper(1)
    assert paper.code.startswith("c-r4.5~")
    assert spares_of(paper.code) == ()
    assert paper_of(paper.code, bank, SEED, found) == paper


def test_a_paper_tells_what_its_set_says(bank):
    paper = exam(bank, found("mine"), SEED).paper(1)
    assert (paper.threshold, paper.clock, paper.statement, paper.most) == (60, True, "", 14)
    paper = exam(bank, read(STATED, "sets/mine.yml"), SEED).paper(1)
    assert (paper.threshold, paper.clock, paper.most) == (None, False, 4)


def test_what_builds_on_a_statement_is_about_its_numbers_and_nothing_else_is(bank):
    """Spare questions too: they are about the network of the candidate, not of whoever would sit the spare paper."""
    sitting = exam(bank, read(STATED, "sets/mine.yml"), SEED)
    spares = ((1, 1), (2, 1), (4, 2))
    met, free = set(), set()
    for number, put in product(range(1, 6), ((), spares)):
        paper = sitting.paper(number, spares=put)
        units = int(re.fullmatch(r"An LSTM has (\d+) units\. Questions 2 to 4 build on this\.", paper.statement)[1])
        assert [(asked.sizes["H"], asked.given["cell"]) for asked in paper.questions[1:]] == [(units, "lstm")] * 3
        met.add(units)
        free.add(paper.questions[0].sizes["H"])
    assert met == {16, 24, 32, 40, 48}, "each of five has a network of their own"
    assert len(free) == 10
    inputs = [sitting.paper(number).questions[1].sizes["I"] for number in range(1, 11)]
    assert len({*inputs}) == 10, "and what is not stated is drawn"
