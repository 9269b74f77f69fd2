"""What the prover walks through, and what it keeps: every question once, the sample of a large family, positions, roads."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from lstm_docs.formulas.decimals import rounded
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import check_bank, check_family, load_bank
from lstm_docs.quiz.engine import check
from lstm_docs.quiz.engine.check import Proof, Recorded, record, recorded
from lstm_docs.quiz.engine.family import Draw
from tests.quiz.test_prover import FORMULA, ONE, WIDTH, compiled_from, drawn, good, path, with_case, with_family


def points(compiled):
    """The sizes of every question that is swept of a case, in their order."""
    blocks = [zip(*(values.tolist() for values in block.values()), strict=True) for block in check._blocks(compiled)]
    return [point for block in blocks for point in block]


def test_every_question_is_swept_once(monkeypatch):
    monkeypatch.setattr(check, "CHUNK", 10)
    monkeypatch.setattr(check, "LARGEST_SWEEP", 44)
    monkeypatch.setattr(check, "SAMPLE", 10)
    assert sorted(points(WIDTH)) == sorted(product(*(draw.values for draw in WIDTH.family.draws)))
    assert check_family(WIDTH).proved == WIDTH.family.domain == 88


def test_of_a_large_family_a_sample_is_swept(monkeypatch):
    monkeypatch.setattr(check, "LARGEST_SWEEP", 43)
    monkeypatch.setattr(check, "SAMPLE", 30)
    swept = points(WIDTH)
    assert len(set(swept)) == len(swept) == 30
    assert {*swept} <= {*product(*(draw.values for draw in WIDTH.family.draws))}
    assert swept != sorted(swept)
    assert check_family(WIDTH).proved == 60


def test_a_family_without_sizes_has_one_question_a_case():
    text = """schema: 2
revision: 1
topic: shapes
families:
  - {id: mine, level: 1, seconds: 30, kind: integer, draw: {cell: [lstm, rnn-tanh]}, ask: "{cell}: how many blocks?",
     answer: {by: cell, lstm: 4, rnn-tanh: 1}, distract: [{is: 6, why: a.}, {is: 7, why: b.}, {is: 8, why: c.}]}
