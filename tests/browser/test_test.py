"""A test as a learner takes it: one submit, what is open is named first, review, retake."""

from __future__ import annotations

import pytest

from lstm_docs.quiz import question

from .alone import HERE, alone, fence_of


@pytest.fixture
def taken(page):
    """The test of our page, by itself."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    alone(page, *fence_of("test"))
    page.goto(f"{HERE}#test-mixed~a-seed~0")
    page.wait_for_selector("lstm-test.lstm-live")
    yield page.locator("lstm-test")
    assert errors == []


def _asked(quiz):
    """The questions that Python asks under the same seed."""
    names = quiz.get_attribute("data-families").split()
    return [question(name, "a-seed") for name in names]


def _answer(card, asked):
    """Give the right answer, with each kind's own controls."""
    if asked.key >= 0:
        card.locator(".lstm-quiz-options button").nth(asked.key).click()
    elif asked.kind == "several":
        for place in asked.answer:
            card.locator("input[type=checkbox]").nth(place).check()
    elif asked.kind == "match":
        for place, partner in enumerate(asked.answer):
            card.locator("select").nth(place).select_option(index=partner + 1)
    else:
        for row, place in enumerate(asked.answer):
            button = card.locator(f'li[data-place="{place}"] [data-move=up]')
            while card.locator(".lstm-quiz-options > li").nth(row).get_attribute("data-place") != str(place):
                button.press("Enter")


def test_right_answers_of_every_kind_are_right(taken):
    asked = _asked(taken)
    cards = taken.locator(".lstm-card")
    for n, one in enumerate(asked):
        _answer(cards.nth(n), one)
    taken.get_by_role("button", name="Submit all").click()
    assert [c.inner_text() for c in taken.locator(".lstm-quiz-verdict.lstm-wrong").all()] == []
    assert f"{len(asked)} of {len(asked)} right." in taken.locator(".lstm-test-result").inner_text()
    assert taken.locator(".lstm-quiz-verdict.lstm-right").count() == len(asked)
    assert taken.locator(".lstm-quiz-work[open]").count() == 0
    assert taken.locator(".lstm-test-summary").get_by_text("shapes: 2 of 2 right.").is_visible()
    assert taken.locator(".lstm-test-summary a").count() == 0


def test_nothing_is_told_before_the_submit(taken):
    card = taken.locator(".lstm-card").first
    card.locator(".lstm-quiz-options button").first.click()
    assert card.locator(".lstm-quiz-verdict").inner_text() == ""
    assert not card.locator(".lstm-quiz-work").is_visible()


def test_open_questions_are_named_before_anything_is_judged(taken):
    taken.locator(".lstm-card").first.locator(".lstm-quiz-options button").first.click()
    taken.get_by_role("button", name="Submit all").click()
    notice = taken.locator(".lstm-test-result").inner_text()
    assert notice.startswith("Not answered yet: 2, 3")
    taken.get_by_role("button", name="Submit as it is").click()
    assert "of 10 right." in taken.locator(".lstm-test-result").inner_text()
    notice = taken.locator(".lstm-quiz-verdict").nth(1).inner_text()
    assert notice.startswith("Not answered. The answer is ")
    assert "Wrong" not in notice


def test_what_was_not_answered_is_not_kept_as_wrong(taken):
    taken.get_by_role("button", name="Submit all").click()
    taken.get_by_role("button", name="Submit as it is").click()
    assert "0 of 10 right." in taken.locator(".lstm-test-result").inner_text()
    assert taken.page.evaluate("localStorage.getItem('lstm-docs:progress')") is None


def test_of_a_click_and_a_typed_answer_the_last_counts(taken):
    asked = _asked(taken)
    n = next(n for n, one in enumerate(asked) if one.kind in ("shape", "integer"))
    card, wrong = taken.locator(".lstm-card").nth(n), (asked[n].key + 1) % len(asked[n].options)
    card.get_by_role("textbox").fill("7x7")
    card.locator(".lstm-quiz-options button").nth(wrong).click()
    assert card.get_by_role("textbox").input_value() == ""
    card.get_by_role("textbox").fill("3x4" if asked[n].kind == "shape" else "34")
    assert card.locator("[aria-pressed=true]").count() == 0
    taken.get_by_role("button", name="Submit all").click()
    taken.get_by_role("button", name="Submit as it is").click()
    assert "You wrote 3" in card.locator(".lstm-quiz-verdict").inner_text()


def test_a_retake_has_other_numbers_and_a_link_of_its_own(taken):
    before = taken.locator(".lstm-quiz-ask").first.inner_text()
    link = taken.page.evaluate("location.href")
    taken.get_by_role("button", name="Submit all").click()
    taken.get_by_role("button", name="Submit as it is").click()
    taken.get_by_role("button", name="Retake").click()
    assert taken.locator(".lstm-quiz-ask").first.inner_text() != before
    assert taken.page.evaluate("location.href") != link
    assert taken.get_by_role("button", name="Submit all").is_visible()
    assert taken.locator(".lstm-answered").count() == 0


def test_a_retake_is_open_and_stays_so_after_a_reload(taken):
    taken.get_by_role("button", name="Submit all").click()
    taken.get_by_role("button", name="Submit as it is").click()
    taken.get_by_role("button", name="Retake").click()
    taken.locator(".lstm-quiz-options button").nth(1).click()
    for _ in range(2):
        assert taken.locator(".lstm-quiz-options [aria-pressed=true]").count() == 1
        assert taken.get_by_role("button", name="Submit all").is_visible()
        assert taken.locator(".lstm-answered").count() == 0
        taken.page.reload()
        taken.page.wait_for_selector("lstm-test.lstm-live")


