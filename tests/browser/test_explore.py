"""The explorers as a reader meets them, in a real browser."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from markupsafe import Markup

from lstm_docs.site import explore
from lstm_docs.site.figures.style_attributes import painted
from tests.site.building import ROOT, small_site

from .served import built, served
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

    def open_(name, address="", **more):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **more})
        page = context.new_page()
        contexts.append(context)
        faults.append(watched(page))
        page.goto(f"{explorers.base}{name}/{address}")
        if more.get("java_script_enabled", True):
            page.wait_for_selector(f"lstm-explore-{name}.lstm-live")
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


CHANGES = {
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
    _field(page, field).fill(value)
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
        assert f"→ {said}: h₁ " in page.locator("[data-part=said]").inner_text()
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
            assert min(box["width"], box["height"]) >= (38 if name[0] == "g" else 44), name
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    words = page.locator(".lstm-wired text").first.evaluate("it => parseFloat(getComputedStyle(it).fontSize)")
    scale = page.locator("svg.lstm-wired").evaluate("it => it.getBoundingClientRect().width / it.viewBox.baseVal.width")
    assert words * scale >= 13


def test_ten_steps_are_scrubbed_and_the_forget_gate_held(opened):
    page = opened("strip")
    said = page.locator("[data-part=said]")
    before = page.locator("g[data-s=c_t] .lstm-shade").count()
    _field(page, "hold-f").select_option("1")
    assert "of a gradient by c₁ at step 10, 1.000 comes back to step 1" in said.inner_text()
    page.locator("[data-set='at=4']").click()
    assert page.locator("g[data-s=c_t] .lstm-shade").count() == before * 4 / 10
    assert "after step 4; of a gradient by c₁ at step 4, " in said.inner_text()
    assert _linked(page, "at=4~hold-f=1") == "#explore-strip~at=4~hold-f=1"
    _field(page, "hold-f").select_option("0.5")
    assert ", 0.125 comes back to step 1" in said.inner_text()


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
    assert "imgsrcxonerroralert1 is neither" in page.locator("[data-part=said]").inner_text()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_in_a_readers_way(opened, name, scheme, width):
    page = opened(name, color_scheme=scheme, viewport={"width": width, "height": 900})
    _field(page, CHANGES[name][0]).fill(CHANGES[name][1])
    assert told(Axe().run(page).response["violations"]) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("name", NAMES)
def test_paper_shows_the_figures_and_no_controls(opened, name):
    page = opened(name)
    page.emulate_media(media="print")
    assert not page.locator(f"lstm-explore-{name} form").is_visible()
    assert page.locator("[data-part=picture] svg").is_visible()
    assert page.locator("[data-part=said]").inner_text()
