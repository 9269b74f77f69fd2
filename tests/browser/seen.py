"""What is seen of fences in a browser, as they come, as somebody tries them, and how they look: kept in `golden/seen`.

    python -m tests.browser.seen [NAME ...]

writes it anew; whoever changes a script or a style sheet looks at the difference. Each fence stands on a page of its own
with all that it needs in it, of a bank and of networks that never change; clocks and chance stand still. `test_seen.py`
compares: how they look only in the Chromium that the first line names, since browsers have style sheets of their own.
What depends on fonts, such as where a line breaks, is in no transcript.
"""

from __future__ import annotations

import hashlib
import sys
from typing import TYPE_CHECKING

from tests.said_tools import KEPT as SAID

from .alone import HERE, LIVE, alone
from .chromium import FLAGS, find

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

KEPT = SAID.parent / "seen"
NOON = 1767268800000
"""Milliseconds since 1970: the pages' clock begins here and goes on when it is told to."""
TRIES, TRIES_LIVE, AFTERWARDS = 7, 21, 3
KEYS = ("Tab", "z", "e", "Control+a", "PageUp", "PageUp", "PageDown", "ArrowDown", "Tab", "d", "ArrowRight", "Tab", "Escape")
QUIZ, SIZES = "topic: said\nseed: 2", "input: 5\nhidden: 3"
PAGES = {
    "quiz": ("quiz", f"{QUIZ}\ncount: 4"),
    "test": ("quiz", f"{QUIZ}\nmode: test\ncount: 6"),
    "one": ("quiz", "family: a-shape\nmode: one\ngiven: {cell: lstm, I: 3, H: 44}"),
    "words": ("quiz", "families: [pairs, some-of-them]\nseed: 3\ncount: 2"),
    **{name: ("explore", f"explorer: {name}") for name in ("budget", "cost", "dropout", "family", "gate-order", "gradient")},
    **{name: ("explore", f"explorer: {name}") for name in ("padding", "returns", "shapes", "step", "units")},
    "explain": ("explain", ""),
    "model": ("inspect", ""),
    "cell": ("cell", "equations: |\n  f = sigmoid(W_f x + U_f h + b_f)\n  h = f * h + tanh(W_h x)\ninput: 4\nhidden: 3"),
    "adding": ("live", "show: adding"),
    "reading": ("live", "show: reading"),
    "equations": ("equations", f"{SIZES}\ngate: f"),
    "facts": ("facts", f"{SIZES}\nshow: [parameters, macs]"),
    "shapes-of-a-gate": ("shapes", f"{SIZES}\ngate: f"),
}
STILL = "Math.random = () => 0.5; Crypto.prototype.getRandomValues = (array) => array.fill(7);"
STYLES = "\n== how it looks ==\n"
SUMMED = "document.querySelector('.lstm-test-summary:empty') === null || !document.querySelector('.lstm-test-result strong')"
"""What was handed in is summed up when the course is known."""

TRIED = """n => {
  const all = [...document.querySelectorAll("button, input:not([type=file]), select, textarea, summary")];
  const found = all.filter((one) => one.checkVisibility() && !one.disabled);
  if (!found.length) return "nothing";
  const one = found[(7 * n + 3) % found.length], fire = (name) => one.dispatchEvent(new Event(name, { bubbles: true }));
  if (one.matches("select")) one.selectedIndex = (one.selectedIndex + 1) % one.options.length;
  else if (one.matches("[step=any]")) one.value = +one.min + ((one.max - one.min) * (n + 1)) / 10;
  else if (one.matches("[type=range], [type=number]")) one.stepUp(n + 1);
  else if (one.matches("textarea")) one.value = "4512";
  else if (one.matches("input:not([type=checkbox], [type=radio])")) one.value = "44x3";
  else one.click();
  if (one.matches("select, textarea, input")) fire("input"), fire("change");
  one.form?.requestSubmit();
  return `${one.localName} ${one.getAttribute("aria-label") ?? one.textContent.trim().slice(0, 40)}`;
}"""
WORDS = """() => {
  const told = ["class", "hidden", "disabled", "open", "href", "role", "data-place"];
  const lines = document.body.innerText.split("\\n").map((line) => line.trim()).filter(Boolean), parts = [];
  for (const one of document.body.querySelectorAll(":not(svg *, math *, script, style)")) {
    const names = one.getAttributeNames().filter((name) => told.includes(name) || name.startsWith("aria-"));
    const values = names.map((name) => `${name}=${one.getAttribute(name)}`);
    parts.push([one.localName, ...values, one.value ?? "", one.checked ?? ""].join(" "));
  }
  return [lines, parts.join("\\n")];
}"""
LOOKS = """names => {
  const seen = {};
  for (const one of document.body.querySelectorAll("[class*=lstm-]")) {
    const key = `${one.localName}.${one.getAttribute("class").split(" ").join(".")}`, style = getComputedStyle(one);
    seen[key] ??= names.map((name) => style.getPropertyValue(name)).join(" | ");
  }
  return Object.entries(seen).map(([key, value]) => `${key}: ${value}`).sort();
}"""
COLOURS = ("color", "background-color", "border-top-color", "fill", "stroke", "opacity")
PROPERTIES = (
    *COLOURS, "display", "visibility", "position", "font-size", "font-weight", "font-style", "text-align", "cursor",
    "overflow-x", "flex-direction", "flex-wrap", "text-decoration-line", "border-top-style", "border-top-width",
    "border-top-left-radius", "padding-top", "padding-left", "margin-top", "column-gap", "stroke-width", "stroke-dasharray",
)  # fmt: skip


