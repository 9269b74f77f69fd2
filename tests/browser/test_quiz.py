"""The quiz as a learner meets it, in a real browser."""

from __future__ import annotations

import json
import re
from textwrap import indent

import pytest

from lstm_docs import frameworks
from lstm_docs.practice.about_cell import about
from lstm_docs.quiz import load_bank
from lstm_docs.quiz.engine.asking import question
from lstm_docs.quiz.engine.family import FRAMEWORKS
from tests.site.building import build, small_site

from .served import BELOW, served

OF_MANY = "gate-order"
"""A family on the page of that name that draws many frameworks."""


@pytest.fixture
def opened(page, site):
    def open_(path: str):
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.errors = errors
        page.goto(site.base + path)
        page.locator(":is(lstm-quiz, lstm-test, lstm-question)").first.scroll_into_view_if_needed()
        page.wait_for_selector(":is(lstm-quiz, lstm-test, lstm-question).lstm-live")
        return page

    yield open_
    assert page.errors == []


MGU = """\
f = sigmoid(W_f x + U_f h + b_f)
g = tanh(W_g x + U_g (f * h) + b_g)
h = (1 - f) * h + f * g
"""
ASKED = "families: [state-in-equations, macs-in-equations, gradient-ways]"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A small site whose pages ask about a cell of the author's own: from a file, and from the lines of the fence."""
    folder = tmp_path_factory.mktemp("own-cell")
    fence = f"# Mine\n\n```lstm-quiz\n{{}}{ASKED}\n{{}}```\n"
    lines = indent(MGU, "  ")
    pages = {
        "file": fence.format("cell: mine.cell\n", "count: 3\n"),
        "lines": fence.format(f"equations: |\n{lines}", "mode: test\ncount: 3\n"),
    }
    config = "site_name: Mine\ntheme: {name: mkdocs, highlightjs: false}\nplugins: [lstm-docs]\n"
    site = small_site(folder / "site", config, **pages)
    (site / "docs" / "mine.cell").write_text(MGU, encoding="utf-8")
    done = build(site, folder / "out" / BELOW)
    assert done.returncode == 0, done.stderr
    with served(folder / "out") as address:
        yield address


def _press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_the_classic_question_is_answered_right_on_the_start_page(opened):
    page = opened("")
    quiz = page.locator("lstm-question").first
    assert "45×1" in quiz.inner_text()
    assert "25×1" in quiz.inner_text()
    quiz.get_by_role("textbox").fill("25x45")
    quiz.get_by_role("textbox").press("Enter")
    assert quiz.locator(".lstm-quiz-verdict").inner_text().startswith("Right.")


@pytest.mark.parametrize(("typed", "path"), [("45x25", "transpose"), ("25 by 70", "concatenated"), ("(25, 25)", "shape of U")])
def test_a_wrong_answer_is_met_with_the_learners_own_path(opened, typed, path):
    quiz = opened("").locator("lstm-question").first
    quiz.get_by_role("textbox").fill(typed)
    quiz.get_by_role("textbox").press("Enter")
    verdict = quiz.locator(".lstm-quiz-verdict").inner_text()
    assert verdict.startswith("Wrong.")
    assert path in verdict
    assert quiz.locator(".lstm-quiz-work").get_attribute("open") is not None


def test_the_card_says_that_letters_choose_and_which_was_chosen(opened):
    page = opened("")
    quiz = page.locator("lstm-question").first
    assert quiz.get_by_text("press the letter").is_visible()
    quiz.locator(".lstm-quiz-options button").nth(1).focus()
    _press(page, "b")
    assert "You chose B." in quiz.locator(".lstm-quiz-verdict").inner_text()


def test_what_cannot_be_read_is_said_and_asks_on(opened):
    quiz = opened("").locator("lstm-question").first
    quiz.get_by_role("textbox").fill("<b>what</b>")
    quiz.get_by_role("textbox").press("Enter")
    assert "could not be read" in quiz.locator(".lstm-quiz-verdict").inner_text()
    assert quiz.locator(".lstm-quiz-verdict b").count() == 0
    quiz.get_by_role("textbox").fill("25x45")
    quiz.get_by_role("textbox").press("Enter")
    assert quiz.locator(".lstm-quiz-verdict").inner_text().startswith("Right.")


