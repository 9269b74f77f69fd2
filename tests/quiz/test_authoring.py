"""The page that teaches how to write a family is right in every step."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lstm_docs.errors import LstmDocsError
from lstm_docs.quiz import check_family, load_bank, registry
from lstm_docs.quiz.asking import question
from lstm_docs.quiz.case import Case
from lstm_docs.quiz.compiled import compile_family
from lstm_docs.quiz.family import read
from lstm_docs.quiz.kinds import KINDS
from lstm_docs.quiz.texts import spoken

PAGE = (Path(__file__).parents[2] / "docs" / "families.md").read_text(encoding="utf-8")


def _block(language: str, number: int = 0) -> str:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)[number]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "counting.yml").write_text(_block("yaml"), encoding="utf-8")
    return tmp_path


def test_the_family_of_the_page_is_proved(folder):
    compiled = load_bank(folder).family("keras-count")
    proof = check_family(compiled)
    assert proof.proved == proof.domain == 99 * 99
    asked = question(compiled, "1")
    assert asked.answer == (4 * asked.sizes["H"] * (asked.sizes["H"] + asked.sizes["I"] + 1),)


def test_too_few_misconceptions_are_named_with_the_first_question(folder):
    file = folder / "counting.yml"
    for name in ("no-bias", "one-gate-too-few", "squared-input"):
        file.write_text(file.read_text(encoding="utf-8").replace(f"      - {name}\n", ""), encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace("from: 2", "from: 1"), encoding="utf-8")
    with pytest.raises(LstmDocsError, match=r"counting.yml:5: keras-count: fewer than 3 distractors .* first at"):
        check_family(load_bank(folder).family("keras-count"))


def test_a_wording_without_h_is_refused(folder):
    file = folder / "counting.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("{H} units", "some units"), encoding="utf-8")
    with pytest.raises(LstmDocsError, match=r"depends on H .* add \{H\}"):
        load_bank(folder).family("keras-count")


def test_the_code_of_the_page_is_an_answer_and_a_misconception(monkeypatch):
    names: dict = {}
    exec(compile(_block("python"), "families.md", "exec"), names)
    key = names["my_answer"](Case())
    assert key.measured({"H": 3, "I": 4}) == (12,)
    assert spoken(key.solution[0], {"H": 3, "I": 4}) == "3·4 = 12 weights: 3 rows of 4."
    wrong = names["my_mistake"](Case(), key)
    assert spoken(wrong.said, {"H": 3, "I": 4}) == "3 + 4 = 7 adds the sides; a matrix has 3 rows of 4."
    monkeypatch.setitem(registry.answers(), "my-answer", names["my_answer"])
    monkeypatch.setitem(registry.misconceptions(), "my-mistake", names["my_mistake"])
    text = _block("yaml").replace("parameter-count", "my-answer").replace("forgot-recurrent", "my-mistake")
    (family,), _ = read(text, "mine.yml")
    compiled = compile_family(family)
    assert compiled.cases[0].key == ("H*I",)
    assert [wrong.misconception for wrong in compiled.cases[0].wrong][1] == "my-mistake"


def test_the_page_lists_every_kind():
    listed = re.search(r"^\| `kind` \|(.*)\|$", PAGE, flags=re.MULTILINE)[1]
    assert set(re.findall(r"`(\w+)`", listed)) == set(KINDS)
