"""Ten pages in three engines, on a phone's screen: they load, are answered by keyboard, and their formulas stand right."""

from __future__ import annotations

import os
import time

import pytest

from lstm_docs.site.living import reading_parts

from . import engines
from .test_site import SIDEWAYS

# Each with a quiz; together they show every kind of figure, table and formula, and ask for a choice, ticks or an order.
PAGES = (
    "",
    "notation/",
    "lstm-step-by-step/",
    "shapes/",
    "unrolling/",
    "gate-order/",
    "dropout/",
    "gradients/",
    "choosing-units/",
    "costs/",
)


@pytest.fixture(scope="module", params=engines.NAMES)
def reader(request, playwright):
    if request.param in engines.missing():
        # What is not there is left out on somebody's own machine, and never where every change is judged.
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up(f"{request.param} is not installed: python -m tests.browser.engines")
    with engines.reader(request.param, playwright) as started:
        yield started


@pytest.fixture(params=PAGES)
def page(request, reader, site):
    reader.open(site + request.param)
    return reader


def _wait(reader, condition):
    deadline = time.monotonic() + 30
    while not reader.run(condition):
        assert time.monotonic() < deadline, f"{condition}: {reader.run('document.activeElement.outerHTML.slice(0, 300)')}"
        time.sleep(0.05)


def _tab_to(reader, selector, most=150):
    for _ in range(most):
        if reader.run(f"Boolean(document.activeElement?.matches({selector!r}))"):
            return
        reader.press("Tab")
    pytest.fail(f"{most} tabs do not reach {selector}: {reader.run('document.activeElement.outerHTML.slice(0, 200)')}")


SET = """document.querySelector('math')
&& [...document.fonts].every(font => !font.family.includes('Math') || font.status === 'loaded')"""
# A letter with its accent is no taller than a line: an accent that floats makes it 1.5 em.
ACCENTS = """[...document.querySelectorAll("mover[accent]")].filter(over =>
  over.getBoundingClientRect().height > 1.4 * parseFloat(getComputedStyle(over).fontSize)
).map(over => over.closest("math").dataset.tex)"""
BROKEN = """[...document.querySelectorAll("math:not([display])")]
.filter(one => one.getClientRects().length > 1).map(one => one.dataset.tex)"""


def test_a_page_loads_and_its_formulas_stand_on_one_line(page):
    _wait(page, SET)
    assert page.run(SIDEWAYS) == []
    assert page.run(BROKEN) == []
    assert page.run(ACCENTS) == []
    assert page.run("document.querySelectorAll('lstm-quiz, lstm-question').length > 0")


def test_a_question_is_answered_from_the_top_of_the_page_by_keyboard(page):
    page.press("Tab")
    assert page.run("document.activeElement.matches('.md-skip')")
    page.press("Enter")
    # Ticks and rows to move are there once the quiz is alive; faster tabs leave the page for the browser's own bars,
    # where Firefox still hands on keys, but lets Enter press nothing.
    asks = ":is(lstm-quiz, lstm-question)"
    _tab_to(page, f"{asks} :is(button, input, summary)")
    quiz = f"document.activeElement.closest('{asks}')"
    _wait(page, f"{quiz}?.classList.contains('lstm-live')")
    _tab_to(page, f"{asks} :is(.lstm-quiz-options button:not([data-move]), .lstm-quiz-check)")
    page.press("a" if page.run("document.activeElement.matches('.lstm-quiz-options button')") else "Enter")
    _wait(page, "document.activeElement.matches('.lstm-quiz-next, lstm-question summary')")
    verdict = f"{quiz}.querySelector('[role=status]')"
    assert page.run(f"{verdict}.textContent")[:6] in ("Right.", "Wrong.")
    top, bottom = page.run(f"[{verdict}.getBoundingClientRect().top, {verdict}.getBoundingClientRect().bottom]")
    header = page.run("document.querySelector('.md-header').getBoundingClientRect().bottom")
    assert header <= top
    assert bottom <= engines.HEIGHT


def test_the_search_field_can_be_left(reader, site):
    reader.open(site.base)
    _tab_to(reader, ".md-header a, .md-header button, .md-header input")
    seen = []
    for _ in range(12):
        reader.press("Tab")
        seen.append(reader.run("document.activeElement.closest('.md-header') !== null"))
    assert not all(seen)
    assert reader.run("!document.activeElement.closest('.md-header')")


def test_an_explorer_is_moved_by_keyboard(reader, site):
    reader.open(site + "shapes/")
    reader.run("document.querySelector('lstm-explore-shapes').scrollIntoView()")
    _wait(reader, "document.querySelector('lstm-explore-shapes').classList.contains('lstm-live')")
    said = "document.querySelector('lstm-explore-shapes [data-part=said], lstm-explore-shapes .lstm-said').textContent"
    before = reader.run(said)
    reader.run("document.querySelector('lstm-explore-shapes input').focus()")
    reader.press("ArrowUp")
    _wait(reader, f"{said} !== {before!r}")


