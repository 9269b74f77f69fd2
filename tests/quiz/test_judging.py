"""Verdicts, whole: what is right, how much of it, what was understood, which mistake it was and what is said to it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from lstm_docs.formulas.digits import AnswerError
from lstm_docs.formulas.texts import Said
from lstm_docs.marks import marking
from lstm_docs.quiz.engine import asking
from lstm_docs.quiz.engine.judging import Verdict, answered, judge, judge_places, right_answer
from lstm_docs.quiz.engine.kinds import read
from lstm_docs.quiz.engine.scoring import Scoring, Tally
from lstm_docs.quiz.engine.wrong_paths import Distractor


def option(text, values=(), misconception="", said=""):
    return asking.Option(text, values, misconception, said)


def question(kind, **changes):
    """A question made by hand: W with H = 25 rows and I = 45 columns, and so on."""
    base = asking.Question(
        id="mine.0",
        family="mine",
        topic="shapes",
        level=1,
        seconds=30,
        kind=kind,
        decimals=0,
        given={},
        ask="x is 45×1, h is 25×1. What is the shape of W_f, in H and I?",
        answer=(),
        options=(),
        partners=(),
        key=-1,
        solution=("so",),
        sizes={"H": 25, "I": 45},
        known={"H": 25, "I": 45},
        scales={},
        paths=(),
    )
    return replace(base, **changes)


TURNED = Distractor("transposed", ("I", "H"), Said("{I} rows is the transpose."))
SQUARE = Distractor("square", ("H", "H"), Said("That is U."))
SHAPE = question(
    "shape",
    answer=(25, 45),
    key=1,
    options=(
        option("45×25", (45, 25), "transposed", "turned"),
        option("25×45", (25, 45)),
        option("25×25", (25, 25), "square", "That is U."),
    ),
    paths=((TURNED, (45, 25)), (SQUARE, (25, 25))),
)
FORMULA = question(
    "formula",
    answer=read("formula", 0, "4H(H+I+1)", {"H": 1, "I": 1}),
    paths=((Distractor("no-bias", ("4*H*(H + I)",), Said("No bias.")), read("formula", 0, "4H(H+I)", {"H": 1, "I": 1})),),
)
NUMBER = question("number", answer=(85,), decimals=2, known={"A": 85}, ask="How much?")
CHOICE = question(
    "choice",
    answer=(2,),
    key=2,
    options=(option("one", said="No, one.", misconception="of-one"), option("two", said="No, two."), option("three")),
)
TRUTH = question(
    "truefalse", answer=(1,), key=1, options=(option("True", misconception="believed", said="Not so."), option("False"))
)
SEVERAL = question(
    "several",
    answer=(0, 2),
    options=(
        option("a", misconception="left-a", said="A it is."),
        option("b", misconception="took-b", said="Not b."),
        option("c", misconception="left-c", said="C too."),
        option("d", said="Not b."),
    ),
)
ORDER = question(
    "order",
    answer=(2, 0, 1),
    options=(
        option("p", said="P is second."),
        option("q", misconception="q-late", said="Q is last."),
        option("r", said="R first."),
    ),
)
MATCH = question(
    "match",
    answer=(1, 0, 1),
    partners=("x", "y"),
    options=(option("p", said="P is y."), option("q", misconception="q-x", said="Q is x."), option("r", said="R is y.")),
)

SCALED = question(
    "number",
    answer=(12,),
    decimals=0,
    sizes={"F": 85},
    known={"F": 85},
    scales={"F": 100},
    paths=((Distractor("scaled", ("F",), Said("{F} is the gate.")), (85,)),),
)
UNITS = question("integer", answer=(25,), ask="How many units?", known={})

RIGHT = {
    "a shape": (SHAPE, " 25 x 45 ", "25×45"),
    "a shape by its names": (SHAPE, "HxI", "25×45"),
    "a formula as it was typed": (FORMULA, " 4*(H*H + H*I + H) ", "4*(H*H + H*I + H)"),
    "a number": (NUMBER, "0.85", "0.85"),
    "a number that rounds": (NUMBER, "0.8491", "0.85"),
    "a number with the unit of the wording": (UNITS, "25 units", "25"),
    "a choice": (CHOICE, "c", "C"),
    "false": (TRUTH, "no", "B"),
    "all that are right": (SEVERAL, "c, a", "A, C"),
    "an order": (ORDER, "CAB", "C, A, B"),
    "partners": (MATCH, "BAB", "B, A, B"),
}


@pytest.mark.parametrize("case", RIGHT)
def test_what_is_right(case):
    asked, typed, understood = RIGHT[case]
    verdict = judge(asked, typed)
    whole = {"several": 2, "order": 3, "match": 3}.get(asked.kind, 1)
    wrong = 2 if asked.kind == "several" else 0
    assert verdict == Verdict(True, Tally(whole, whole, 0, wrong), understood)
    assert verdict.share == 1


WRONG = {
    "what is said has sizes as they are stated": (
        SCALED,
        "85",
        Verdict(False, Tally(0, 1), "85", "0.85 is the gate.", "scaled"),
    ),
    "a mistake that is known": (
        SHAPE,
        "45x25",
        Verdict(False, Tally(0, 1), "45×25", "45 rows is the transpose.", "transposed"),
    ),
    "the second one known": (SHAPE, "25x25", Verdict(False, Tally(0, 1), "25×25", "That is U.", "square")),
    "a mistake that is not": (SHAPE, "1x1", Verdict(False, Tally(0, 1), "1×1")),
    "a formula that is known": (FORMULA, "4H(I+H)", Verdict(False, Tally(0, 1), "4H(I+H)", "No bias.", "no-bias")),
    "a number": (NUMBER, "0.86", Verdict(False, Tally(0, 1), "0.86")),
    "a choice": (CHOICE, "A", Verdict(False, Tally(0, 1), "A", "No, one.", "of-one")),
    "a choice without a name": (CHOICE, "b", Verdict(False, Tally(0, 1), "B", "No, two.")),
    "true": (TRUTH, "yes", Verdict(False, Tally(0, 1), "A", "Not so.", "believed")),
    "one missing": (SEVERAL, "A", Verdict(False, Tally(1, 2, 0, 2), "A", "C too.", "left-c")),
    "one too many": (SEVERAL, "ABC", Verdict(False, Tally(2, 2, 1, 2), "A, B, C", "Not b.", "took-b")),
    "two that say the same": (SEVERAL, "ABCD", Verdict(False, Tally(2, 2, 2, 2), "A, B, C, D", "Not b.", "took-b")),
    "all of it wrong": (SEVERAL, "D", Verdict(False, Tally(0, 2, 1, 2), "D", "A it is. C too. Not b.", "left-a")),
    "two in each other's place": (ORDER, "ACB", Verdict(False, Tally(1, 3), "A, C, B", "P is second. R first.")),
    "the last two exchanged": (ORDER, "CBA", Verdict(False, Tally(1, 3), "C, B, A", "Q is last. P is second.", "q-late")),
    "one partner": (MATCH, "BBB", Verdict(False, Tally(2, 3), "B, B, B", "Q is x.", "q-x")),
    "no partner": (MATCH, "ABA", Verdict(False, Tally(0, 3), "A, B, A", "P is y. Q is x. R is y.", "q-x")),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong(case):
    asked, typed, expected = WRONG[case]
    assert judge(asked, typed) == expected


def test_places_are_judged_without_letters():
    assert judge_places(SHAPE, (1,)) == Verdict(True, Tally(1, 1), "B")
    assert judge_places(SHAPE, (0,)) == Verdict(False, Tally(0, 1), "A", "turned", "transposed")


def test_the_share_is_that_of_the_balanced_rule():
    assert judge(SEVERAL, "A").share == Fraction(1, 2)
    assert judge(SEVERAL, "ABC").share == Fraction(1, 2)
    assert judge(ORDER, "ACB").share == Fraction(1, 3)


WRITTEN_OUT = (
    option("The gate `f`."), option("the  candidate $g$"), option("Twice"), option("Twice."), option("XX"), option("xX, too"),
)  # fmt: skip
WORDS = {
    "THE GATE F": "A",
    "The candidate  g. ": "B",
    "`the gate f`.": "A",
    "C": "C",
    "xx.": "E",
    "Xx, too": "F",
    "B. the candidate g": "B",
}


@pytest.mark.parametrize("typed", WORDS)
def test_an_option_may_be_written_out(typed):
    asked = question("choice", options=WRITTEN_OUT, key=1, answer=(1,))
    assert answered(asked, typed).understood == WORDS[typed]
    assert answered(asked, typed).right == (WORDS[typed] == "B")


@pytest.mark.parametrize("typed", ["twice", "the gate", ". the gate f", "A. the candidate g", "thegatef"])
def test_what_is_written_out_is_one_of_the_options(typed):
    with pytest.raises(AnswerError):
        answered(question("choice", options=WRITTEN_OUT, key=1, answer=(1,)), typed)


def test_a_letter_before_several_is_no_choice_of_one():
    assert answered(SEVERAL, "A) C").right
    assert answered(ORDER, "C) AB").right


BESIDE = {
    "a letter": ("b", True),
    "the letter of a wrong option": ("A", False),
    "a letter and its answer": ("B) 25x45", True),
    "the answer": ("25 x 45", True),
    "a wrong letter and its answer": ("C. 25x25", False),
}


@pytest.mark.parametrize("case", BESIDE)
def test_letters_are_read_beside_what_is_typed(case):
    typed, right = BESIDE[case]
    assert answered(SHAPE, typed).right is right


UNREADABLE = {
    "a letter and another answer": (
        SHAPE,
        "A 25x45",
        "a letter and another answer stand there: write one of them; a letter from A to C is read too",
    ),
    "a choice and another": (CHOICE, "A) C", "expected a letter from A to C"),
    "no letter": (CHOICE, "the third", "expected a letter from A to C"),
    "a letter that is none": (CHOICE, "D", "expected a letter from A to C"),
    "no shape": (SHAPE, "25", "expected two sizes, such as 3×2; a letter from A to C is read too"),
    "neither true nor false": (TRUTH, "perhaps", "expected true or false; a letter from A to B is read too"),
    "no letters": (SEVERAL, "none of them", "expected the letters of all that are right, such as A, C"),
    "an order cut short": (ORDER, "CA", "expected the letters in order, such as CABD"),
    "a letter twice": (ORDER, "CCA", "expected the letters in order, such as CABD"),
    "a partner that is none": (MATCH, "BAC", "expected one letter for each, such as BAAC"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_says_what_was_expected(case):
    asked, typed, message = UNREADABLE[case]
    with pytest.raises(AnswerError) as raised:
        answered(asked, typed)
    assert str(raised.value) == message


def test_a_letter_from_the_options_of_what_is_typed():
    """Four options end at D; a size may be called E."""
    four = replace(SHAPE, options=(*SHAPE.options, option("1×1", (1, 1))))
    with pytest.raises(AnswerError, match="a letter from A to D is read too"):
        answered(four, "?")


READ = {
    "an option": (SHAPE, "25×45"),
    "letters": (SEVERAL, "A, C"),
    "an order": (ORDER, "C, A, B"),
    "pairs": (MATCH, "p — y; q — x; r — y"),
    "the first option": (replace(SHAPE, key=0), "45×25"),
}


@pytest.mark.parametrize("case", READ)
def test_the_key_can_be_read(case):
    asked, text = READ[case]
    assert right_answer(asked) == text


OPEN = question("open", ask="Write it.")


class Sheet:
    """As much of a paper as marking reads."""

    code, number, candidate, scoring = "code", 3, "Ada", Scoring.BALANCED
    questions = (SHAPE, SEVERAL, OPEN, CHOICE)
    marks = (2, 4, 6, 1)


MARKED = {
    "right": ({1: " B "}, {}, (1, "B", "right", 2, 2, "", "")),
    "wrong": ({1: "45x25"}, {}, (1, "45x25", "wrong", 0, 2, "45 rows is the transpose.", "transposed")),
    "partly": ({2: "A"}, {}, (2, "A", "partly", 2, 4, "C too.", "left-c")),
    "of several, all wrong": ({2: "B"}, {}, (2, "B", "wrong", 0, 4, "A it is. Not b. C too.", "left-a")),
    "empty": ({4: "  "}, {}, (4, "", "empty", 0, 1, "", "")),
    "unreadable": ({4: "?"}, {}, (4, "?", "unreadable", 0, 1, "expected a letter from A to C", "")),
    "open": ({3: "def"}, {}, (3, "def", "awaits", 0, 6, "an interviewer's points", "")),
    "given all": ({3: "def"}, {3: Fraction(6)}, (3, "def", "right", 6, 6, "", "")),
    "given some": ({3: "def"}, {3: Fraction(5, 2)}, (3, "def", "partly", Fraction(5, 2), 6, "", "")),
    "given nothing": ({1: "B"}, {1: Fraction(0)}, (1, "B", "wrong", 0, 2, "", "")),
}


@pytest.mark.parametrize("case", MARKED)
def test_what_an_answer_earns(case):
    answers, points, expected = MARKED[case]
    marked = marking.mark_paper(Sheet, answers, points)
    assert (marked.code, marked.number, marked.candidate, len(marked.marks)) == ("code", 3, "Ada", 4)
    mark = marked.marks[expected[0] - 1]
    assert (mark.place, mark.typed, mark.state, mark.points, mark.marks, mark.said, mark.misconception) == expected
    assert mark.family == "mine"
    assert mark.judged is (expected[2] not in ("awaits", "unreadable"))
    assert marked.points == expected[3]
    assert marked.most == 13
    assert all(other.state in ("empty", "awaits") for other in marked.marks if other is not mark)


def test_part_of_an_answer_earns_what_the_paper_says():
    earned = {}
    for scoring in Scoring:
        sheet = type("Strict", (Sheet,), {"scoring": scoring})
        mark = marking.mark_paper(sheet, {2: "A"}).marks[1]
        earned[scoring.value] = (mark.points, mark.state, mark.guessing)
    assert {name: shares[:2] for name, shares in earned.items()} == {
        "balanced": (2, "partly"),
        "all-or-nothing": (0, "wrong"),
        "per-option": (3, "partly"),
    }
    assert len({shares[2] for shares in earned.values()}) == 3


def test_what_guessing_earns_is_in_proportion_to_the_marks():
    by_place = [mark.guessing for mark in marking.mark_paper(Sheet, {}).marks]
    assert by_place[0] == Fraction(2, 3)
    assert by_place[2] == 0
    assert by_place[3] == Fraction(1, 3)
    assert marking.mark_paper(Sheet, {}).guessing == sum(by_place)
    assert 0 < by_place[1] < 4


def test_a_paper_is_final_when_all_is_judged():
    answers = {1: "B", 2: "AC", 3: "def", 4: "C"}
    assert not marking.mark_paper(Sheet, answers).final
    marked = marking.mark_paper(Sheet, answers, {3: Fraction(6)})
    assert marked.final
    assert marked.points == marked.most == 13