"""
    assert check_family(compiled_from(text)) == Proof("mine", 2, 2, 0, 2)


FIRST = {
    "an answer below zero": (("20 - H",), (), "the answer is not a whole number from 0 to 2^53 - 1", 21),
    "one of two numbers": (("H", "20 - H"), (), "the answer is not a whole number from 0 to 2^53 - 1", 21),
    "too few distractors": (
        ("H",),
        ("H + 1", "H + 2", "25 - H"),
        "fewer than 3 distractors differ from the key and each other; add misconceptions",
        12,
    ),
}


@pytest.mark.parametrize("fault", FIRST)
def test_the_first_question_that_fails_is_named(fault):
    """25 - H is H + 1 at 12 units; below zero it is later."""
    key, wrong, message, units = FIRST[fault]
    wrong = tuple(path(value, where="") for value in wrong) or ONE.cases[0].wrong
    kind = "slice" if len(key) > 1 else "integer"
    if len(key) > 1:
        wrong = tuple(replace(each, values=(*each.values, "1")) for each in wrong)
    with pytest.raises(LstmDocsError) as raised:
        check_family(with_family(with_case(ONE, key=key, wrong=wrong), kind=kind))
    assert raised.value.message == f"output-width: {message}; first at {{'cell': 'lstm', 'hidden': {units}, 'layers': 2}}"


def test_an_answer_may_be_zero():
    assert check_family(with_case(ONE, key=("H - 8",))).proved == 44


def test_a_number_may_be_below_zero():
    assert check_family(with_family(with_case(ONE, key=("H - 1000",)), kind="number")).proved == 44


def test_distractors_may_serve_at_some_sizes_only():
    """Of the last two, one is a fraction where the other is none."""
    halves = ("H + 1", "H + 2", "H/2 + 100", "(H + 1)/2 + 200")
    assert check_family(with_case(ONE, wrong=tuple(map(path, halves)))).proved == 44


def test_a_wrong_answer_that_has_no_value_is_told_at_its_line(monkeypatch):
    monkeypatch.setattr(check, "CHUNK", 10)
    for units in (8, 29):  # in the first block, where wrong answers are compared with the key, and in the last
        wrong = (*ONE.cases[0].wrong, path(f"1/(H - {units})"))
        with pytest.raises(LstmDocsError, match=r"^mine\.yml:7: division by zero$"):
            check_family(with_case(ONE, wrong=wrong))


def test_many_numbers_are_rounded_as_one_is():
    sizes = {"A": np.arange(2001), "B": np.full(2001, 1000)}
    family = replace(good("forget-product").family, decimals=2)
    (numbers,) = check._numbers(family, ("A/B - 1",), sizes)
    assert numbers.tolist() == [rounded(a / 1000 - 1, 2) for a in range(2001)]


SETTLED = {
    "the size itself": ("H", None),
    "its square": ("H^2", None),
    "its distance from 10": ("(H - 10)^2", {"L": 2, "x": 1}),
    "its distance from 28": ("(H - 28)^2", {"L": 2, "x": 1}),
    "nothing of it": ("7", {"L": 2, "x": 7}),
}


@pytest.mark.parametrize("chunk", [10, 100])
@pytest.mark.parametrize("stated", SETTLED)
def test_what_is_stated_settles_the_answer(stated, chunk, monkeypatch):
    monkeypatch.setattr(check, "CHUNK", chunk)
    value, left = SETTLED[stated]
    family = with_case(ONE, key=("H",), given=(("x", value),), hidden=("H",))
    if left is None:
        assert check_family(family).proved == 44
        return
    with pytest.raises(LstmDocsError) as raised:
        check_family(family)
    assert raised.value.message == f"output-width: what is stated leaves several answers; first where it states {left}"


def test_other_wordings_may_state_the_same_and_ask_something_else():
    stated = {"given": (("x", "H"),), "hidden": ("H",)}
    both = with_case(with_case(WIDTH, 0, **stated), 1, **stated)
    assert both.cases[0].ask != both.cases[1].ask
    assert check_family(both).proved == 88
    alike = with_case(both, 1, ask=both.cases[0].ask)
    with pytest.raises(LstmDocsError, match="what is stated leaves several answers"):
        check_family(alike)


COUNTS = {
    "as often as any": ((25, 25, 25, 25), True),
    "nearly": ((39, 12, 24, 25), True),  # 14.6; the quantile is 16.27
    "hardly": ((40, 10, 25, 25), False),  # 18.0
    "never the last": ((33, 33, 34, 0), False),
    "always the first": ((100, 0, 0, 0), False),
    "always the first of too few to tell": ((99, 0, 0, 0), True),
}


@pytest.mark.parametrize("case", COUNTS)
def test_a_key_has_no_favourite_position(case, monkeypatch):
    """Positions are drawn by the streams, so no family can do this: only a fault in them. Seen from 25 a position on."""
    counts, fair = COUNTS[case]
    keys = iter([place for place, count in enumerate(counts) for _ in range(count)])
    asked = check.question
    monkeypatch.setattr(check, "question", lambda family, seed, n: replace(asked(family, seed, n), key=next(keys)))
    family = drawn(ONE, H=range(sum(counts)), L=(2,))
    family = with_case(family, key=("H",), wrong=tuple(map(path, ("H + 1", "H + 2", "H + 3"))))
    if fair:
        check_family(family)
        assert sum(counts) < 100 or next(keys, None) is None
        return
    with pytest.raises(LstmDocsError) as raised:
        check_family(family)
    met = {place: count for place, count in enumerate(counts) if count}
    assert raised.value.message == f"output-width: the key is not equally often at each position: {met}"


@pytest.mark.parametrize("name", ["units-and-inputs", "what-changes-the-count", "shape-in-each-notation"])
def test_true_and_false_and_what_has_no_single_key_have_no_positions(name):
    """The key of true or false is what is true, and several letters stand nowhere."""
    compiled = good(name)
    assert compiled.family.domain >= 25 * compiled.family.options
    check._positions(compiled)


ORDER, MATCH, SEVERAL = good("gate-order"), good("how-many-of-each"), good("what-grows")
RIGHT_ONES = tuple(item.right for item in SEVERAL.cases[0].items)
GROWING = tuple(item.text.text for item in SEVERAL.cases[0].items if item.right)
GATES = tuple(item.text.text for item in ORDER.cases[0].items)
TENTHS = with_family(MATCH, draws=tuple(replace(draw, scale=10) for draw in MATCH.family.draws))
ROADS = {
    "an order, place by place": (ORDER, lambda _: (True,) * 4, lambda _: (False, False, True, True)),
    "an order in texts": (ORDER, lambda _: GATES, lambda _: (*GATES[:2], *GATES[:1:-1])),
    "pairs, one by one": (MATCH, lambda _: (True,) * 6, lambda _: (True,) * 5 + (False,)),
    "pairs in numbers": (
        MATCH,
        lambda of: [of[name] for name in "ITHHLT"],
        lambda of: [of[name] for name in "ITHHLI"],
    ),
    "pairs in numbers that are stated as tenths": (
        TENTHS,
        lambda of: [of[name] / 10 for name in "ITHHLT"],
        lambda of: [of[name] for name in "ITHHLT"],
    ),
    "pairs in texts": (
        MATCH,
        lambda of: [str(of[name]) for name in "ITHHLT"],
        lambda of: [str(of[name]) for name in "ITHHTL"],
    ),
    "which of several": (SEVERAL, lambda _: RIGHT_ONES, lambda _: tuple(not right for right in RIGHT_ONES)),
    "those of several": (SEVERAL, lambda _: GROWING, lambda _: GROWING[1:]),
}


@pytest.mark.parametrize("kind", ROADS)
def test_a_second_road_of_items_leads_to_the_key_or_is_told(kind):
    compiled, right, wrong = ROADS[kind]
    assert check._second_road(with_case(compiled, measured=right)) > 0
    with pytest.raises(LstmDocsError, match="was measured at"):
        check._second_road(with_case(compiled, measured=wrong))


def test_a_formula_is_tried_at_sizes_that_tell_its_letters_apart():
    tried = []

    def measured(sizes):
        tried.append([sizes[letter] for letter in "BHILT"])
        return (np.prod(tried[-1]),)

    check._second_road(with_case(FORMULA, key=("B*H*I*L*T",), measured=measured))
    assert tried
    for sizes in tried:
        assert len(set(sizes)) == 5
        assert min(sizes) > 1


def test_as_many_texts_as_may_be(monkeypatch):
    few = with_family(good("dropout-mask"), draws=(Draw("H", range(1, 6)),))
    monkeypatch.setattr(check, "MOST_TEXTS", 5)
    assert check_family(few).proved == few.family.domain
    monkeypatch.setattr(check, "MOST_TEXTS", 4)
    with pytest.raises(LstmDocsError, match="5 questions made of texts; draw from at most 4 a case"):
        check_family(few)


FEW = """schema: 2
revision: 1
topic: shapes
families:
  - {id: one, level: 1, seconds: 30, kind: integer, draw: {H: {from: 2, to: 9}}, ask: "{H}?", answer: 4*H,
     distract: [{is: H + 100, why: a.}, {is: H + 200, why: b.}, {is: H + 300, why: c.}]}
  - {id: two, level: 1, seconds: 30, kind: integer, draw: {cell: [lstm, gru-reset-after], H: {from: 2, to: 9}},
     ask: "{cell}, {H}?", answer: {by: cell, lstm: 4*H, gru-reset-after: 3*H},
     distract: [{is: H + 100, why: a.}, {is: H + 200, why: b.}, {is: H + 300, why: c.}]}
