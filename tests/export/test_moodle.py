"""Moodle XML: what arrives, what it scores by Moodle's rules, and texts that stay texts."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from moodle_xml_parser.parser import parse_bytes

from lstm_docs.export import FORMATS, Style
from lstm_docs.formulas.texts import plain
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import load_bank, make_paper
from lstm_docs.quiz.engine.scoring import Scoring
from lstm_docs.quiz.papers.plan import Selection
from tests.export.moodle_rules import GRADES, known_grade, read_html, read_xml
from tests.export.moodle_tries import HOSTILE, PAPERS, compare, compare_texts, hostile, shown
from tests.export.samples import SEED, one_of_each_family, small
from tests.js.run import run

TYPES = {"truefalse": "truefalse", "order": "match", "match": "match", "open": "essay"}
FAMILY = """
schema: 2
revision: 1
topic: a & b
families:
  - id: spoilt
    level: 1
    seconds: 60
    kind: integer
    draw: { cell: lstm, framework: keras, I: [80], H: [12] }
    ask: '</text> ]]> & "q" ''q'' 😀 $W_{f}$ of {I} and {H} <i>{framework}</i>, biases included'
    answer: parameter-count
    distract: [forgot-recurrent, forgot-the-gates, no-bias, one-gate-too-few, squared-input]
