"""The HTML paper in a browser: answered, saved, sent back, marked; and what the file asks of the network."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from lstm_docs.export import FORMATS, Style
from lstm_docs.export.responses import responses
from lstm_docs.marks import mark_paper
from lstm_docs.quiz import load_bank, make_paper
from lstm_docs.quiz.engine.letters import LETTERS
from lstm_docs.quiz.papers.plan import Selection

BANK = load_bank()
KINDS = {}
for family in BANK.families.read.values():
    KINDS.setdefault(family.kind, family.id)
PAPER = make_paper(BANK, Selection(tuple(KINDS.values()), len(KINDS)), "browser", 3, 'Zoë "=1+1" </script> مريم')


@pytest.fixture
def opened(page, tmp_path):
    file = tmp_path / "paper.html"
    file.write_text(FORMATS["html"].paper(PAPER, Style()), encoding="utf-8")
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(file.as_uri())
    yield page
    assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == []


def fill(page, n, asked):
    """Answer rightly, with the page's own controls."""
    fields = page.locator(f'[name="{n}"]')
    if asked.kind == "open":
        fields.fill("def f():\n    return 1")
    elif asked.kind == "order":
        for place, option in enumerate(asked.answer):
            fields.nth(option).select_option(index=place + 1)
    elif asked.kind == "match":
        for option, partner in enumerate(asked.answer):
            fields.nth(option).select_option(index=partner + 1)
    else:
        for place in (asked.key,) if asked.key >= 0 else asked.answer:
            fields.nth(place).check()


def saved(page, tmp_path):
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the answers as a file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_the_key_given_with_the_mouse_comes_back_as_full_marks(opened, tmp_path):
    for n, asked in enumerate(PAPER.questions, start=1):
        fill(opened, n, asked)
    file = saved(opened, tmp_path)
    assert file.name == "answers-0003.json"
    (response,) = responses(file)
    assert response.code == PAPER.code
    assert response.candidate == PAPER.candidate
    marked = mark_paper(PAPER, response.answers)
    assert {mark.state for mark in marked.marks} == {"right", "awaits"}, [m.family for m in marked.marks if m.state == "empty"]


def test_every_option_comes_back_as_its_letter(opened, tmp_path):
    n, asked = next((n, q) for n, q in enumerate(PAPER.questions, start=1) if q.kind == "shape")
    for place in range(len(asked.options)):
        opened.locator(f'[name="{n}"]').nth(place).check()
        (response,) = responses(saved(opened, tmp_path))
        assert response.answers[n] == LETTERS[place]


def test_an_empty_paper_is_saved_as_empty(opened, tmp_path):
    (response,) = responses(saved(opened, tmp_path))
    assert set(response.answers.values()) == {""}
    assert f"{len(PAPER.questions)} without an answer" in opened.locator("[role=status]").inner_text()
    assert {mark.state for mark in mark_paper(PAPER, response.answers).marks} == {"empty", "awaits"}


def test_a_reload_keeps_the_answers(opened, tmp_path):
    for n, asked in enumerate(PAPER.questions, start=1):
        fill(opened, n, asked)
    first = json.loads(saved(opened, tmp_path).read_text(encoding="utf-8"))
    opened.reload()
    assert json.loads(saved(opened, tmp_path).read_text(encoding="utf-8")) == first


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barriers(opened, scheme):
    opened.emulate_media(color_scheme=scheme)
    assert [barrier["id"] for barrier in Axe().run(opened).response["violations"]] == []


def test_printed_controls_are_gone_and_there_is_room_to_write(opened):
    opened.emulate_media(media="print")
    assert opened.locator("input:visible, select:visible, textarea:visible, button:visible").count() == 0
    assert opened.locator(".write:visible").count() == len(PAPER.questions)


def test_the_widest_equations_fit_a_phone(page, tmp_path):
    wide = make_paper(BANK, Selection(("equation-order", "order-of-a-step"), 12), "narrow")
    file = tmp_path / "paper.html"
    file.write_text(FORMATS["html"].paper(wide, Style()), encoding="utf-8")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_clock_begins_with_the_candidate_and_goes_on_after_a_reload(page, tmp_path):
    file = tmp_path / "paper.html"
    file.write_text(FORMATS["html"].paper(replace(PAPER, clock=True, minutes=10), Style()), encoding="utf-8")
    page.clock.install()
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(file.as_uri())
    expect(page.locator("form")).to_be_hidden()
    page.emulate_media(media="print")
    assert page.locator(".write:visible").count() == len(PAPER.questions)
    page.emulate_media(media="screen")
    page.clock.fast_forward("02:00")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("timer")).to_have_text("10:00 left")
    page.clock.fast_forward("04:30")
    page.reload()
    expect(page.locator("form")).to_be_visible()
    expect(page.get_by_role("timer")).to_contain_text("5:")
    page.clock.fast_forward("01:00")
    expect(page.locator("#time")).to_have_text("5 minutes left or less.")
    assert [barrier["id"] for barrier in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.clock.fast_forward("10:00")
    expect(page.locator("#time")).to_have_text("The time is up: save your answers now.")
    fill(page, 1, PAPER.questions[0])
    (response,) = responses(saved(page, tmp_path))
    assert response.answers[1]
