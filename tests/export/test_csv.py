"""The table: every question with its key, options and feedback, and nothing that a spreadsheet runs or changes."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from lstm_docs.export import FORMATS, Style
from lstm_docs.formulas.texts import plain
from lstm_docs.quiz.engine.judging import judge_places
from lstm_docs.quiz.engine.letters import LETTERS
from tests.export.moodle_tries import PAPERS, hostile
from tests.export.samples import one_of_each_family, small


def table(paper):
    return FORMATS["csv"].sheet(paper, Style())


def rows(paper):
    return list(csv.DictReader(io.StringIO(table(paper).encode().decode("utf-8-sig"), newline="")))


def unguarded(text):
    return text.removeprefix("'")


@pytest.fixture(scope="module", params=PAPERS)
def paper(request):
    return PAPERS[request.param]()


def test_a_row_for_each_question(paper):
    table = rows(paper)
    assert [row["id"] for row in table] == [asked.id for asked in paper.questions]
    for asked, marks, row in zip(paper.questions, paper.marks, table, strict=True):
        assert (row["marks"], row["kind"], row["topic"]) == (str(marks), asked.kind, asked.topic)
        assert unguarded(row["question"]) == plain(asked.ask)
        assert unguarded(row["solution"]).split("\n") == [plain(step) for step in asked.solution]


def test_the_key_is_right_and_no_other_option_is(paper):
    for asked, row in zip(paper.questions, rows(paper), strict=True):
        if asked.kind == "open":
            assert row["key"] == ""
            continue
        places = tuple(LETTERS.index(letter) for letter in row["key"].split(", "))
        assert judge_places(asked, places).right, asked.id


def test_options_and_feedback_stand_under_their_letters(paper):
    for asked, row in zip(paper.questions, rows(paper), strict=True):
        for place, option in enumerate(asked.options):
            assert unguarded(row[f"option_{LETTERS[place]}"]) == plain(option.text).replace("\u202f", "")
            feedback = "" if place == asked.key else plain(option.said)
            assert unguarded(row[f"feedback_{LETTERS[place]}"]) == feedback
        rest = [value for name, value in row.items() if name[:-1] == "option_"][len(asked.options) :]
        assert not any(rest)


def test_partners_rubric_and_reference_are_there():
    for asked, row in zip(one_of_each_family().questions, rows(one_of_each_family()), strict=True):
        assert row["partners"].count("\n") == max(0, len(asked.partners) - 1)
        assert all(plain(text) in row["rubric"] for text, _ in asked.notes.rubric)
        assert unguarded(row["reference"]) == asked.notes.reference.rstrip()
        assert unguarded(row["hint"]) == plain(asked.notes.hint)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@x", "\t=1", " =1", '=HYPERLINK("x")', "3:6", "12:24", "1/2", "10-12", "9007199254740991"],
)
def test_what_a_spreadsheet_would_run_or_change_stays_a_text(text):
    asked = small().questions[0]
    spoilt = replace(asked, ask=text, options=tuple(replace(option, text=text) for option in asked.options))
    (row,) = rows(replace(small(), questions=(spoilt,), marks=(1,)))
    assert row["option_A"] == row["answer"] == f"'{text}"
    assert row["question"].startswith("'")


def test_numbers_stay_numbers():
    numbers = [row for row in rows(one_of_each_family()) if row["kind"] == "integer"]
    assert len(numbers) > 10
    assert all(row["answer"].isdigit() and row["answer"] in row.values() for row in numbers)


def test_no_cell_of_a_hostile_paper_begins_like_a_formula():
    assert not any(value.lstrip().startswith(("=", "+", "-", "@")) for row in rows(hostile()) for value in row.values())


def test_spreadsheets_are_told_that_it_is_utf_8():
    assert table(small()).encode().startswith(b"\xef\xbb\xbf")
