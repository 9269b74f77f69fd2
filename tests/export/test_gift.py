"""GIFT in gift-pegjs, a reader of another make, and by Moodle's own procedure: what arrives and what it scores."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lstm_docs.export import FORMATS, Style
from lstm_docs.quiz.engine.scoring import Scoring
from tests.export.moodle_rules import Choice, Imported, read_gift, read_html
from tests.export.moodle_tries import HOSTILE, PAPERS, compare, compare_texts, hostile
from tests.export.samples import one_of_each_family, small
from tests.export.test_moodle import TYPES
from tests.js.run import run

KINDS_OF_PEGJS = {"MC": "multichoice", "TF": "truefalse", "Matching": "match", "Essay": "essay"}
# gift-pegjs leaves these stand-ins for escaped signs on the right of a matching.
LEFT = {"&&092;": "\\", "&&058;": ":", "&&035;": "#", "&&061;": "=", "&&123;": "{", "&&125;": "}", "&&126;": "~"}


def gift(paper):
    return FORMATS["gift"].sheet(paper, Style())


def read(html):
    text, tags = read_html(html)
    assert tags <= {"p", "code", "pre", "br"}
    return text.strip()


def from_pegjs(parsed):
    question = Imported(
        type=KINDS_OF_PEGJS[parsed["type"]],
        name=parsed["title"],
        text=_html(parsed["stem"]),
        general=_html(parsed["globalFeedback"]),
        id=parsed["id"],
        tags=parsed["tags"],
    )
    if question.type == "truefalse":
        # The first feedback is told to whoever is wrong; gift-pegjs calls it that of "true".
        right, wrong = parsed["isTrue"], _html(parsed["trueFeedback"])
        question.choices = [Choice("true", right, "" if right else wrong), Choice("false", not right, wrong if right else "")]
    for choice in parsed.get("choices", ()):
        fraction = 1 if choice["isCorrect"] else (choice["weight"] or 0) / 100
        question.choices.append(Choice(_html(choice["text"]), fraction, _html(choice["feedback"])))
    question.single = not any(choice["weight"] for choice in parsed.get("choices", ()))
    question.pairs = [(_html(pair["subquestion"]), _signs(pair["subanswer"])) for pair in parsed.get("matchPairs", ())]
    return question.check()


def _html(text):
    if text is None:
        return ""
    assert text["format"] == "html"
    return text["text"]


def _signs(text):
    for stand_in, sign in LEFT.items():
        text = text.replace(stand_in, sign)
    return text


READERS = {
    "gift-pegjs": lambda text: [from_pegjs(parsed) for parsed in run("gift.js", text)[1:]],
    "Moodle's procedure": lambda text: read_gift(text)[1],
}


@pytest.fixture(scope="module", params=PAPERS)
def paper(request):
    return PAPERS[request.param]()


@pytest.fixture(scope="module", params=READERS)
def imported(request, paper):
    return READERS[request.param](gift(paper))


def test_every_question_arrives_with_its_type_and_texts(paper, imported):
    for asked, question in zip(paper.questions, imported, strict=True):
        assert question.type == TYPES.get(asked.kind, "multichoice")
        assert question.single is (asked.kind != "several")
        compare_texts(asked, question, read)


def test_the_key_and_every_distractor_score_as_we_do(paper, imported):
    for asked, question in zip(paper.questions, imported, strict=True):
        compare(asked, question)


def test_the_category_numbers_and_tags_arrive():
    head, *questions = run("gift.js", gift(one_of_each_family()))
    assert head == {"type": "Category", "title": "$course$/top/Quiz/paper 1, Ada & Søn <b>"}
    for asked, question in zip(one_of_each_family().questions, questions, strict=True):
        assert (question["id"], question["tags"]) == (asked.id, [asked.topic, f"level {asked.level}"])
        assert not question["hasEmbeddedAnswers"]


def test_a_formula_that_is_not_escaped_becomes_another_question():
    """Both readers see what goes wrong without escapes: the braces of a formula hold an answer."""
    spoilt = "$CATEGORY: x\n\n::t::[html]What is \\(W_{f}\\)?"
    assert run("gift.js", spoilt)[1]["type"] == "Short"
    with pytest.raises(AssertionError):
        read_gift(spoilt)
    assert [question["type"] for question in run("gift.js", gift(small()))].count("Short") == 0


def test_every_sign_is_escaped_or_ours():
    lines = gift(hostile()).split("\n")
    assert all(len(line) == 0 or line.startswith(("//", "$", "::", "=", "~", "####", "TRUE", "FALSE", "}")) for line in lines)
    assert HOSTILE not in gift(hostile())


def test_what_is_lost_is_said():
    said = " ".join(FORMATS["gift"].lost(small()))
    assert "rubrics and reference answers" in said
    assert "no marks" not in said


def test_other_marks_than_one_are_said_to_be_lost():
    assert "no marks" in " ".join(FORMATS["gift"].lost(hostile()))


@pytest.mark.parametrize("scoring", [Scoring.ALL_OR_NOTHING, Scoring.PER_OPTION])
def test_what_is_not_balanced_comes_as_near_as_adding_up_can(scoring):
    paper = replace(one_of_each_family(), scoring=scoring)
    for asked, question in zip(paper.questions, read_gift(gift(paper))[1], strict=True):
        if asked.kind == "several":
            compare(asked, question, scoring)
