"""Questions that build on one statement are about the numbers that it states."""

from __future__ import annotations

import pytest

from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import exam, load_bank, load_set, paper_of
from lstm_docs.quiz.papers.blueprint import read
from lstm_docs.quiz.papers.plan import plan_of

BANK = load_bank()
SETS = ("interview-junior", "interview-senior", "interview-kernel", "interview-embedded")
SEED = "a-seed-for-statements"


@pytest.mark.parametrize("name", SETS)
def test_every_question_that_builds_has_the_numbers_of_the_candidate(name):
    blueprint = load_set(name, BANK)
    sitting = exam(BANK, blueprint, SEED)
    seen = set()
    for number in range(1, 26):
        paper = sitting.paper(number)
        sizes = sitting.plan.statement.sizes(sitting.secret, number)
        seen.add(tuple(sizes.values()))
        assert all(f" {size} " in paper.statement for size in sizes.values())
        own = [asked for asked, slot in zip(paper.questions, sitting.plan.slots, strict=True) if slot.builds]
        assert len(own) >= 2
        for asked in own:
            assert sizes.items() <= asked.sizes.items()
            assert asked.given.get("cell", "lstm") == "lstm"
    assert len(seen) == 25


def test_a_paper_comes_again_with_its_statement_and_a_spare_question_is_about_it_too():
    blueprint = load_set("interview-embedded", BANK)
    sitting = exam(BANK, blueprint, SEED)
    paper = sitting.paper(7, spares=((1, 2), (2, 1)))
    assert paper_of(paper.code, BANK, SEED, lambda name: blueprint) == paper
    assert paper.statement == sitting.paper(7).statement
    sizes = sitting.plan.statement.sizes(sitting.secret, 7)
    for asked in paper.questions[:2]:
        assert sizes.items() <= asked.sizes.items()


def test_a_set_without_one_has_none():
    assert exam(BANK, load_set("interview-hardware", BANK), SEED).paper(1).statement == ""


GOOD = """schema: 1
title: One network
minutes: 30
statement:
  text: An LSTM of {H} units reads {I} numbers.
  draw:
    cell: lstm
    I: [20, 24]
    H: [16, 32]
parts:
  - families: [parameter-count, weight-bytes]
    builds: true
    count: 2
  - families: [write-a-step]
    count: 1
    marks: 10
"""
FAULTS = [
    ("I: [20, 24]", "I: [20, 21]", "one.yml:11", "weight-bytes cannot ask about I = 21"),
    ("{I} numbers", "numbers", "one.yml:5", "the text does not state I: add {I}"),
    ("{I} numbers", "{I} and {K} numbers", "one.yml:5", "unknown size that the statement draws 'K'"),
    ("builds: true", "builds: yes please", "one.yml:12", "expected true or false"),
    ("    builds: true\n", "", "one.yml:11", "say builds: true"),
    ("cell: lstm", "cell: gru-reset-after", "one.yml:11", "parameter-count asks about nothing with cell gru-reset-after"),
    ("parameter-count, weight-bytes", "forget-product, forget-product-mixed", "one.yml:11", "draws none of I, H"),
    ("H: [16, 32]", "H: []", "one.yml:", "draws sizes"),
]


@pytest.mark.parametrize(("find", "put", "where", "said"), FAULTS, ids=lambda text: text[:24])
def test_a_fault_of_a_statement_is_told_with_its_line(find, put, where, said):
    plan_of(read(GOOD, "one.yml"), BANK, SEED)
    with pytest.raises(LstmDocsError) as raised:
        plan_of(read(GOOD.replace(find, put), "one.yml"), BANK, SEED)
    assert said in raised.value.message
    assert raised.value.where.startswith(where)


@pytest.mark.parametrize(
    ("count", "told"),
    [(1, "Question 1 builds on this."), (2, "Questions 1 and 2 build on this."), (4, "Questions 1 to 4 build on this.")],
)
def test_it_says_which_questions_build_on_it(count, told):
    text = GOOD.replace("weight-bytes]", "weight-bytes, gate-weight-shape, vector-shape]").replace(
        "count: 2", f"count: {count}"
    )
    assert exam(BANK, read(text, "one.yml"), SEED).paper(1).statement.endswith(f" numbers. {told}")