def test_a_cell_of_ones_own_is_read_and_drawn(reader, site):
    reader.open(site + "your-cell/")
    _wait(reader, "document.querySelector('lstm-cell').classList.contains('lstm-live')")
    typed = "field => { field.value = '{}'; field.dispatchEvent(new Event('input', {bubbles: true})); }"
    said = "document.querySelector('lstm-cell [data-part={}]').textContent"
    for text, part, begins in (
        ("h = softplus(W_h x + u_h * h) / 2", "said", "Step 3, line 1 of 1"),
        ("h = tanh(W_h y)", "fault", "Line 1, column 14"),
    ):
        reader.run(f"({typed.replace('{}', text)})(document.querySelector('lstm-cell textarea'))")
        _wait(reader, f"{said.format(part)}.startsWith('{begins}')")
    assert reader.run("document.querySelectorAll('lstm-cell .lstm-op').length") == 1


def test_a_script_on_small_print_is_smaller_than_its_letter(reader, site):
    reader.open(site + "notation/")
    small = """(() => {
      const formula = document.querySelector("p msub");
      formula.closest("p").style.fontSize = "8pt";
      return [...formula.children].map(one => parseFloat(getComputedStyle(one).fontSize));
    })()"""
    letter, script = reader.run(small)
    assert 0.65 * letter <= script <= 0.75 * letter


def test_rows_of_matrices_side_by_side_stand_on_one_line(reader, site):
    reader.open(site + "notation/")
    rows = """(() => {
      const tables = [...document.querySelectorAll("math")].map(formula => [...formula.querySelectorAll("mtable")])
        .find(([one, other]) => other && one.children.length === other.children.length);
      return tables.slice(0, 2).map(table => [...table.children].map(row => row.getBoundingClientRect().top));
    })()"""
    left, right = reader.run(rows)
    assert len(left) == 4
    assert max(abs(one - other) for one, other in zip(left, right, strict=True)) < 1


# A drag as a finger or a mouse makes it: down on the shape, and then wherever the page hears it.
DRAGGED = """(() => {
  const shape = document.querySelector("[data-grab=hidden]");
  const at = (clientY) => ({ bubbles: true, cancelable: true, clientX: 100, clientY });
  shape.dispatchEvent(new PointerEvent("pointerdown", at(100)));
  dispatchEvent(new PointerEvent("pointermove", at(120)));
  dispatchEvent(new PointerEvent("pointerup", at(120)));
})()"""
CLICKED = 'document.querySelector("g[data-next=hold-f]").dispatchEvent(new MouseEvent("click", { bubbles: true }))'


def test_a_living_cell_is_dragged_held_and_scrubbed(reader, site):
    reader.open(site.base)
    _wait(reader, "document.querySelector('lstm-explore-step')?.classList.contains('lstm-live')")
    reader.run(DRAGGED)
    _wait(reader, "document.querySelector('[data-part=count]').textContent.endsWith('= 72 parameters')")
    reader.run(CLICKED)
    _wait(reader, "document.querySelector('[data-part=said]').textContent.includes('held at 0: c₁ ')")
    reader.open(site + "worked-run/")
    _wait(reader, "document.querySelector('lstm-explore-strip')?.classList.contains('lstm-live')")
    reader.run("document.querySelector('lstm-explore-strip [data-do=back]').focus()")
    reader.press("Enter")
    _wait(reader, "document.querySelector('lstm-explore-strip [data-part=said]').textContent.includes('after step 9;')")


def test_a_name_is_read_and_a_network_is_trained(reader, site):
    reader.open(site + "reading/")
    reader.run("document.querySelector('lstm-reading').scrollIntoView()")
    _wait(reader, "document.querySelector('lstm-reading').classList.contains('lstm-live')")
    typed = "field => { field.value = 'Zoe'; field.dispatchEvent(new Event('input', {bubbles: true})); }"
    reader.run(f"({typed})(document.querySelector('lstm-reading input[name=name]'))")
    said = str(reading_parts.parts(reading_parts.FIRST | {"name": "zoe"})["said"])
    _wait(reader, f"document.querySelector('lstm-reading [data-part=said]').textContent === {said!r}")
    reader.open(site + "training/")
    _wait(reader, "document.querySelector('lstm-adding').classList.contains('lstm-live')")
    reader.run("document.querySelector('lstm-adding [data-do=train]').focus()")
    reader.press("Enter")
    _wait(reader, "document.querySelector('lstm-adding').training?.update >= 40")
    reader.press("Enter")
    _wait(reader, "document.querySelector('lstm-adding [data-do=train]').textContent === 'Train'")
