"""Questions that build on one statement are about the numbers that it states."""

from __future__ import annotations

import pytest

from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import exam, load_bank
from lstm_docs.quiz.papers.blueprint import read
from lstm_docs.quiz.papers.plan import plan_of

BANK = load_bank()
SEED = "a-seed-for-statements"


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
FAULTS = {
    "a size that a family cannot ask about": (
        "I: [20, 24]",
        "I: [20, 21]",
        "one.yml:11",
        "weight-bytes cannot ask about I = 21",
    ),
    "a size that is not stated": ("{I} numbers", "numbers", "one.yml:5", "the text does not state I: add {I}"),
    "a size that is not drawn": (
        "{I} numbers",
        "{I} and {K} numbers",
        "one.yml:5",
        "unknown size that the statement draws 'K'",
    ),
    "no yes or no": ("builds: true", "builds: yes please", "one.yml:12", "expected true or false"),
    "nothing that builds on it": ("    builds: true\n", "", "one.yml:11", "say builds: true"),
    "a cell that a family does not ask about": (
        "cell: lstm",
        "cell: gru-reset-after",
        "one.yml:11",
        "parameter-count asks about nothing with cell gru-reset-after",
    ),
    "families without its sizes": (
        "parameter-count, weight-bytes",
        "forget-product, forget-product-mixed",
        "one.yml:11",
        "draws none of I, H",
    ),
    "nothing to draw": ("H: [16, 32]", "H: []", "one.yml:", "draws sizes"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_statement_is_told_with_its_line(fault):
    find, put, where, said = FAULTS[fault]
    plan_of(read(GOOD, "one.yml"), BANK, SEED)
    with pytest.raises(LstmDocsError) as raised:
        plan_of(read(GOOD.replace(find, put), "one.yml"), BANK, SEED)
    assert said in raised.value.message
    assert raised.value.where.startswith(where)


TOLD = {1: "Question 1 builds on this.", 2: "Questions 1 and 2 build on this.", 4: "Questions 1 to 4 build on this."}


@pytest.mark.parametrize("count", TOLD)
def test_it_says_which_questions_build_on_it(count):
    text = GOOD.replace("weight-bytes]", "weight-bytes, gate-weight-shape, vector-shape]").replace(
        "count: 2", f"count: {count}"
    )
    assert exam(BANK, read(text, "one.yml"), SEED).paper(1).statement.endswith(f" numbers. {TOLD[count]}")
