"""Every work that a page names is in the bibliography, and every work in it can be found by a number."""

from __future__ import annotations

import re
from calendar import month_name
from pathlib import Path

import pytest

from lstm_docs.frameworks import FRAMEWORKS
from lstm_docs.quiz.roads.history import LINES

ROOT = Path(__file__).parent.parent.parent
BIBLIOGRAPHY = (ROOT / "docs" / "bibliography.md").read_text(encoding="utf-8")
WORKS = re.findall(r"^- (.*)$", BIBLIOGRAPHY, re.MULTILINE)
TEXTS = [
    *(path for path in (ROOT / "docs").glob("*.md") if path.name != "bibliography.md"),
    *(ROOT / "lstm_docs/site/templates/pages").glob("*.md"),
    *(ROOT / "lstm_docs/syllabus").glob("*.yml"),
    *(ROOT / "quizzes").glob("*.yml"),
]
NUMBER = re.compile(r"\[(doi:10\.\d{4,}/\S+|arXiv:\d{4}\.\d{4,5})\]\((\S+)\)")
NAME = r"[A-Z][\w-]+"
CITED = re.compile(rf"({NAME}(?:, {NAME})*(?: and (?:{NAME}|others))?(?: et al\.)?),? \(?(?:[A-Z]\w+ )*((?:19|20)\d\d)\b")
OTHERS = re.compile(rf"({NAME})(?: and others| et al\.)")
WORDS = {"Since", "In", "From", "Until", *month_name}
"""What may stand before a year and is nobody's name."""
PRODUCTS = {"moodle", *FRAMEWORKS}


def names(cited):
    """The surnames of a citation."""
    return [name for name in re.findall(NAME, cited) if name != "The"]


def in_it(surnames, year):
    """Whether one work of the bibliography has all the surnames and the year."""
    return any(all(name in work for name in surnames) and year in work for work in WORKS)


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work[:40])
def test_every_work_has_a_number_or_says_that_it_has_none(work):
    found = NUMBER.findall(work)
    assert found or "No number" in work
    for words, address in found:
        kind, number = words.split(":", 1)
        assert address == {"doi": "https://doi.org/", "arXiv": "https://arxiv.org/abs/"}[kind] + number
    assert re.search(r"\*[^*]+\*.*\b(19|20)\d\d\b", work), "a title and a year"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_work_that_is_named_is_in_the_bibliography(path):
    text = path.read_text(encoding="utf-8")
    cited = [(names(who), year) for who, year in CITED.findall(text) if who not in WORDS]
    missing = [(who, year) for who, year in cited if not in_it(who, year)]
    missing += [
        name for name in OTHERS.findall(text) if name.lower() not in PRODUCTS and not any(name in work for work in WORKS)
    ]
    assert missing == []


def test_so_is_every_work_of_the_timelines():
    for line in LINES.values():
        for _, work in line:
            surnames = re.split(r",? and |, ", re.split(r", (?=[A-Z][a-z]+ [A-Za-z])|, IEEE| et al", work)[0])
            assert in_it(surnames, work[-4:]), work


def test_the_search_sees_what_it_should():
    text = "Gal and Ghahramani (2016), Sak, Senior and Beaufays (ICML 2014), Horowitz (2014), "
    text += "Cho et al. (2014), Greff and others, 2017"
    assert [(names(who)[0], year) for who, year in CITED.findall(text)] == [
        ("Gal", "2016"),
        ("Sak", "2014"),
        ("Horowitz", "2014"),
        ("Cho", "2014"),
        ("Greff", "2017"),
    ]
    assert not in_it(["Nobody"], "2016")
    assert not in_it(["Gal", "Ghahramani"], "1916")
