"""A dead prover looks like a good bank, so each of its checks is shown a family that fails just that check."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lstm_docs.formulas.texts import Said
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import check_bank, check_family, load_bank
from lstm_docs.quiz.engine import check
from lstm_docs.quiz.engine.compiled import compile_family
from lstm_docs.quiz.engine.family import Draw, Possible, read
from lstm_docs.quiz.engine.registry import Item
from lstm_docs.quiz.engine.wrong_paths import Distractor


def good(name):
    """A family of the bank, compiled: what is changed below."""
    return load_bank().family(name)


def with_case(compiled, place=0, **changes):
    """The family with one of its cases changed."""
    cases = list(compiled.cases)
    cases[place] = replace(cases[place], **changes)
    return replace(compiled, cases=tuple(cases))


def with_family(compiled, **changes):
    return replace(compiled, family=replace(compiled.family, **changes))


def drawn(compiled, **draws):
    """The family with other values drawn for some of its sizes."""
    family = compiled.family
    return with_family(compiled, draws=tuple(Draw(d.size, draws.get(d.size, d.values), d.scale) for d in family.draws))


def path(*values, where="mine.yml:7"):
    return Distractor("mine", values, Said("said"), where=where)


def items(*texts, right=0):
    return tuple(Item(Said(text), right=place == right, said=Said("")) for place, text in enumerate(texts))


def _first(measure, sizes):
    return next(iter(measure(sizes)))


WHOLE = good("output-width")  # H, or 2 H, from H and L
FAIR = drawn(WHOLE, H=range(8, 108), L=(2, 3))  # enough to look at positions
WIDTH = drawn(WHOLE, H=range(8, 30), L=(2, 3))  # too few to look at positions, which takes time
ONE = replace(
    WIDTH, cases=(replace(WIDTH.cases[0], measured=None),), family=replace(WIDTH.family, cases=WIDTH.family.cases[:1])
)
NUMBER = good("forget-product")
CHOICE = good("dropout-mask")
FORMULA = good("parameter-formula")
SEVERAL = good("dropout-scope")

REFUSED = {
    "an answer below zero": (with_case(ONE, key=("H - 1000",)), "not a whole number from 0 to 2^53 - 1; first at {"),
    "a fraction": (with_case(ONE, key=("H/2",)), "not a whole number from 0 to 2^53 - 1"),
    "an answer of 2^53": (with_case(ONE, key=("8^8*8^8*32",)), "a number is above 2^53 - 1"),
    "a number above it on the way": (with_case(ONE, key=("8^8*8^8*64/64",)), "a number is above 2^53 - 1"),
    "a division by zero": (with_case(ONE, key=("1/(H - H)",)), "division by zero"),
    "an answer that is always wrong": (
        with_case(ONE, wrong=(*ONE.cases[0].wrong, path(*ONE.cases[0].key))),
        "this wrong answer is always the right one",
    ),
    "a wrong formula that is the key": (
        with_case(FORMULA, wrong=(*FORMULA.cases[0].wrong, path(f"0 + {FORMULA.cases[0].key[0]}"))),
        "this wrong answer is always the right one",
    ),
    "two distractors": (with_case(ONE, wrong=(path("H + 1"), path("H + 2"))), "fewer than 3 distractors differ"),
    "distractors that agree": (
        with_case(ONE, wrong=(path("H + 1"), path("1 + H"), path("H + 2"), path("H + 2"))),
        "fewer than 3 distractors differ",
    ),
    "a distractor below zero": (
        with_case(ONE, wrong=(path("H + 1"), path("H + 2"), path("H - 1000"))),
        "fewer than 3 distractors differ",
    ),
    "a distractor that is a fraction": (
        with_case(ONE, wrong=(path("H + 1"), path("H + 2"), path("H/2 + 1/4"))),
        "fewer than 3 distractors differ",
    ),
    "distractors that meet the key at one size": (
        with_case(ONE, wrong=(path("H + 1"), path("H + 2"), path("2*H - 7"))),
        "fewer than 3 distractors differ",
    ),
    "a second road that leads elsewhere": (
        with_case(WIDTH, measured=lambda sizes: (sizes["H"] + 1,)),
        "was measured at {",
    ),
    "a second road wrong in the last case": (
        with_case(WIDTH, -1, measured=lambda sizes: (sizes["H"],)),
        "was measured at {",
    ),
    "a second road wrong in the last decimal": (
        with_case(NUMBER, measured=lambda sizes: (1.0005 * _first(NUMBER.cases[0].measured, sizes),)),
        "was measured at {",
    ),
    "a second road with one number more": (
        with_case(WIDTH, measured=lambda sizes: (sizes["H"], 1)),
        "was measured at {",
    ),
    "a formula measured otherwise": (
        with_case(FORMULA, measured=lambda sizes: (_first(FORMULA.cases[0].measured, sizes) + 1,)),
        "was measured",
    ),
    "an item that is not right": (
        with_case(CHOICE, measured=lambda _: tuple(not item.right for item in CHOICE.cases[0].items)),
        "was measured",
    ),
    "an order that is another": (
        with_case(good("gate-order"), measured=lambda _: (True, True, False, True)),
        "was measured",
    ),
    "what pairs with something else": (
        with_case(good("how-many-of-each"), measured=lambda _: (1, 2, 3, 4)),
        "was measured",
    ),
    "two options alike": (
        with_case(SEVERAL, items=items("one", "two", "two", "three"), measured=None),
        "two options are alike",
    ),
    "three options": (with_case(CHOICE, items=items("one", "two", "three")), "3 options where 4 are wanted"),
    "a formula with two distractors": (
        with_case(FORMULA, wrong=FORMULA.cases[0].wrong[:2]),
        "parameter-formula: 2 options where 4 are wanted; at {",
    ),
    "too many questions made of texts": (
        with_family(CHOICE, draws=(Draw("H", range(1, 2**14 + 2)),)),
        "draw from at most 16,384 a case",
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_is_wrong_is_told_with_its_place(fault):
    compiled, message = REFUSED[fault]
    with pytest.raises(LstmDocsError) as raised:
        check_family(compiled)
    assert message in str(raised.value)
    assert raised.value.where in (compiled.family.where, "mine.yml:7")
    if "always the right one" in message:
        assert raised.value.where == "mine.yml:7"


THREE = ("H + 1", "H + 2", "H + 3")
POWERS = Possible(1, 2**20, power_of_two=True)
WITHIN = {  # what is possible, decimals, units drawn, key, wrong answers; what is impossible and at how many units
    "all of it": (Possible(8, 32), 0, range(8, 30), "H", THREE, None),
    "its ends, as stated": (Possible(8, 29), 1, range(8, 29), "H", ("8", "29", "H + 1", "9", "10", "11"), None),
    "a key below": (Possible(9, 40), 0, range(8, 30), "H", THREE, ("key", 8)),
    "a key above": (Possible(8, 28), 0, range(8, 30), "H", THREE, ("key", 29)),
    "an option above": (Possible(8, 100), 0, range(8, 30), "H", ("H + 1", "H + 2", "H + 80"), ("option", 21)),
    "an option below": (Possible(8, 100), 0, range(8, 30), "H", ("H + 1", "H + 2", "29 - H"), ("option", 22)),
    "what is beyond the options": (Possible(8, 100), 0, range(8, 30), "H", (*THREE, "H + 1000"), None),
    "what is the key again": (Possible(8, 100), 0, (8,), "H", ("H + 0", *THREE), None),
    "what is no whole number": (Possible(8, 100), 0, range(8, 30), "H", (*THREE[:2], "H/2 - 395/4", "H + 3"), None),
    "powers of two": (POWERS, 0, (1, 2, 4), "H", ("8*H", "64*H", "512*H"), None),
    "a key that is no power": (POWERS, 0, (2, 4, 6), "H", ("16", "32", "64"), ("key", 6)),
    "an option that is no power": (POWERS, 0, (2, 4, 8), "H", ("16", "32", "H + 2"), ("option", 4)),
    "a power that no size is": (POWERS, 0, (1, 2), "H", ("8^6*H*4", "4*H", "8*H"), ("option", 2)),
}
IMPOSSIBLE = {
    "key": "the answer is not possible by what the family calls possible",
    "option": "an option is impossible, that of {where}; list it later or leave it out",
}


@pytest.mark.parametrize("own", ["mine.yml:7", ""])
@pytest.mark.parametrize("case", WITHIN)
def test_no_answer_and_no_option_is_beyond_what_is_possible(case, own):
    """A wrong answer that has no line of its own is told at that of the family."""
    possible, decimals, units, key, wrong, found = WITHIN[case]
    family = with_case(drawn(ONE, H=units), key=(key,), wrong=tuple(path(value, where=own) for value in wrong))
    kind = "number" if decimals else "integer"
    family = with_family(family, possible=possible, decimals=decimals, kind=kind)
    if found is None:
        check._distinct(family, family.cases[0], next(check._blocks(family)))
        return
    with pytest.raises(LstmDocsError) as raised:
        check_family(family)
    problem = IMPOSSIBLE[found[0]].format(where=own or family.family.where)
    assert raised.value.message == f"output-width: {problem}; first at {{'cell': 'lstm', 'hidden': {found[1]}, 'layers': 2}}"


@pytest.mark.parametrize("compiled", [FAIR, ONE, NUMBER, CHOICE, FORMULA], ids=lambda it: it.family.id)
def test_what_they_are_made_from_is_good(compiled):
    assert check_family(compiled).proved == compiled.family.domain


@pytest.mark.parametrize(("level", "steps"), [(1, 1), (2, 1), (3, 2), (4, 2)])
def test_a_hard_question_is_solved_in_steps(level, steps):
    """From level 3 on in two or more, in every case; which case has fewer is told, and where the family is."""
    said = tuple(Said(f"{n}.") for n in range(steps))
    enough = with_case(with_case(with_family(WIDTH, level=level), solution=said), 1, solution=said)
    check_family(enough)
    if level < check.HARD:
        return
    for place, given in enumerate(("{'cell': 'lstm'}", "{'cell': 'lstm', 'bidirectional': True}")):
        with pytest.raises(LstmDocsError) as raised:
            check_family(with_case(enough, place, solution=said[:1]))
        assert raised.value.where == WIDTH.family.where
        told = f"output-width: at level {level} a solution shows its steps, two or more; where the case is {given} it has 1"
        assert raised.value.message == told


def test_a_wrong_answer_may_be_right_at_some_sizes_and_in_some_cases():
    shared = path("2*H")  # the key of the second case
    first, second = WIDTH.cases
    both = replace(WIDTH, cases=(replace(first, wrong=(*first.wrong, shared)), replace(second, wrong=(*second.wrong, shared))))
    check_family(both)


def test_the_largest_answer_that_is_exact_is_an_answer():
    largest = with_case(ONE, key=("(8^8*8^8*16 - 1)*2 + 1",), wrong=(path("1"), path("2"), path("3")))
    assert check_family(drawn(largest, H=(1,))).proved > 0


GIVEN = good("power-of-two-in-budget")


def test_what_is_stated_has_one_answer():
    """The budget is stated in place of the units; rounded to thousands it would leave several."""
    (name, _), *others = GIVEN.cases[0].given
    blurred = with_case(GIVEN, given=((name, "1"), *others))
    with pytest.raises(LstmDocsError, match="what is stated leaves several answers; first where it states") as raised:
        check_family(blurred)
    assert raised.value.where == GIVEN.family.where


def test_every_case_and_the_smallest_sizes_are_measured():
    asked = []

    def measured(place):
        def walk(sizes):
            asked.append((place, sizes["H"], sizes["L"]))
            return tuple(right(sizes))

        right = WIDTH.cases[place].measured
        return walk

    watched = replace(WIDTH, cases=tuple(replace(case, measured=measured(n)) for n, case in enumerate(WIDTH.cases)))
    proof = check_family(watched)
    assert proof.second == len(asked) >= 2 * check.SECOND_ROAD
    for place in range(2):
        sizes = {(units, layers) for case, units, layers in asked if case == place}
        assert len(sizes) >= check.SECOND_ROAD
        assert tuple(draw.values[0] for draw in WIDTH.family.draws) in {*sizes, *((b, a) for a, b in sizes)}


def test_what_nothing_measures_is_counted_apart():
    half = with_case(WIDTH, measured=None, declared="somebody")
    proof = check_family(half)
    assert proof.declared == WIDTH.family.domain // 2
    assert 0 < proof.second <= check.SECOND_ROAD + 1
    assert check_family(WIDTH).declared == 0
    assert check_family(good("write-a-step")).declared == 0


def test_what_is_measured_is_not_declared():
    with pytest.raises(LstmDocsError, match=r"mine\.yml:12: this answer is measured; it need not be declared"):
        compiled_from(FAMILY.replace("    distract:", "    declared: me\n    measured: weights-counted\n    distract:"))
    declared = compiled_from(FAMILY.replace("    distract:", "    declared: me\n    distract:"))
    assert {case.declared for case in declared.cases} == {"me"}


def test_the_faults_of_one_family_do_not_hide_those_of_another(tmp_path):
    bad = """