def test_the_timer_gives_extra_time_and_takes_no_answer_away(taken):
    taken.locator(".lstm-test-extra").select_option(value="100")
    taken.get_by_role("button", name="Start the timer").click()
    minutes = int(taken.get_attribute("data-minutes"))
    assert taken.locator(".lstm-test-time").inner_text() == f"{2 * minutes}:00 left"


def test_the_seed_is_in_the_address_from_the_start_and_a_reload_loses_nothing(page, site):
    page.goto(site + "test/")
    page.wait_for_selector("lstm-test.lstm-live")
    assert page.evaluate("location.hash") == "#test-mixed~1~0"
    quiz = page.locator("lstm-test")
    quiz.get_by_role("button", name="Start the timer").click()
    quiz.locator(".lstm-quiz-options button").nth(2).click()
    quiz.get_by_role("textbox").nth(1).fill("3x4")
    quiz.locator("[data-move=down]").first.click()
    quiz.locator("select").last.select_option(index=1)
    given = "[...document.querySelectorAll('lstm-test :is(li[data-place], select, input, [aria-pressed=true])')].map(one =>"
    given += " [one.dataset.place, one.value, one.checked, one.getAttribute('aria-pressed')])"
    before = page.evaluate(given)
    dots = quiz.locator(".lstm-test-dots button")
    labels = [dot.get_attribute("aria-label") for dot in dots.all()]
    assert labels.count("Question 1: answered") == 1
    assert any(label.endswith(": open") for label in labels)
    page.reload()
    page.wait_for_selector("lstm-test.lstm-live")
    assert page.evaluate(given) == before
    assert [dot.get_attribute("aria-label") for dot in dots.all()] == labels
    assert quiz.locator(".lstm-test-time").inner_text().endswith(" left")
    quiz.get_by_role("button", name="Submit all").click()
    quiz.get_by_role("button", name="Submit as it is").click()
    result = quiz.locator(".lstm-test-summary").inner_text()
    assert "not answered. Read " in result
    page.reload()
    page.wait_for_selector("lstm-test.lstm-live")
    assert quiz.locator(".lstm-answered").count() == 10
    quiz.locator(".lstm-test-summary li").first.wait_for()
    assert quiz.locator(".lstm-test-summary").inner_text() == result


def test_in_a_break_the_time_rests_and_the_questions_are_covered(taken):
    page = taken.page
    page.clock.install()
    page.reload()
    page.wait_for_selector("lstm-test.lstm-live")
    taken.get_by_role("button", name="Start the timer").click()
    page.clock.run_for(10_000)
    taken.get_by_role("button", name="Take a break").click()
    left = taken.locator(".lstm-test-time").inner_text()
    page.clock.run_for(600_000)
    assert taken.locator(".lstm-test-time").inner_text() == left
    assert not taken.locator(".lstm-quiz-ask").first.is_visible()
    page.reload()  # and a break is still one
    page.wait_for_selector("lstm-test.lstm-live")
    assert taken.locator(".lstm-test-time").inner_text() == left
    assert not taken.locator(".lstm-quiz-ask").first.is_visible()
    taken.get_by_role("button", name="Go on").click()
    assert taken.locator(".lstm-quiz-ask").first.is_visible()
    page.clock.run_for(5_000)
    assert taken.locator(".lstm-test-time").inner_text() != left


def test_the_bar_stays_in_view_and_leads_to_each_question(taken):
    taken.locator(".lstm-test-dots button").nth(8).click()
    ask = taken.locator(".lstm-quiz-ask").nth(8)
    bar = taken.locator(".lstm-test-bar").bounding_box()
    assert bar["y"] >= 0
    assert ask.bounding_box()["y"] >= bar["y"] + bar["height"] - 1
    assert taken.page.evaluate("location.hash") == "#test-mixed~a-seed~0"


def test_a_row_is_dragged_to_its_place_and_its_buttons_are_large(taken):
    rows = taken.locator(".lstm-quiz-options > li:has([data-move])")
    before = [row.get_attribute("data-place") for row in rows.all()]
    rows.first.scroll_into_view_if_needed()
    start, end = rows.first.bounding_box(), rows.last.bounding_box()
    mouse = taken.page.mouse
    mouse.move(start["x"] + 150, start["y"] + 8)
    mouse.down()
    mouse.move(end["x"] + 150, end["y"] + end["height"] / 2, steps=12)
    mouse.up()
    mouse.move(start["x"] + 150, start["y"] + 8)  # what was let go of does not follow
    assert [row.get_attribute("data-place") for row in rows.all()] == [*before[1:], before[0]]
    for button in rows.locator("button").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44


def test_on_a_phone_whatever_is_pressed_is_as_large_as_a_finger_and_the_bar_leaves_room(browser, site):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(site + "test/#test-mixed~a-seed~0")
    page.wait_for_selector("lstm-test.lstm-live")
    page.get_by_role("button", name="Submit all").tap()
    page.get_by_role("button", name="Submit as it is").tap()
    small = """all => all.filter(it => it.checkVisibility()).map(it => [it.outerHTML, it.getBoundingClientRect()])
      .filter(([, { width, height }]) => Math.min(width, height) < 43.9).map(([html]) => html)"""
    assert page.locator("lstm-test :is(button, select)").evaluate_all(small) == []
    assert page.locator(".lstm-test-bar").bounding_box()["height"] <= 844 / 5
    context.close()
