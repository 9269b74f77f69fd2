"""The page for grading in a browser: a rubric ticked, points typed, a file saved, and the total changed by exactly that."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe

from lstm_docs.export import Style
from lstm_docs.export.grading_page import FOLDER
from lstm_docs.export.kit_marks import Marks
from lstm_docs.export.points import Points, points
from lstm_docs.export.report import write_report
from lstm_docs.export.response import tidy
from lstm_docs.marks import mark_paper
from tests.browser.test_paper import PAPER

HOSTILE = "</code></pre><script>alert(1)</script>\n" + "x" * 200
TYPED = {n: HOSTILE if n % 2 else "A" for n in range(1, len(PAPER.questions) + 1)}
OPEN = next(n for n, asked in enumerate(PAPER.questions, start=1) if asked.kind == "open")
CLOSED = next(n for n, asked in enumerate(PAPER.questions, start=1) if asked.kind == "integer")
CODE = tidy(PAPER.code)


def marked(given):
    return mark_paper(PAPER, TYPED, {place: value for (_, place), value in given.paper.items()})


@pytest.fixture
def opened(page, tmp_path):
    given = Points({(CODE, 1): Fraction(1, 3)}, {(CODE, 2): Fraction(5, 2)})
    marks = Marks("A test", (marked(given),), (), (), (), None, points=given)
    write_report(marks, SimpleNamespace(paper=lambda *_: PAPER), Style(), tmp_path / "out")
    (file,) = (tmp_path / "out" / FOLDER).glob("*.html")
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("request", lambda asked: asked.url.startswith(("file:", "data:", "blob:")) or pytest.fail(asked.url))
    page.goto(file.as_uri())
    return page


def saved(page, tmp_path):
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the points as a file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    return points([file])


def test_what_was_given_before_is_in_the_file_again(opened, tmp_path):
    again = saved(opened, tmp_path)
    assert again == Points({(CODE, 1): Fraction(1, 3)}, {(CODE, 2): Fraction(5, 2)})


def test_the_total_changes_by_exactly_what_was_given(opened, tmp_path):
    before = marked(Points({(CODE, 1): Fraction(1, 3)}))
    boxes = opened.locator(f'section[data-place="{OPEN}"] [data-worth]')
    boxes.first.check()
    assert opened.locator(f'[name="points-{OPEN}"]').input_value() == "1"
    opened.locator(f'[name="points-{OPEN}"]').fill("0,75")
    opened.locator(f'[name="points-{CLOSED}"]').fill("0.25")
    opened.locator(f'[name="note-{CLOSED}"]').fill('=1+1, "quoted"\nand a line')
    given = saved(opened, tmp_path)
    assert given.paper == {
        (CODE, 1): Fraction(1, 3),
        (CODE, OPEN): Fraction(3, 4),
        (CODE, CLOSED): Fraction(1, 4),
    }
    earned = before.marks[CLOSED - 1].points
    assert marked(given).points == before.points + Fraction(3, 4) + Fraction(1, 4) - earned
    shown = opened.locator("#total").inner_text().split(" of ")[0]
    assert float(shown) == round(float(marked(given).points), 2)
    opened.reload()
    assert opened.locator("#total").inner_text().startswith(shown)
    assert saved(opened, tmp_path) == given


@pytest.mark.parametrize("typed", ["2", "-1", "x", "1e9"])
def test_what_is_no_points_here_is_not_saved(opened, typed):
    opened.locator(f'[name="points-{CLOSED}"]').fill(typed)
    opened.get_by_role("button", name="Save the points as a file").click()
    assert "Not saved" in opened.locator("[role=status]").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_barriers_and_nothing_wider_than_the_screen(opened, scheme, width):
    opened.set_viewport_size({"width": width, "height": 800})
    opened.emulate_media(color_scheme=scheme)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert [barrier["id"] for barrier in Axe().run(opened).response["violations"]] == []
    assert "default-src 'none'" in opened.locator("meta[http-equiv]").get_attribute("content")
