"""The explorers as a reader meets them, in a real browser."""

from __future__ import annotations

import os
import re
from html import unescape

import pytest
from axe_playwright_python.sync_playwright import Axe
from markupsafe import Markup

from lstm_docs.site import explore
from lstm_docs.site.explore import explorer
from lstm_docs.site.figures.style_attributes import painted
from tests.site.building import ROOT, small_site
from tests.site.explorers import python_parts, setup, states

from .served import built, served
from .test_readers import heard as listened
from .test_site import opened as opened_page
from .test_site import told, watched

NAMES = list(explore.EXPLORERS)


def _source(folder):
    """A site with the project's own looks, every explorer on a page."""
    ours = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub(r"^nav:\n(?:[ ].*\n|\n)+", "", ours, flags=re.MULTILINE).replace(
        "  - lstm-docs\n", "  - lstm-docs: {pages: []}\n"
    )
    texts = {name: f"# {name}\n\n```lstm-explore\nexplorer: {name}\n```\n\nAfter it.\n" for name in NAMES}
    texts["two"] = "# Two\n\n```lstm-explore\nexplorer: units\n```\n\n```lstm-explore\nexplorer: budget\n```\n"
    site = small_site(folder, config, **texts)
    for name in ("book.css", "book.js"):
        (site / "docs/assets").mkdir(exist_ok=True)
        (site / "docs/assets" / name).write_bytes((ROOT / "docs/assets" / name).read_bytes())
    return site


@pytest.fixture(scope="session")
def explorers(tmp_path_factory, worker_id):
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    with served(built(shared, "explorers", lambda: _source(shared / "explorers-source"))) as address:
        yield address


@pytest.fixture
def opened(browser, explorers):
    """Opens an explorer; in the end, nothing may have gone wrong."""
    contexts, faults = [], []

    def open_(name, address="", live="", **more):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **more})
        page = context.new_page()
        contexts.append(context)
        faults.append(watched(page))
        page.goto(f"{explorers.base}{name}/{address}")
        if more.get("java_script_enabled", True):
            page.wait_for_selector(f"{live or f'lstm-explore-{name}'}.lstm-live")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [fault for group in faults for fault in group] == []


def _parts(page):
    return page.eval_on_selector_all("[data-part]", "all => all.map(one => one.innerHTML)")


def _ordered(page):
    """The parts with the attributes of each element in the order of their names: they come in the order they were set."""
    return page.eval_on_selector_all("[data-part]", ORDERED)


ORDERED = """all => all.map(part => {
  const copy = part.cloneNode(true);
  for (const one of copy.querySelectorAll("*")) {
    const pairs = [...one.attributes].map(({ name, value }) => [name, value]).sort();
    for (const [name] of pairs) one.removeAttribute(name);
    for (const [name, value] of pairs) one.setAttribute(name, value);
  }
  return copy.innerHTML;
})"""


def _field(page, name):
    return page.locator(f"[name='{name}']")


def _set(page, name, value):
    """As a reader does it: a number is typed, a choice is chosen."""
    field = _field(page, name)
    if field.evaluate("it => it.matches('select')"):
        field.select_option(value)
    else:
        field.fill(value)


DRAWN = """([name, pairs]) => {
  const element = Object.create(document.querySelector(`lstm-explore-${name}`));
  const page = document.createElement("template");
  return pairs.map(([state, before]) => {
    const texts = {};
    element.write = (part, html) => { page.innerHTML = html; texts[part] = page.content.textContent; };
    element.state = state;
    element.render(before);
    return texts;
  });
}"""
STATES = int(os.environ.get("STATES", "25"))
"""Random states of each explorer that are compared; 1,000 take a minute and a half."""


@pytest.mark.parametrize("name", NAMES)
def test_in_random_states_the_browser_shows_every_digit_that_python_shows(opened, name):
    explorer, controls, data = setup(name)
    drawn = states(controls, STATES, seed=31)
    pairs = [[state, drawn[n - 1] if n % 2 else state] for n, state in enumerate(drawn)]
    wanted = [
        {part: unescape(re.sub(r"<[^>]*>", "", html)) for part, html in python_parts(explorer, data, *pair).items()}
        for pair in pairs
    ]
    page = opened(name, reduced_motion="reduce")
    assert page.evaluate("name => document.querySelector(`lstm-explore-${name}`).data", name) == data
    for pair, there, here in zip(pairs, page.evaluate(DRAWN, [name, pairs]), wanted, strict=True):
        assert there == here, pair


