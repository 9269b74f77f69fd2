"""A scorecard says what was shown, by which answers and at which level, on one page and as data."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from lstm_docs.export import Style
from lstm_docs.export.kit_marks import Marks
from lstm_docs.export.points import Points
from lstm_docs.export.response import tidy
from lstm_docs.export.scorecard import LEVELS_OF, as_data, reasons, scorecard, scorecard_json, scorecard_pdf
from lstm_docs.marks import mark_paper
from lstm_docs.quiz import answered, exam, load_bank, load_set
from lstm_docs.quiz.engine.letters import LETTERS
from lstm_docs.quiz.papers.blueprint import read

from .pdfs import pages

BANK = load_bank()
SITTING = exam(BANK, load_set("interview-senior", BANK), "a-seed-for-scorecards")


def card_of(earned, said=None, number=1, candidate="Anna", sitting=SITTING, spoken=None, answers=None, asked_about=(1, 2, 3)):
    """The scorecard of a paper whose questions were given points by a function of the question and its marks.

    `spoken` are the points of its what-ifs `asked_about` questions together, if they were asked; `answers` those typed.
    """
    paper = sitting.paper(number, candidate)
    given = {}
    for place, (asked, most) in enumerate(zip(paper.questions, paper.marks, strict=True), start=1):
        if (points := earned(asked, most)) is not None:
            given[place] = Fraction(points)
    marked = mark_paper(paper, answers or {}, given)
    points = Points({(tidy(paper.code), place): value for place, value in given.items()})
    oral = (
        {} if spoken is None else {(tidy(paper.code), n): Fraction(spoken if n == asked_about[0] else 0) for n in asked_about}
    )
    points.oral.update(oral)
    marks = Marks(paper.title, (marked,), (), (), (), 60, points=points)
    return scorecard(paper, marked, marks, said or {})


EARNED = {
    "everything": (lambda asked, most: most, "senior"),
    "nothing": (lambda asked, most: 0, None),
    "the hardest alone": (lambda asked, most: most if asked.level == 4 else 0, None),
    "the easier alone": (lambda asked, most: most if asked.level < 4 else 0, "intermediate"),
    "just enough": (lambda asked, most: Fraction(60 * most, 100), "senior"),
    "not quite enough": (lambda asked, most: Fraction(59 * most, 100), None),
}


@pytest.mark.parametrize("name", EARNED)
def test_the_level_is_the_highest_that_was_shown_with_all_below_it(name):
    earned, level = EARNED[name]
    assert as_data(card_of(earned))["level"] == level


TOGETHER = {  # the share of the paper, the points of the what-ifs of 9, and: level, together, passed, far better
    "strong": (Fraction(3, 4), 8, ("senior", 81.9444, True, False)),
    "pasted": (Fraction(1), 1, (None, 55.5556, False, True)),
    "weak": (Fraction(3, 10), 2, (None, 26.1111, False, False)),
    "just far": (Fraction(1), Fraction(54, 10), ("senior", 80.0, True, True)),
    "not far": (Fraction(1), Fraction(541, 100), ("senior", 80.0556, True, False)),
    "just enough": (Fraction(7, 10), Fraction(45, 10), ("senior", 60.0, True, False)),
    "not enough": (Fraction(7, 10), Fraction(449, 100), (None, 59.9444, False, False)),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_paper_and_what_ifs_decide_together(name):
    share, spoken, expected = TOGETHER[name]
    card = card_of(lambda asked, most: share * most, spoken=spoken)
    data = as_data(card)
    assert (data["level"], data["together"], data["passed"], data["far_better"]) == expected
    if name in ("strong", "pasted"):
        (told,) = pages(scorecard_pdf(card, Style()))
        told = "".join(told.split())
        assert ("farbetter" in told) == data["far_better"]
        assert f"together{data['together']:.1f}%" in told


def test_nothing_below_60_percent_is_shown():
    """The half of its topics that earned 59 % stand apart, and no level beside them."""
    topics = sorted({asked.topic for asked in SITTING.paper(1).questions})
    data = as_data(card_of(lambda asked, most: Fraction((59 if asked.topic in topics[::2] else 60) * most, 100)))
    assert {one["topic"] for one in data["not_shown"]} == set(topics[::2])
    assert {one["topic"] for one in data["shown"]} == set(topics[1::2])
    assert all((one["level"] is None) == (one["percent"] < 60) for one in data["shown"] + data["not_shown"])


def test_every_answer_stands_once_with_its_points_and_they_add_up():
    data = json.loads(scorecard_json(card_of(lambda asked, most: most - 1)))
    evidence = [one for topic in data["shown"] + data["not_shown"] for one in topic["evidence"]]
    assert sorted(one["question"] for one in evidence) == list(range(1, len(SITTING.plan.slots) + 1))
    assert sum(one["points"] for one in evidence) == data["points"]
    assert sum(one["of"] for one in evidence) == data["of"] == SITTING.plan.marks
    for one in data["levels"]:
        own = [each for each in evidence if each["level"] in LEVELS_OF[one["level"]]]
        assert (one["questions"], one["points"]) == (len(own), sum(each["points"] for each in own))


def test_an_answer_that_awaits_points_is_no_evidence():
    data = as_data(card_of(lambda asked, most: None if asked.kind == "open" else most))
    assert data["final"] is False
    assert "open" not in {topic["topic"] for topic in data["shown"] + data["not_shown"]}


@pytest.mark.parametrize(
    ("columns", "row", "said"),
    [
        ("reason,by", '"1 of 5 tests passed; a step: failed",tests', "1 of 5 tests passed"),
        ("reason,by", '"resets too early; axes right",', "resets too early; axes right"),
        ("note", '"resets too early; axes right"', "resets too early; axes right"),
    ],
)
def test_the_reason_of_points_is_the_evidence(tmp_path, columns, row, said):
    code = SITTING.paper(1).code
    file = tmp_path / "points.csv"
    file.write_text(f"code,question,points,{columns}\n{code},15,2,{row}\n", encoding="utf-8")
    for path in (file, tmp_path):
        data = as_data(card_of(lambda asked, most: 1, reasons([path])))
        (topic,) = (topic for topic in data["not_shown"] if topic["topic"] == "open")
        assert said in [one["said"] for one in topic["evidence"]]


@pytest.mark.parametrize(
    "name", ["Anna", "Maximiliane-Alexandra von und zu Hohenstaufen-Wittelsbach " * 3, "مريم <b> #let $x$"]
)
def test_the_pdf_is_one_page_and_the_same_bytes_again(name):
    card = card_of(lambda asked, most: most // 2, candidate=name)
    made = scorecard_pdf(card, Style())
    assert made == scorecard_pdf(card, Style())
    assert len(pages(made)) == 1


def test_a_set_of_many_topics_fits_on_the_page_too():
    topics = [topic for topic in BANK.topics if topic not in ("open", "debugging")]
    parts = "".join(f"  - {{topics: [{topic}], levels: [1, 2, 3, 4], count: 1, marks: 3}}\n" for topic in topics)
    sitting = exam(BANK, read(f"schema: 1\ntitle: All\nminutes: 600\nparts:\n{parts}", "all.yml"), "a-seed-for-scorecards")
    named = "Maximiliane-Alexandra von und zu Hohenstaufen-Wittelsbach " * 3
    code = tidy(sitting.paper(1, named).code)
    said = {(code, oral, n): "a note that goes on " * 20 for oral in (False, True) for n in range(1, len(topics) + 1)}
    for spoken, page in ((None, "a4"), (0, "letter")):
        card = card_of(lambda asked, most: 1, said, candidate=named, sitting=sitting, spoken=spoken, asked_about=range(1, 8))
        assert len(pages(scorecard_pdf(card, Style(page=page)))) == 1


def wrong_letter(asked):
    """The letter of an option that shows a misconception."""
    return LETTERS[next(n for n, option in enumerate(asked.options) if option.misconception and n != asked.key)]


def test_each_what_if_stands_with_its_topic_what_it_was_aimed_at_and_its_points(tmp_path):
    paper = SITTING.paper(1, "Anna")
    single = [n for n, asked in enumerate(paper.questions, start=1) if asked.key >= 0 and asked.kind != "truefalse"]
    wrong, right, empty = single[:3]
    answers = {wrong: wrong_letter(paper.questions[wrong - 1]), right: LETTERS[paper.questions[right - 1].key]}
    file = tmp_path / "points.csv"
    file.write_text(f'code,question,points,note\n{paper.code},what-if {wrong},2,"saw it; after a hint"\n', encoding="utf-8")
    places = sorted((wrong, right, empty))
    card = card_of(lambda asked, most: None, reasons([file]), spoken=2, answers=answers, asked_about=[wrong, right, empty])
    data = as_data(card)
    asked = [paper.questions[n - 1] for n in places]
    assert [(one["question"], one["topic"], one["family"]) for one in data["what_ifs"]] == [
        (n, each.topic, each.family) for n, each in zip(places, asked, strict=True)
    ]
    told = {one["question"]: one for one in data["what_ifs"]}
    shown = answered(paper.questions[wrong - 1], answers[wrong]).misconception
    assert (told[wrong]["misconception"], told[wrong]["aimed_at"], told[wrong]["said"]) == (
        shown,
        shown,
        "saw it; after a hint",
    )
    assert [(told[n]["misconception"], told[n]["aimed_at"]) for n in (right, empty)] == [
        (None, "what was right"),
        (None, "what was left empty"),
    ]
    assert [told[n]["points"] for n in (wrong, right, empty)] == [2, 0, 0]
    assert sum(one["points"] for one in data["what_ifs"]) == data["oral"]["points"]
    assert sum(one["of"] for one in data["what_ifs"]) == data["oral"]["of"]
    (page,) = pages(scorecard_pdf(card, Style()))
    page = "".join(page.split())
    for text in (f"question{wrong}2of3{shown}:sawit;afterahint", f"question{right}0of3whatwasright"):
        assert text in page


def test_without_what_ifs_there_is_no_table_of_them():
    card = card_of(lambda asked, most: most)
    assert as_data(card)["what_ifs"] == []
    (page,) = pages(scorecard_pdf(card, Style()))
    assert "What-ifs" not in page
