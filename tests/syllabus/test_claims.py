"""The syllabus: complete, located, tied to the bank, its numbers computed."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from lstm_docs import syllabus
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import load_bank
from lstm_docs.quiz.engine.statements import declared
from lstm_docs.syllabus.computations import COMPUTATIONS

CLAIMS = syllabus.claims()
BANK = load_bank()
STATEMENTS = BANK.statements
GOOD = """\
- id: first
  idea: An idea.
  verdict: right
  statement: There are {fact:parameters input=80 hidden=12 framework=keras}.
  page: shapes
  families: [gate-weight-shape]
- id: second
  idea: Another.
  verdict: advice
  statement: Nothing to count.
  page: [shapes, words]
  reason: nothing to ask
"""
FAULTS = [
    ("verdict: right", "verdict: rigth", 3, "unknown verdict 'rigth'; did you mean 'right'?"),
    ("page: shapes", "page: shaeps", 5, "unknown page of the syllabus 'shaeps'; did you mean 'shapes'?"),
    ("[shapes, words]", "[shapes, wrods]", 11, "unknown page of the syllabus 'wrods'"),
    ("{fact:", "{fcat:", 4, "unknown placeholder 'fcat'; did you mean 'fact'?"),
    ("{fact:parameters", "{compute:one-more-untit} {fact:parameters", 4, "unknown computation 'one-more-untit'"),
    ("hidden=12", "hiden=12", 4, "unknown option 'hiden'; did you mean 'hidden'?"),
    ("hidden=12", "hidden", 4, "expected option=value"),
    ("id: second", "id: first", 7, "claim 'first' stands also at bad.yml:1"),
    ("id: second", "id: Second!", 7, "small letters and digits joined by hyphens"),
    ("  reason: nothing to ask\n", "", 7, "families, or a reason"),
    ("  families: [gate-weight-shape]\n", "  families: [gate-weight-shape]\n  reason: none\n", 1, "one of the two"),
    ("idea: An idea.", "idae: An idea.", 2, "unknown key 'idae'; did you mean 'idea'?"),
    ("idea: An idea.", "idea: ''", 2, "expected text"),
    ("  idea: Another.\n", "", 7, "missing key 'idea'"),
    ("page: shapes\n", "page: shapes\n  statements: [units-are-stepz]\n", 6, "did you mean 'units-are-steps'?"),
    ("- id: first", "- id: [first", 2, "not valid YAML"),
]


def test_every_verdict_that_can_be_given_is_given():
    assert {claim.verdict for claim in CLAIMS} == set(syllabus.VERDICTS)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_every_number_of_a_claim_is_computed(claim):
    assert claim.statement
    outside = re.sub(r"\$[^$]*\$", "", claim.statement)
    assert not re.search(r"[{}]", outside)
    assert claim.statement[-1] == "."
    assert re.fullmatch(r"lstm_docs/syllabus/claims\.yml:\d+", claim.where)


def test_every_computation_is_used():
    used = {name for claim in CLAIMS for name in re.findall(r"\{compute:([a-z0-9-]+)\}", claim.template)}
    assert used == set(COMPUTATIONS)


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim.families], ids=lambda claim: claim.id)
def test_the_families_of_a_claim_are_in_the_bank(claim):
    assert [family for family in claim.families if family not in BANK.families] == []


def test_claims_that_no_family_asks_about_say_why():
    assert [claim.id for claim in CLAIMS if not claim.families and len(claim.reason) <= 10] == []


@pytest.mark.parametrize("claim", [c for c in CLAIMS if c.verdict in ("wrong", "misleading")], ids=lambda claim: claim.id)
def test_a_myth_is_asked_as_true_and_as_false(claim):
    assert "myths" in claim.families
    asked = {case.claim for name in claim.families for case in BANK.family(name).family.cases if case.claim}
    assert set(claim.statements) <= asked
    assert {declared(STATEMENTS[slug]) for slug in claim.statements} == {True, False}


def test_every_statement_is_asked_in_one_family():
    families = [
        compiled.family
        for compiled in BANK.families.values()
        if {case.claim for case in compiled.family.cases} & set(STATEMENTS)
    ]
    asked = Counter(case.claim for family in families for case in family.cases)
    assert set(asked) == set(STATEMENTS)
    assert set(asked.values()) == {1}


def test_every_page_has_claims():
    assert {page for claim in CLAIMS for page in claim.pages} == set(syllabus.PAGES)
    assert syllabus.claims_for("gru") == tuple(c for c in CLAIMS if c.id == "gru-beside-the-lstm")
    with pytest.raises(LstmDocsError, match="unknown page of the syllabus 'gur'; did you mean 'gru'"):
        syllabus.claims_for("gur")


def test_the_good_file_is_good():
    first, second = syllabus.read(GOOD, "good.yml")
    assert first.statement == "There are 4\u202f464."
    assert (first.pages, second.pages) == (("shapes",), ("shapes", "words"))
    assert (first.holds, second.holds) == (True, False)


@pytest.mark.parametrize(("find", "put", "line", "message"), FAULTS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_fault_is_said_with_file_and_line(find, put, line, message):
    assert find in GOOD
    with pytest.raises(LstmDocsError) as caught:
        syllabus.read(GOOD.replace(find, put, 1), "bad.yml")
    assert str(caught.value).startswith(f"bad.yml:{line}: ")
    assert message in str(caught.value)


def test_a_number_that_cannot_be_computed_is_said_with_file_and_line():
    for find, put, message in (
        ("fact:parameters", "fact:parametres", "did you mean 'parameters'?"),
        ("hidden=12", "hidden=0", "hidden must be from 1"),
        ("hidden=12", "hidden=twelve", "hidden must be a whole number"),
        ("framework=keras", "framework=keas", "unknown framework 'keas'"),
        ("framework=keras", "bias=no", "bias must be true or false, not 'no'"),
    ):
        claim, _ = syllabus.read(GOOD.replace(find, put, 1), "bad.yml")
        with pytest.raises(LstmDocsError, match=re.escape(message)) as caught:
            _ = claim.statement
        assert caught.value.where == "bad.yml:1"
