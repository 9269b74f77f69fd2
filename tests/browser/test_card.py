"""The card on screens of three sizes: nothing jumps away, signs and colours of a verdict, what follows an answer."""

from __future__ import annotations

import json
import math
import re

import pytest

from lstm_docs.site.fences.context import asset
from tests.site.building import ROOT

from .alone import HERE, alone
from .served import QUESTION

SCREENS = [(390, 844), (1280, 800), (1366, 768)]
PAGES = ["shapes/", "parameters/", "gate-order/", "costs/", "gradients/"]

PLACES = """quiz => {
  const header = document.querySelector(".md-header").getBoundingClientRect().bottom;
  const seen = ["ask", "chosen", "verdict"].map(name => {
    const chosen = quiz.querySelector(".lstm-quiz-options .lstm-wrong") ?? quiz.querySelector(".lstm-quiz-options .lstm-right");
    const part = name === "chosen" ? chosen : quiz.querySelector(`.lstm-quiz-${name}`);
    const { top, bottom } = part.getBoundingClientRect();
    return [name, top >= header - 1 && bottom <= innerHeight + 1, top, bottom];
  });
  return seen.filter(([, inside]) => !inside);
}"""


@pytest.fixture(params=SCREENS, ids=lambda size: f"{size[0]}x{size[1]}")
def screen(request, browser):
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("url", PAGES)
def test_question_choice_and_verdict_stay_in_view(screen, site, url):
    screen.goto(site + url)
    quiz = screen.locator("lstm-quiz").first
    quiz.scroll_into_view_if_needed()
    screen.wait_for_selector("lstm-quiz.lstm-live")
    for _ in range(3):
        options = quiz.locator(".lstm-quiz-options button:not([data-move])")
        if not options.count():
            break
        options.last.scroll_into_view_if_needed()
        options.last.click()
        assert quiz.locator(".lstm-quiz-verdict").inner_text().strip()
        assert quiz.evaluate(PLACES) == []
        quiz.get_by_role("button", name=re.compile("^Next")).click()
        quiz.locator(".lstm-quiz-verdict:empty").wait_for(state="attached")


def test_a_right_answer_says_why_and_what_to_think_on(page, site):
    page.goto(site + "#can-you-answer-this")
    quiz = page.locator("lstm-question").first
    page.wait_for_selector("lstm-question.lstm-live")
    quiz.get_by_role("textbox").fill("25x45")
    quiz.get_by_role("textbox").press("Enter")
    verdict = quiz.locator(".lstm-quiz-verdict")
    assert "So W_f is" in verdict.inner_text().replace("\n", "") or "25×45" in verdict.inner_text().split("You wrote 25×45.")[1]
    follow = quiz.locator(".lstm-quiz-follow")
    assert follow.inner_text().startswith("And what if?")
    assert not follow.locator("p").is_visible()
    follow.locator("summary").click()
    assert follow.locator("p").inner_text()
    assert not follow.locator("p").inner_text().startswith("(")


def test_verdicts_have_signs(page, site):
    page.goto(site + QUESTION)
    page.wait_for_selector("lstm-quiz.lstm-live")
    page.locator("lstm-quiz .lstm-quiz-options button").first.click()
    sign = "part => getComputedStyle(document.querySelector(part), '::before').content[1]"
    row = "part => getComputedStyle(document.querySelector(part), '::after').content"
    told = page.locator("lstm-quiz .lstm-quiz-verdict").first.inner_text()
    assert page.evaluate(sign, "lstm-quiz .lstm-quiz-verdict") == ("✓" if told.startswith("Right") else "✗")
    assert "✓ right" in page.evaluate(row, "lstm-quiz .lstm-quiz-options .lstm-right")


def test_letters_answer_and_a_browser_keeps_its_own_keys(page):
    alone(page, "quiz", "family: gate-weight-shape\nseed: 1\ncount: 1")
    page.goto(HERE)
    page.wait_for_selector("lstm-quiz.lstm-live")
    page.locator("lstm-quiz .lstm-quiz-options button").first.focus()
    for key in ("Control+b", "Meta+b", "Alt+b", "Control+c", "F2"):
        page.keyboard.press(key)
    assert page.locator(".lstm-quiz-verdict").inner_text() == ""
    page.keyboard.press("b")
    assert "You chose B." in page.locator(".lstm-quiz-verdict").inner_text()


