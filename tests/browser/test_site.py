"""The project's site in a real browser."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe

from lstm_docs.site.pages.generation import PAGES
from tests.site.building import ROOT

from .served import QUESTION

LEARN = ["lstm-step-by-step/", "worked-run/", "parameters/", "unrolling/"]
WRITTEN = [page.stem for page in (ROOT / "docs").glob("*.md")]
READERS = sorted({f"{name}/" if name != "index" else "" for name in (*WRITTEN, *PAGES)})
LOOKS = [("light", 1280), ("dark", 390)]


def watched(page):
    """What goes wrong while the page is used: messages, faults, requests to other hosts and for what is not there."""
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.on(
        "request", lambda asked: wrong.append(asked.url) if urlparse(asked.url).hostname not in ("127.0.0.1", None) else None
    )
    return wrong


def opened(browser, site, url, scheme="light", width=1280, **more):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
    page = context.new_page()
    wrong = watched(page)
    page.goto(site + url)
    page.wait_for_load_state("networkidle")
    return page, wrong


def at_rest(page):
    """What fades has faded: the theme's colours and its links. Nothing is waited for longer than five seconds."""
    page.evaluate(
        """Promise.race([
            new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)))
                .then(() => Promise.allSettled(document.getAnimations().map(one => one.finished))),
            new Promise(late => setTimeout(late, 5000)),
        ]).then(() => null)"""
    )


# What is wider than its place, with all that folds open, and is no table and no code: a page, a figure, an equation.
SIDEWAYS = """(() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  return [...document.querySelectorAll("html, body *")].filter(box => {
    const clips = box.matches("html") || /auto|scroll/.test(getComputedStyle(box).overflowX);
    const own = box.matches("pre, pre *, textarea, [data-part=program], :not(html):has(table)");
    return clips && box.clientWidth && box.scrollWidth > box.clientWidth && !own;
  }).map(box => `${box.scrollWidth} px in ${box.clientWidth}: ${(box.querySelector("title") ?? box).textContent.slice(0, 80)}`);
})()"""


def test_every_page_loads_cleanly_and_fits(browser, site):
    assert {"", *LEARN, "quiz/"} <= set(site.pages)
    faults = {}
    for url in {*site.pages} - {*READERS}:  # those that are for readers are opened once below, for this too
        page, wrong = opened(browser, site, url, width=390)
        wide = page.evaluate(SIDEWAYS)
        if wrong or wide:
            faults[url] = (wrong, wide)
        page.context.close()
    assert faults == {}


def told(violations):
    """Each violation with the first element at fault."""
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]} {v['nodes'][0]['failureSummary'][:260]}" for v in violations]


@pytest.mark.parametrize("url", READERS)
def test_nothing_stands_in_a_readers_way(browser, site, url):
    """Colours do not depend on the width, nor what has room on the colours: two of the four looks show every fault."""
    page, _ = opened(browser, site, url)
    for scheme, width in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        at_rest(page)
        assert page.evaluate("document.body.dataset.mdColorScheme") == {"light": "default", "dark": "slate"}[scheme]
        assert told(Axe().run(page).response["violations"]) == [], (scheme, width)
    page.context.close()


def test_on_a_phone_the_way_back_to_the_top_stands_below_what_one_scrolled_up_to_see(browser, site):
    page, _ = opened(browser, site, "worked-run/", width=390)
    page.mouse.wheel(0, 3000)
    top = page.locator(".md-top")
    for _ in range(30):  # the theme looks now and then whether one goes up
        page.wait_for_timeout(100)
        page.mouse.wheel(0, -40)
        if top.is_visible():
            break
    at_rest(page)
    box, height = top.bounding_box(), page.viewport_size["height"]
    assert box["height"] < 60
    assert height - 100 < box["y"] < height - box["height"]
    page.context.close()


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_nor_once_it_is_answered(browser, site, scheme, width):
    page, _ = opened(browser, site, "test/", scheme, width)
    page.wait_for_selector("lstm-test.lstm-live")
    page.locator(".lstm-card").first.locator(".lstm-quiz-options button").first.click()
    page.locator(".lstm-test-submit").click()
    at_rest(page)
    assert told(Axe().run(page).response["violations"]) == []
    page.locator(".lstm-test-anyway").click()
    assert told(Axe().run(page).response["violations"]) == []
    page.goto(site + QUESTION)
    page.locator("lstm-quiz").first.scroll_into_view_if_needed()
    page.locator("lstm-quiz.lstm-live .lstm-quiz-options button").first.click()
    page.locator(".lstm-quiz-kept summary").first.click()
    at_rest(page)
    assert told(Axe().run(page).response["violations"]) == []
    page.context.close()


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_nor_with_search_or_the_drawer_open(browser, site, scheme, width):
    page, _ = opened(browser, site, "parameters/", scheme, width)
    page.keyboard.press("f")
    page.keyboard.type("bias")
    page.wait_for_selector(".md-search-result__item")
    at_rest(page)
    assert told(Axe().run(page).response["violations"]) == []
    page.keyboard.press("Escape")
    if width < 1000:
        page.evaluate("document.querySelector('#__drawer').click()")
        at_rest(page)
        assert told(Axe().run(page).response["violations"]) == []
    page.context.close()


def test_formulas_are_set_in_our_font(page, site):
    page.goto(site + "lstm-step-by-step/")
    page.wait_for_load_state("networkidle")
    fonts = dict(page.evaluate("[...document.fonts].map(f => [f.family.replace(/['\"]/g, ''), f.status])"))
    assert fonts["LSTM Math"] == "loaded"


