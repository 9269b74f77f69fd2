"""QTI 1.2 packages: their conditions run by pyslet, and what Canvas keeps and grades."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from lstm_docs.export import FORMATS, Style
from lstm_docs.formulas.texts import plain
from lstm_docs.quiz.engine.kinds import KINDS
from lstm_docs.quiz.engine.scoring import Scoring

from .canvas import QTI1, grade, read
from .pyslet_items import items12, session
from .qti_tries import paper, points, reads, told, tries, unzipped
from .samples import one_of_each_family

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pyslet")

PLACES = range(1, len(paper().questions) + 1)
FAMILIES = [asked.family for asked in paper().questions]
CP = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
QUIZ = "{http://canvas.instructure.com/xsd/cccv1p0}"


@cache
def _package(scoring=Scoring.BALANCED):
    return unzipped(FORMATS["qti12"].sheet(paper(scoring), Style()))


@cache
def _questions(scoring=Scoring.BALANCED):
    (name,) = [name for name in _package(scoring) if re.fullmatch(r"(t\w+)/\1\.xml", name)]
    return _package(scoring)[name]


@cache
def _items(scoring=Scoring.BALANCED):
    return [*ET.fromstring(_questions(scoring)).iter(f"{QTI1}item")]


@cache
def _migrated(place, scoring=Scoring.BALANCED):
    """An item alone in a file: pyslet takes its time."""
    text = re.sub(r"(</?)ns0:", r"\1", ET.tostring(_items(scoring)[place - 1], encoding="unicode"))
    (item,) = items12(f"<questestinterop>{text}</questestinterop>".encode())
    return item


def _rows(asked, answer):
    """What stands beside each option: its partner's number, or the place it was put."""
    given = answer if asked.kind == "match" else [answer.index(n) for n in range(len(answer))]
    return tuple(str(place + 1) for place in given)


def _numbers(place, answer):
    return tuple(str(1000 * place + n + 1) for n in answer)


def _responses(asked, place, answer):
    """The same in pyslet's words, which set `_` before numbers."""
    if asked.kind in ("order", "match"):
        return {f"response_{1000 * place + n}": f"_{given}" for n, given in enumerate(_rows(asked, answer), start=1)}
    numbers = [f"_{number}" for number in _numbers(place, answer)]
    return {"response1": numbers[0] if KINDS[asked.kind].single else numbers}


def _told(item, state):
    """The texts of the feedback that is shown, but for the worked solution, without markup."""
    texts = {f.get("ident"): f.find(f".//{QTI1}mattext").text for f in item.iter(f"{QTI1}itemfeedback")}
    shown = {str(name) for name in (state["FEEDBACK"].get_values() if state["FEEDBACK"] else ())}
    assert "general_fb" in shown
    return {_reads(texts[name]) for name in shown - {"general_fb"}}


def _reads(html):
    return re.sub(r"\\\(.*?\\\)", "$", "".join(ET.fromstring(f"<p>{html}</p>").itertext()))


def _as_latex(text):
    """A text without the marks of code, and each formula as `$`."""
    return re.sub(r"\$[^$]+\$", "$", text).replace("`", "")


def _expected(asked, answer):
    wanted = told(asked, answer)
    return {_as_latex(option.said) for option in asked.options if reads(option.said) in wanted}


@pytest.mark.parametrize("place", PLACES, ids=FAMILIES)
def test_the_conditions_score_what_we_give(place):
    """Where several options are right, QTI 1.2 gives all or nothing; all else is shared as we share it."""
    asked = paper().questions[place - 1]
    if asked.kind == "open":
        assert session(_migrated(place), response1="def f(): ...")["SCORE"].value == 0
        return
    for scoring in (Scoring.BALANCED, Scoring.ALL_OR_NOTHING):
        migrated, item = _migrated(place, scoring), _items(scoring)[place - 1]
        shared = paper(Scoring.ALL_OR_NOTHING if asked.kind == "several" else scoring)
        for answer in tries(asked):
            state = session(migrated, **_responses(asked, place, answer))
            percent = float(100 * points(shared, place, answer)) / paper().marks[place - 1]
            assert state["SCORE"].value == pytest.approx(percent, abs=1e-6), answer
            if asked.kind != "several":
                assert _told(item, state) == _expected(asked, answer), answer


