"""The page about a printed count: a summary pasted into its field, in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from lstm_docs import explaining
from tests.explaining.printed_models import keras_summary, torchinfo_summary

from .test_site import SIDEWAYS, at_rest, opened, told

FIELD = "lstm-explain textarea"
ROWS = """[...document.querySelectorAll("lstm-explain tbody tr")].map((row) => row.innerText.split(/\\s+/).join(" "))"""


def rows(text):
    """What the table says in Python's words."""
    return [
        " ".join(
            " ".join([it.heading, *(f"{'or ' * (n > 0)}{r.says} {r.sum}" for n, r in enumerate(it.readings)), it.note]).split()
        )
        for it in explaining.summary(text)
    ]


@pytest.fixture
def page(browser, site):
    page, wrong = opened(browser, site, "explain-a-count/")
    page.wait_for_selector("lstm-explain.lstm-live")
    yield page
    assert wrong == []
    page.context.close()


def test_a_pasted_summary_is_explained_as_by_the_command(page):
    first = rows(page.locator(FIELD).input_value())
    assert page.evaluate(ROWS) == first
    for text in (keras_summary(3)[0], torchinfo_summary(1)[0], "lstm.weight_ih_l0 (48, 80)\nlstm.weight_hh_l0 (48, 12)"):
        page.locator(FIELD).fill(text)
        page.wait_for_function(f"rows => JSON.stringify({ROWS}) === JSON.stringify(rows)", arg=rows(text))
    page.locator(FIELD).fill("loss: 0.1 <img src=x onerror=alert(1)>")
    page.wait_for_function("document.querySelector('lstm-explain [role=status]').innerText.startsWith('No line of a summary')")
    assert page.evaluate(ROWS) == []
    page.locator(FIELD).fill("(<b>): LSTM(2, 3)\n<img (LSTM)   (None, 12)   4464")
    page.wait_for_function(f"{ROWS}.length > 0")
    assert page.locator("lstm-explain tbody :is(b, img)").count() == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_stands_in_a_readers_way(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.locator(FIELD).fill(keras_summary(1)[0])
    page.wait_for_function(f"{ROWS}.length > 5")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        at_rest(page)
        assert told(Axe().run(page).response["violations"]) == [], scheme
    assert page.evaluate(SIDEWAYS) == []


def test_the_keyboard_reaches_the_field_and_leaves_it(page):
    page.locator(FIELD).focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("lstm_1 (LSTM)   (None, 12)   4464")
    page.wait_for_function(f"{ROWS}.length === 1")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "The summary, line by line"


def test_the_table_prints_and_stands_without_scripts(browser, site):
    plain, _ = opened(browser, site, "explain-a-count/", java_script_enabled=False)
    plain.emulate_media(media="print")
    assert "LSTM, 24 → 12, one bias vector per gate" in plain.locator("lstm-explain tbody").inner_text()
    assert plain.locator(FIELD).get_attribute("readonly") is not None
    plain.context.close()