"""


def xml(paper):
    return FORMATS["moodle"].sheet(paper, Style())


def read(html):
    text, tags = read_html(html)
    assert tags <= {"p", "code", "pre", "br"}
    return text.strip()


@pytest.fixture(scope="module", params=PAPERS)
def paper(request):
    return PAPERS[request.param]()


@pytest.fixture(scope="module")
def imported(paper):
    return read_xml(xml(paper))[1]


def test_every_question_arrives_with_its_type_marks_and_tags(paper, imported):
    assert len(imported) == len(paper.questions)
    for asked, marks, question in zip(paper.questions, paper.marks, imported, strict=True):
        assert question.type == TYPES.get(asked.kind, "multichoice")
        assert question.single is (asked.kind != "several")
        assert (question.marks, question.penalty, question.id) == (marks, 0, asked.id)
        assert question.tags == [asked.topic, f"level {asked.level}"]
        if question.type in ("multichoice", "match"):
            assert not question.shuffle


def test_moodle_scores_the_key_and_every_distractor_as_we_do(paper, imported):
    for asked, question in zip(paper.questions, imported, strict=True):
        compare(asked, question)


def test_texts_formulas_and_feedback_arrive_unchanged(paper, imported):
    for asked, question in zip(paper.questions, imported, strict=True):
        compare_texts(asked, question, read)


def test_what_moodle_has_no_feedback_for_is_told_at_the_end(paper, imported):
    for asked, question in zip(paper.questions, imported, strict=True):
        places = {"order": range(len(asked.options)), "match": range(len(asked.options)), "several": asked.answer}
        general = read(question.general)
        assert all(shown(asked.options[place].said) in general for place in places.get(asked.kind, ()))


def test_graders_see_the_rubric_and_the_reference(paper, imported):
    for asked, question in zip(paper.questions, imported, strict=True):
        if asked.kind == "open":
            seen = read(question.grader)
            assert all(shown(text) in seen for text, _ in asked.notes.rubric)
            assert asked.notes.reference.strip() in seen


def test_a_reader_of_another_make_sees_the_same(paper):
    """It knows of questions with one or several right options only."""
    by_name = {question.name: question for question in parse_bytes(xml(paper).encode())["multichoice"]}
    numbered = {f"{n:0{len(str(len(paper.questions)))}} {q.family}": q for n, q in enumerate(paper.questions, start=1)}
    wanted = {name: asked for name, asked in numbered.items() if TYPES.get(asked.kind, "multichoice") == "multichoice"}
    assert by_name.keys() == wanted.keys()
    for name, asked in wanted.items():
        assert len(by_name[name].options) == len(asked.options)
        right = {place for place, option in enumerate(by_name[name].options) if option.score_fraction > 0}
        assert right == set(asked.answer if asked.kind == "several" else (asked.key,))


def test_the_list_of_grades_refuses_what_is_not_in_it():
    assert known_grade(0.3333333) == known_grade(1 / 3) == round(1 / 3, 7)
    assert {0.1428571, -0.1111111, 0.8333333} <= set(GRADES)
    for unknown in (0.33, 1 / 11, 0.15, -1.5):
        with pytest.raises(AssertionError, match="no grade"):
            known_grade(unknown)


def test_what_cannot_be_divided_is_refused():
    asked = next(q for q in one_of_each_family().questions if q.kind == "several")
    many = replace(asked, options=asked.options[:1] * 12, answer=(0,))
    with pytest.raises(LstmDocsError, match="1 to 10 options, not 11"):
        xml(replace(small(), questions=(many,), marks=(1,)))


@pytest.mark.parametrize("scoring", [Scoring.ALL_OR_NOTHING, Scoring.PER_OPTION])
def test_what_is_not_balanced_comes_as_near_as_adding_up_can(scoring):
    paper = replace(one_of_each_family(), scoring=scoring)
    for asked, question in zip(paper.questions, read_xml(xml(paper))[1], strict=True):
        if asked.kind == "several":
            compare(asked, question, scoring)
    wanted = {Scoring.ALL_OR_NOTHING: "which this paper does not", Scoring.PER_OPTION: "costs 1/r of the marks"}
    assert any(wanted[scoring] in sentence for sentence in FORMATS["moodle"].lost(paper))


def test_partners_that_read_alike_stay_apart():
    """Moodle takes equal entries of a menu for one, and would give marks for the wrong one."""
    asked = next(q for q in one_of_each_family().questions if q.kind == "match")
    partners = ("$W_{f}$", "$W_f$", *asked.partners[2:])
    assert plain(partners[0]) == plain(partners[1])
    (question,) = read_xml(xml(replace(small(), questions=(replace(asked, partners=partners),), marks=(1,))))[1]
    assert {answer for _, answer in question.pairs} >= set(partners[:2])


def test_each_paper_has_a_category_of_its_own():
    one, two = one_of_each_family(), replace(one_of_each_family(), number=2, candidate="Søren / Ada")
    assert read_xml(xml(one))[0] == "$course$/top/Quiz/paper 1, Ada & Søn <b>"
    assert read_xml(xml(two))[0] == "$course$/top/Quiz/paper 2, Søren // Ada"


def test_a_question_keeps_its_number_in_every_paper():
    """An ID number that depends on the paper could not say that two papers ask the same."""
    papers = [make_paper(load_bank(), Selection(("timeline",), 1), seed) for seed in ("one", "two", "three", "four")]
    seen = {(question.id, question.text) for paper in papers for question in read_xml(xml(paper))[1]}
    assert {number for number, _ in seen} == {asked.id for paper in papers for asked in paper.questions}


def test_a_family_of_a_bank_may_say_anything(tmp_path):
    (tmp_path / "spoilt.yml").write_text(FAMILY, encoding="utf-8")
    paper = make_paper(load_bank(tmp_path), Selection(("spoilt",), 1), SEED)
    (question,) = read_xml(xml(paper))[1]
    assert read(question.text) == "</text> ]]> & \"q\" 'q' 😀 \\(W_{f}\\) of 80 and 12 <i>Keras</i>, biases included"
    assert question.tags == ["a & b", "level 1"]
    compare(paper.questions[0], question)


def test_control_characters_do_not_break_the_file():
    asked = replace(small().questions[0], ask="a\x00\x07\x1b\ufffeb\ud800c")
    (question,) = read_xml(xml(replace(small(), questions=(asked,), marks=(1,), candidate="x\x01")))[1]
    assert read(question.text) == "abc"


def test_rich_texts_stand_in_cdata_and_no_text_ends_one():
    text = xml(hostile())
    assert HOSTILE not in text
    assert text.count("<![CDATA[") == text.count("]]>")
    assert ET.fromstring(text).tag == "quiz"


def test_mathjax_reads_every_formula():
    """Moodle gives formulas to MathJax, which shows in red what it does not know."""
    questions = [question for name in ("families", "cases") for question in read_xml(xml(PAPERS[name]()))[1]]
    texts = [[q.text, q.general, *(c.text + c.feedback for c in q.choices), *(p for p, _ in q.pairs)] for q in questions]
    formulas = sorted({formula for t in texts for part in t for formula in re.findall(r"\\\((.*?)\\\)", read_html(part)[0])})
    assert len(formulas) > 100
    for formula, mathml in zip(formulas, run("mathjax.js", json.dumps(formulas)), strict=True):
        assert not re.search("merror|mathcolor", mathml), formula


def test_mathjax_shows_what_it_does_not_know():
    unknown, broken = run("mathjax.js", json.dumps([r"\nope{x}", "{"]))
    assert "mathcolor" in unknown
    assert "merror" in broken


def test_what_is_lost_is_said_once_and_only_where_it_is():
    numbers = make_paper(load_bank(), Selection(("gate-weight-shape",), 3), SEED)
    said = list(FORMATS["moodle"].lost(numbers))
    assert len(said) == len(set(said))
    assert not any("order" in sentence or "matching" in sentence or "right" in sentence for sentence in said)
    every = list(FORMATS["moodle"].lost(small()))
    assert any("matching of each option with its place" in sentence for sentence in every)
    assert not any("right" in sentence for sentence in every)  # balanced, several right options cost what they cost with us


def test_nothing_goes_to_candidates():
    assert all(FORMATS[name].paper is None for name in ("moodle", "gift", "csv"))