def test_no_character_of_a_formula_is_missing_from_the_font(site):
    """The cut holds every character shown, as Chromium maps them: a letter that stands alone becomes italic."""
    import io

    from fontTools.ttLib import TTFont

    packed = next(site.folder.rglob("lstm-math.woff2")).read_bytes()
    assert len(packed) < 22_500
    held = set(TTFont(io.BytesIO(packed)).getBestCmap())
    for file in site.folder.rglob("index.html"):
        for formula in re.findall(r"<math.*?</math>", file.read_text(encoding="utf-8"), re.DOTALL):
            shown = re.sub(r"<[^>]*>|&\w+;", "", formula)
            assert [sign for sign in shown if ord(sign) not in held] == []


def test_a_symbol_lights_up_wherever_it_stands(page, site):
    page.goto(site + "lstm-step-by-step/")
    page.wait_for_load_state("networkidle")
    page.hover('.lstm-equations [data-s="W_f"]')
    lit = page.locator(".lstm-lit").evaluate_all("all => all.map(one => one.dataset.s)")
    assert len(lit) > 3
    assert all("W_f" in names.split() for names in lit)
    assert page.locator("svg .lstm-lit").count() >= 1
    page.hover("h1")
    assert page.locator(".lstm-lit").count() == 0


def test_symbols_can_be_walked_with_the_keyboard(page, site):
    page.goto(site + "lstm-step-by-step/")
    page.wait_for_load_state("networkidle")
    page.focus(".lstm-equations")
    seen = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
        seen.append(page.locator(".lstm-equations .lstm-lit").first.get_attribute("data-s"))
    assert seen == ["i_t", "W_i", "i_t", "h_t"]
    page.focus("h1 a, a")
    assert page.locator(".lstm-lit").count() == 0


def test_a_copied_formula_is_its_tex(browser, site):
    page, _ = opened(browser, site, "lstm-step-by-step/")
    copied = page.evaluate(
        """() => new Promise(done => {
            const paragraph = [...document.querySelectorAll('.md-content p')].find(p => p.querySelector('math'));
            getSelection().selectAllChildren(paragraph);
            document.addEventListener('copy', event => done(event.clipboardData.getData('text/plain')));
            document.execCommand('copy');
        })"""
    )
    assert "It reads one input, $x_t$, and updates two vectors: the cell state $c_t$, its" in copied
    page.context.close()


def test_pages_that_are_swapped_in_work_as_well(browser, site):
    page, wrong = opened(browser, site, "decisions/draws/")
    page.evaluate("window.same = true")
    page.click("nav >> text=Understand the cell")
    page.click("nav >> text=One step of an LSTM")
    page.wait_for_selector(".lstm-equations math")
    page.locator("lstm-quiz").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('lstm-quiz')?.classList.contains('lstm-live')")
    assert page.evaluate("window.same"), "the page was loaded anew"
    page.hover('.lstm-equations [data-s="W_f"]')
    page.wait_for_selector(".lstm-lit")
    assert wrong == []
    page.context.close()


def test_without_scripts_everything_can_be_read(browser, site):
    page, _ = opened(browser, site, "", java_script_enabled=False)
    assert page.locator(".lstm-quiz-ask").is_visible()
    assert page.locator(".lstm-quiz-options li").count() == 4
    page.goto(site + "worked-run/")
    assert page.locator(".lstm-trace").first.locator("> .lstm-scroll tbody tr").count() == 10
    page.context.close()


COLOURS = {"light": "rgb(143, 29, 16)", "dark": "rgb(240, 112, 95)"}


@pytest.mark.parametrize("scheme", COLOURS)
def test_the_forget_gate_has_its_colour_and_prints_in_the_light_one(browser, site, scheme):
    page, _ = opened(browser, site, "lstm-step-by-step/", scheme)
    colour = "getComputedStyle(document.querySelector('.lstm-equations .lstm-f')).color"
    assert page.evaluate(colour) == COLOURS[scheme]
    page.emulate_media(media="print")
    assert page.evaluate(colour) == COLOURS["light"]
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).display") == "none"
    page.context.close()


def _packed(site, address):
    return len(gzip.compress((site.folder / address.removeprefix(site.base) / "index.html").read_bytes(), 6))


@pytest.mark.parametrize("url", READERS)
def test_the_first_view_is_light_and_stands_still_and_fits(browser, site, url):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    wrong, bodies = watched(page), {}
    page.on("response", lambda answer: bodies.setdefault(answer.url, answer))
    page.add_init_script(
        """window.shift = 0;
        new PerformanceObserver(list => list.getEntries().forEach(entry => { if (!entry.hadRecentInput) shift += entry.value }))
            .observe({type: 'layout-shift', buffered: true});"""
    )
    page.goto(site + url)
    page.wait_for_load_state("networkidle")
    packed = (".woff2", ".png")
    sizes = {u: len(a.body() if u.endswith(packed) else gzip.compress(a.body(), 6)) for u, a in bodies.items() if a.ok}
    assert sum(sizes.values()) <= 150 * 1024, sizes
    ahead = page.evaluate("document.querySelector('link[rel=next]')?.href")  # which Firefox fetches when it has nothing to do
    sizes["ahead"] = _packed(site, ahead) if ahead else 0
    assert sum(sizes.values()) < 180_000, sizes
    assert page.evaluate("shift") <= 0.02
    assert wrong == []
    assert page.evaluate(SIDEWAYS) == []
    context.close()
