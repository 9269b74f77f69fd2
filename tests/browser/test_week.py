"""A week of a learner who is right in three of four questions, with a clock of the test's own: a session each evening."""

from __future__ import annotations

import datetime
import json
import os
import random
import re
from pathlib import Path

import pytest

from lstm_docs.quiz import question

EVENING = datetime.datetime(2026, 11, 23, 19, 0)
SIZE = 8


@pytest.fixture(params=["light", "dark"])
def phone(request, browser):
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=request.param, has_touch=True)
    page = context.new_page()
    page.scheme = request.param
    yield page
    context.close()


def _picture(page, name: str) -> None:
    """A picture, for whoever wants to look: with PICTURES=folder."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{page.scheme}-{name}.png"))


def _answer(quiz, draw: random.Random, *, printed: bool) -> None:
    """Right in three of four questions that have one right option; others as they stand."""
    kept = json.loads(quiz.page.evaluate("localStorage.getItem('lstm-docs:progress')") or '{"families": {}}')
    name = quiz.get_attribute("data-family")
    turn = kept["families"].get(name, {"asked": 0})["asked"]
    asked = question(name, "1" if printed else kept["seed"], turn)
    if asked.key >= 0:
        wrong = (asked.key + 1) % len(asked.options)
        quiz.locator(".lstm-quiz-options button").nth(asked.key if draw.random() < 0.75 else wrong).click()
        return
    for place, partner in enumerate(asked.answer if asked.kind == "match" else ()):
        quiz.locator(".lstm-quiz-options select").nth(place).select_option(index=partner + 1)
    quiz.locator(".lstm-quiz-check").click()


def test_a_week_goes_on_from_day_to_day(phone, site):
    draw = random.Random(5)
    phone.clock.install(time=EVENING)
    phone.add_init_script("crypto.getRandomValues = (bytes) => bytes.fill(7)")  # the learner's seed, which decides the draws
    asked, reasons = [], []
    for day in range(7):
        phone.clock.set_system_time(EVENING + datetime.timedelta(days=day))
        phone.goto(site + "quiz/")
        phone.wait_for_selector("lstm-quiz.lstm-live")
        quiz = phone.locator("lstm-quiz").first
        for n in range(SIZE):
            told = quiz.locator(".lstm-quiz-progress").inner_text()
            assert told.startswith(f"Question {n + 1} of {SIZE} · ")
            reasons.append(told.rpartition(" · ")[2])
            asked.append(quiz.locator(".lstm-quiz-ask").inner_text() + quiz.locator(".lstm-quiz-options").inner_text())
            _answer(quiz, draw, printed=day == n == 0)
            quiz.locator(".lstm-quiz-bar b[class]").nth(n).wait_for(state="attached")
            assert quiz.locator(".lstm-quiz-bar b[class]").count() == n + 1
            if n == 2:
                _picture(phone, f"day-{day + 1}")
            quiz.locator(".lstm-quiz-next").click()
            quiz.locator(".lstm-quiz-next").wait_for(state="hidden")
        result = quiz.locator(".lstm-quiz-verdict")
        assert re.search("What you know now: .*What comes back: .*To read: ", result.inner_text(), re.DOTALL)
        assert not quiz.locator(".lstm-quiz-options").is_visible()
        _picture(phone, f"end-{day + 1}")
    assert len(set(asked)) == len(asked)
    assert reasons[:4] == ["New to you."] * 4
    assert any("is due" in reason for reason in reasons)
    assert any("You missed" in reason for reason in reasons)
    kept = json.loads(phone.evaluate("localStorage.getItem('lstm-docs:progress')"))
    assert kept["asked"] == 7 * SIZE
    assert len(kept["families"]) >= 20
