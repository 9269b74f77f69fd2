"""Papers and keys as JSON: an answer has one type for each kind, and what is right is no distractor."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from lstm_docs.export import FORMATS, Style
from lstm_docs.quiz import load_bank
from lstm_docs.quiz.engine.asking import Notes, Option, at
from lstm_docs.quiz.engine.judging import judge
from lstm_docs.quiz.engine.kinds import KINDS
from lstm_docs.quiz.engine.scoring import Scoring

from .samples import one_of_each_family, small

TYPES = {
    "shape": [int, int],
    "slice": [int, int],
    "integer": int,
    "number": (int, float),
    "formula": str,
    "choice": int,
    "truefalse": int,
    "several": list,
    "order": list,
    "match": list,
    "open": list,
}


@pytest.fixture(scope="module")
def every_case():
    """A paper with a question of every case of the bank."""
    questions = tuple(at(family, "json", n) for family in load_bank().families.values() for n in range(len(family.cases)))
    return replace(one_of_each_family(), questions=questions, marks=(1,) * len(questions))


@pytest.fixture(scope="module")
def answers(every_case):
    return json.loads(FORMATS["json"].sheet(every_case, Style()))["answers"]


def test_an_answer_has_one_type_for_each_kind(every_case, answers):
    assert {answer["kind"] for answer in answers} == set(TYPES) == set(KINDS)
    for asked, answer in zip(every_case.questions, answers, strict=True):
        value, wanted = answer["answer"], TYPES[asked.kind]
        if isinstance(wanted, list):
            assert [type(part) for part in value] == wanted, asked.id
        else:
            assert isinstance(value, wanted), asked.id
            assert not isinstance(value, bool)
        assert isinstance(answer["option"], int) == KINDS[asked.kind].single


def test_the_answer_is_the_answer(every_case, answers):
    for asked, answer in zip(every_case.questions, answers, strict=True):
        if asked.kind in ("integer", "number"):
            assert judge(asked, f"{answer['answer']:.{asked.decimals}f}").right, asked.id
        elif asked.kind in ("several", "order", "match"):
            assert tuple(answer["answer"]) == asked.answer


def test_what_is_right_is_no_distractor_and_keeps_what_is_told_of_it(every_case, answers):
    places = [0, 0]
    for asked, answer in zip(every_case.questions, answers, strict=True):
        distractors, remarks = ([entry["option"] for entry in answer[name]] for name in ("distractors", "remarks"))
        right = {answer["option"]} if KINDS[asked.kind].single else set(answer["answer"])
        if asked.kind != "match":  # there, an answer holds places of partners
            assert not set(distractors) & right, asked.id
        if asked.kind in ("order", "match"):
            assert distractors == []
        entry = [n for n, option in enumerate(asked.options) if option.said and n != asked.key]
        assert sorted(distractors + remarks) == entry, asked.id
        places = [count + len(group) for count, group in zip(places, (distractors, remarks), strict=True)]
    assert min(places) > 50


@pytest.mark.parametrize("scoring", Scoring)
def test_papers_and_keys_say_how_they_are_scored(scoring):
    paper = replace(small(), scoring=scoring)
    for write in (FORMATS["json"].paper, FORMATS["json"].sheet):
        assert json.loads(write(paper, Style()))["scoring"] == scoring.value


@pytest.mark.parametrize("form", ["html", "md", "txt"])
@pytest.mark.parametrize(
    ("scoring", "counts"), [(Scoring.BALANCED, (1, 0)), (Scoring.ALL_OR_NOTHING, (0, 3)), (Scoring.PER_OPTION, (0, 0))]
)
def test_a_candidate_is_told_beforehand_what_a_wrong_answer_costs(form, scoring, counts):
    assert sum(asked.kind in ("several", "order", "match") for asked in small().questions) == 3
    text = " ".join(FORMATS[form].paper(replace(small(), scoring=scoring), Style()).split())
    assert (text.count("; a wrong one takes marks off"), text.count("; only the whole answer counts")) == counts


def without_key(asked):
    """The question as it is to somebody who has the paper alone: all else is another."""
    return replace(
        asked,
        id="another.1",
        answer=(),
        key=-1,
        options=tuple(Option(option.text) for option in asked.options),
        solution=("another",),
        sizes=asked.known,
        scales={},
        paths=(),
        notes=Notes("another", "another"),
    )


@pytest.mark.parametrize("form", ["json", "md", "txt", "html"])
def test_a_candidates_paper_depends_on_nothing_that_the_key_holds(form, every_case):
    kept = replace(every_case, questions=tuple(map(without_key, every_case.questions)), seed="another")
    assert FORMATS[form].paper(kept, Style()) == FORMATS[form].paper(every_case, Style())
