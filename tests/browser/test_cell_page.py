"""The field for a reader's own cell, used: pasted into, stepped, asked, shared, copied; by keyboard, narrow and on paper."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest
import torch
from axe_playwright_python.sync_playwright import Axe

from lstm_docs import cells
from lstm_docs.family import members
from tests.cells.test_texts import TEXTS

from .test_site import at_rest, opened, told

FIELD = "lstm-cell.lstm-live"
UNLISTED = """\
# A cell of nobody's list
z = sigmoid(W_z x + u_z * h + b_z)
s = layernorm(W_s x, g_s)
h = z * h + (1 - z) * tanh(s + max(h, 0) / 2)
"""


@pytest.fixture
def field(browser, site):
    page, wrong = opened(browser, site, "your-cell/", permissions=["clipboard-read", "clipboard-write"])
    page.wait_for_selector(FIELD)
    yield page
    assert wrong == []
    page.context.close()


def part(page, name):
    return page.locator(f"lstm-cell [data-part={name}]")


def test_the_first_state_stands_before_the_script_and_stays(browser, site):
    still, _ = opened(browser, site, "your-cell/", java_script_enabled=False)
    before = part(still, "picture").inner_html(), part(still, "counts").inner_html()
    assert still.locator(".lstm-written").is_visible()
    assert not still.locator("lstm-cell textarea").is_visible()
    still.context.close()
    page, _ = opened(browser, site, "your-cell/")
    page.wait_for_selector(FIELD)
    assert (part(page, "picture").inner_html(), part(page, "counts").inner_html()) == before
    assert page.evaluate("performance.getEntriesByType('layout-shift').reduce((sum, it) => sum + it.value, 0)") == 0
    page.context.close()


@pytest.mark.parametrize("text", [UNLISTED, TEXTS["mlstm"], TEXTS["slstm"]])
def test_a_cell_is_pasted_stepped_and_asked(field, text):
    field.locator("lstm-cell textarea").fill(text)
    lines = [line for line in text.splitlines() if " = " in line]
    assert part(field, "fault").inner_text() == ""
    assert part(field, "said").inner_text().startswith(f"Step 3, line {len(lines)} of {len(lines)}")
    assert part(field, "picture").locator(".lstm-chip").count() >= len(lines) // 2
    field.get_by_role("button", name="One line on").click()
    assert part(field, "said").inner_text().startswith("Step 4, line 1")
    field.locator("lstm-cell [name=answer]").fill("17")
    field.get_by_role("button", name="Check").click()
    said = part(field, "verdict").inner_text()
    assert said.startswith("Wrong. You wrote 17")
    number = re.search(r"= ([\d\u202f]+)\.$", said)[1].replace("\u202f", "")
    field.locator("lstm-cell [name=answer]").fill(number)
    field.keyboard.press("Enter")
    assert part(field, "verdict").inner_text().startswith("Right.")
    field.get_by_role("button", name="Another question").click()
    assert part(field, "verdict").inner_text() == ""


def test_a_fault_is_a_line_under_the_field_and_the_rest_stays(field):
    before = part(field, "counts").inner_html()
    field.locator("lstm-cell textarea").fill("f = sigmod(W_f x)\nh = f * h\n")
    assert part(field, "fault").inner_text() == "Line 1, column 5: unknown function 'sigmod'; did you mean 'sigmoid'?"
    assert field.locator("lstm-cell textarea").get_attribute("aria-invalid") == "true"
    assert part(field, "counts").inner_html() == before
    field.locator("lstm-cell textarea").fill("h = tanh(W_a (W_b x))\n")
    assert part(field, "fault").inner_text().startswith("Line 1, column 15: nothing determines")
    field.get_by_role("button", name="Reset").click()
    assert part(field, "fault").inner_text() == ""


def test_what_has_a_fault_cannot_be_copied_and_what_is_shown_says_that_it_is_the_cell_before(field):
    asked = part(field, "ask").inner_text()
    copies = field.locator("lstm-cell [data-do=code]")
    field.locator("lstm-cell button[value=numpy]").click()
    field.wait_for_function("document.querySelector('lstm-cell [data-part=code]').textContent.includes('import numpy')")
    assert not part(field, "before").is_visible()
    field.locator("lstm-cell textarea").fill("h = tanh(W_h x")
    field.locator("lstm-cell [name=hidden]").fill("20")
    field.get_by_role("button", name="One line on").click()
    field.get_by_role("button", name="Other numbers").click()
    assert part(field, "fault").inner_text().startswith("Line 1, column 15")
    assert [copies.nth(n).is_disabled() for n in range(2)] == [True, True]
    assert not part(field, "code").is_visible()
    assert part(field, "before").is_visible()
    assert part(field, "ask").inner_text().partition(" has ")[0] == asked.partition(" has ")[0]
    field.locator("lstm-cell textarea").fill("h = tanh(W_h x)")
    assert [copies.nth(n).is_disabled() for n in range(2)] == [False, False]
    assert not part(field, "before").is_visible()
    assert part(field, "fault").inner_text() == ""


@pytest.mark.parametrize("typed", ["0", "12.5", "", "9999999", "-3"])
def test_a_size_that_is_none_is_told_and_nothing_old_is_copied(field, typed):
    before = part(field, "counts").inner_html()
    hidden, tools = field.locator("lstm-cell [name=hidden]"), field.locator("lstm-cell .lstm-tools button:disabled")
    hidden.fill(typed)
    told = "H must be a whole number from 1 to 1\u202f048\u202f576; what is shown still has H = 12."
    assert part(field, "fault").inner_text() == told
    assert hidden.get_attribute("aria-invalid") == "true"
    assert field.locator("lstm-cell textarea").get_attribute("aria-invalid") == "false"
    assert part(field, "counts").inner_html() == before
    assert tools.all_inner_texts() == ["Copy as NumPy", "Copy as PyTorch", "Copy link"]
    field.locator("lstm-cell [name=input]").fill("7")
    assert part(field, "fault").inner_text() == told
    hidden.fill("13")
    assert part(field, "fault").inner_text() == ""
    assert tools.all_inner_texts() == []


def test_a_link_carries_the_text_and_the_sizes(browser, site, field):
    field.locator("lstm-cell textarea").fill(UNLISTED)
    field.locator("lstm-cell [name=hidden]").fill("300")
    field.get_by_role("button", name="Copy link").click()
    address = field.evaluate("navigator.clipboard.readText()")
    other, wrong = opened(browser, site, "your-cell/#" + address.partition("#")[2])
    other.wait_for_selector(FIELD)
    assert other.locator("lstm-cell textarea").input_value() == UNLISTED
    assert part(other, "counts").inner_html() == part(field, "counts").inner_html()
    assert wrong == []
    other.goto(site + "your-cell/#cell~hidden=-3~t=9999999~n=x~text=%E0%A4")
    other.reload()
    other.wait_for_selector(FIELD)
    assert wrong == []
    other.context.close()


def equations(text):
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def test_each_member_of_the_family_opens_in_the_field(browser, site, field):
    choices = dict(field.locator("lstm-cell option").evaluate_all("all => all.map(it => [it.text, it.value])"))
    family = (Path(__file__).parents[2] / "docs/family-cells.md").read_text(encoding="utf-8")
    links = re.findall(r"your-cell\.md\?cell~pick=([^)]+)\)", family)
    assert {unquote(name) for name in links} <= set(choices)
    linked = {equations(choices[unquote(name)]) for name in links}
    assert {equations(cells.recipe(one.cell).written) for one in members() if one.today} <= linked
    for name in (links[0], links[-1]):
        page, wrong = opened(browser, site, f"your-cell/?cell~pick={name}")
        page.wait_for_selector(FIELD)
        assert page.locator("lstm-cell textarea").input_value() == choices[unquote(name)]
        assert wrong == []
        page.context.close()


def test_what_is_copied_runs(field):
    field.locator("lstm-cell textarea").fill(UNLISTED)
    field.locator("lstm-cell [name=input]").fill("3")
    field.locator("lstm-cell [name=hidden]").fill("4")
    for value, sign in (("numpy", "import numpy"), ("pytorch", "import torch")):
        field.locator(f"lstm-cell button[value={value}]").click()
        field.wait_for_function(f"document.querySelector('lstm-cell [data-part=code]').textContent.includes('{sign}')")
        code = field.evaluate("navigator.clipboard.readText()")
        assert code == part(field, "code").text_content()
        known = {}
        exec(code, known)
    module = next(one for one in known.values() if isinstance(one, type) and issubclass(one, torch.nn.Module))(3, 4)
    assert np.isfinite(module(torch.zeros(5, 2, 3))[0].detach().numpy()).all()


def test_the_keyboard_reaches_everything(field):
    field.locator("lstm-cell textarea").focus()
    met = []
    for _ in range(24):
        field.keyboard.press("Tab")
        met.append(field.evaluate("(it => it.name || it.textContent.trim() || it.ariaLabel)(document.activeElement)"))
    for wanted in ("input", "hidden", "Copy as NumPy", "Copy link", "‹", "at", "›", "Other numbers", "answer", "Check"):
        assert wanted in met, json.dumps(met, ensure_ascii=False)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_nothing_stands_in_a_readers_way_whatever_is_typed(browser, site, scheme, width):
    page, _ = opened(browser, site, "your-cell/", scheme, width)
    page.wait_for_selector(FIELD)
    for text in (UNLISTED, TEXTS["mlstm"], "h = "):
        page.locator("lstm-cell textarea").fill(text)
        page.get_by_role("button", name="Check").click()
        at_rest(page)
        assert told(Axe().run(page).response["violations"]) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


@pytest.mark.parametrize(("width", "shown"), [(1280, 1.0), (390, 0.5)])
def test_the_text_leaves_the_picture_on_the_first_screen(browser, site, width, shown):
    page, _ = opened(browser, site, "your-cell/", width=width)
    page.wait_for_selector(FIELD)
    box = part(page, "picture").bounding_box()
    assert 900 - box["y"] >= shown * box["height"]
    page.context.close()


def test_on_paper_the_equations_stand_without_the_field(field):
    field.locator("lstm-cell textarea").fill(UNLISTED)
    field.emulate_media(media="print")
    assert field.locator(".lstm-written").inner_text().strip() == UNLISTED.strip()
    assert not field.locator("lstm-cell textarea").is_visible()
    assert not field.get_by_role("button", name="Copy link").is_visible()
    assert part(field, "picture").is_visible()


def test_the_cells_of_the_page_can_be_pasted(field):
    page = (Path(__file__).parents[2] / "docs" / "your-cell.md").read_text(encoding="utf-8")
    for text in re.findall(r"^```\n(# .*?)^```", page, flags=re.MULTILINE | re.DOTALL):
        field.locator("lstm-cell textarea").fill(text)
        assert part(field, "fault").inner_text() == ""


MEMBERS = "family-cells/"
SAME = """[...document.querySelectorAll("lstm-cell")].filter((it) => {
  const shown = () => {
    const [picture, said] = ["picture", "said"].map((name) => it.querySelector(`[data-part=${name}]`).cloneNode(true));
    for (const one of picture.querySelectorAll("*"))  // paint is for hosts without our style sheet
      for (const { name } of [...one.attributes]) if (/^(fill|stroke)/.test(name)) one.removeAttribute(name);
    return picture.innerHTML + said.innerHTML;
  };
  const before = shown();
  it.go({});
  return shown() !== before;
}).map((it) => it.textContent.slice(0, 40))"""
FETCHED = "performance.getEntriesByType('resource').filter(it => it.name.includes('/cell-field')).length"
OPEN = "for (const fold of document.querySelectorAll('details:has(lstm-cell)')) fold.open = true"


def test_a_member_of_the_family_lives_once_its_fold_is_opened(browser, site):
    page, wrong = opened(browser, site, MEMBERS)
    assert page.evaluate(FETCHED) == 0
    fold = page.locator("details:has(lstm-cell)").first
    fold.locator("summary").press("Enter")
    page.wait_for_selector(FIELD)
    said = fold.locator("[data-part=said]")
    assert said.inner_text().startswith("Step 3, line 3 of 3")
    fold.get_by_role("button", name="One line back").press("Enter")
    assert said.inner_text().startswith("Step 3, line 2 of 3")
    fold.locator("[data-set='at=1']").click()
    assert said.inner_text().startswith("Step 3, line 1 of 3: f = sigmoid(W_f x + U_f h + b_f) gives")
    before = said.inner_text()
    fold.get_by_role("button", name="Other numbers").click()
    assert said.inner_text() != before
    assert page.url.endswith(MEMBERS)
    assert wrong == []
    page.context.close()


def test_each_of_them_is_drawn_as_it_stood(browser, site):
    page, wrong = opened(browser, site, MEMBERS, width=320)
    page.evaluate(OPEN)
    page.wait_for_selector(FIELD)
    assert page.locator(FIELD).count() == 15
    assert page.evaluate(SAME) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert wrong == []
    page.context.close()


def test_without_scripts_the_fold_has_the_picture_and_the_text(browser, site):
    page, _ = opened(browser, site, MEMBERS, java_script_enabled=False)
    fold = page.locator("details:has(lstm-cell)").first
    fold.locator("summary").click()
    assert part(page, "picture").first.is_visible()
    assert fold.locator("[data-part=text]").inner_text().startswith("# MGU\nf = sigmoid(")
    assert not fold.locator(".lstm-player").is_visible()
    page.context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_nothing_stands_in_the_way_in_a_fold(browser, site, scheme, width):
    page, _ = opened(browser, site, MEMBERS, scheme, width)
    page.evaluate(OPEN)
    page.wait_for_selector(FIELD)
    at_rest(page)
    assert told(Axe().run(page).response["violations"]) == []
    page.context.close()
