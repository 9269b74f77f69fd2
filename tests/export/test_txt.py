"""The plain text paper and sheet: lines that fit, everything asked and told, nothing told too early."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lstm_docs.export import FORMATS, Style
from lstm_docs.export.plain_text import WIDTH
from lstm_docs.formulas.texts import plain
from lstm_docs.quiz.engine.asking import Notes, Option

from .samples import SEED, one_of_each_family, small

STYLE = Style()
TXT = FORMATS["txt"]


def flat(text):
    return " ".join(text.replace("\u202f", "").split())


def following(text, wanted):
    """Whether all stand in the text, one after the other."""
    place = 0
    for piece in map(flat, wanted):
        place = text.find(piece, place)
        if place < 0:
            return piece
        place += len(piece)
    return None


def test_every_question_stands_in_the_paper_in_order():
    paper = one_of_each_family()
    texts = [
        text for asked in paper.questions for text in (asked.ask, *(option.text for option in asked.options), *asked.partners)
    ]
    written = TXT.paper(paper, STYLE)
    assert following(flat(written), map(plain, texts)) is None
    assert "\\" not in written
    assert "$" not in written


def test_the_sheet_tells_the_key_and_all_the_rest():
    paper = one_of_each_family()
    sheet = TXT.sheet(paper, STYLE)
    written = flat(sheet)
    for asked in paper.questions:
        wrong = [option.said for n, option in enumerate(asked.options) if n != asked.key and option.said]
        assert following(written, map(plain, [asked.ask, *asked.solution, *wrong])) is None, asked.id
        assert all(flat(plain(text)) in written for text in (asked.notes.hint, asked.notes.follow_up))
        assert all(line in sheet for line in asked.notes.reference.splitlines())
        if asked.key >= 0:
            assert f"Answer: {'ABCDEFGH'[asked.key]}, {flat(plain(asked.options[asked.key].text))}" in written
    assert SEED in sheet


def test_the_paper_does_not_depend_on_the_key():
    paper = small()
    bare = tuple(
        replace(
            asked,
            id="",
            answer=(),
            key=-1,
            solution=(),
            notes=Notes("none"),
            paths=(),
            sizes={},
            options=tuple(Option(option.text) for option in asked.options),
        )
        for asked in paper.questions
    )
    assert TXT.paper(paper, STYLE) == TXT.paper(replace(paper, seed="none", questions=bare), STYLE)


@pytest.mark.parametrize("write", [TXT.paper, TXT.sheet])
def test_no_line_is_longer_than_the_width(write):
    paper = replace(one_of_each_family(), candidate="Donaudampfschifffahrtsgesellschaft" * 8, title="A test of " + "x" * 100)
    code = {line.strip() for asked in paper.questions for line in asked.notes.reference.splitlines()}
    lines = write(paper, STYLE).splitlines()
    assert not [line for line in lines if len(line) > WIDTH and line.strip() not in code]
    assert max(map(len, lines)) >= WIDTH - 2
    assert paper.candidate in "".join(line.strip() for line in lines)


def test_a_name_is_taken_as_it_is():
    assert "Name: {{ 7 * 7 }} $x$ `c` \\times\n" in TXT.paper(replace(small(), candidate="{{ 7 * 7 }} $x$ `c` \\times"), STYLE)
