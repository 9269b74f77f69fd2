"""The page of a candidate: every question readable, whatever was typed into it, and all of it text."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from html import unescape

import pytest

from lstm_docs.export import Style
from lstm_docs.export.candidate_page import candidate_page, file_of
from lstm_docs.marks import mark_paper
from lstm_docs.marks.passing import passed, percent
from lstm_docs.quiz.engine.letters import LETTERS
from tests.export.samples import one_of_each_family

PAPER = one_of_each_family()
PLACES = range(1, len(PAPER.questions) + 1)
HOSTILE = "</code></pre><script>alert(1)</script>\x1b[2J\u202e{{ 7*7 }}$x$"


def letters(asked):
    places = (asked.key,) if asked.key >= 0 else asked.answer
    return "".join(LETTERS[place] for place in places)


def page(answers, points=None, threshold=None):
    return candidate_page(PAPER, mark_paper(PAPER, answers, points or {}), threshold, Style())


def sections(text):
    return re.findall(r"<section.*?</section>", text, re.DOTALL)


def words(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_every_family_answered_rightly_shows_which_option_was_chosen():
    text = page({n: letters(asked) for n, asked in enumerate(PAPER.questions, start=1)})
    for asked, section in zip(PAPER.questions, sections(text), strict=True):
        if asked.kind == "open":
            assert "0 of 1 mark, awaits points" in words(section)
            assert all(words(line) in words(section) for line in asked.notes.reference.splitlines() if "<" not in line)
        else:
            assert "1 of 1 mark, right" in words(section)
            assert "Right answer" not in section
            chosen = 1 if asked.key >= 0 else len(asked.answer) if asked.kind == "several" else 0
            assert section.count("answered, right") == chosen


def test_every_wrong_option_shows_what_it_reveals_and_what_is_right():
    wrong = {
        n: LETTERS[(asked.key + 1) % len(asked.options)] for n, asked in enumerate(PAPER.questions, start=1) if asked.key >= 0
    }
    marked = mark_paper(PAPER, wrong)
    for asked, mark, section in zip(PAPER.questions, marked.marks, sections(page(wrong)), strict=True):
        if asked.key >= 0:
            assert "0 of 1 mark, wrong" in words(section)
            assert ("What this answer shows" in section) == bool(mark.said)
            assert f"{LETTERS[asked.key]}, " in section.split("Right answer")[1]
            assert words(section.split("Because")[1]).count(" ") > 2


def test_what_was_typed_is_text():
    text = page(dict.fromkeys(PLACES, HOSTILE))
    assert text.count("<script") == 0
    assert not set(text) & set("\x1b\u202e")
    for section in sections(text):
        assert words(section).count("\\x1b[2J\\u202e{{ 7*7 }}$x$") >= 1


def test_an_answer_that_is_typed_is_shown_with_how_it_was_read():
    n, asked = next((n, q) for n, q in enumerate(PAPER.questions, start=1) if q.kind == "shape")
    typed = "x".join(map(str, asked.answer))
    section = sections(page({n: typed}))[n - 1]
    assert f"{typed} read as {asked.options[asked.key].text}" in words(section)


@pytest.mark.parametrize(("points", "verdict"), [(11, "no"), (12, "yes"), (20, "yes")])
def test_a_threshold_is_held_exactly(points, verdict):
    """60 % of 20 marks are 12 of them."""
    twenty = replace(PAPER, questions=PAPER.questions[:2], marks=(19, 1))
    marked = mark_paper(twenty, {}, {1: Fraction(min(points, 19)), 2: Fraction(max(0, points - 19))})
    assert passed(marked, 60) is (verdict == "yes")
    assert percent(marked) == 5 * points
    assert passed(marked, None) is None


def test_what_is_not_judged_yet_leaves_the_verdict_open_only_where_it_decides():
    asked = next(asked for asked in PAPER.questions if asked.kind == "open")
    paper = replace(PAPER, questions=(asked, PAPER.questions[0]), marks=(5, 5))
    right = {2: letters(PAPER.questions[0])}
    assert [passed(mark_paper(paper, right), share) for share in (50, 51, 100)] == [True, None, None]
    assert [passed(mark_paper(paper, {}), share) for share in (50, 51)] == [None, False]
    assert "not decided yet" in candidate_page(paper, mark_paper(paper, right), 60, Style())


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("", "paper-0001"),
        ("Anna Schmidt", "0001-Anna-Schmidt"),
        ("../../etc/passwd", "0001-etc-passwd"),
        ("مريم 👩‍💻", "0001-مريم"),
        ("CON:|?*\\", "0001-CON"),
    ],
)
def test_a_page_is_called_as_the_paper_is(name, file):
    assert file_of(mark_paper(replace(PAPER, candidate=name), {})) == f"candidates/{file}.html"
