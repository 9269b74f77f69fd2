"""What is kept for the next build is made anew where anything that it shows has changed; nothing else is kept apart."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from lstm_docs.ground.bank_folder import bank_path
from lstm_docs.site.build.build_cache import BuildCache
from lstm_docs.site.build.served_files import quiz_data
from lstm_docs.site.fences import lazy
from lstm_docs.site.fences.context import Context

FAMILY, WAS, IS = "parameter-count", "How many parameters does one", "How large is one"
QUIZ = f"family: {FAMILY}\n"


@pytest.fixture
def bank(tmp_path):
    """A bank of one topic."""
    shutil.copy(bank_path() / "parameters.yml", tmp_path / "parameters.yml")
    return tmp_path


def edit(bank):
    file = bank / "parameters.yml"
    file.write_text(file.read_text(encoding="utf-8").replace(WAS, IS), encoding="utf-8")


def test_a_fence_of_an_edited_bank_is_made_anew(bank):
    first = Context(bank=bank, cache=BuildCache(), assets="a/", questions="as it is")
    assert WAS in lazy.fence("lstm-quiz", QUIZ, first, 1)
    edit(bank)
    assert WAS in lazy.fence("lstm-quiz", QUIZ, replace(first, used=set()), 1), "nobody has said that it was edited"
    again = lazy.fence("lstm-quiz", QUIZ, replace(first, used=set(), questions="edited"), 1)
    assert IS in again
    assert WAS not in again


def test_what_a_page_already_has_and_where_its_files_lie_are_seen():
    first = Context(cache=BuildCache(), assets="a/")
    made = lazy.fence("lstm-explore", "explorer: shapes\n", first, 1)
    assert "a/" in made
    assert lazy.fence("lstm-explore", "explorer: shapes\n", first, 1) != made, "the second of a page links nothing more"
    assert lazy.fence("lstm-explore", "explorer: shapes\n", replace(first, used=set()), 1) == made
    assert "b/" in lazy.fence("lstm-explore", "explorer: shapes\n", replace(first, used=set(), assets="b/"), 1)


def test_questions_and_course_are_those_of_the_bank_the_families_and_the_pages(bank):
    cache = BuildCache()

    def served(*asked, questions="as it is", page="old/"):
        *families, course = quiz_data(asked, bank, cache, questions, {"parameters": page})
        return "".join(file.content for file in families), json.loads(course.content)

    asked, course = served(FAMILY)
    assert WAS in asked
    assert course[0]["families"] == [FAMILY]
    assert course[0]["page"] == "old/"
    assert served(FAMILY, page="new/")[1][0]["page"] == "new/"
    assert len(served(FAMILY, "bias-count")[1][0]["families"]) == 2
    edit(bank)
    assert IS in served(FAMILY, questions="edited")[0]
