"""Targets with few kinds of question: what is read back has the right key, all options that there is room for, and is told."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import uuid
import zipfile
from dataclasses import replace
from functools import cache

import docx
import html5lib
import openpyxl
import pytest

from lstm_docs.export import FORMATS, Style
from lstm_docs.export.askable import CHOSEN, ONE_RIGHT
from lstm_docs.export.inline import inline
from lstm_docs.export.quizdown import quizdown_text
from lstm_docs.formulas.texts import plain
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import load_bank, make_paper
from lstm_docs.quiz.engine.judging import judge_places
from lstm_docs.quiz.engine.kinds import KINDS
from lstm_docs.quiz.engine.letters import LETTERS
from lstm_docs.quiz.papers.plan import Selection

from .qti_tries import unzipped
from .samples import SEED, small

NEW = ("aiken", "jupyterquiz", "mkdocs-quiz", "quizdown", "kahoot", "docx", "prairielearn", "scorm")


@cache
def some():
    """Up to four questions of every kind."""
    families = load_bank().families.read.values()
    by_kind = {kind: [family.id for family in families if family.kind == kind][:4] for kind in KINDS}
    names = tuple(name for own in by_kind.values() for name in own)
    return make_paper(load_bank(), Selection(names, len(names)), SEED)


@pytest.fixture(scope="module")
def written():
    """Each target but the documents."""
    return {name: FORMATS[name].sheet(some(), Style()) for name in NEW if name != "docx"}


def of(kinds):
    return [asked for asked in some().questions if asked.kind in kinds]


def right(asked):
    return set(asked.answer) if asked.kind == "several" else {asked.key}


def line(text):
    return " ".join(plain(text).split())


def text_of(html):
    return "".join(html5lib.parseFragment(html, namespaceHTMLElements=False).itertext())


def test_aiken_as_moodle_reads_it(written):
    """Options begin with a letter and a dot, the key with ANSWER; every other line is the question's."""
    read, text, options = [], "", []
    for row in written["aiken"].splitlines():
        if option := re.match(r"[A-Z][).][ \t]?(.*)", row):
            options.append(option[1])
        elif row.startswith("ANSWER:"):
            read.append((text, options, row[7:].strip()))
            text, options = "", []
        elif row:
            assert text == "", "a question of two lines"
            text = row
    assert read == [(line(it.ask), [line(o.text) for o in it.options], LETTERS[it.key]) for it in of(ONE_RIGHT)]
    assert all(len(set(options)) == len(options) for _, options, _ in read)


def test_jupyterquiz_and_the_pages_in_markdown(written):
    """The programs themselves answer them in `make test-readers`; here what they would read is compared."""
    asked = of(CHOSEN)
    for one, question in zip(asked, json.loads(written["jupyterquiz"]), strict=True):
        assert {n for n, it in enumerate(question["answers"]) if it["correct"]} == right(one)
        assert [text_of(it["answer"]) for it in question["answers"]] == [text_of(inline(o.text)) for o in one.options]
    blocks = re.findall(r"<quiz>\n(.*?)</quiz>", written["mkdocs-quiz"], re.DOTALL)
    for one, block in zip(asked, blocks, strict=True):
        boxes = re.findall(r"^- \[(.)\] ", block, re.MULTILINE)
        assert {n for n, box in enumerate(boxes) if box == "x"} == right(one)
    for one, block in zip(of(CHOSEN | {"order"}), written["quizdown"].split("### Question ")[1:], strict=True):
        if one.kind == "order":
            texts = re.findall(r"^1\. (.*)", block, re.MULTILINE)
            assert texts == [quizdown_text(one.options[place].text) for place in one.answer]
        else:
            boxes = re.findall(r"^(?:1\.|-) \[(.)\] ", block, re.MULTILINE)
            assert {n for n, box in enumerate(boxes) if box == "x"} == right(one)


def test_nothing_is_markup_that_was_not_ours():
    hostile = "1. <b>x</b> [[y]] {{z}} $$ [a](http://b) *c* _d_ </quiz> &lt; &amp;lt; `<i>` \\( `{% raw %}`"
    assert not re.search(r"\[|\{|\*|_|\\|&(?!#)|<(?!/?code)|^1\.", inline(hostile))
    assert text_of(inline(hostile)) == hostile.replace("`", "")


def test_kahoot_has_its_limits_and_the_right_answers(written):
    rows = list(openpyxl.load_workbook(io.BytesIO(written["kahoot"])).active.iter_rows(values_only=True))
    assert rows[7][1].startswith("Question")
    asked = {line(one.ask): one for one in of(CHOSEN)}
    assert len(rows) > 10
    assert any(max(right(asked[row[1]])) >= 4 for row in rows[8:]), "one keeps an option that stood fifth"
    for _, ask, *options, seconds, keys in rows[8:]:
        assert len(ask) <= 120
        assert all(len(option or "") <= 75 for option in options)
        assert seconds in (5, 10, 20, 30, 60, 90, 120, 240)
        places = {options[int(n) - 1] for n in keys.split(",")}
        assert places == {line(asked[ask].options[place].text) for place in right(asked[ask])}


