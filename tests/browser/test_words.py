"""A page with every fence in a language whose words stand in brackets: no word of ours is left, whatever is pressed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from lstm_docs.words import words
from lstm_docs.words.html import SPOKEN
from tests.hosts.bodies import BODIES, NETWORK
from tests.words.pseudo import missed, table

from .served import BELOW, served

MODELS = Path(__file__).parents[2] / "docs" / "models"
EXPLORERS = ("step", "strip", "gate-order", "cost", "budget", "units", "gradient", "padding", "returns", "dropout")
MORE = [
    ("lstm-quiz", "family: gate-weight-shape\nmode: test\ncount: 2"),
    ("lstm-facts", f"{NETWORK}steps: 3"),
    *(("lstm-explore", f"explorer: {name}") for name in EXPLORERS),
]
FAULTY = (
    "h = tanh(W x + U h",
    "h = tanh(W x + U_h h + b",
    "h = tahn(W_h x)",
    "h = W_h x\nh = x",
    "x = h",
    "h = \\foo x",
    "q",
    "h = U_h h",
    "W: H x Q\nh = W x",
    "h = W_h x + W_h h",
    "g = h\nh = tanh(W_h x + g + V)",
    "# Cell",
    "h = tanh(W_h x + U_h h + b_h)",
)
READ = """() => {
  const kept = '[lang]:not(html, body), code, math, pre, script, style, template, textarea, noscript, .lstm-summary';
  const found = [];
  for (const part of document.querySelectorAll('.lstm')) {
    const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(kept)) found.push(walk.currentNode.data);
    for (const it of part.querySelectorAll('[aria-label], [placeholder]')) {
      if (!it.closest('[lang]:not(html, body)') || !it.matches('math')) found.push(it.ariaLabel ?? '', it.placeholder ?? '');
    }
  }
  return [...new Set(found.map((text) => text.trim()).filter(Boolean))];
}"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    (folder / "docs").mkdir()
    shutil.copy(MODELS / "anna.safetensors", folder / "docs")
    fences = (f"```{kind}\n{body}\n```" for kind, body in [*BODIES.items(), *MORE])
    (folder / "docs" / "index.md").write_text("\n\n".join(["# ⟦Page⟧", *fences]), encoding="utf-8")
    (folder / "my.yml").write_text(table(), encoding="utf-8")
    settings = "site_name: Words\ntheme: {name: mkdocs, highlightjs: false}\nplugins: [{lstm-docs: {words: my.yml}}]\n"
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    build(load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "out" / BELOW)))
    with served(folder / "out") as site:
        yield site.base


def test_no_word_of_ours_is_left(pages, page):
    page.goto(pages)
    page.wait_for_function("document.documentElement.style.getPropertyValue('--lstm-word-right') != ''")
    assert missed(page.evaluate(READ)) == {}
    answered(page)
    explored(page)
    typed(page)
    assert missed(page.evaluate(READ)) == {}


def test_what_is_heard_is_said_in_the_same_attributes_as_in_html(pages, page, tmp_path):
    """A page whose scripts set an attribute gets the words that Python gives to one that is written."""
    page.goto(pages)
    page.wait_for_function("document.documentElement.style.getPropertyValue('--lstm-word-right') != ''")
    names = [*SPOKEN, "data-label", "class", "value"]
    said = page.evaluate(
        """async names => {
          const part = document.querySelector('.lstm').appendChild(document.createElement('span'));
          for (const name of names) part.setAttribute(name, 'New to you');
          await new Promise((done) => setTimeout(done));
          return Object.fromEntries(names.map((name) => [name, part.getAttribute(name)]));
        }""",
        names,
    )
    written = " ".join(f'{name}="New to you"' for name in names)
    (tmp_path / "my.yml").write_text(table(), encoding="utf-8")
    ours = words(str(tmp_path / "my.yml")).html(f"<span {written}></span>")
    assert ours == "<span " + " ".join(f'{name}="{value}"' for name, value in said.items()) + "></span>"
    assert said["class"] == "New to you" != said["title"]


