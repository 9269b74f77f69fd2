"""What people type into the search leads to the page that answers it, in one visit of Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from playwright.sync_api import TimeoutError

QUERIES = yaml.safe_load(Path(__file__).with_name("queries.yml").read_text(encoding="utf-8"))
FIRST = "document.querySelector('.md-search-result__item > a')?.href ?? ''"
SHARES = {"asked": 0.9, "untuned": 0.7}


def first(page, text):
    """The name of the page that the search puts first; empty if it finds none."""
    field = page.locator("input.md-search__input")
    for typed, condition in (("", f"!({FIRST})"), (text, FIRST)):
        field.fill(typed)
        page.keyboard.press("End")  # the theme listens to keys
        try:
            page.wait_for_function(condition, timeout=6000)
        except TimeoutError:
            return ""
    page.wait_for_timeout(60)  # a first result may be of the letters typed before
    return page.evaluate(f"new URL({FIRST}).pathname").rstrip("/").split("/")[-1]


@pytest.fixture(scope="module")
def places(browser, site):
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.base)
    page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").fill("unit")
    page.keyboard.press("End")
    page.wait_for_selector(".md-search-result__item")
    yield {text: first(page, text) for queries in QUERIES.values() for text in queries}
    context.close()


@pytest.mark.parametrize("kind", QUERIES)
def test_the_page_that_answers_comes_first(places, kind):
    missed = {text: places[text] for text, pages in QUERIES[kind].items() if places[text] not in pages}
    assert len(missed) <= (1 - SHARES[kind]) * len(QUERIES[kind]), missed


def test_nothing_that_is_asked_is_found_nowhere(places):
    assert [text for text in QUERIES["asked"] if not places[text]] == []


def test_the_pages_are_there(site):
    wanted = {page for queries in QUERIES.values() for pages in queries.values() for page in pages}
    assert {f"{page}/" for page in wanted} <= set(site.pages)
