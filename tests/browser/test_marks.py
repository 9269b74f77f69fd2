"""The report of marking and a candidate's page in a browser: readable on a phone, in the dark, on paper; and only text."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe

from lstm_docs.export import Style
from lstm_docs.export.candidate_page import file_of
from lstm_docs.export.kit_marks import Absent, Marks
from lstm_docs.export.report import write_report
from lstm_docs.export.response import Problem
from lstm_docs.marks import mark_paper
from lstm_docs.quiz.engine.letters import LETTERS
from tests.browser.test_paper import PAPER

HOSTILE = "</code></pre><script>alert(1)</script>" + "x" * 200
TYPED = {n: HOSTILE if n % 3 else LETTERS[n % 2] for n in range(1, len(PAPER.questions) + 1)}
MARKED = mark_paper(PAPER, TYPED)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    out = tmp_path_factory.mktemp("marks") / "out"
    problems = (Problem("answers-0001.json", "unknown code '<script>alert(1)</script>'"),)
    marks = Marks("A <b>test</b>", (MARKED,), problems, (Absent(2, "مريم", "code"),), (), 60)
    write_report(marks, SimpleNamespace(paper=lambda *_: PAPER), Style(), out)
    return out / "report.html"


@pytest.fixture(params=["report", "candidate"])
def opened(request, page, report):
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    page.on("request", lambda asked: asked.url.startswith(("file:", "data:")) or pytest.fail(asked.url))
    page.goto(report.as_uri())
    if request.param == "candidate":
        page.get_by_role("link", name=PAPER.candidate).click()
        assert page.url.endswith(".html")
        assert file_of(MARKED).isprintable()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1100])
def test_no_barriers_and_nothing_wider_than_the_screen(opened, scheme, width):
    opened.set_viewport_size({"width": width, "height": 800})
    opened.emulate_media(color_scheme=scheme)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert [barrier["id"] for barrier in Axe().run(opened).response["violations"]] == []
    assert opened.locator("script").count() == 0


def test_a_number_stands_on_one_line(page, report):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(report.as_uri())
    lines = """cells => cells.map(cell => {
      cell.textContent = "0.17";
      const range = document.createRange();
      range.selectNodeContents(cell);
      return range.getClientRects().length;
    })"""
    counted = page.locator("td.n").evaluate_all(lines)
    assert len(counted) > len(PAPER.questions)
    assert set(counted) == {1}


def test_a_printed_report_shows_every_column(page, report):
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    assert page.locator(".wide").first.evaluate("region => getComputedStyle(region).overflowX") == "visible"