schema: 2
revision: 1
topic: shapes
families:
  - {id: bad-one, level: 1, seconds: 30, kind: integer, draw: {H: {from: 2, to: 9}}, ask: "{H}?", answer: H - 5,
     distract: [{is: H + 1, why: a.}, {is: H + 2, why: b.}, {is: H + 3, why: c.}]}
  - {id: bad-two, level: 1, seconds: 30, kind: integer, draw: {H: {from: 2, to: 9}}, ask: "{H}?", answer: H/2,
     distract: [{is: H + 1, why: a.}, {is: H + 2, why: b.}, {is: H + 3, why: c.}]}
  - {id: good-one, level: 1, seconds: 30, kind: integer, draw: {H: {from: 2, to: 9}}, ask: "{H}?", answer: 4*H,
     distract: [{is: H + 100, why: a.}, {is: H + 200, why: b.}, {is: H + 300, why: c.}]}
"""
    (tmp_path / "mine.yml").write_text(bad, encoding="utf-8")
    proofs, faults = check_bank(load_bank(tmp_path))
    assert [proof.family for proof in proofs] == ["good-one"]
    assert proofs[0].proved == proofs[0].domain == 8
    assert [str(fault).partition(":")[0] == str(tmp_path / "mine.yml") for fault in faults] == [True, True]


def compiled_from(text):
    (family,), _ = read(text, "mine.yml")
    return compile_family(family)


FAMILY = """schema: 2
revision: 1
topic: shapes
families:
  - id: mine
    level: 1
    seconds: 30
    kind: integer
    draw: {cell: [lstm, gru-reset-after], H: {from: 2, to: 9}, I: {from: 2, to: 9}}
    ask: "{cell}, {H} units, {I} inputs?"
    answer: {by: cell, lstm: 4*H + I, gru-reset-after: 3*H + I}
    distract:
      - {is: H + 1, why: one.}