"""


@pytest.fixture
def bank(tmp_path):
    (tmp_path / "few.yml").write_text(FEW, encoding="utf-8")
    return load_bank(tmp_path)


def test_what_is_proved_is_told_and_kept(bank):
    lines = []
    proofs, faults = check_bank(bank, lines.append)
    assert lines == ["one", "two"]
    assert not faults
    assert recorded(bank) is None
    record(bank, [proofs[0], replace(proofs[1], second=5, declared=7)])
    text = f'{{"digest": "{bank.digest}", "families": 2, "proved": 24, "second": 5, "declared": 15}}\n'
    assert (bank.path / check.RECORD).read_text(encoding="utf-8") == text
    assert recorded(bank) == Recorded(24, 5, 15)


KEPT = {
    "of another bank": '{"digest": "another", "families": 2, "proved": 24, "second": 5, "declared": 15}',
    "no JSON": "proved",
    "no table": "[]",
    "a word for a number": '{"digest": "DIGEST", "proved": "many", "second": 5, "declared": 15}',
    "a number too few": '{"digest": "DIGEST", "proved": 24, "second": 5}',
    "of no bank": '{"proved": 24, "second": 5, "declared": 15}',
}


@pytest.mark.parametrize("damage", KEPT)
def test_a_record_that_is_none(damage, bank):
    (bank.path / check.RECORD).write_text(KEPT[damage].replace("DIGEST", bank.digest), encoding="utf-8")
    assert recorded(bank) is None
