"""Every work that a page names is in the bibliography, and every work in it can be found by a number."""

from __future__ import annotations

import re
from calendar import month_name
from pathlib import Path

import pytest

from lstm_docs import syllabus
from lstm_docs.frameworks import FRAMEWORKS
from lstm_docs.ground import located
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz.roads.history import LINES
from lstm_docs.site.fences import kinds
from lstm_docs.site.fences.context import Context
from lstm_docs.syllabus.works import _work

ROOT = Path(__file__).parent.parent.parent
WORKS = syllabus.works()
TEXTS = [
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "lstm_docs/site/templates/pages").glob("*.md"),
    *(ROOT / "lstm_docs/syllabus").glob("*.yml"),
    *(ROOT / "quizzes").glob("*.yml"),
]
NAME = r"[A-Z][\w-]+"
CITED = re.compile(rf"({NAME}(?:, {NAME})*(?: and (?:{NAME}|others))?(?: et al\.)?),? \(?(?:[A-Z]\w+ )*((?:19|20)\d\d)\b")
OTHERS = re.compile(rf"({NAME})(?: and others| et al\.)")
WORDS = {"Since", "In", "From", "Until", *month_name}
"""What may stand before a year and is nobody's name."""
PRODUCTS = {"moodle", *FRAMEWORKS}
NUMBERS = {"doi": re.compile(r"10\.\d{4,}/\S+"), "arxiv": re.compile(r"\d{4}\.\d{4,5}")}
UNNUMBERED = {"Untersuchungen zu dynamischen neuronalen Netzen"}
"""A thesis that has neither number nor proceedings."""


def names(cited):
    """The surnames of a citation."""
    return re.findall(NAME, cited)


def in_it(surnames, year=""):
    """Whether one work of the bibliography has all the surnames among its authors, and the year."""
    return any(all(name in " ".join(work.authors) for name in surnames) and year in str(work.year) for work in WORKS)


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.title)
def test_every_work_has_a_number_or_an_address(work):
    assert all(form.fullmatch(getattr(work, kind)) for kind, form in NUMBERS.items() if getattr(work, kind))
    assert work.numbers or work.title in UNNUMBERED
    assert not (work.link and (work.doi or work.arxiv))
    assert bool(work.name) == bool(work.news)


def test_no_work_stands_twice():
    assert len({(work.title, work.year) for work in WORKS}) == len(WORKS)
    numbers = [words for work in WORKS for words, _ in work.numbers if words != "online"]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_work_that_is_named_is_in_the_bibliography(path):
    text = path.read_text(encoding="utf-8")
    cited = [(names(who), year) for who, year in CITED.findall(text) if who not in WORDS]
    missing = [(who, year) for who, year in cited if not in_it(who, year)]
    missing += [name for name in OTHERS.findall(text) if name.lower() not in PRODUCTS and not in_it([name])]
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


def shown(options):
    return str(kinds.render("lstm-works", options, Context(assets="a/"), 1))


def test_the_page_shows_every_work_with_its_numbers():
    page = (ROOT / "docs/bibliography.md").read_text(encoding="utf-8")
    html = "".join(shown(body) for body in re.findall(r"```lstm-works\n(.*?)\n```", page, re.DOTALL))
    assert html.count("<li>") == len(WORKS)
    for words, address in (number for work in WORKS for number in work.numbers):
        assert f'<a href="{address}">{words}</a>' in html
    assert html.count("No number.") == len(UNNUMBERED)


def test_what_came_after_is_a_table_in_order_of_years():
    years = [int(year) for year in re.findall(r"<td>(\d{4})</td>", shown("group: after\nshow: news"))]
    assert years == sorted(work.year for work in WORKS if work.name)


CITATIONS = {("Jeffrey L. Elman",): "Elman", ("A B", "C D"): "B and D", ("A B", "C D", "E F"): "B, D and F"}
CITATIONS |= {("A B and others",): "B and others"}


@pytest.mark.parametrize("authors", CITATIONS)
def test_a_work_is_cited_by_surnames(authors):
    assert syllabus.Work("cell", authors, "T", 2000).cited == CITATIONS[authors]


GOOD = "group: cell\nauthors: [A B]\ntitle: T\nyear: 2000\n"
FAULTS = {
    GOOD.replace("cell", "cel"): "w.yml:1: unknown group 'cel'; did you mean 'cell'?",
    GOOD.replace("2000", "20000"): "w.yml:4: expected a whole number from 1,900 to 2,100",
    GOOD + "dio: 1\n": "w.yml:5: unknown key 'dio'; did you mean 'doi'?",
    GOOD.replace("title: T\n", ""): "w.yml:1: missing key 'title'",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_in_the_list_is_told_with_its_line(text):
    assert _work(located.load(GOOD, "w.yml")).title == "T"
    with pytest.raises(LstmDocsError) as caught:
        _work(located.load(text, "w.yml"))
    assert str(caught.value).startswith(FAULTS[text])