def answered(page):
    """A practice to its end, wrong and right, and a test handed in."""
    quiz = page.locator("lstm-quiz[data-family='gate-weight-shape']").first
    quiz.scroll_into_view_if_needed()
    page.wait_for_function("!!document.querySelector('lstm-quiz.lstm-live')")
    for turn in range(8):
        quiz.locator(".lstm-quiz-options button").nth(turn % 2).click()
        quiz.locator(".lstm-quiz-next:visible").wait_for()
        assert missed(page.evaluate(READ)) == {}
        quiz.locator(".lstm-quiz-next").click()
        page.wait_for_function("document.querySelector('lstm-quiz .lstm-quiz-next').hidden")
    quiz.locator(".lstm-quiz-verdict a, .lstm-quiz-verdict p").first.wait_for()
    test = page.locator("lstm-test")
    test.scroll_into_view_if_needed()
    page.wait_for_function("!!document.querySelector('lstm-test.lstm-live')")
    test.locator(".lstm-test-start").click()
    test.locator(".lstm-test-submit").click()
    assert missed(page.evaluate(READ)) == {}
    test.locator(".lstm-test-anyway").click()
    test.locator(".lstm-test-summary li").wait_for()


def explored(page):
    """Every field and list of every explorer, each moved by one."""
    for name in ("shapes", *EXPLORERS):
        explorer = page.locator(f"lstm-explore-{name}")
        explorer.scroll_into_view_if_needed()
        page.wait_for_function("name => !!customElements.get(name)", arg=f"lstm-explore-{name}")
        moved = explorer.evaluate(
            """element => [...element.querySelectorAll('form :is(input[type=number], select)')].map((field) => {
              if (field.options) field.selectedIndex = (field.selectedIndex + 1) % field.options.length;
              else field.stepUp();
              field.dispatchEvent(new Event('input', { bubbles: true }));
              field.dispatchEvent(new Event('change', { bubbles: true }));
              return new Promise((done) => setTimeout(() => done(element.innerText), 0));
            }).length"""
        )
        assert moved
        explorer.evaluate("it => it.querySelectorAll('[data-do=back], [data-do=link]').forEach((button) => button.click())")
        assert missed(page.evaluate(READ)) == {}, name


def typed(page):
    """A cell of one's own: a fault, an answer that is none, a wrong one; a summary."""
    cell = page.locator("lstm-cell:has(textarea)")
    cell.scroll_into_view_if_needed()
    page.wait_for_function("!!customElements.get('lstm-cell')")
    for text in FAULTY:
        cell.locator("textarea").fill(text)
        page.wait_for_timeout(50)
        assert missed(page.evaluate(READ)) == {}, text
    for answer in ("x", "7"):
        cell.locator("input[name=answer]").fill(answer)
        cell.locator("form.lstm-quiz-typed button").click()
        assert cell.locator("[data-part=verdict]").inner_text()
        assert missed(page.evaluate(READ)) == {}, answer


def test_formulas_and_questions_run_from_left_to_right_on_a_page_that_does_not(pages, page):
    page.goto(pages)
    page.evaluate("document.documentElement.dir = 'rtl'")
    places = """selector => {
      const range = document.createRange();
      const node = document.createTreeWalker(document.querySelector(selector), 4).nextNode();
      const at = (n) => (range.setStart(node, n), range.setEnd(node, n + 1), range.getBoundingClientRect().x);
      return [at(0), at(node.length - 1)];
    }"""
    for selector in (".lstm-quiz-options li span + span", ".lstm-shapes tbody .lstm-number", ".lstm-model .lstm-number"):
        first, last = page.evaluate(places, selector)
        assert first < last, selector
    letters = page.evaluate(
        """[...document.querySelectorAll('.lstm-shapes tbody math')[2].querySelectorAll('mi, mn')]
        .map((it) => it.getBoundingClientRect().x)"""
    )
    assert letters == sorted(letters)
    assert page.evaluate("getComputedStyle(document.querySelector('.lstm-quiz-progress')).direction") == "rtl"