def test_a_cell_of_a_workbook_is_no_formula():
    paper = small()
    asked = next(one for one in paper.questions if one.kind == "choice")
    texts = tuple(replace(option, text=f'=HYPERLINK("{n}")') for n, option in enumerate(asked.options))
    one = replace(paper, questions=(replace(asked, ask="=1+1", options=texts),), marks=(1,))
    row = next(openpyxl.load_workbook(io.BytesIO(FORMATS["kahoot"].sheet(one, Style()))).active.iter_rows(min_row=9))
    assert [cell.data_type for cell in row] == ["n", *"sssss", "n", "s"]


def test_a_document_has_every_question_and_the_key_apart():
    """A question of every kind: whose paper it is, its options, and on the sheet alone what helps to answer."""
    paper = replace(small(), candidate="Ada \x0b& Søn")
    texts = []
    for write in (FORMATS["docx"].paper, FORMATS["docx"].sheet):
        document = docx.Document(io.BytesIO(write(paper, Style(page="letter"))))
        assert document.core_properties.created.year == document.core_properties.modified.year == 2000
        assert round(document.sections[0].page_width.inches, 1) == 8.5
        texts.append("\n".join(paragraph.text for paragraph in document.paragraphs))
    for asked in paper.questions:
        wanted = [asked.ask, *(option.text for option in asked.options), *asked.partners]
        assert all(line(part) in line(text) for part in wanted for text in texts)
        assert all(line(step) in line(texts[1]) and line(step) not in line(texts[0]) for step in asked.solution)
    assert SEED not in texts[0]
    assert SEED in texts[1]


def test_the_questions_of_prairielearn_are_scored_as_ours(written):
    files = unzipped(written["prairielearn"])
    (zone,) = json.loads(next(text for name, text in files.items() if "infoAssessment" in name))["zones"]
    paper = [asked for asked in some().questions if asked.kind != "open"]
    assert {key for entry in zone["questions"] for key in entry} == {"id", "points"}  # an exam refuses maxPoints
    for asked, entry in zip(paper, zone["questions"], strict=True):
        info = json.loads(files[f"questions/{entry['id']}/info.json"])
        assert (info["topic"], info["tags"]) == (asked.topic, [f"level {asked.level}"])
        assert uuid.UUID(info["uuid"])
        page = html5lib.parse(files[f"questions/{entry['id']}/question.html"].decode(), namespaceHTMLElements=False)
        answers = list(page.iter("pl-answer"))
        if asked.kind == "match":
            names = [option.get("name") for option in page.iter("pl-option")]
            places = tuple(names.index(row.get("match")) for row in page.iter("pl-statement"))
        elif asked.kind == "order":
            shown = [text_of(inline(option.text)) for option in asked.options]
            places = tuple(shown.index("".join(answer.itertext())) for answer in answers)
        else:
            places = tuple(n for n, answer in enumerate(answers) if answer.get("correct") == "true")
        assert judge_places(asked, places).right, asked.id


def test_a_page_of_scorm_says_that_its_keys_are_there(written):
    files = unzipped(written["scorm"])
    assert b'adlcp:scormtype="sco" href="index.html"' in files["imsmanifest.xml"]
    assert b"The answers stand in this page" in files["index.html"]
    assert any("whoever reads its source" in sentence for sentence in FORMATS["scorm"].lost(small()))


def digests():
    """Of a question of every kind in every format but PDF, which has a test of its own."""
    return {name: sha256(form.sheet(small(), Style())) for name, form in FORMATS.items() if name != "pdf"}


def sha256(content):
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode()).hexdigest()


def test_the_bytes_are_the_same_in_another_process():
    """There strings hash otherwise, so that no order is one of a set."""
    code = "import json; from tests.export.test_targets import digests; print(json.dumps(digests()))"
    environment = os.environ | {"PYTHONHASHSEED": "1"}
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True).stdout
    assert json.loads(told) == digests()


@pytest.mark.parametrize("name", NEW)
def test_what_is_left_out_is_told_and_files_have_one_date(name):
    form, paper = FORMATS[name], small()
    said = " ".join(form.lost(paper))
    assert ("they are left out" in said) is (name != "docx")
    content = form.sheet(paper, Style())
    if isinstance(content, bytes):
        assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(content)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    only = [n for n, asked in enumerate(paper.questions) if asked.kind == "open"]
    nothing = replace(paper, questions=tuple(paper.questions[n] for n in only), marks=tuple(paper.marks[n] for n in only))
    if name != "docx":
        with pytest.raises(LstmDocsError, match="can ask none of these questions"):
            form.sheet(nothing, Style())


def test_what_an_extra_brings_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(LstmDocsError, match=r"pip install 'lstm-docs\[xlsx\]'"):
        FORMATS["kahoot"].sheet(small(), Style())
