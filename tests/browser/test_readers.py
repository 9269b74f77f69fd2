"""What those meet who listen to a page, whose browser keeps nothing, or who need larger or plainer signs."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest

from .served import QUESTION
from .test_site import SIDEWAYS

STORE = "lstm-docs:progress"
ASKING = ":is(lstm-quiz, lstm-test, lstm-question)"


def heard(page, selector):
    """Role, name and description of what a screen reader is told inside an element."""
    session = page.context.new_cdp_session(page)
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    nodes = session.send("Accessibility.queryAXTree", {"nodeId": node})["nodes"]
    return [
        (one["role"]["value"], one.get("name", {}).get("value", ""), one.get("description", {}).get("value", ""))
        for one in nodes
        if not one.get("ignored")
    ]


def said(locator):
    """A text with its formulas in words."""
    return locator.evaluate(
        """one => {
            const copy = one.cloneNode(true);
            for (const formula of copy.querySelectorAll("math")) formula.replaceWith(formula.ariaLabel);
            return copy.textContent;
        }"""
    )


def letters(text):
    """A text without spaces and without the slant that letters have in a formula."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.fixture
def quiz(page, site):
    page.goto(site + QUESTION)
    page.wait_for_selector("lstm-quiz.lstm-live")
    return page.locator("lstm-quiz").first


def test_a_question_is_a_group_named_by_its_text_and_its_options_are_a_named_list(page, quiz):
    tree = heard(page, "lstm-quiz")
    asked = letters(said(quiz.locator(".lstm-quiz-ask")))
    assert ("group", asked) in [(role, letters(name)) for role, name, _ in tree]
    assert ("list", "Options") in [(role, name) for role, name, _ in tree]


def test_the_way_on_is_described_by_the_verdict(page, quiz):
    quiz.locator(".lstm-quiz-options button").first.click()
    verdict = said(quiz.locator(".lstm-quiz-verdict"))
    (described,) = [text for *named, text in heard(page, "lstm-quiz") if named == ["button", "Next question"]]
    assert letters(described) == letters(verdict)
    assert verdict.strip()


@pytest.mark.parametrize("url", ["lstm-step-by-step/", "gradients/", "shapes/"])
def test_every_formula_has_a_name_in_words(page, site, url):
    page.goto(site + url)
    formulas = [name for role, name, _ in heard(page, "main") if role == "MathMLMath"]
    assert len(formulas) > 5
    assert [name for name in formulas if not name or "\\" in name] == []


@pytest.mark.parametrize("url", ["lstm-step-by-step/", "shapes/"])
def test_a_figure_is_told_once(page, site, url):
    page.goto(site + url)
    (picture,) = heard(page, "svg.lstm-figure")
    assert picture[0] == "image"
    assert picture[1]
    assert picture[2]


BROKEN = ["{", "null", "7", '"words"', '{"families": null}', '{"families": {"a": null}}', '{"asked": "x", "families": [1]}']


@pytest.mark.parametrize("progress", BROKEN)
def test_what_is_kept_and_broken_stops_no_quiz(page, site, progress):
    page.add_init_script(f"localStorage.getItem('{STORE}') ?? localStorage.setItem('{STORE}', {json.dumps(progress)})")
    page.goto(site + QUESTION)
    quiz = page.locator("lstm-quiz.lstm-live").first
    quiz.locator(".lstm-quiz-options button").first.click()
    quiz.locator(".lstm-quiz-topics", has_text="shapes: ").wait_for(state="attached")
    assert json.loads(page.evaluate(f"localStorage.getItem('{STORE}')"))["version"] == 2


def test_what_a_later_version_keeps_is_not_written_over(page, site):
    later = '{"version": 3, "families": {"a": 1}}'
    page.add_init_script(f"localStorage.setItem('{STORE}', {json.dumps(later)})")
    page.goto(site + QUESTION)
    quiz = page.locator("lstm-quiz.lstm-live").first
    quiz.locator(".lstm-quiz-options button").first.click()
    assert "cannot be kept" in quiz.locator(".lstm-quiz-kept summary").text_content()
    assert page.evaluate(f"localStorage.getItem('{STORE}')") == later


