"""QTI 3 packages in a player of another make, qti-components, in a real browser."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import cache
from urllib.parse import urlparse

import pytest

from lstm_docs.export import FORMATS, Style
from lstm_docs.quiz.engine.kinds import KINDS
from lstm_docs.quiz.engine.scoring import Scoring
from tests.browser.chromium import FLAGS, find
from tests.js.install import packages

from .qti_tries import paper, points, reads, told, tries, unzipped

QTI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
LETTERS = "ABCDEFGHIJ"
PLACES = range(1, len(paper().questions) + 1)
ROUNDED = 0.0005  # the player keeps three decimals of a score
FEW = 12  # tries of a question that has hundreds
PAGE = """<!doctype html><meta charset="utf-8"><script type="module" src="/index.js"></script>
<qti-item><item-container></item-container></qti-item>"""

# The published player takes MathML out of its namespace when it turns XML into HTML, which its authors have mended since;
# so it is handed the document turned as they do it now. All else is the player's own.
LOAD = """async xml => {
  const container = document.querySelector('item-container');
  const turned = node => {
    if (node.nodeType !== Node.ELEMENT_NODE) return node.cloneNode();
    const ours = node.namespaceURI.includes('qti') ? 'http://www.w3.org/1999/xhtml' : node.namespaceURI;
    const made = document.createElementNS(ours, node.localName);
    for (const {localName, value} of node.attributes) made.setAttribute(localName, value);
    made.append(...[...node.childNodes].map(turned));
    return made;
  };
  const fragment = document.createDocumentFragment();
  fragment.append(turned(new DOMParser().parseFromString(xml, 'text/xml').documentElement));
  container.itemDoc = fragment;
  const connected = new Promise(done => document.addEventListener('qti-assessment-item-connected', done, {once: true}));
  await connected;
  window.item = container.shadowRoot.querySelector('qti-assessment-item');
  await new Promise(requestAnimationFrame);
}"""
SUBMIT = """async responses => {
  const out = [];
  for (const value of responses) {
    item.querySelectorAll('qti-modal-feedback').forEach(feedback => feedback.closeFeedback());
    item.updateResponseVariable('RESPONSE', value);
    item.processResponse();
    await Promise.all([...item.querySelectorAll('qti-modal-feedback')].map(feedback => feedback.updateComplete));
    const shown = [...item.querySelectorAll('qti-modal-feedback')].filter(f => f.shadowRoot.querySelector('dialog[open]'));
    const text = f => f.querySelector('qti-content-body').textContent;
    out.push({
      score: Number(item.variables.find(v => v.identifier === 'SCORE').value),
      told: shown.filter(f => f.getAttribute('outcome-identifier') !== 'SOLUTION').map(text),
      solved: shown.some(f => f.getAttribute('outcome-identifier') === 'SOLUTION'),
    });
  }
  return out;
}"""


@cache
def _items(scoring=Scoring.BALANCED):
    files = unzipped(FORMATS["qti3"].sheet(paper(scoring), Style()))
    return [files[f"items/question-{place:03}.xml"].decode() for place in PLACES]


@pytest.fixture(scope="module")
def player(playwright):
    root = packages() / "@citolab" / "qti-components" / "cdn"

    def answer(route):
        path = urlparse(route.request.url).path
        if path.endswith(".js"):
            route.fulfill(path=root / path.lstrip("/"), content_type="text/javascript")
        else:
            route.fulfill(body=PAGE, content_type="text/html")

    browser = playwright.chromium.launch(executable_path=str(find()), args=list(FLAGS))
    page = browser.new_page(viewport={"width": 900, "height": 700})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/*", answer)
    page.goto("http://player.test/")
    page.wait_for_function("!!customElements.get('item-container')")
    page.errors = errors
    yield page
    browser.close()


@pytest.fixture
def load(player):
    def load_(xml):
        player.evaluate(LOAD, xml)
        return player

    yield load_
    assert player.errors == []


def _response(asked, answer):
    if asked.kind == "match":
        return [f"{LETTERS[n]} P{place + 1}" for n, place in enumerate(answer)]
    letters = [LETTERS[place] for place in answer]
    return letters[0] if KINDS[asked.kind].single else letters


def _places(*kinds):
    return [place for place in PLACES if paper().questions[place - 1].kind in kinds]


def _first(kind):
    return _places(kind)[0]


@pytest.mark.parametrize("scoring", Scoring)
def test_every_answer_scores_what_we_give_it_and_tells_what_we_tell(load, scoring):
    """One question of each family; of a question with hundreds of answers, the key and the nearest to it."""
    for place, xml in zip(PLACES, _items(scoring), strict=True):
        asked = paper().questions[place - 1]
        if asked.kind == "open" or (scoring is not Scoring.BALANCED and KINDS[asked.kind].single):
            continue
        answers = tries(asked)[:FEW]
        page = load(xml)
        for answer, got in zip(answers, page.evaluate(SUBMIT, [_response(asked, a) for a in answers]), strict=True):
            where = (asked.family, answer)
            assert got["score"] == pytest.approx(float(points(paper(scoring), place, answer)), abs=ROUNDED), where
            assert set(got["told"]) == told(asked, answer), where
            assert len(got["told"]) == len(told(asked, answer)), where
            assert got["solved"], where


@pytest.mark.parametrize("kind", ["choice", "several", "order", "match", "open"])
def test_no_answer_scores_nothing_and_tells_only_the_solution(load, kind):
    (got,) = load(_items()[_first(kind) - 1]).evaluate(SUBMIT, [None])
    assert got == {"score": 0, "told": [], "solved": True}


def test_a_click_on_an_option_and_on_a_row_of_a_matching_are_answers(load):
    choice, match = _first("choice"), _first("match")
    for place in (choice, match):
        asked = paper().questions[place - 1]
        page = load(_items()[place - 1])
        if place == choice:
            page.locator(f"qti-simple-choice[identifier={LETTERS[asked.key]}]").click()
        else:
            rows = page.locator("qti-match-interaction table tr").filter(has=page.locator("input"))
            for n, partner in enumerate(asked.answer):
                rows.nth(n).locator("input").nth(partner).click()
        page.evaluate("item.processResponse()")
        assert float(page.evaluate("item.variables.find(v => v.identifier === 'SCORE').value")) == paper().marks[place - 1]


def test_an_order_in_the_players_own_words_is_right(load):
    """What the player makes of options laid into its places, which it then reads back."""
    place = _first("order")
    asked = paper().questions[place - 1]
    page = load(_items()[place - 1])
    page.evaluate(
        """async order => {
            const interaction = item.querySelector('qti-order-interaction');
            interaction.response = order;
            await interaction.updateComplete;
            interaction.saveResponse();
            item.processResponse();
        }""",
        _response(asked, asked.answer),
    )
    assert page.locator("drop-list qti-simple-choice").count() == len(asked.options)
    assert float(page.evaluate("item.variables.find(v => v.identifier === 'SCORE').value")) == paper().marks[place - 1]


def test_formulas_are_drawn_as_formulas(load):
    place = next(p for p in _places("choice", "several") if "_{" in paper().questions[p - 1].options[0].text)
    page = load(_items()[place - 1])
    drawn = page.evaluate(
        """[...item.querySelectorAll('qti-simple-choice math msub')].map(sub => {
            const [letter, index] = [...sub.children].map(part => part.getBoundingClientRect());
            return sub.namespaceURI === 'http://www.w3.org/1998/Math/MathML' && index.bottom > letter.bottom
                && index.height < letter.height + 6 && index.left >= letter.left;
        })"""
    )
    assert drawn
    assert all(drawn)


def test_the_rubric_of_an_open_question_is_not_shown_to_candidates(load):
    asked = paper().questions[_first("open") - 1]
    page = load(_items()[_first("open") - 1])
    rubric = page.locator("qti-rubric-block")
    assert reads(asked.notes.rubric[0][0]) in rubric.text_content()
    assert not rubric.is_visible()


def test_every_element_is_spelt_as_qti3_spells_it():
    """Names are QTI's with a prefix and hyphens, or HTML's, or MathML's; none is left in QTI 2's spelling."""
    for content in unzipped(FORMATS["qti3"].sheet(paper(), Style())).values():
        for element in ET.fromstring(content).iter():
            space, _, name = element.tag[1:].partition("}")
            if "imsqtiasi" in space:
                assert re.fullmatch(r"qti-[a-z-]+|p|div|pre|code|span|ul|li", name)
                assert not any(re.search("[A-Z]", attribute) for attribute in element.attrib if "}" not in attribute)


def test_the_manifest_and_the_test_name_every_item_in_order():
    files = unzipped(FORMATS["qti3"].sheet(paper(), Style()))
    cp = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
    types = {r.get("href"): r.get("type") for r in ET.fromstring(files["imsmanifest.xml"]).iter(f"{cp}resource")}
    items = [f"items/question-{place:03}.xml" for place in PLACES]
    assert types == {"test.xml": "imsqti_test_xmlv3p0"} | dict.fromkeys(items, "imsqti_item_xmlv3p0")
    assert [ref.get("href") for ref in ET.fromstring(files["test.xml"]).iter(f"{QTI}qti-assessment-item-ref")] == items
