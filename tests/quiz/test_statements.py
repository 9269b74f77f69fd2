"""Statements: declared in YAML, measured in Python, and neither without the other in the bank that ships."""

from __future__ import annotations

import pytest

from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import check_family, load_bank
from lstm_docs.quiz.engine import registry
from lstm_docs.quiz.engine.compiled import compile_family
from lstm_docs.quiz.engine.family import read
from lstm_docs.quiz.engine.statements import declared

GOOD = """\
schema: 2
revision: 1
topic: mine
families:
  - id: mine
    level: 1
    seconds: 30
    kind: truefalse
    draw: {}
    ask: "True or false? {statement}"
    statements:
      mine-is-true:
        right: true
        says: Two and two make {sum}.
        why: The sum of two and two is {sum}.
"""


@pytest.fixture
def measured(monkeypatch):
    """What measuring the statement finds."""
    return lambda outcome: monkeypatch.setitem(registry.measurements(), "mine-is-true", lambda: outcome)


@pytest.fixture(autouse=True)
def _fresh():
    from lstm_docs.quiz.engine import statements

    statements._measured.cache_clear()
    yield
    statements._measured.cache_clear()


def _compiled(text=GOOD):
    (family,), _ = read(text, "mine.yml")
    return compile_family(family)


def test_every_statement_is_measured_and_every_measurement_declared():
    assert set(registry.measurements()) == set(load_bank().statements)


def test_what_was_measured_stands_in_the_sentence(measured):
    measured(registry.Outcome(holds=True, numbers={"sum": 4444}))
    (case,) = _compiled().cases
    (item,) = case.items
    assert (item.text.text, item.right) == ("Two and two make 4\u202f444.", True)
    assert item.said.text == case.solution[0].text == "The sum of two and two is 4\u202f444."


@pytest.mark.parametrize("holds", [True, False])
def test_a_declaration_that_measuring_does_not_confirm_is_caught(measured, holds):
    measured(registry.Outcome(holds, {"sum": 4}))
    text = GOOD.replace("right: true", f"right: {str(not holds).lower()}")
    with pytest.raises(LstmDocsError, match=r"mine.yml:5: mine: the answer is .* was measured"):
        check_family(_compiled(text))


def test_without_a_measurement_there_is_no_second_road():
    assert check_family(_compiled(GOOD.replace("{sum}", "four"))).second == 0


@pytest.mark.parametrize(
    ("find", "put", "line", "message"),
    [
        ("make {sum}", "make {som}", 14, "{som} is not known here; did you mean {sum}?"),
        ("right: true", "right: perhaps", 13, "expected true or false, not 'perhaps'"),
        ("says:", "sais:", 14, "unknown key 'sais'; did you mean 'says'?"),
    ],
)
def test_a_fault_is_said_with_its_line(measured, find, put, line, message):
    measured(registry.Outcome(holds=True, numbers={"sum": 4}))
    with pytest.raises(LstmDocsError) as caught:
        _compiled(GOOD.replace(find, put))
    assert caught.value.where == f"mine.yml:{line}"
    assert message in str(caught.value)


def test_the_declared_truth_is_read_without_measuring(monkeypatch):
    monkeypatch.setattr("lstm_docs.quiz.engine.statements._measured", None)
    assert {declared(node) for node in load_bank().statements.values()} == {True, False}
