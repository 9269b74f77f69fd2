"""The start page, opened cold: what stands in the first screen, and what a stranger does first."""

from __future__ import annotations

import pytest

from lstm_docs.site.fences.context import scripts, sheets
from tests.site.weight import with_imports

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
    page.evaluate("document.querySelector('lstm-question').scrollIntoView()")
    page.wait_for_selector("lstm-question.lstm-live")
    page.evaluate("document.querySelector('lstm-question').scrollIntoView(); scrollBy(0, -60)")
    page.locator(".lstm-quiz-options button").first.click()
    verdict = page.locator("lstm-question .lstm-quiz-verdict")
    assert verdict.inner_text()[:6] in ("Right.", "Wrong.")
    assert page.evaluate("document.activeElement.matches('lstm-question summary')")
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
    page.locator("g.lstm-box[data-next=hold-f]").click()
    assert "f: as computed → held at 0: c₁ " in page.locator("[data-part=said]").inner_text()
    assert wrong == []
    page.context.close()


def test_on_a_phone_a_short_pull_is_a_unit_and_a_gates_value_holds_it_like_its_sigma(browser, site):
    page, wrong = opened(browser, site, "", width=390)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_selector("lstm-explore-step.lstm-live")
    box = page.locator("[data-grab=hidden]").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 15, steps=3)
    page.mouse.up()
    assert page.locator(".lstm-chip[data-s=h_t] .lstm-word").count() == 3
    for gate in "ifo":
        page.locator(f"g.lstm-chip[data-s={gate}_t]").click()
        said = page.locator("[data-part=said]").inner_text()
        assert f"{gate}: as computed → held at 0: " in said
        assert "c₁ " in said
        assert ", h₁ " in said
        assert page.locator(f"g.lstm-box[data-next=hold-{gate}].lstm-held").count() == 1
    assert wrong == []
    page.context.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_what_is_fetched_is_what_is_weighed_and_the_question_waits_to_be_seen(browser, site, width, height):
    context = browser.new_context(viewport={"width": width, "height": height})
    page, fetched = context.new_page(), set()
    page.on("response", lambda it: fetched.add(it.url.rpartition("/")[2]))
    page.goto(site + "", wait_until="networkidle")
    assert {"explore-step.js", "explore-small.css"} <= fetched
    assert not {"card.js", "question.js", "grammar.js"} & fetched
    page.evaluate("document.querySelector('lstm-question').scrollIntoView()")
    page.wait_for_selector("lstm-question.lstm-live")
    page.locator(".lstm-quiz-options button").first.click()
    page.wait_for_load_state("networkidle")
    weighed = with_imports("explore-step.js", later=True) | with_imports("question-alone.js", later=True)
    assert fetched & set(scripts()) == weighed
    assert not fetched & {*sheets()} - {"explore-small.css"}
    context.close()