def _colours(scheme: int) -> dict[str, str]:
    """The colours of gates, links and verdicts in the light (0) or dark (1) scheme."""
    ours = re.findall(r"--lstm-(\w+): light-dark\((#\w{6}), (#\w{6})\)", asset("lstm.css"))
    book = (ROOT / "docs/assets/book.css").read_text(encoding="utf-8")
    links = re.findall(r"--md-(typeset-a|accent-fg)-color: light-dark\((#\w{6}), (#\w{6})\)", book)
    return {name: pair[scheme] for name, *pair in (*ours, *links)}


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_verdicts_are_neither_gates_nor_links(scheme):
    colours = _colours(scheme)
    assert {"i", "f", "g", "o", "c", "h", "yes", "no", "typeset-a", "accent-fg"} <= set(colours)
    for verdict in ("yes", "no"):
        for name, colour in colours.items():
            assert name == verdict or difference(colours[verdict], colour) >= 15, (verdict, name)


def _lab(colour: str) -> tuple[float, float, float]:
    linear = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in linear)
    white = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (one ** (1 / 3) if one > 216 / 24389 else (24389 / 27 * one + 16) / 116 for one in white)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str) -> float:
    """CIEDE2000."""
    (l1, a1, b1), (l2, a2, b2) = _lab(one), _lab(other)
    middle = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    grey = 1 + (1 - math.sqrt(middle / (middle + 25**7))) / 2
    c1, c2 = math.hypot(a1 * grey, b1), math.hypot(a2 * grey, b2)
    h1, h2 = (math.degrees(math.atan2(b, a * grey)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0
    hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    cosine = lambda factor, shift: math.cos(math.radians(factor * hue + shift))  # noqa: E731
    t = 1 - 0.17 * cosine(1, -30) + 0.24 * cosine(2, 0) + 0.32 * cosine(3, 6) - 0.2 * cosine(4, -63)
    by_l = (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / math.sqrt(20 + (lightness - 50) ** 2))
    by_c = (c2 - c1) / (1 + 0.045 * chroma)
    by_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    rotation = 2 * math.sqrt(chroma**7 / (chroma**7 + 25**7))
    rotation *= -math.sin(math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2))))
    return math.sqrt(by_l**2 + by_c**2 + by_h**2 + rotation * by_c * by_h)


def test_the_difference_is_the_published_one():
    """Black from white is 100; equal colours are 0; a pair by Sharma, Wu and Dalal's own program would need Lab values."""
    assert difference("#000000", "#ffffff") == pytest.approx(100, abs=0.01)
    assert difference("#123456", "#123456") == 0
    assert difference("#ff0000", "#00ff00") == pytest.approx(86.6, abs=0.1)


def test_progress_of_before_is_taken_over_and_what_is_damaged_is_told(browser, site):
    context = browser.new_context()
    page = context.new_page()
    page.goto(site + "shapes/")
    family = {"topic": "shapes", "asked": 3, "right": 2, "box": 1, "due": 5}
    old = {"version": 1, "asked": 4, "returned": 0, "families": {"gate-weight-shape": family, "of-an-old-bank": family}}
    page.evaluate("text => localStorage.setItem('lstm-docs:progress', text)", json.dumps(old))
    page.reload()
    page.locator("lstm-quiz").first.scroll_into_view_if_needed()
    page.wait_for_selector("lstm-quiz.lstm-live")
    kept = page.locator("lstm-progress").first
    kept.locator("summary").click()
    for told in ("shapes: ●○○, 2 of 3 right", "shapes, no longer asked: 2 of 3 right"):
        assert told in kept.inner_text()
    page.evaluate("localStorage.setItem('lstm-docs:progress', '{')")
    page.reload()
    page.locator("lstm-quiz").first.scroll_into_view_if_needed()
    page.get_by_text("laid aside").first.wait_for()
    context.close()


def test_an_exported_progress_is_imported_and_nonsense_refused(page, site, tmp_path):
    page.goto(site + QUESTION)
    page.wait_for_selector("lstm-quiz.lstm-live")
    page.locator("lstm-quiz .lstm-quiz-options button").first.click()
    kept = page.locator("lstm-progress").first
    kept.locator("summary").click()
    with page.expect_download() as download:
        kept.get_by_role("button", name="Export").click()
    kept.get_by_role("button", name="Reset").click()
    file = kept.locator("input[type=file]")
    file.set_input_files({"name": "x.json", "mimeType": "application/json", "buffer": b"<script>"})
    kept.get_by_text("Nothing was imported").wait_for()
    file.set_input_files(download.value.path())
    kept.get_by_text("Imported.").wait_for()
    assert page.evaluate("JSON.parse(localStorage.getItem('lstm-docs:progress')).asked") == 1