def test_a_blocked_storage_stops_neither_the_theme_nor_a_quiz(page, site):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    blocked = "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, "
    page.add_init_script(blocked + "{ configurable: true, get() { throw new DOMException('blocked', 'SecurityError') } })")
    page.goto(site + QUESTION)
    quiz = page.locator("lstm-quiz.lstm-live").first
    quiz.locator(".lstm-quiz-options button").first.click()
    assert "cannot be kept" in quiz.locator(".lstm-quiz-kept summary").text_content()
    page.locator("label[for^=__palette]:visible").first.click()
    page.locator(".md-search__input").click()
    page.keyboard.type("forget gate")
    page.wait_for_selector(".md-search-result__item")
    assert errors == []


@pytest.mark.parametrize("number", ["%E0%A4", "x~%", "~~~"])
def test_a_damaged_address_stops_no_quiz(page, site, number):
    page.goto(f"{site + QUESTION}~{number}~1")
    page.locator("lstm-quiz").scroll_into_view_if_needed()
    page.wait_for_selector("lstm-quiz.lstm-live")


def test_two_tabs_agree(browser, site):
    context = browser.new_context()
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto(site + QUESTION)
        page.wait_for_selector("lstm-quiz.lstm-live")
    for count, page in enumerate((first, second), start=1):
        page.locator("lstm-quiz.lstm-live .lstm-quiz-options button").first.click()
        for one in (first, second):
            one.wait_for_function(f"document.querySelector('.lstm-quiz-topics').textContent.includes('of {count} right')")
    context.close()


def test_at_four_hundred_percent_only_tables_and_code_scroll_sideways(browser, site):
    page = browser.new_context(viewport={"width": 320, "height": 256}).new_page()
    wide = {}
    for url in site.pages:
        page.goto(site + url)
        page.evaluate("document.fonts.ready")
        wide[url] = page.evaluate(SIDEWAYS)
    page.context.close()
    assert {url: elements for url, elements in wide.items() if elements} == {}


def test_without_colours_a_lit_symbol_and_a_lists_arrow_are_seen(browser, site):
    page = browser.new_context(forced_colors="active").new_page()
    page.goto(site + "lstm-step-by-step/")
    page.hover('.lstm-equations [data-s="W_f"]')
    assert page.evaluate("getComputedStyle(document.querySelector('.lstm-lit')).outlineStyle") == "solid"
    page.goto(site + "shapes/")
    assert page.evaluate("getComputedStyle(document.querySelector('.lstm-explore select')).appearance") == "auto"
    page.context.close()


@pytest.mark.parametrize(
    ("url", "within"),
    [
        ("", ".lstm-quiz-options button"),
        ("lstm-step-by-step/#quiz-shapes~a-seed~3", ".lstm-quiz-options button"),
        ("gate-order/", ".lstm-quiz-work summary"),
        ("test/#test-mixed~a-seed~0", ".lstm-quiz-options button"),
    ],
)
def test_who_waits_in_a_quiz_is_still_there_when_it_comes_alive(page, site, url, within):
    held = []

    def hold(route):
        held.append(route)

    page.route("**/card.js", hold)
    page.goto(site + url, wait_until="commit")
    quiz = page.locator(ASKING).first
    quiz.scroll_into_view_if_needed()
    quiz.locator(within).first.focus()
    card = quiz.locator(".lstm-card").first
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    page.wait_for_selector(f"{ASKING}.lstm-live")
    page.evaluate("new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)))")
    assert card.evaluate("card => card.contains(document.activeElement)")


def test_on_a_failure_the_focus_stays_and_the_next_question_can_be_asked_for_again(page, site):
    page.goto(site + "lstm-step-by-step/")  # asks two families in turn
    quiz = page.locator("#quiz-shapes")
    quiz.scroll_into_view_if_needed()
    page.wait_for_selector("#quiz-shapes.lstm-live")
    page.route("**/quiz/vector-shape.json", lambda route: route.abort())
    quiz.locator(".lstm-quiz-options button").first.click()
    page.keyboard.press("Enter")
    page.get_by_text("could not be fetched").wait_for()
    assert page.evaluate("document.activeElement.matches('.lstm-quiz-next')")
    page.unroute("**/quiz/vector-shape.json")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.lstm-quiz-ask')")
    assert quiz.locator(".lstm-quiz-next").is_hidden()
    assert re.fullmatch(r"#quiz-shapes~[a-z0-9]+~1", page.evaluate("location.hash"))