"""


def test_the_family_below_is_good():
    assert len(compiled_from(FAMILY).cases) == 2


NOT_COMPILED = {
    "two answers with one wording": ("{cell}, ", "", "two different answers have the same wording"),
    "a size that nothing states": (
        ", {I} inputs",
        "",
        "the answer depends on I (input), which the wording does not state",
    ),
    "an answer that is stated": ("{H} units", "{H} units, {answer}", "the wording gives the answer away"),
    "an answer that is worked out": ("{H} units", "{H} units, {answer:with}", "the wording gives the answer away"),
    "a size that changes nothing": ("I: {from: 2", "B: {from: 2, to: 9}, I: {from: 2", "B is drawn and stands nowhere"),
    "a thing that changes nothing": (
        "draw: {cell",
        "draw: {bidirectional: [true, false], cell",
        "bidirectional is drawn and makes no difference",
    ),
    "a when of no case": (
        "- {is: H + 1, why: one.}",
        "- {is: H + 1, why: one., when: {cell: rnn-tanh}}",
        "the family draws no case of which this is",
    ),
}


@pytest.mark.parametrize("fault", NOT_COMPILED)
def test_what_cannot_be_asked_is_not_compiled(fault):
    find, put, message = NOT_COMPILED[fault]
    assert find in FAMILY
    with pytest.raises(LstmDocsError) as raised:
        compiled_from(FAMILY.replace(find, put, 1))
    assert message in str(raised.value)
    assert raised.value.where.startswith("mine.yml:")


@pytest.mark.parametrize("right", [True, False])
def test_options_that_are_all_right_or_all_wrong_are_no_question(right):
    """`several: all right` would take an empty answer, or every letter, for knowledge."""
    text = f"""schema: 2
revision: 1
topic: shapes
families:
  - id: mine
    level: 1
    seconds: 30
    kind: several
    draw: {{}}
    ask: Which?
    items:
      - {{text: one, right: {str(right).lower()}, why: a.}}
      - {{text: two, right: {str(right).lower()}, why: b.}}
      - {{text: three, right: {str(right).lower()}, why: c.}}
"""
    with pytest.raises(LstmDocsError, match="all or none of the options are right"):
        compiled_from(text)
