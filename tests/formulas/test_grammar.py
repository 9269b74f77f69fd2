from __future__ import annotations

import time
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lstm_docs.formulas.digits import AnswerError
from lstm_docs.formulas.grammar import canonical, parse
from lstm_docs.quiz.kinds import read
from tests.js.modules import modules

VECTORS = yaml.safe_load((Path(__file__).parent.parent / "golden" / "answers.yml").read_text(encoding="utf-8"))
TRIED = (
    "(() => { try { return %s; } catch (error) { if (!(error instanceof SyntaxError)) throw error; return error.message; } })()"
)


def _python(kind: str, typed: str, sizes: dict[str, int], *, decimals: int = 3, wording: str = "") -> list[int] | str:
    try:
        return list(read(kind, decimals, typed, sizes, wording))
    except AnswerError as error:
        return str(error)


def _check(expected: list[int] | str, kind: str, typed: str, sizes: dict[str, int], **more: Any) -> None:
    """Python and the browser find what is expected, or both say the same that holds the words expected."""
    given = {"decimals": 3, "wording": ""} | more
    found = _python(kind, typed, sizes, **given)
    script = "read(kind, decimals, typed, sizes, wording)"
    assert modules().call(TRIED % script, kind=kind, typed=typed, sizes=sizes, **given) == found
    assert expected in found if isinstance(expected, str) and isinstance(found, str) else found == expected


@pytest.mark.parametrize(("kind", "typed", "sizes", "expected"), VECTORS["read"])
def test_typed_answers_mean_the_same_in_both_languages(kind, typed, sizes, expected):
    _check(expected, kind, typed, sizes)


@pytest.mark.parametrize(("kind", "typed", "wording", "expected"), VECTORS["units"])
def test_a_unit_is_read_if_the_question_speaks_of_it(kind, typed, wording, expected):
    _check(expected, kind, typed, {}, wording=wording)


@pytest.mark.parametrize(("typed", "expected"), VECTORS["whole"])
def test_a_number_rounded_to_a_whole_one_is_grouped_like_whole_numbers(typed, expected):
    _check(expected, "number", typed, {}, decimals=0)


def _canonical_js(text: str) -> object:
    return modules().call(TRIED % "canonical(text)", text=text)


def _as_json(text: str) -> object:
    polynomial = canonical(text)
    return [[[[list(power) for power in monomial], c] for monomial, c in polynomial.terms], polynomial.denominator]


@pytest.mark.parametrize("group", VECTORS["equal"], ids=lambda group: group[0])
def test_spellings_of_one_formula_are_equal(group):
    forms = {canonical(text) for text in group}
    assert len(forms) == 1
    for text in group:
        assert _canonical_js(text) == _as_json(text)


def test_different_formulas_are_different():
    for left, right in combinations(VECTORS["equal"], 2):
        assert canonical(left[0]) != canonical(right[0])


@pytest.mark.parametrize(("text", "reason"), VECTORS["refused"])
def test_formulas_out_of_the_grammar_are_refused_alike(text, reason):
    with pytest.raises(AnswerError, match="^" + reason.replace("^", r"\^") if reason.startswith("only") else None) as caught:
        canonical(text)
    assert reason in str(caught.value)
    assert _canonical_js(text) == str(caught.value)


@given(st.text(max_size=60) | st.text("0123456789HITB+-*/^()x,.=% ", max_size=200))
def test_any_text_is_read_or_refused_alike_and_never_slowly(text):
    start = time.perf_counter()
    for kind in ("shape", "integer", "slice", "number", "formula"):
        found = _python(kind, text, {"H": 25, "I": 45, "T": 3, "B": 2})
        script = modules().call(
            TRIED % "read(kind, 3, text, sizes)", kind=kind, text=text, sizes={"H": 25, "I": 45, "T": 3, "B": 2}
        )
        assert script == found
    assert time.perf_counter() - start < 2


def test_deep_nesting_is_refused_and_not_a_stack_overflow():
    for text in ("(" * 100 + "1" + ")" * 90, "-" * 199 + "1"):
        with pytest.raises(AnswerError):
            parse(text)