def test_who_tabs_on_at_once_after_skipping_stays_there(page, site):
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 8})
    page.goto(site.base)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    reached = page.evaluate("document.activeElement.outerHTML.slice(0, 60)")
    page.wait_for_timeout(600)  # what the theme does late has no event to wait for
    assert page.evaluate("document.activeElement.matches('main *')"), reached


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("url", ["", "gate-order/", "dropout/"])
def test_nothing_moves_when_a_quiz_comes_alive(page, site, url, width):
    held = []

    def hold(route):
        held.append(route)

    page.set_viewport_size({"width": width, "height": 800})
    page.route("**/card.js", hold)
    page.goto(site + url, wait_until="commit")
    page.evaluate("document.fonts.ready")
    quiz = page.locator(ASKING).first
    quiz.scroll_into_view_if_needed()
    while not held:
        page.wait_for_timeout(20)
    places = "all => all.map(({offsetTop, offsetLeft}) => [offsetTop, offsetLeft])"
    before = quiz.locator("p, div, ol, li, li span").evaluate_all(places)
    held[0].continue_()
    page.wait_for_selector(f"{ASKING}.lstm-live")
    assert quiz.locator("p, div, ol, li, li span").evaluate_all(places) == before


COLOUR = "one => getComputedStyle(one).color"


def test_who_asks_for_contrast_gets_no_pale_words_or_rules(browser, site):
    colours = {}
    for contrast in ("no-preference", "more"):
        page = browser.new_context(contrast=contrast).new_page()
        page.goto(site + "shapes/")
        words = page.locator(".lstm-quiz-progress, .lstm thead th, .md-nav__link--passed, .lstm-figure .lstm-quiet")
        ink = page.locator("article").evaluate(COLOUR)
        rules = page.locator(".lstm tbody tr + tr > *").evaluate_all(
            "all => all.map(one => getComputedStyle(one).borderTopColor)"
        )
        colours[contrast] = ({ink}, set(words.evaluate_all(f"all => all.map({COLOUR})")), set(rules))
        page.context.close()
    ink, words, rules = colours["more"]
    assert words == rules == ink
    assert colours["no-preference"][1] != ink


def test_without_colours_quiet_words_and_the_chosen_option_are_seen(browser, site):
    page = browser.new_context(forced_colors="active").new_page()
    page.goto(site + QUESTION)
    quiz = page.locator("lstm-quiz.lstm-live").first
    ink = page.locator("article").evaluate(COLOUR)
    for quiet in (".lstm-quiz-progress", ".lstm-letter"):
        assert quiz.locator(quiet).first.evaluate(COLOUR) == ink
    options = quiz.locator(".lstm-quiz-options button")
    options.first.click()
    widths = options.evaluate_all(
        "all => all.map(one => [one.matches('.lstm-right, .lstm-wrong'), getComputedStyle(one).borderTopWidth])"
    )
    assert {width for judged, width in widths if judged} == {"3px"}
    assert {width for judged, width in widths if not judged} == {"1px"}
    page.context.close()


@pytest.mark.parametrize("url", ["", "gate-order/", "dropout/", "test/"])
def test_without_scripts_nothing_looks_live_and_a_word_says_why(browser, site, url):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(site + url)
    quiz = page.locator(ASKING).first
    assert quiz.locator("noscript p").first.inner_text().startswith("No answer can be given here without JavaScript")
    assert quiz.locator("noscript p").first.bounding_box()["height"] > 0
    live = quiz.locator("button, input, select").evaluate_all(
        """all => all.filter(one => one.checkVisibility({ visibilityProperty: true })
            && getComputedStyle(one).borderTopColor !== "rgba(0, 0, 0, 0)").map(one => one.outerHTML)"""
    )
    assert live == []
    assert quiz.locator(".lstm-quiz-options li").first.inner_text().strip()
    page.context.close()