def transcript(browser: Browser, name: str) -> str:
    """What is seen of one of `PAGES`."""
    kind, body = PAGES[name]
    context = browser.new_context(viewport={"width": 1000, "height": 800}, reduced_motion="reduce")
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.clock.install(time=NOON)
    page.add_init_script(STILL)
    alone(page, kind, body, SAID / "bank")
    page.goto(HERE)
    live = page.locator(LIVE).count() > 0
    if live:
        page.wait_for_selector(f"{LIVE}.lstm-live")
    page.clock.pause_at(NOON + 60_000)
    seen, looks = _tried(page, TRIES_LIVE if live else TRIES), _looks(page)
    seen = [f"Chromium {browser.version.partition('.')[0]}", *seen, *(_again(page) if live else ()), *_typed(page), *errors]
    context.close()
    return "\n".join(seen) + STYLES + "\n".join(looks) + "\n"


def _again(page: Page) -> list[str]:
    """The words of the page loaded anew, with its last button pressed, and after some more tries: what is kept comes back."""
    page.emulate_media(color_scheme="light", media="screen")
    lines = _anew(page)
    page.locator("button:visible").last.click()
    page.wait_for_function(SUMMED)
    page.clock.run_for(1000)
    return [*lines, "", "> the last button", *_words(page), *_anew(page), *_tried(page, AFTERWARDS), *_anew(page)]


def _anew(page: Page) -> list[str]:
    page.reload()
    page.wait_for_selector(f"{LIVE}.lstm-live")
    page.wait_for_function(SUMMED)
    return ["", "> loaded anew", *_words(page)]


def _words(page: Page) -> list[str]:
    shown, parts = page.evaluate(WORDS)
    return [*shown, _sum(parts)]


def _tried(page: Page, tries: int) -> list[str]:
    """The words of the page, and which of them are new after each of some tries."""
    shown, parts = page.evaluate(WORDS)
    lines = [*shown, _sum(parts)]
    for number in range(tries):
        tried = page.evaluate(TRIED, number)
        page.clock.run_for(1000)
        before, (shown, parts) = set(shown), page.evaluate(WORDS)
        lines += ["", f"> {tried}", *(line for line in shown if line not in before), f"{len(shown)} lines {_sum(parts)}"]
    return lines


def _typed(page: Page) -> list[str]:
    """What is new after keys, pressed where the first of all that can be reached stands."""
    page.emulate_media(color_scheme="light", media="screen")
    before = set(page.evaluate(WORDS)[0])
    for key in KEYS:
        page.keyboard.press(key)
    page.clock.run_for(1000)
    return ["", f"> {' '.join(KEYS)}", *(line for line in _words(page) if line not in before)]


def _looks(page: Page) -> list[str]:
    lines = page.evaluate(LOOKS, PROPERTIES)
    for media in ({"color_scheme": "dark"}, {"color_scheme": "light", "media": "print"}):
        page.emulate_media(**media)
        lines += ["", str(media), *page.evaluate(LOOKS, COLOURS if "media" not in media else ("display", *COLOURS))]
    return lines


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def file_of(name: str) -> Path:
    """Where it is kept."""
    return KEPT / f"{name}.txt"


if __name__ == "__main__":
    from playwright.sync_api import sync_playwright

    KEPT.mkdir(exist_ok=True)
    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=str(find()), args=list(FLAGS))
        for made in sys.argv[1:] or PAGES:
            file_of(made).write_text(transcript(chromium, made), encoding="utf-8")
