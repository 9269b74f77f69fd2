"""The start page, opened cold: what stands in the first screen, and what a stranger does first."""

from __future__ import annotations

import pytest

from .test_site import opened

WAYS = [".book-way >> nth=0", ".book-way >> nth=1", ".book-way >> nth=2"]


@pytest.mark.parametrize(
    ("width", "height", "seen"),
    [
        (1280, 800, ["h1", "svg.lstm-wired", "[data-part=count]", *WAYS]),
        (390, 844, ["h1", "svg.lstm-wired", "[data-part=count]"]),
    ],
)
def test_the_promise_and_the_cell_stand_in_the_first_screen(browser, site, width, height, seen):
    page, wrong = opened(browser, site, "", width=width)
    page.set_viewport_size({"width": width, "height": height})
    for name in seen:
        box = page.locator(name).bounding_box()
        assert box["y"] >= 0, name
        assert box["y"] + box["height"] <= height, name
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert wrong == []
    page.context.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_verdict_stands_where_the_question_is(browser, site, width, height):
    page, _ = opened(browser, site, "", width=width)
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("document.querySelector('lstm-quiz').scrollIntoView()")
    page.wait_for_selector("lstm-quiz.lstm-live")
    page.evaluate("document.querySelector('lstm-quiz').scrollIntoView(); scrollBy(0, -60)")
    page.locator(".lstm-quiz-options button").first.click()
    verdict = page.locator("lstm-quiz .lstm-quiz-verdict")
    assert verdict.inner_text()[:6] in ("Right.", "Wrong.")
    chosen, box = page.locator(".lstm-quiz-options button").first.bounding_box(), verdict.bounding_box()
    assert chosen["y"] >= 0
    assert box["y"] + min(box["height"], 40) <= height
    page.context.close()


def test_a_width_is_dragged_and_the_parameters_follow(browser, site):
    page, wrong = opened(browser, site, "")
    page.wait_for_selector("lstm-explore-step.lstm-live")
    box = page.locator("[data-grab=hidden]").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 44, steps=4)
    page.mouse.up()
    assert page.locator("[data-part=count]").inner_text().endswith("= 112 parameters")  # 4·4(4 + 2 + 1)
    assert page.locator(".lstm-chip[data-s=h_t] .lstm-word").count() == 4
    page.locator("g[data-next=hold-f]").click()
    assert "f: as computed → held at 0: " in page.locator("[data-part=said]").inner_text()
    assert wrong == []
    page.context.close()
