"""The pages with networks that live in them: a name that is typed is read in the browser as Python reads it."""

from __future__ import annotations

from itertools import islice

import pytest
from axe_playwright_python.sync_playwright import Axe

from lstm_docs import live
from lstm_docs.site.explore.texts import significant
from lstm_docs.site.living import reading_parts

from .test_site import SIDEWAYS, at_rest, opened, told

SAID = "document.querySelector('lstm-reading [data-part=said]').textContent"
NAME = "lstm-reading input[name=name]"


@pytest.fixture
def page(browser, site):
    page, wrong = opened(browser, site, "reading/")
    page.wait_for_selector("lstm-reading.lstm-live")
    yield page
    assert wrong == []
    page.context.close()


def _said(**changes):
    return str(reading_parts.parts(reading_parts.FIRST | changes)["said"])


def test_a_name_is_read_as_python_reads_it_and_strange_letters_are_told_politely(page):
    page.locator(NAME).fill("Gabriella")
    page.wait_for_function(f"{SAID} === {_said(name='gabriella')!r}")
    page.locator("lstm-reading select[name=held]").select_option("f=0")
    page.wait_for_function(f"{SAID} === {_said(name='gabriella', held='f=0')!r}")
    page.wait_for_function("location.hash.endsWith('~name=Gabriella~held=f%3D0')")
    page.goto("about:blank")
    page.go_back()
    page.wait_for_selector("lstm-reading.lstm-live")
    page.wait_for_function(f"{SAID} === {_said(name='gabriella', held='f=0')!r}")
    assert page.locator(NAME).input_value() == "Gabriella"
    for strange in ("José", "weiß", "李"):
        page.locator(NAME).fill(strange)
        page.wait_for_function(f"{SAID}.startsWith('Sorry, ')")
    page.locator(NAME).fill("<b>")
    page.wait_for_function(f"{SAID}.startsWith('Sorry, <')")
    assert page.locator("lstm-reading b").count() == 0


def test_a_unit_is_clicked_and_names_are_written(page):
    grid = page.locator("lstm-reading g[data-s=f_t] [data-grid]").first
    grid.click(position={"x": 10, "y": 18})  # the second square of the third row
    page.wait_for_function("document.querySelector('lstm-reading caption').textContent === 'Unit 18'")
    assert page.locator("lstm-reading input[name=unit]").input_value() == "18"
    page.locator("lstm-reading [data-do=write]").focus()
    page.keyboard.press("Enter")
    wrote = str(reading_parts.parts(reading_parts.FIRST | {"seed": 2})["written"])
    page.wait_for_function(f"document.querySelector('lstm-reading [data-part=written]').textContent === {wrote!r}")


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_stands_in_a_readers_way(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    for name in ("anna", "bo"):
        page.locator(NAME).fill(name)
        page.wait_for_function(f"{SAID} === {_said(name=name)!r}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            at_rest(page)
            assert told(Axe().run(page).response["violations"]) == [], scheme
    assert page.evaluate(SIDEWAYS) == []


def test_the_weights_are_fetched_when_a_reader_comes_near_and_on_no_other_page(browser, site):
    fetched = []
    page, _ = opened(browser, site, "words/")
    page.on("request", lambda request: fetched.append(request.url))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert not [it for it in fetched if "/live" in it or "letters" in it]
    page.goto(site + "reading/")
    page.wait_for_load_state("networkidle")
    assert not any(it.endswith("letters.json") for it in fetched)  # a first view needs none
    with page.expect_response("**/letters.json"):
        page.locator("lstm-reading [name=name]").focus()
    page.context.close()


def test_a_name_stands_there_without_scripts_and_prints_as_a_strip(browser, site):
    plain, _ = opened(browser, site, "reading/", java_script_enabled=False)
    plain.emulate_media(media="print")
    assert plain.locator("lstm-reading [data-part=said]").inner_text() == _said()
    strip = plain.locator("lstm-reading svg.lstm-grids")
    assert "after start most likely m" in strip.locator("desc").text_content()
    assert strip.bounding_box()["width"] > 200
    assert not plain.locator("lstm-reading form").is_visible()
    assert "is widest open at" in plain.locator("lstm-reading [data-part=unit]").inner_text()
    plain.goto(site + "training/")
    seen = plain.locator("lstm-adding [data-part=seen] svg.lstm-grids")
    assert seen.locator("g[data-s=f_t]").count() == 1
    assert seen.bounding_box()["width"] > 200
    plain.context.close()


def test_a_thousand_updates_in_the_browser_are_those_of_python(browser, site):
    page, wrong = opened(browser, site, "training/")
    page.wait_for_selector("lstm-adding.lstm-live")
    before = page.locator("lstm-adding [data-part=loss] path.lstm-roof").get_attribute("d")
    assert told(Axe().run(page).response["violations"]) == []
    page.locator("lstm-adding [data-do=train]").click()
    page.wait_for_function("document.querySelector('lstm-adding')?.training?.update === 1000", timeout=90_000)
    found = page.evaluate("[...document.querySelector('lstm-adding').training.vector]")
    assert found == pytest.approx(live.published()[1]["parameters"], abs=1e-9)
    page.wait_for_function("document.querySelector('lstm-adding [data-part=said]').textContent.endsWith(': it adds.')")
    assert page.locator("lstm-adding [data-part=loss] path.lstm-roof").get_attribute("d") == before
    assert told(Axe().run(page).response["violations"]) == []
    page.locator("lstm-adding [data-do=explode]").click()
    assert [page.locator(f"lstm-adding input[name={name}]").input_value() for name in ("rate", "clip")] == ["1", "0"]
    page.wait_for_function("document.querySelector('lstm-adding').losses.length > 0", timeout=30_000)
    page.wait_for_function("location.hash.endsWith('~rate=1~clip=0')")
    exploded = [it.loss for it in islice(live.train(live.of_published(rate=1.0, clip=0.0)), 20)]
    assert page.evaluate("document.querySelector('lstm-adding').losses[0]") == pytest.approx(sum(exploded) / 20, rel=1e-6)
    page.locator("lstm-adding [data-do=train]").click()
    assert page.locator("lstm-adding [data-do=train]").inner_text() == "Train"
    assert f", and it was {significant(sum(exploded) / 20)}" in page.locator("lstm-adding [data-part=said]").inner_text()
    assert wrong == []
    page.context.close()