@pytest.mark.parametrize("place", PLACES, ids=FAMILIES)
def test_canvas_keeps_the_question_and_grades_it_as_we_do(place):
    asked, question = paper().questions[place - 1], read(_items()[place - 1], _migrated(place))
    assert question.points == paper().marks[place - 1]
    assert bool(question.general) == bool(asked.solution)
    if asked.kind == "open":
        assert (question.kind, question.answers) == ("essay_question", {})
        return
    assert len(question.answers) == len(asked.options)
    chosen = _rows if asked.kind in ("order", "match") else lambda asked, answer: _numbers(place, answer)
    for answer in tries(asked):
        points_ = grade(question, chosen(asked, answer))
        if asked.kind != "several" or len(asked.options) == 2 * len(asked.answer):
            assert points_ == points(paper(), place, answer), answer
        else:
            assert (points_ == question.points) == (answer == asked.answer), answer
    comments = [_reads(question.comments.get(answer) or "") for answer in question.answers]
    right = (asked.key,) if KINDS[asked.kind].single else asked.answer if asked.kind == "several" else ()
    assert comments == [_as_latex(option.said) if n not in right else "" for n, option in enumerate(asked.options)]


def test_true_and_false_are_the_words_that_canvas_knows():
    places = [place for place in PLACES if paper().questions[place - 1].kind == "truefalse"]
    statements = [read(_items()[place - 1], _migrated(place)) for place in places]
    assert {question.kind for question in statements} == {"true_false_question"}
    assert all([*question.answers.values()] == ["True", "False"] for question in statements)


def test_the_menu_of_a_matching_is_plain_text_and_the_rest_is_html_with_latex():
    matchings = [(a, i) for a, i in zip(paper().questions, _items(), strict=True) if a.kind == "match"]
    assert any("$" in text for asked, _ in matchings for text in asked.partners)
    for asked, item in matchings:
        labels = [*item.find(f".//{QTI1}response_lid").iter(f"{QTI1}mattext")][1:]
        assert [label.text for label in labels] == [plain(text) for text in asked.partners]
        assert {label.get("texttype") for label in labels} == {"text/plain"}
    for asked, item in zip(paper().questions, _items(), strict=True):
        html = item.find(f"{QTI1}presentation/{QTI1}material/{QTI1}mattext").text
        latex = re.findall(r"\$([^$]+)\$", asked.ask)
        assert re.findall(r"\\\((.*?)\\\)", "".join(ET.fromstring(html).itertext())) == latex
        assert "<math" not in html


def test_nothing_stands_between_the_tests_of_several():
    """An importer takes every node inside `and` for an option, spaces too."""
    tests = [node for item in _items() for node in item.iter(f"{QTI1}and")]
    assert tests
    assert not any(node.text or any(child.tail for child in node) for node in tests)


def test_canvas_finds_the_quiz_and_its_settings():
    manifest = ET.fromstring(_package()["imsmanifest.xml"])
    quiz, settings = manifest.iter(f"{CP}resource")
    assert quiz.get("type") == "imsqti_xmlv1p2"
    assert quiz.find(f"{CP}dependency").get("identifierref") == settings.get("identifier")
    assert [r.find(f"{CP}file").get("href") for r in (quiz, settings)] == [*_package()][1:]
    fields = {e.tag.removeprefix(QUIZ): e.text for e in ET.fromstring(_package()[settings.get("href")])}
    assert fields["shuffle_answers"] == "false"
    assert fields["time_limit"] == str(paper().minutes)
    assert Fraction(fields["points_possible"]) == sum(paper().marks)
    assert paper().candidate in fields["title"]


def test_the_questions_come_in_order():
    assert [item.get("title") for item in _items()] == [f"Question {place}" for place in PLACES]


def test_what_is_lost_is_said_only_where_it_is():
    every = [*FORMATS["qti12"].lost(one_of_each_family())]
    assert len(every) == len(set(every))
    assert len(every) >= 5
    choices = tuple(asked for asked in one_of_each_family().questions if asked.kind == "choice")
    only = replace(one_of_each_family(), questions=choices, marks=(1,) * len(choices))
    assert [line for line in FORMATS["qti12"].lost(only) if "hint" not in line] == []
