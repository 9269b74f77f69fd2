"""The two windows of a live interview in a browser: what is typed in one is seen in the other, and the key in one alone."""

from __future__ import annotations

import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from lstm_docs.export.points import points
from lstm_docs.formulas.texts import plain
from lstm_docs.interview.keeping import Kept
from lstm_docs.interview.room import Room
from lstm_docs.interview.seen import seen_in
from lstm_docs.interview.server import Windows
from lstm_docs.quiz import exam, load_bank
from lstm_docs.quiz.papers.plan import Selection

BANK = load_bank()
ASKED = ("parameter-count", "gate-weight-shape", "write-a-step")
SITTING = exam(BANK, Selection(ASKED, len(ASKED)), "tell-no-one-of-this")
PAPER = SITTING.paper(1, 'Zoë </script><b>"')
PAGE_SCRIPT = "() => document.documentElement.outerHTML"


@pytest.fixture
def server(tmp_path):
    with Windows(Room(SITTING, PAPER, seen_in([PAPER]), Kept(tmp_path, PAPER))) as windows:
        threading.Thread(target=windows.serve_forever, args=(0.02,), daemon=True).start()
        yield windows
        windows.shutdown()


@pytest.fixture
def both(server, page):
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(server.address("interviewer"))
    with page.expect_popup() as popup:
        page.get_by_role("link", name="The candidate's window").click()
    other = popup.value
    other.on("pageerror", lambda error: pytest.fail(str(error)))
    expect(other.get_by_text("Question 1 of 3")).to_be_visible()
    return page, other


def test_an_interview_in_two_windows(server, both, tmp_path):
    mine, theirs = both
    asked = PAPER.questions[0]
    right = asked.options[asked.key].text
    theirs.get_by_label("Your answer").fill("".join(filter(str.isdigit, right)))
    expect(mine.locator("#answer")).to_have_value("".join(filter(str.isdigit, right)))
    expect(mine.locator("#verdict")).to_have_text("1 of 1 mark, right")
    assert asked.notes.hint not in theirs.evaluate(PAGE_SCRIPT)
    mine.get_by_role("button", name="Give the hint").click()
    expect(theirs.get_by_text("A hint:")).to_be_visible()
    expect(mine.locator("#verdict")).to_have_text("0.5 of 1 mark, right")
    mine.get_by_role("button", name="Ask the what-if").click()
    expect(theirs.get_by_text("What if question 1 of your paper had said")).to_be_visible()
    asked = server.room.what_if
    expect(mine.locator("dd.right").nth(1)).to_have_text(f"{asked.key} ({asked.letter})")
    seen = theirs.evaluate(PAGE_SCRIPT)
    assert f"{asked.key} ({asked.letter})" not in seen
    assert all(option.text in seen for option in asked.asked.options)  # one of which is the key
    assert not [line for line in asked.good if plain(line) in seen]
    mine.get_by_label("Points of the what-if").fill("2,5")
    mine.get_by_label("Note").fill("slow, but right")
    mine.get_by_role("button", name="Next question").click()
    expect(theirs.get_by_text("Question 2 of 3")).to_be_visible()
    expect(theirs.get_by_label("Your answer")).to_have_value("")
    mine.reload()
    mine.get_by_role("button", name="Back").click()
    expect(mine.get_by_label("Note")).to_have_value("slow, but right")
    mine.get_by_role("button", name="End").click()
    expect(theirs.get_by_text("That is all. Thank you.")).to_be_visible()
    expect(mine.get_by_role("button", name="Resume")).to_be_visible()
    given = points([tmp_path / "keys/interviews/points"])
    assert [float(value) for value in given.paper.values()] == [0.5]
    assert [float(value) for value in given.oral.values()] == [2.5]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barriers_and_nothing_wider_than_the_screen(server, both, scheme):
    server.room.step("hint")
    server.room.step("what-if")
    for window in both:
        window.emulate_media(color_scheme=scheme)
        expect(window.get_by_text("What if question 1").first).to_be_visible()
        assert [barrier["id"] for barrier in Axe().run(window).response["violations"]] == []
        window.set_viewport_size({"width": 390, "height": 800})
        assert window.evaluate("document.documentElement.scrollWidth") <= 390
