"""What every format gives for right is what we judge right: an order is not its inverse, nor a letter another's."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from lstm_docs.export import FORMATS, Style
from lstm_docs.quiz.engine.judging import answered, judge_places
from lstm_docs.quiz.engine.letters import LETTERS

from .moodle_rules import read_gift, read_xml
from .moodle_tries import compare, every_case
from .qti_tries import unzipped


@pytest.fixture(scope="module")
def paper():
    """Every case of every family whose options are texts, but for open ones; among the orders some are no swaps."""
    asked = tuple(one for one in every_case().questions if one.kind != "open")
    assert any(tuple(map(one.answer.index, sorted(one.answer))) != one.answer for one in asked if one.kind == "order")
    return replace(every_case(), questions=asked, marks=(1,) * len(asked))


@pytest.mark.parametrize(("name", "read"), [("moodle", read_xml), ("gift", read_gift)])
def test_moodle_scores_as_we_do(paper, name, read):
    for asked, question in zip(paper.questions, read(FORMATS[name].sheet(paper, Style()))[1], strict=True):
        compare(asked, question)


@pytest.mark.parametrize("name", ["qti21", "qti3"])
def test_the_correct_response_of_an_item_is_the_key(paper, name):
    items = {file: content for file, content in unzipped(FORMATS[name].sheet(paper, Style())).items() if "question-" in file}
    for asked, (_, content) in zip(paper.questions, sorted(items.items()), strict=True):
        declared = next(
            part for part in ET.fromstring(content).iter() if part.tag.endswith(("correctResponse", "correct-response"))
        )
        values = [(part.text or "").split()[-1] for part in declared]
        places = tuple(int(value[1:]) - 1 if value[1:].isdecimal() else LETTERS.index(value) for value in values)
        assert judge_places(asked, places).right, asked.id


def test_the_key_of_a_table_is_read_as_right(paper):
    rows = csv.DictReader(io.StringIO(FORMATS["csv"].sheet(paper, Style()).removeprefix("\ufeff")))
    for asked, row in zip(paper.questions, rows, strict=True):
        assert answered(asked, row["key"]).right, asked.id