def test_a_quiz_is_played_to_the_end_with_the_keyboard_alone(opened):
    page = opened("unrolling/#quiz-equations-executed~keys~0")
    name = "equations-executed"
    quiz = page.locator(f"#quiz-{name}")
    count = int(quiz.get_attribute("data-count"))
    assert count > 1
    compiled = load_bank().family(name)
    # Reach the first option by tabbing, as somebody without a mouse does.
    for _ in range(200):
        _press(page, "Tab")
        if page.evaluate("document.activeElement.matches('.lstm-quiz-options button')"):
            break
    right = 0
    for n in range(count):
        asked = question(compiled, "keys", n)
        wanted = asked.key if n % 2 == 0 else (asked.key + 1) % 4
        right += wanted == asked.key
        page.wait_for_function(
            "n => document.querySelector('.lstm-quiz-progress').textContent.includes(`Question ${n + 1}`)", arg=n
        )
        _press(page, "ABCD"[wanted].lower())
        verdict = quiz.locator(".lstm-quiz-verdict").inner_text()
        assert verdict.startswith("Right." if wanted == asked.key else "Wrong.")
        assert page.evaluate("document.activeElement.matches('.lstm-quiz-next')")
        _press(page, "Enter")
    assert f"{right} of {count} right." in quiz.inner_text()


def test_the_same_seed_gives_the_same_question_on_the_page_and_in_python(opened):
    page = opened("parameters/#quiz-parameter-count~any-seed~3")
    asked = question(load_bank().family("parameter-count"), "any-seed", 3, FRAMEWORKS)
    shown = page.locator("#quiz-parameter-count .lstm-quiz-options button").all_inner_texts()
    assert [re.sub(r"^[A-D]\s+", "", text) for text in shown] == [option.text for option in asked.options]


def test_other_frameworks_are_asked_about_where_they_are_asked_for(opened):
    page = opened("gate-order/")
    quiz = page.locator("#quiz-mixed")
    names = quiz.get_attribute("data-families").split()
    compiled = load_bank().family(OF_MANY)
    wanted = [question(compiled, "tiers", n).given["framework"] for n in range(9)]
    number = next(n for n, framework in enumerate(wanted) if framework not in FRAMEWORKS)

    def asked(ending=""):
        page.goto("about:blank")
        opened(f"gate-order/#quiz-mixed~tiers~{number * len(names) + names.index(OF_MANY)}{ending}")
        return quiz.locator(".lstm-quiz-ask").inner_text()

    assert frameworks.get(question(compiled, "tiers", number, FRAMEWORKS).given["framework"]).name in asked()
    box = quiz.get_by_label("Ask about all frameworks")
    assert not box.is_checked()
    box.check()
    quiz.get_by_role("button", name="Fresh numbers").click()
    page.wait_for_url("**~all")
    assert frameworks.get(wanted[number]).name in asked("~all")
    assert box.is_checked()


def test_progress_is_kept_exported_and_forgotten(opened):
    page = opened("lstm-step-by-step/")
    quiz = page.locator("lstm-quiz").first
    quiz.locator(".lstm-quiz-options button").first.click()
    quiz.get_by_role("button", name="Next question").click()
    progress = json.loads(page.evaluate("localStorage.getItem('lstm-docs:progress')"))
    assert progress["asked"] == 1
    assert progress["families"]["gate-weight-shape"]["asked"] == 1
    quiz.get_by_text("Your progress").click()
    assert "shapes: " in quiz.locator(".lstm-quiz-topics").inner_text()
    with page.expect_download() as download:
        quiz.get_by_role("button", name="Export").click()
    assert json.loads(download.value.path().read_text(encoding="utf-8"))["asked"] == 1
    quiz.get_by_role("button", name="Reset").click()
    assert page.evaluate("localStorage.getItem('lstm-docs:progress')") is None


def test_who_comes_again_goes_on_with_other_numbers(opened):
    page = opened("parameters/")
    quiz = page.locator("lstm-quiz").first
    first = quiz.locator(".lstm-quiz-ask").inner_text()
    assert json.loads(page.evaluate("JSON.stringify(Object.keys(localStorage))")).count("lstm-docs:progress") == 0
    quiz.locator(".lstm-quiz-options button").first.click()
    page.reload()
    quiz.scroll_into_view_if_needed()
    page.wait_for_selector("lstm-quiz.lstm-live")
    assert quiz.locator(".lstm-quiz-ask").inner_text() != first
    assert quiz.locator(".lstm-quiz-verdict").inner_text() == ""


