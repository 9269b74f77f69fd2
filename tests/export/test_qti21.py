"""QTI 2.1 packages, scored by pyslet: the key and the distractors of every family give our own points."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from lstm_docs.export import FORMATS, Style
from lstm_docs.quiz.engine.kinds import KINDS
from lstm_docs.quiz.engine.scoring import Scoring

from .pyslet_items import item21, session
from .qti_tries import NAME, paper, points, reads, told, tries, unzipped
from .samples import one_of_each_family

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pyslet")

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
LETTERS = "ABCDEFGHIJ"
PLACES = range(1, len(paper().questions) + 1)
FAMILIES = [asked.family for asked in paper().questions]


@pytest.fixture(scope="module")
def package():
    return unzipped(FORMATS["qti21"].sheet(paper(), Style()))


@pytest.fixture(scope="module")
def packages(package):
    others = (Scoring.ALL_OR_NOTHING, Scoring.PER_OPTION)
    by_scoring = {scoring: unzipped(FORMATS["qti21"].sheet(paper(scoring), Style())) for scoring in others}
    return by_scoring | {Scoring.BALANCED: package}


def _response(asked, answer):
    if asked.kind == "match":
        return [f"{LETTERS[n]} P{place + 1}" for n, place in enumerate(answer)]
    letters = [LETTERS[place] for place in answer]
    return letters[0] if KINDS[asked.kind].single else letters


def _file(place):
    return f"items/question-{place:03}.xml"


def _shown(root, state):
    """The texts of the feedback that the outcomes show, without the worked solution."""
    texts = set()
    for modal in root.iter(f"{QTI}modalFeedback"):
        name, wanted = modal.get("outcomeIdentifier"), modal.get("identifier")
        if name != "SOLUTION" and str(state[name].value) == wanted:
            texts.add("".join(modal.itertext()))
    return texts


@pytest.mark.parametrize("place", PLACES, ids=FAMILIES)
def test_every_answer_scores_what_we_give_it(packages, place):
    asked = paper().questions[place - 1]
    if asked.kind == "open":
        state = session(item21(packages[Scoring.BALANCED][_file(place)]), RESPONSE="def f(): ...")
        assert state["SCORE"].value == 0
        return
    files = {scoring: package[_file(place)] for scoring, package in packages.items()}
    for scoring, file in files.items() if not KINDS[asked.kind].single else [*files.items()][-1:]:
        root, item = ET.fromstring(file), item21(file)
        for answer in tries(asked):
            state = session(item, RESPONSE=_response(asked, answer))
            assert state["SCORE"].value == pytest.approx(float(points(paper(scoring), place, answer)), abs=1e-12), answer
            assert _shown(root, state) == told(asked, answer), answer
            assert state["SOLUTION"].value == "shown"
        state = session(item, RESPONSE=None)
        assert state["SCORE"].value == 0
        assert _shown(root, state) == set()


def test_a_score_is_never_more_than_its_marks_and_reaches_them(package):
    for place, marks in zip(PLACES, paper().marks, strict=True):
        declared = ET.fromstring(package[_file(place)]).find(f"{QTI}outcomeDeclaration[@identifier='SCORE']")
        assert float(declared.get("normalMaximum")) == marks


def test_the_worked_solution_and_the_question_read_as_ours(package):
    for place, asked in zip(PLACES, paper().questions, strict=True):
        root = ET.fromstring(package[_file(place)])
        assert "".join(root.find(f"{QTI}itemBody/{QTI}p").itertext()) == reads(asked.ask)
        solution = root.find(f"{QTI}modalFeedback[@outcomeIdentifier='SOLUTION']")
        assert ["".join(line.itertext()) for line in solution] == [reads(step) for step in asked.solution]
        choices = [*root.iter(f"{QTI}simpleChoice"), *root.iter(f"{QTI}simpleAssociableChoice")]
        texts = [*(option.text for option in asked.options), *asked.partners]
        assert ["".join(choice.itertext()) for choice in choices] == [reads(text) for text in texts]


def test_formulas_are_mathml_and_hold_only_its_attributes(package):
    formulas = [math for name in map(_file, PLACES) for math in ET.fromstring(package[name]).iter(f"{MATHML}math")]
    assert len(formulas) > 100
    for math in formulas:
        assert math.get("alttext")
        assert all(part.tag.startswith(MATHML) for part in math.iter())
        assert not any(name.startswith("data-") or name == "class" for part in math.iter() for name in part.attrib)


def test_nothing_is_left_to_the_player(package):
    """No template to know, no tolerance to read, no options to shuffle."""
    for name in map(_file, PLACES):
        root = ET.fromstring(package[name])
        assert root.find(f"{QTI}responseProcessing").attrib == {}
        assert len(root.find(f"{QTI}responseProcessing")) > 0
        assert not [*root.iter(f"{QTI}equal")]
        assert {element.get("shuffle", "false") for element in root.iter()} == {"false"}


def test_an_open_question_tells_scorers_its_rubric_and_candidates_nothing(package):
    opened = [place for place in PLACES if paper().questions[place - 1].kind == "open"]
    assert opened
    for place in opened:
        asked, body = paper().questions[place - 1], ET.fromstring(package[_file(place)]).find(f"{QTI}itemBody")
        rubric = body.find(f"{QTI}rubricBlock")
        assert rubric.get("view") == "scorer"
        assert rubric.find(f"{QTI}pre").text == asked.notes.reference
        assert len([*rubric.iter(f"{QTI}li")]) == len(asked.notes.rubric)
        body.remove(rubric)
        assert asked.notes.reference not in "".join(body.itertext())


def test_the_manifest_and_the_test_name_every_item_in_order(package):
    manifest = ET.fromstring(package["imsmanifest.xml"])
    cp = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
    types = {r.get("href"): r.get("type") for r in manifest.iter(f"{cp}resource")}
    assert types == {"test.xml": "imsqti_test_xmlv2p1"} | {_file(place): "imsqti_item_xmlv2p1" for place in PLACES}
    assert {file.get("href") for file in manifest.iter(f"{cp}file")} == set(package) - {"imsmanifest.xml"}
    names = {r.get("identifier") for r in manifest.iter(f"{cp}resource")}
    assert {d.get("identifierref") for d in manifest.iter(f"{cp}dependency")} < names
    test = ET.fromstring(package["test.xml"])
    assert [ref.get("href") for ref in test.iter(f"{QTI}assessmentItemRef")] == [_file(place) for place in PLACES]
    assert test.find(f"{QTI}timeLimits").get("maxTime") == str(60 * paper().minutes)
    assert paper().candidate in test.get("title")
    assert item21(package["test.xml"]) is not None


@pytest.mark.parametrize("name", ["qti12", "qti21", "qti3"])
def test_questions_and_papers_have_names_that_no_other_paper_uses(name):
    """A platform that meets a known name writes over what it has."""

    def names(sheet):
        content = b"".join(unzipped(FORMATS[name].sheet(sheet, Style())).values())
        return set(re.findall(r'[ "-]([qt][0-9a-f]{20})"', content.decode()))

    assert len(names(paper())) == len(PLACES) + 1
    other = replace(paper(), code=paper().code + "0")
    assert not names(paper()) & names(other)


@pytest.mark.parametrize("name", ["qti21", "qti3"])
def test_identifiers_are_xml_names(name):
    for content in unzipped(FORMATS[name].sheet(paper(), Style())).values():
        for element in ET.fromstring(content).iter():
            for attribute in ("identifier", "responseIdentifier", "response-identifier", "outcomeIdentifier"):
                assert NAME.fullmatch(element.get(attribute, "RESPONSE"))


@pytest.mark.parametrize("name", ["qti12", "qti21", "qti3"])
def test_a_package_is_the_same_bytes_whenever_it_is_made_and_holds_no_seed(name):
    once = FORMATS[name].sheet(one_of_each_family(), Style())
    assert once == FORMATS[name].sheet(one_of_each_family(), Style())
    assert one_of_each_family().seed.encode() not in once


AWKWARD = """a < b & "c" > 'd' ]]> <script>alert(1)</script> <!-- &amp; {x} \u202f é"""


@pytest.mark.parametrize("name", ["qti12", "qti21", "qti3"])
def test_awkward_texts_stay_texts_and_lose_what_xml_cannot_hold(name):
    asked = next(asked for asked in paper().questions if asked.kind == "choice")
    options = tuple(replace(option, text=f"{n} {AWKWARD}", said=f"{n} {AWKWARD}") for n, option in enumerate(asked.options))
    awkward = replace(asked, ask=f"\x01{AWKWARD}\ufffe", options=options, solution=(AWKWARD,))
    sheet = replace(paper(), questions=(awkward,), marks=(1,), title=AWKWARD, candidate=f"\x07{AWKWARD}")
    texts = []
    for content in unzipped(FORMATS[name].sheet(sheet, Style())).values():
        root = ET.fromstring(content)
        assert not [element for element in root.iter() if element.tag.endswith("}script")]
        for element in root.iter():
            html = element.get("texttype") == "text/html"
            texts.append("".join(ET.fromstring(f"<p>{element.text}</p>").itertext()) if html else element.text or "")
            texts.append(element.get("title", ""))
    for wanted in (AWKWARD, f"{AWKWARD}: {AWKWARD}", f"0 {AWKWARD}", f"1 {AWKWARD}"):
        assert wanted in texts