CLASHES = """([name, pairs]) => {
  const it = document.querySelector(`lstm-explore-${name}`);
  return pairs.flatMap(([state, before]) => {
    it.state = state;
    it.render(before);
    return [...it.querySelectorAll("[data-part=picture] svg")].flatMap((svg) => {
      const view = svg.getBoundingClientRect();
      const words = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim());
      const boxes = words.map((text) => [text.textContent, text.getBoundingClientRect()]);
      const out = (box) => box.left < view.left - 1 || box.right > view.right + 1 || box.bottom > view.bottom + 1;
      const cut = boxes.filter(([, box]) => out(box));
      const on = boxes.flatMap(([one, a], n) => boxes.slice(n + 1).filter(([, b]) => {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        return across > 2 && down > 0.45 * Math.min(a.height, b.height);
      }).map(([other]) => [one, other]));
      return [...cut.map(([words]) => [words, "cut off", state]), ...on.map((pair) => [...pair, state])];
    });
  });
}"""
"""Words of a picture that stand on each other, by nearly half their height or more, or run out of it."""


@pytest.mark.parametrize("name", NAMES)
def test_in_random_states_no_words_stand_on_others_or_are_cut_off(opened, name):
    _, controls, _ = setup(name)
    drawn = states(controls, STATES, seed=7)
    page = opened(name, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.wait_for_function("document.fonts.status === 'loaded'")
    pairs = [[state, drawn[n - 1] if n % 2 else state] for n, state in enumerate(drawn)]
    assert page.evaluate(CLASHES, [name, pairs]) == []


CHANGES = {
    "family": ("hidden", "512", "Doubling H. minGRU: 131\u202f072\u202f000, 0.100 times the LSTM's "),
    "padding": ("second", "8", "Doubling the second length: 27 steps are computed, 4 of them padding (14.8 %). The last "),
    "returns": ("lower", "last", "Layer 1, return_sequences: True: every step → False: the last one. Layer 2 is refused"),
    "dropout": ("rate", "0.25", "Halving p. A new mask at every step: "),
    "shapes": ("hidden", "24", "Doubling H: 4\u202f464 → 10\u202f080 parameters, × 2.26."),
    "step": ("x1", "1", "x₁ from 0.1 to 1: h₁ "),
    "strip": ("size", "1", "Halving the size: c₁ is "),
    "gate-order": (
        "target",
        "keras",
        "No block moves, but every matrix is transposed: both keep the gates in the order i f g o, ",
    ),
    "cost": ("batch", "2", "Doubling B: "),
    "budget": ("budget", "20000", "Doubling the budget: 23 → 40 units by the equations, × 1.74."),
    "gradient": ("gate", "0.95", "f from 0.9 to 0.95: after 20 steps 0.122 → 0.358 of a gradient is left along the cell "),
    "units": ("samples", "10000", "Doubling S: the rules ask for 11 to 179 units. The first alone asks for 36 to 179"),
}


@pytest.mark.parametrize("name", NAMES)
def test_what_python_wrote_is_what_the_browser_writes(opened, name):
    page = opened(name)
    first = _parts(page)
    page.evaluate(f"(() => {{ const it = document.querySelector('lstm-explore-{name}'); it.render(it.state); }})()")
    # In the page, figures carry their paint as attributes too, for readers without our style sheet.
    assert [painted(Markup(part)) for part in _parts(page)] == first
    still = opened(name, java_script_enabled=False)
    assert [re.sub(r"\s+", " ", text) for text in _shown(still)] == [re.sub(r"\s+", " ", text) for text in _shown(page)]
    assert not still.locator(f"lstm-explore-{name} form").is_visible()


def _shown(page):
    return page.locator("[data-part]").all_text_contents()


@pytest.mark.parametrize("name", NAMES)
def test_a_change_is_seen_said_and_linked(opened, name):
    field, value, said = CHANGES[name]
    page = opened(name)
    first, height = _parts(page), page.evaluate("document.documentElement.scrollHeight")
    _set(page, field, value)
    assert said in page.locator("[data-part=said]").inner_text()
    changed = _parts(page)
    stood = {"step": 2}.get(name, 0)  # the weights of a line and how many there are, when an input changes
    assert sum(before == after for before, after in zip(first, changed, strict=True)) <= stood
    assert _linked(page, f"{field}={value}") == f"#explore-{name}~{field}={value}"
    assert page.evaluate("document.documentElement.scrollHeight") == height, "what follows has moved"
    page.evaluate(f"(() => {{ const it = document.querySelector('lstm-explore-{name}'); it.render(it.state); }})()")
    again = opened(name, _linked(page, f"{field}={value}"))
    assert _ordered(again) == _ordered(page)
    assert _field(again, field).input_value() == value


def _linked(page, ending):
    """The hash, once it says so: addresses follow when the keys rest."""
    page.wait_for_function("ending => location.hash.endsWith(ending)", arg=ending)
    return page.evaluate("location.hash")


SMALL = """() => [...document.querySelectorAll(".lstm-explore :is(button, input, select, summary)")]
  .filter((it) => it.checkVisibility())
  .filter((it) => it.getBoundingClientRect().height < 43.9)
  .map((it) => it.outerHTML)"""


@pytest.mark.parametrize("name", NAMES)
def test_what_is_pressed_is_as_high_as_a_finger(opened, name):
    assert opened(name).evaluate(SMALL) == []


FOUND = """() => [...document.querySelectorAll(".lstm-explore svg :is([data-grab], [data-next], [data-set])")].map((it) => {
  it.scrollIntoView({ block: "center" });
  const { left, right, top, bottom } = (it.querySelector(".lstm-go") ?? it).getBoundingClientRect();
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const own = (x, y) => it.contains(document.elementFromPoint(x, y));
  const far = (across, down) => {
    let n = 0;
    while (n < 60 && own(x + across * (n + 0.5), y + down * (n + 0.5))) n += 0.5;
    return n;
  };
  return [it.dataset.grab ?? it.dataset.next ?? it.dataset.set, far(1, 0) + far(-1, 0), far(0, 1) + far(0, -1)];
})"""
"""Of all that is touched in a picture, what it does, and how wide and high a finger finds it, to half a pixel."""


@pytest.mark.parametrize("name", NAMES)
def test_what_is_touched_in_a_picture_is_as_large_as_a_finger(opened, name):
    """The values of a vector stand closer: together they are as large, and each has a field below that is."""
    page = opened(name, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.wait_for_function("document.fonts.status === 'loaded'")
    found = page.evaluate(FOUND)
    values = {letter: sum(high for does, _, high in found if re.fullmatch(f"{letter}[1-4]", does)) for letter in "xhc"}
    alone = [(does, wide, high) for does, wide, high in found if not re.fullmatch("[xhc][1-4]", does)]
    assert [it for it in alone if min(it[1:]) < 43] == []
    assert all(wide >= 43 for _, wide, _ in found)
    assert all(high >= 43 for letter, high in values.items() if high), values


BESIDE = [name for name in NAMES if explore.EXPLORERS[name].order == explorer.BESIDE]


@pytest.mark.parametrize("name", BESIDE)
def test_on_a_phone_picture_sentence_and_fields_are_one_screen_and_nothing_moves(opened, name):
    field, value, _ = CHANGES[name]
    page = opened(name, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.evaluate("document.querySelector('.lstm-explore').scrollIntoView(); scrollBy(0, -60)")
    ends = page.eval_on_selector_all(IN_SIGHT, "all => all.map(one => one.getBoundingClientRect().bottom)")
    assert max(ends) <= 844
    height = page.evaluate("document.documentElement.scrollHeight")
    _set(page, field, value)
    assert page.evaluate("document.documentElement.scrollHeight") == height


IN_SIGHT = "[data-part=picture], [data-part=said], form > .lstm-fields:first-child"


def test_a_button_that_is_held_goes_on_and_faster(opened):
    page = opened("shapes")
    button = page.locator(".lstm-control:has([name=hidden]) button").last
    button.hover()
    page.mouse.down()
    page.wait_for_function("document.querySelector('lstm-explore-shapes').state.hidden > 60")
    page.mouse.up()
    reached = int(_field(page, "hidden").input_value())
    assert reached > 60
    page.wait_for_timeout(200)
    assert _field(page, "hidden").input_value() == str(reached), "it goes on after the button is let go, or clicks once more"
    page.locator("[data-do=undo]").click()
    assert _field(page, "hidden").input_value() == "12"


DRAGS = {
    "gradient": [("gate", 0, -6), ("radius", 0, 30), ("steps", 40, 0)],
    "budget": [("budget", 0, 40)],
    "cost": [("batch", 60, 0), ("bandwidth", -60, 0), ("launch", 0, 40)],
    "padding": [("first", -48, 0), ("second", 48, 0)],
    "returns": [("steps", 50, 0)],
    "dropout": [("steps", -60, 0), ("features", 0, 56)],
    "units": [("alpha", -40, 0), ("input", -40, 0), ("steps", 30, 0)],
}


ROOM = {"alpha": 18, "batch": 14, "input": 12, "steps": 16, "first": 16, "second": 16, "features": 16}
"""Pixels: a small whole number jumps, and intensity does not grow quite as the batch does."""


@pytest.mark.parametrize(("name", "width"), [(name, width) for name in DRAGS for width in (1280, 390)])
def test_what_is_dragged_follows_the_pointer(opened, name, width):
    page = opened(name, viewport={"width": width, "height": 900})
    for field, across, down in DRAGS[name]:
        grab = page.locator(f"[data-grab={field}]").first
        page.evaluate("scrollTo(0, 0)")
        before, box = _field(page, field).input_value(), grab.bounding_box()
        assert min(box["width"], box["height"]) >= 38
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + across, y + down, steps=5)
        page.mouse.up()
        moved = grab.bounding_box()
        assert _field(page, field).input_value() != before
        away = (moved["x"] - box["x"] - across, moved["y"] - box["y"] - down)[down != 0]
        assert abs(away) <= ROOM.get(field, 7), (field, away)
        page.locator("[data-do=undo]").click()
        assert _field(page, field).input_value() == before


def test_numbers_move_by_one_and_by_ten_and_stay_in_range(opened):
    page = opened("shapes")
    field = _field(page, "hidden")
    field.focus()
    for key, value in (("ArrowUp", 13), ("PageUp", 23), ("PageUp", 33), ("ArrowDown", 32), ("PageDown", 22)):
        page.keyboard.press(key)
        assert field.input_value() == str(value)
    assert "H from 32 to 22: " in page.locator("[data-part=said]").inner_text()
    for _ in range(4):
        page.keyboard.press("PageDown")
    assert field.input_value() == "1"
    field.fill("5000000")
    _linked(page, "~hidden=1048576")
    page.keyboard.press("Tab")
    assert field.input_value() == "1048576"
    field.fill("")
    page.keyboard.press("Tab")
    assert field.input_value() == "1048576"


def test_steps_of_a_tenth_are_exact_and_a_gate_let_go_is_computed(opened):
    page = opened("step")
    _field(page, "x1").fill("0.1")
    _field(page, "x1").press("Tab")
    _field(page, "x1").focus()
    page.keyboard.press("PageUp")
    assert _field(page, "x1").input_value() == "1.1"
    computed = page.locator("[data-part=picture]").inner_html()
    gate = page.locator("g[data-next=hold-f]")
    for said in ("held at 0", "held at 1", "as computed"):
        gate.click()
        assert f"→ {said}: c₁ " in page.locator("[data-part=said]").inner_text()
    assert page.locator("[data-part=picture]").inner_html() == computed
    assert _linked(page, "x1=1.1") == "#explore-step~x1=1.1"


def test_a_number_is_dragged_in_the_picture_and_undone(opened):
    page = opened("step")
    box = page.locator("[data-grab=c1]").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y - 20, steps=4)
    page.mouse.up()
    assert _field(page, "c1").input_value() == "2"  # 50 pixels, a tenth for each 5
    assert _linked(page, "c1=2") == "#explore-step~c1=2"
    page.locator("[data-do=undo]").click()
    assert _field(page, "c1").input_value() == "1"
    assert page.locator("[data-do=undo]").is_disabled()


TOUCHED = """(it, [across, down]) => {
  const { left, top } = it.getBoundingClientRect();
  const at = (x, y) => ({ bubbles: true, cancelable: true, pointerType: "touch", clientX: left + x, clientY: top + y });
  it.dispatchEvent(new PointerEvent("pointerdown", at(5, 5)));
  dispatchEvent(new PointerEvent("pointermove", at(5 + across, 5 + down)));
  dispatchEvent(new PointerEvent("pointerup", at(5 + across, 5 + down)));
}"""


def test_an_edge_of_w_and_the_corner_of_u_are_dragged_and_follow_the_pointer(opened):
    for more in ({}, {"viewport": {"width": 390, "height": 900}, "has_touch": True}):
        page = opened("shapes", "#explore-shapes~input=24~hidden=24~fit=24.24.0", **more)
        block = page.locator("[data-part=picture] rect.lstm-block").nth(1)
        before = block.bounding_box()
        corner = page.locator("[data-grab=hidden]:not([data-dx='0']):not([data-dy='0'])").first
        corner.evaluate(TOUCHED, [20, 20])
        after = block.bounding_box()
        assert after["width"] - before["width"] == pytest.approx(20, abs=3)
        assert after["height"] - before["height"] == pytest.approx(20, abs=3)
        units = int(_field(page, "hidden").input_value())
        assert units > 24
        page.locator("[data-grab=input]").first.evaluate(TOUCHED, [-12, 0])
        assert int(_field(page, "input").input_value()) < 24
        page.locator("[data-do=undo]").click()
        assert _field(page, "input").input_value() == "24"


def test_the_arrow_keys_move_the_sizes_in_the_picture_and_fit_makes_a_new_scale(opened):
    page = opened("shapes")
    picture = page.locator("[data-part=picture]")
    assert "arrow keys" in page.locator(f"#{picture.get_attribute('aria-describedby')}").inner_text()
    picture.focus()
    for key, name, value in (("ArrowRight", "input", "81"), ("ArrowDown", "hidden", "13"), ("ArrowUp", "hidden", "12")):
        page.keyboard.press(key)
        assert _field(page, name).input_value() == value
    assert "H from 13 to 12: " in page.locator("[data-part=said]").inner_text()
    _field(page, "hidden").fill("900")
    assert page.locator(".lstm-torn").count()
    page.locator("[data-do=fit]").click()
    assert not page.locator(".lstm-torn").count()
    assert page.locator("[data-part=said]").inner_text().startswith("Drawn to fit: ")
    assert _linked(page, "fit=81.900.0")
    page.locator("[data-do=undo]").click()
    assert page.locator(".lstm-torn").count()


def test_the_line_at_work_is_lit_and_what_comes_later_is_not_there_yet(opened):
    page = opened("step")
    page.locator("button[data-set='at=3']").focus()
    page.keyboard.press("Enter")
    assert page.locator("[aria-current=step]").get_attribute("data-set") == "at=3"
    assert page.locator(".lstm-wire.lstm-now").count() == 2
    assert page.locator(".lstm-chip.lstm-now").get_attribute("data-s") == "g_t"
    assert page.locator(".lstm-chip[data-s=o_t] .lstm-word").all_text_contents() == ["", ""]
    page.locator("[name=at]").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".lstm-chip.lstm-now").get_attribute("data-s") == "o_t"
    page.locator("[data-do=on]").click()
    assert page.locator(".lstm-chip.lstm-now").get_attribute("data-s") == "c_t"