def test_a_question_that_cannot_be_fetched_is_told_and_can_be_tried_again(opened, page):
    opened("lstm-step-by-step/")  # asks two families in turn
    quiz = page.locator("#quiz-shapes")
    quiz.scroll_into_view_if_needed()
    page.wait_for_selector("#quiz-shapes.lstm-live")
    page.route("**/quiz/vector-shape.json", lambda route: route.abort())
    quiz.locator(".lstm-quiz-options button").first.click()
    quiz.get_by_role("button", name="Next question").click()
    page.get_by_text("could not be fetched").wait_for()
    page.unroute("**/quiz/vector-shape.json")
    quiz.get_by_role("button", name="Fresh numbers").click()
    page.get_by_text("could not be fetched").wait_for(state="hidden")
    assert quiz.locator(".lstm-quiz-options button").count() == 4


def test_a_link_opens_the_same_question_again(opened, site):
    page = opened("parameters/")
    quiz = page.locator("lstm-quiz").first
    quiz.get_by_role("button", name="Fresh numbers").click()
    asked = quiz.locator(".lstm-quiz-ask").inner_text()
    link = page.evaluate("location.href")
    assert "#quiz-parameter-count~" in link
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("lstm-quiz.lstm-live")
    assert page.locator("lstm-quiz .lstm-quiz-ask").first.inner_text() == asked


def test_the_quiz_works_after_instant_navigation(opened):
    page = opened("activations/")
    page.evaluate("window.stayed = true")
    for passed in ("worked-run", "shapes", "parameters"):
        before = page.inner_text("h1")
        page.evaluate("passed => document.querySelector(`.md-nav a[href$='${passed}/']`).click()", passed)
        page.wait_for_function("before => document.querySelector('h1').innerText !== before", arg=before)
    page.locator("#quiz-parameter-count").scroll_into_view_if_needed()
    page.wait_for_selector("#quiz-parameter-count.lstm-live")
    assert page.evaluate("window.stayed") is True
    page.locator("#quiz-parameter-count .lstm-quiz-options button").first.click()
    assert page.locator("#quiz-parameter-count .lstm-quiz-verdict").inner_text().strip()


def test_a_question_reads_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.base)
    text = page.locator("lstm-question").first.inner_text()
    assert "What is the shape of" in text
    assert "25×45" in text
    assert page.locator("lstm-question .lstm-quiz-work summary").first.is_visible()
    context.close()


def test_a_quiz_about_a_cell_of_the_authors_own_is_answered(own, page):
    """What Python proves of the cell is what the page asks and takes for right; the bank on the server has none of it."""
    asks = about(load_bank(), MGU)
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{own.base}file/#quiz-cell~mine~0")
    page.wait_for_selector("lstm-quiz.lstm-live")
    options = page.locator("lstm-quiz .lstm-quiz-options button")
    for n, family in enumerate(("state-in-equations", "macs-in-equations", "gradient-ways")):
        asked = question(asks.family(family), "mine", 0)
        page.wait_for_function(
            "n => document.querySelector('.lstm-quiz-progress').textContent.includes(`${n + 1} of 3`)", arg=n
        )
        assert "f = sigmoid(W_f x + U_f h + b_f)" in page.locator(".lstm-quiz-ask").inner_text()
        assert [re.sub(r"^[A-D]\s+", "", it) for it in options.all_inner_texts()] == [it.text for it in asked.options]
        options.nth(asked.key).click()
        assert page.locator(".lstm-quiz-verdict").inner_text().startswith("Right.")
        page.locator(".lstm-quiz-next").click()
    assert "3 of 3 right." in page.locator("lstm-quiz").inner_text()
    assert not [url for url in fetched if url.endswith("-in-equations.json")]


def test_a_test_about_the_lines_of_a_fence_is_taken(own, page):
    page.goto(f"{own.base}lines/")
    page.locator("lstm-test").scroll_into_view_if_needed()
    page.wait_for_selector("lstm-test.lstm-live")
    page.locator(".lstm-test-start").click()
    assert "g = tanh(W_g x + U_g (f * h) + b_g)" in page.locator("lstm-test").inner_text()
    page.locator(".lstm-test-submit").click()
    page.locator(".lstm-test-anyway").click()
    page.locator(".lstm-test-summary li").first.wait_for()
    assert "0 of 3 right." in page.locator("lstm-test").inner_text()
