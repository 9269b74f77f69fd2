"""AMC-TXT as a file: what stands in it. That AMC marks as we do is proved by `amc_loop.py`."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace

import pytest

from lstm_docs.export import FORMATS, Style
from lstm_docs.quiz.engine.letters import LETTERS
from lstm_docs.quiz.engine.scoring import Scoring, Tally, share
from tests.export.samples import one_of_each_family, small

AWKWARD = (
    "[verbatim] [_a_] [*b*] [|c|] [[d]] [==e==]",
    "+ a - b * c ** d # e % f & g _ h ^ i ~ j",
    "\\input{x} {a} }{ \\ \\\\ <b> | !x.png!",
    "Title: a *[id=1] *( *) +[A]{b=9} -[]{}",
)

QUESTION = re.compile(r"^(\*\*?)(<[^>]*>)?\[([^]]*)\]\{([^}]*)\} (.*)$")
ANSWER = re.compile(r"^([+-])\[(\w*)\]\{([^}]*)\} (.*)$")


def lines(paper):
    return FORMATS["amc"].sheet(paper, Style()).splitlines()


def blocks(paper):
    """(stars, options, scoring, [(sign, scoring, text)]) of each question."""
    questions = []
    for line in lines(paper):
        if question := QUESTION.match(line):
            questions.append((question[1], question[3].split(","), question[4], []))
        elif option := ANSWER.match(line):
            questions[-1][3].append((option[1], option[3], option[4]))
    return questions


def test_the_key_alone_is_marked_right():
    paper = one_of_each_family()
    by_question = {options[0].removeprefix("id="): (stars, answers) for stars, options, _, answers in blocks(paper)}
    for number, asked in enumerate(paper.questions, start=1):
        if asked.kind in ("order", "match"):
            right = [by_question[f"{number}{LETTERS[n].lower()}"][1] for n in range(len(asked.answer))]
            assert [[sign for sign, *_ in answers].index("+") for answers in right] == list(asked.answer)
        elif asked.kind != "open":
            stars, answers = by_question[str(number)]
            places = tuple(n for n, (sign, *_) in enumerate(answers) if sign == "+")
            assert places == (asked.answer if asked.kind == "several" else (asked.key,))
            assert stars == ("**" if asked.kind == "several" else "*")


def test_letters_are_those_of_the_key_and_stay():
    for _, options, _, answers in blocks(small()):
        assert "ordered" in options or answers[0][2] == "0"
        letters = [re.match(r"(?:\\textbf\{)?([A-Z])", text) for *_, text in answers]
        if all(letters):
            assert "".join(letter[1] for letter in letters) == LETTERS[: len(answers)]


@pytest.mark.parametrize("text", AWKWARD)
def test_no_text_becomes_a_line_an_option_or_a_comment(text):
    asked = small().questions[0]
    awkward = replace(asked, ask=f"{text}\n{text}", options=tuple(replace(option, text=text) for option in asked.options))
    plain = replace(asked, ask="a", options=tuple(replace(option, text="a") for option in asked.options))
    one, other = (
        replace(small(), title=title, questions=(question,), marks=(1,)) for title, question in ((text, awkward), ("a", plain))
    )
    assert len(lines(one)) == len(lines(other))
    assert [
        (stars, options, scoring, [answer[:2] for answer in answers]) for stars, options, scoring, answers in blocks(one)
    ] == [(stars, options, scoring, [answer[:2] for answer in answers]) for stars, options, scoring, answers in blocks(other)]
    assert "[verbatim]" not in "\n".join(lines(one))


def test_what_is_lost_is_said_once_and_only_where_it_is():
    assert any("one question for each place" in sentence for sentence in FORMATS["amc"].lost(small()))
    single = replace(small(), questions=small().questions[:1])
    assert single.questions[0].kind not in ("order", "match")
    assert not any("one question for each place" in sentence for sentence in FORMATS["amc"].lost(single))
    assert ["李雷" in sentence for sentence in FORMATS["amc"].names(["A test", "李雷"], Style())] == [True]
    assert list(FORMATS["amc"].names(["A test", "Zoë"], Style())) == []
    assert not any("font" in sentence for sentence in FORMATS["amc"].lost(one_of_each_family()))


def test_there_is_no_file_for_candidates_and_no_seed_in_it():
    assert FORMATS["amc"].paper is None
    assert small().seed not in FORMATS["amc"].sheet(small(), Style())


@pytest.mark.parametrize("scoring", [Scoring.BALANCED, Scoring.PER_OPTION])
def test_the_formula_of_several_gives_what_we_give(scoring):
    """With AMC's own counts of right and wrong options, NB and NM, and of those ticked, NBC and NMC."""
    paper = replace(one_of_each_family(), scoring=scoring)
    by_number = {options[0]: rule for _, options, rule, _ in blocks(paper)}
    tried = 0
    for number, (asked, marks) in enumerate(zip(paper.questions, paper.marks, strict=True), start=1):
        if asked.kind != "several":
            continue
        formula = re.search(r"formula=([^,]*)", by_number[f"id={number}"])[1]
        floor = 0 if "p=0" in by_number[f"id={number}"] else -math.inf
        right, wrong = len(asked.answer), len(asked.options) - len(asked.answer)
        for found, chosen in itertools.product(range(right + 1), range(wrong + 1)):
            counts = {"NB": right, "NM": wrong, "NBC": found, "NMC": chosen, "N": right + wrong}
            points = max(floor, eval(formula, counts))
            assert points == pytest.approx(float(marks * share(scoring, Tally(found, right, chosen, wrong))))
            tried += 1
    assert tried > 20