def test_playing_goes_through_the_lines_and_stops_out_of_sight(opened):
    page = opened("step", viewport={"width": 1280, "height": 500})
    page.locator("[data-do=play]").click()
    page.wait_for_function("document.querySelector('lstm-explore-step').state.at === 2")
    page.evaluate("document.body.style.paddingBottom = '3000px'; scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function("document.querySelector('lstm-explore-step').playing === 0")
    assert page.evaluate("document.querySelector('lstm-explore-step').state.at") <= 3


def test_less_motion_is_obeyed(opened):
    page = opened("step", reduced_motion="reduce")
    page.locator("[data-do=back]").click()
    assert page.locator(".lstm-wire circle").count() == 0
    assert page.evaluate("document.getAnimations().length") == 0


def test_a_weight_is_typed_and_linked(opened):
    page = opened("step", "#explore-step~at=1")
    page.locator("summary").click()
    page.locator("[data-weight='W_i.2.1']").fill("-3.5")
    assert "W_i in row 2, column 1 is −3.5: h₁ " in page.locator("[data-part=said]").inner_text()
    again = opened("step", _linked(page, "W_i.2.1=-3.5"))
    assert _ordered(again)[0] == _ordered(page)[0]


def test_sizes_change_the_picture_and_the_fields(opened):
    page = opened("step")
    _field(page, "hidden").fill("4")
    assert page.locator(".lstm-chip[data-s=h_t] .lstm-word").count() == 4
    _field(page, "hidden").press("Tab")
    assert _field(page, "c4").is_visible()
    assert not _field(page, "x4").is_visible()
    page.locator("[name=beside]").select_option("gru-reset-after")
    assert page.locator("svg.lstm-wired").count() == 2
    assert page.locator(".lstm-chip[data-s=h_t] .lstm-word").count() == 8


def test_fingers_find_what_can_be_touched(opened):
    page = opened("step", viewport={"width": 390, "height": 900}, has_touch=True, is_mobile=True)
    for name in (".lstm-player button", ".lstm-lines button", ".lstm-tools button", ".lstm-steps button", "g[data-next]"):
        for box in (it.bounding_box() for it in page.locator(name).all() if it.is_visible()):
            assert min(box["width"], box["height"]) >= 44, name
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    words = page.locator(".lstm-wired text").first.evaluate("it => parseFloat(getComputedStyle(it).fontSize)")
    scale = page.locator("svg.lstm-wired").evaluate("it => it.getBoundingClientRect().width / it.viewBox.baseVal.width")
    assert words * scale >= 13


def test_ten_steps_are_scrubbed_and_the_forget_gate_held(opened):
    page = opened("strip")
    said = page.locator("[data-part=said]")
    before = page.locator("g[data-s=c_t] .lstm-shade").count()
    _field(page, "hold-f").select_option("1")
    assert "the forget gates leave 1.000 of what step 1 wrote there, and as much of a gradient comes back" in said.inner_text()
    across = page.locator("[data-grab=at]")
    across.click(position={"x": across.bounding_box()["width"] * 0.35, "y": 90})
    assert page.locator("g[data-s=c_t] .lstm-shade").count() == before * 4 / 10
    assert "after step 4; the forget gates leave " in said.inner_text()
    assert _linked(page, "at=4~hold-f=1") == "#explore-strip~at=4~hold-f=1"
    _field(page, "hold-f").select_option("0.5")
    assert "the forget gates leave 0.125 of what step 1 wrote there" in said.inner_text()


def test_a_symbol_pointed_at_is_lit_in_equation_picture_code_and_weights_and_a_click_keeps_it(browser, site):
    page, wrong = opened_page(browser, site, "lstm-step-by-step/")
    page.wait_for_selector("lstm-explore-step.lstm-live")
    page.locator("button[data-set='at=2']").click()
    page.locator(".lstm-equations [data-s=W_f]").first.scroll_into_view_if_needed()
    page.locator(".lstm-equations [data-s=W_f]").first.click()
    page.mouse.move(5, 5)
    for place in (".lstm-equations", ".lstm-wire", ".lstm-box", ".lstm-lines code", ".lstm-lines math", "[data-part=weights]"):
        assert page.locator(f"{place} .lstm-lit, {place}.lstm-lit").count(), place
    page.keyboard.press("Escape")
    assert page.locator(".lstm-lit").count() == 0
    assert wrong == []
    page.context.close()


def test_two_explorers_of_a_page_keep_two_states(opened):
    page = opened("two", "#explore-units~output=7~~explore-budget~budget=900", live="lstm-explore-budget")
    assert (_field(page, "output").input_value(), _field(page, "budget").input_value()) == ("7", "900")
    _field(page, "samples").fill("6000")
    assert _linked(page, "~~explore-budget~budget=900") == "#explore-units~output=7~~explore-budget~budget=900"
    page.wait_for_function("location.hash.includes('samples=6000')")
    _field(page, "layers").fill("2")
    page.wait_for_function("location.hash.includes('layers=2')")
    again = opened("two", page.evaluate("location.hash"), live="lstm-explore-units")
    values = [_field(again, name).first.input_value() for name in ("output", "samples", "budget", "layers")]
    assert values == ["7", "6000", "900", "2"]
    page = opened("step", "#explore-step~x1=0.7~~explore-other~f=1")
    _field(page, "x2").fill("0.9")
    assert _linked(page, "x2=0.9~~explore-other~f=1") == "#explore-step~x1=0.7~x2=0.9~~explore-other~f=1"
    page.locator("[data-do=reset]").click()
    page.wait_for_function("location.hash === '#explore-other~f=1'")


def test_buttons_step_too_and_are_passed_over_by_the_keyboard(opened):
    page = opened("shapes")
    page.locator(".lstm-control:has([name=layers]) button").last.click()
    assert _field(page, "layers").input_value() == "2"
    _field(page, "input").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "hidden"


def test_a_precision_brings_its_assumed_energy(opened):
    page = opened("cost")
    _field(page, "dtype").select_option("int8")
    assert _field(page, "mac_energy").input_value() == "0.3"
    _field(page, "mac_energy").fill("4.6")
    assert _linked(page, "dtype=int8") == "#explore-cost~dtype=int8"
    again = opened("cost", "#explore-cost~dtype=int8")
    assert _field(again, "mac_energy").input_value() == "4.6"


def test_what_an_address_makes_up_changes_nothing(opened):
    page = opened("shapes", "#explore-shapes~%~hidden=9e99~cell=<b>x~framework=nobody~input=~constructor=1~layers=abc")
    assert _field(page, "hidden").input_value() == "1048576"
    assert [_field(page, name).input_value() for name in ("input", "cell", "framework", "layers")] == [
        "80",
        "lstm",
        "none",
        "1",
    ]
    page = opened("gate-order", "#explore-gate-order~source=<img src=x onerror=alert(1)>")
    assert page.locator("[data-part] img").count() == 0
    assert [_field(page, name).input_value() for name in ("source", "target")] == ["pytorch", "onnx"]


def test_blocks_fly_and_turn_unless_there_is_to_be_less_motion_and_old_names_in_an_address_are_known(opened):
    moving = "document.getAnimations().filter(it => it.playState === 'running').length"
    for motion in ("no-preference", "reduce"):
        page = opened("gate-order", "#explore-gate-order~source=TensorFlow~target=torch", reduced_motion=motion)
        assert [_field(page, name).input_value() for name in ("source", "target")] == ["keras", "pytorch"]
        assert page.locator("[data-fly$=' 90'], [data-fly$=' -90']").count() == 4
        page.locator("[data-do=fly]").click()
        assert page.evaluate(moving) == (0 if motion == "reduce" else 8)  # four blocks of W and of the bias


SMALLEST = """() => Math.min(...[...document.querySelectorAll("[data-part=picture] :is(text, p, span, small, code, var)")]
  .filter((it) => it.textContent.trim() && !it.matches(".lstm-index"))
  .map((it) => {
    const svg = it.ownerSVGElement;
    const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    return parseFloat(getComputedStyle(it).fontSize) * scale;
  }))"""
"""The smallest words of a picture, in pixels of the screen, but for what is set lower than its symbol."""


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_in_a_readers_way(opened, name, scheme, width):
    page = opened(name, color_scheme=scheme, viewport={"width": width, "height": 900})
    _set(page, *CHANGES[name][:2])
    assert told(Axe().run(page).response["violations"]) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(SMALLEST) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_paper_shows_the_figures_and_no_controls(opened, name):
    page = opened(name)
    page.emulate_media(media="print")
    assert not page.locator(f"lstm-explore-{name} form").is_visible()
    assert page.locator("[data-part=picture] svg").first.is_visible()
    assert page.locator("[data-part=said]").inner_text()


LISTENING = """explorer => {
  window.heard = [];
  for (const it of explorer.querySelectorAll("details")) it.open = true;
  for (const it of explorer.querySelectorAll("[role=status], [role=alert], [aria-live]")) {
    new MutationObserver(() => heard.push(it.textContent)).observe(it, { subtree: true, childList: true, characterData: true });
  }
}"""
HEARD = "() => new Promise(done => requestAnimationFrame(() => done(heard.splice(0))))"
FIELDS = ":is(input, select):not([type=hidden])"


@pytest.mark.parametrize("name", NAMES)
def test_every_control_has_a_name_and_each_change_by_keyboard_is_told_once(opened, name):
    page = opened(name, reduced_motion="reduce")
    explorer = page.locator(f"lstm-explore-{name}")
    explorer.evaluate(LISTENING)
    tree = listened(page, f"lstm-explore-{name}")
    named = [(role, text) for role, text, _ in tree if role in ("spinbutton", "combobox", "slider", "button", "image")]
    assert all(text for _, text in named)
    assert len(set(named)) == len(named), "two of a kind sound alike"
    for field in explorer.locator(f"{FIELDS}:visible").all():
        before, keys = field.input_value(), ("ArrowUp", "ArrowDown")
        field.focus()
        for key in keys:
            page.keyboard.press(key)
            if field.input_value() != before:
                break
        assert field.input_value() != before
        assert len(page.evaluate(HEARD)) == 1, field.get_attribute("name")
    for button in explorer.locator("button:not([tabindex='-1']):visible:enabled").all():
        button.focus()
        page.keyboard.press("Enter")
        page.locator("[data-do=undo]").evaluate("it => it.disabled = false")
        shown = button.get_attribute("data-do") == "fly"  # what moves then stands there before and after
        assert len(page.evaluate(HEARD)) == (0 if shown else 1), button.inner_text()


REACHED = """explorer => {
  const it = document.activeElement;
  if (!explorer.contains(it)) return null;
  const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(it);
  const far = outlineStyle === "none" ? 0 : parseFloat(outlineWidth) + parseFloat(outlineOffset);
  const { left, right, top, bottom } = it.getBoundingClientRect();
  const struck = [];
  const texts = document.createTreeWalker(explorer, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (!text.data.trim() || it.contains(text) || !text.parentElement.checkVisibility()) continue;
    if (text.parentElement.closest("option, noscript, desc, title")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      const [across, down] = [Math.min(box.right, right + far) - Math.max(box.left, left - far),
        Math.min(box.bottom, bottom + far) - Math.max(box.top, top - far)];
      if (across > 1 && down > 1) struck.push(text.data.trim());
    }
  }
  const own = it.name || it.dataset.weight || it.dataset.do || it.dataset.set || it.dataset.part || it.textContent;
  return { own, ringed: outlineStyle !== "none", struck };
}"""
STOPS = """explorer => [...explorer.querySelectorAll("input, select, button, summary, [tabindex]")]
  .filter((it) => it.tabIndex >= 0 && !it.disabled && it.checkVisibility()).length"""


@pytest.mark.parametrize(("name", "width"), [(name, width) for name in NAMES for width in (1280, 390)])
def test_tabs_reach_all_that_can_be_moved_and_no_ring_strikes_a_word(opened, name, width):
    page = opened(name, viewport={"width": width, "height": 900})
    explorer = page.locator(f"lstm-explore-{name}")
    explorer.evaluate("it => { for (const one of it.querySelectorAll('details')) one.open = true; }")
    moved = explorer.locator("[data-grab], [data-next]").evaluate_all(
        "all => all.map(it => it.dataset.grab ?? it.dataset.next)"
    )
    fields = set(explorer.locator(FIELDS).evaluate_all("all => all.map(it => it.name)"))
    assert set(moved) <= fields, "what the picture moves, a field moves by keyboard"
    count = explorer.evaluate(STOPS)
    explorer.locator("input, select, button, summary, [tabindex]").first.evaluate(
        "it => it.before(document.createElement('a'))"
    )
    explorer.locator("a").first.evaluate("it => { it.tabIndex = -1; it.focus(); it.remove(); }")
    reached = []
    for _ in range(count):
        page.keyboard.press("Tab")
        reached.append(explorer.evaluate(REACHED))
    assert None not in reached, "the focus left before all was reached"
    assert len({stop["own"] for stop in reached}) == count
    assert {stop["own"]: stop["struck"] for stop in reached if stop["struck"]} == {}
    assert [stop["own"] for stop in reached if not stop["ringed"]] == []
    page.keyboard.press("Tab")
    assert explorer.evaluate(REACHED) is None
