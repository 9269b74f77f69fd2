"""What is told to whoever is wrong depends on the wrong answer, options are possible, and hard questions show every step."""

from __future__ import annotations

import re

import pytest

from lstm_docs.formulas.decimals import THIN, rounded
from lstm_docs.formulas.texts import plain
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import check_family, load_bank
from lstm_docs.quiz.engine.asking import at, question
from lstm_docs.quiz.engine.compiled import compile_family
from lstm_docs.quiz.engine.family import read
from lstm_docs.quiz.engine.kinds import KINDS

BANK = load_bank()
DRAWS = 12
NUMERIC = [family.id for family in BANK.families.read.values() if KINDS[family.kind].numeric]
HARD = [name for name in NUMERIC if BANK.families.read[name].level > 2]
TOGETHER = ("truefalse", "several", "open")
"""Kinds whose sentences, one for each statement or item, are the solution when they stand together."""
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
DECIMALS = re.compile(rf"\d[\d{THIN}]*\.\d+")
SHARES = re.compile(r"\bpercent\b|\bshare of\b")


def _asked(name):
    compiled = BANK.family(name)
    places = range(min(len(compiled.cases), DRAWS))
    return [at(compiled, "feedback", place) for place in places] + [question(compiled, "feedback", n) for n in range(DRAWS)]


def _sentences(asked):
    """What each wrong answer is told: of a choice the wrong options, of the rest every option, since each can be misplaced."""
    return [option.said for place, option in enumerate(asked.options) if place != asked.key]


@pytest.mark.parametrize("name", BANK.families)
def test_no_two_wrong_answers_are_told_the_same(name):
    for asked in _asked(name):
        sentences = _sentences(asked)
        assert all(sentences), asked.id
        assert len(set(sentences)) == len(sentences), (asked.id, sentences)


@pytest.mark.parametrize("name", [n for n, f in BANK.families.read.items() if f.kind not in TOGETHER])
def test_a_wrong_answer_is_told_more_than_the_solution(name):
    for asked in _asked(name):
        assert not {*_sentences(asked)} & {*asked.solution}, asked.id


@pytest.mark.parametrize("name", NUMERIC)
def test_no_sentence_has_digits_that_nobody_needs(name):
    for asked in _asked(name):
        sentences = [plain(text) for text in (*asked.solution, *(option.said for option in asked.options))]
        for number in (number for sentence in sentences for number in DECIMALS.findall(sentence)):
            whole, _, decimals = number.partition(".")
            assert len((whole + decimals).replace(THIN, "").lstrip("0")) <= 6 or len(decimals) <= asked.decimals + 2, sentences


def test_a_wrong_number_is_told_as_its_option_reads():
    asked = question(BANK.family("slowest-ceiling"), "feedback")
    wrong = [option for option in asked.options if option.said]
    assert all(option.said.startswith(f"{option.text} µs ") for option in wrong)


@pytest.mark.parametrize("name", NUMERIC)
def test_a_question_for_a_share_says_what_is_possible(name):
    family = BANK.families.read[name]
    asked = _asked(name)
    options = [option.values[0] for one in asked for option in one.options]
    if SHARES.search(family.ask) and family.kind == "number":
        assert family.possible is not None or max(options) <= 10**family.decimals
    if all(one.answer[0] >= 0 for one in asked):
        assert min(options) >= 0


@pytest.mark.parametrize("name", HARD)
def test_hard_questions_are_solved_step_by_step(name):
    """Two steps at least, every word of the answer with its number, and the answer."""
    family = BANK.families.read[name]
    for asked in _asked(name):
        assert len(asked.solution) >= 2, asked.solution
        solution = plain(" ".join(asked.solution)).replace(THIN, "").replace("−", "-")
        numbers = {rounded(float(number), asked.decimals) for number in NUMBER.findall(solution)}
        assert {*asked.answer} <= numbers, asked.solution
    if "solution" in family.parts:
        assert _words(family) <= {*re.findall(r"\{([a-z_]+)", str(family.parts["solution"].value))}


@pytest.mark.parametrize("name", [n for n, f in BANK.families.read.items() if f.level > 2 and not KINDS[f.kind].numeric])
def test_hard_questions_of_other_kinds_are_solved_step_by_step(name):
    """Two steps at least; what is right is told in them: each partner, all that is to be chosen, a change of the code."""
    for asked in _asked(name):
        assert len(asked.solution) >= 2, asked.solution
        solution = plain(" ".join(asked.solution))
        if asked.kind == "match":
            assert all(plain(partner) in solution for partner in asked.partners), asked.solution
        if asked.kind == "several":
            right = [asked.options[place] for place in asked.answer]
            assert all(plain(option.text) in solution or plain(option.said) in solution for option in right), asked.solution
        if asked.kind == "choice":
            told = re.findall(r"\w+", plain(asked.options[asked.key].text).replace(THIN, ""))
            known = [word for word in told if word[:5].lower() in solution.replace(THIN, "").lower()]
            assert len(known) >= len(told) / 3, (told, asked.solution)


def _words(family):
    """The words that the family's one answer is made of, by which its author thinks in steps."""
    node = family.parts.get("answer")
    declared = dict(family.parts["words"].items()) if "words" in family.parts else {}
    if node is None or not isinstance(node.value, str) or "{" in node.value:
        return set()
    return {word for word in re.findall(r"[a-z_]+", node.value) if word in declared}


SHARE = """\
schema: 2
revision: 1
topic: mine
families:
  - id: mine
    level: 1
    seconds: 30
    kind: number
    decimals: 2
    possible: {from: 0, to: 1}
    draw:
      T: {from: 4, to: 9}
    ask: What share of {T} steps is one step?
    answer: 1 / T
    declared: what a share is
    distract:
      - {is: 1 - answer, why: "{value} is the rest."}
      - {is: answer / 2, why: "{value} is half of it."}
      - {is: answer^2, why: "{value} is squared."}
      - {is: T, why: "{value} is the number of steps."}
"""


@pytest.mark.parametrize(
    ("find", "put", "message"),
    [
        ("{is: answer / 2", "{is: T + 1", r"an option is impossible, that of mine.yml:18; list it later or leave it out"),
        (
            "{from: 0, to: 1}",
            "powers of two",
            r"mine.yml:5: mine: the answer is not possible by what the family calls possible",
        ),
        ("{from: 0, to: 1}", "{from: 1, to: 0}", r"mine.yml:10: what is possible goes from a whole number to a larger one"),
        ("{from: 0, to: 1}", "a share", r"mine.yml:10: expected \{from: 0, to: 1\} or powers of two, not 'a share'"),
    ],
)
def test_an_option_that_no_answer_could_be_is_refused(find, put, message):
    assert check_family(compile_family(read(SHARE, "mine.yml")[0][0])).proved == 6
    with pytest.raises(LstmDocsError, match=message):
        check_family(compile_family(read(SHARE.replace(find, put), "mine.yml")[0][0]))
