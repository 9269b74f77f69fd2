from __future__ import annotations

import time
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lstm_docs.formulas.digits import AnswerError
from lstm_docs.formulas.grammar import canonical, compiled, evaluate, parse, parse_tokens
from lstm_docs.quiz.engine.kinds import read
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
    in_python = _python(kind, typed, sizes, **given)
    script = "read(kind, decimals, typed, sizes, wording)"
    assert modules().call(TRIED % script, kind=kind, typed=typed, sizes=sizes, **given) == in_python
    assert expected in in_python if isinstance(expected, str) and isinstance(in_python, str) else in_python == expected


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
    start = time.process_time()
    for kind in ("shape", "integer", "slice", "number", "formula"):
        in_python = _python(kind, text, {"H": 25, "I": 45, "T": 3, "B": 2})
        script = modules().call(
            TRIED % "read(kind, 3, text, sizes)", kind=kind, text=text, sizes={"H": 25, "I": 45, "T": 3, "B": 2}
        )
        assert script == in_python
    assert time.process_time() - start < 10


TERMS = "(A+B+C+D+E+F+G+H+I+J+K+L+M+N+O+P+Q+R+S+T+U+V+W+Y+Z)(A1+B1+C1+D1+E1+F1+G1+H1{})"
BOUNDS = {
    "signs of a text": ("H" + "+H" * 99 + " ", "H" + "+H" * 99 + "+H", "longer than 200 characters"),
    "parentheses": ("(" * 40 + "1" + ")" * 40, "(" * 41 + "1" + ")" * 41, "too many parentheses"),
    "signs before a number": ("-" * 41 + "1", "-" * 42 + "1", "too many signs"),
    "terms": (TERMS.format(""), TERMS.format("") + "+1", "more than 200 terms"),
    "terms of a product": (TERMS.format(""), TERMS.format("+I1"), "more than 200 terms"),
    "a number": ("9007199254740991", "9007199254740991+1", "a number is above 2^53 - 1"),
    "a number below zero": ("-9007199254740991", "-9007199254740991-1", "a number is above 2^53 - 1"),
    "a power": ("H^8", "H^9", "a power must be a whole number up to 8"),
}


@pytest.mark.parametrize("bound", BOUNDS)
def test_what_is_bounded_may_be_reached_and_no_more(bound):
    reached, passed, reason = BOUNDS[bound]
    assert _canonical_js(reached) == _as_json(reached)
    with pytest.raises(AnswerError) as refused:
        canonical(passed)
    assert str(refused.value) == _canonical_js(passed) == reason


def test_space_is_what_both_languages_take_for_it():
    assert canonical(" \tH\u3000") == canonical("H")
    with pytest.raises(AnswerError, match="is not understood"):
        canonical("H\x1c")


H = np.array([1, 2, 3, 8, 40])
I = np.array([3, 2, 40, 4, 1])  # noqa: E741 - the field's own letter


@pytest.mark.parametrize(
    "text",
    ["H + I", "H - I", "H*I", "4*H", "H/I", "H^3", "7 - H", "H/2", "6/H", "1.5*H", "(2*H)/2", "80/H", "-H", "(H*I)/I", "0*H/I"],
)
def test_arrays_have_the_values_of_their_numbers(text):
    values = evaluate(text, {"H": H, "I": I}, decimals=True)
    alone = [evaluate(text, {"H": h, "I": i}, decimals=True) for h, i in zip(H.tolist(), I.tolist(), strict=True)]
    assert values.tolist() == alone
    assert (values.dtype.kind == "i") is all(isinstance(value, int) for value in alone)


def test_a_number_is_whole_or_has_decimals_as_was_asked():
    assert evaluate("1,234", {}) == evaluate("1234", {}) == 1234
    assert compiled("1,234") == ("n", 1234)
    assert evaluate("1,234", {}, decimals=False) == 1234
    with pytest.raises(AnswerError, match="may mean"):
        evaluate("1,234", {}, decimals=True)
    assert type(evaluate("H/2", {"H": 4})) is int
    with pytest.raises(AnswerError, match=r"^H is not given$"):
        evaluate("H", {})


MOST = 2**53 - 1
LARGE = {
    "H + I": ((MOST - 1, 1), (MOST, 1)),
    "0 - H - I": ((MOST - 1, 1), (MOST, 1)),
    "H - (0 - I)": ((MOST - 1, 1), (MOST, 1)),
    "H*I": ((94906265, 94906265), (94906267, 94906267)),
    "0 - H*I": ((2**26, 2**26), (2**32, 2**32)),  # 2^64 wraps around to 0
    "H*I*0": ((2**26, 2**26), (2**32, 2**32)),
    "H^2 + 0*I": ((94906265, 1), (94906267, 1)),
    "H^8 + 0*I": ((90, 1), (256, 1)),
    "3*H + 0*I": ((MOST // 3, 1), (MOST // 3 + 1, 1)),
    "(0 - H)^2 + 0*I": ((94906265, 1), (2**32, 1)),
    "H/0.25 + 0*I": ((2**50, 1), (2**51, 1)),
}


@pytest.mark.parametrize("text", LARGE)
@pytest.mark.parametrize("place", [0, 1])
def test_whole_numbers_in_arrays_are_as_large_as_alone(text, place):
    """Beside a small one, the first or the last of the array is as large as it may be, and then too large."""
    reached, passed = (
        {name: np.array([value, 1] if place == 0 else [1, value]) for name, value in zip("HI", pair, strict=True)}
        for pair in LARGE[text]
    )
    results = evaluate(text, reached, decimals=True).tolist()
    assert results[place] == evaluate(text, {name: int(values[place]) for name, values in reached.items()}, decimals=True)
    with pytest.raises(AnswerError, match=r"^a number is above 2\^53 - 1$"):
        evaluate(text, passed, decimals=True)


@pytest.mark.parametrize("zero", [0, 0.0, np.array([2, 0])])
@pytest.mark.parametrize("above", [6, np.array([6, 7])])
def test_nothing_is_divided_by_zero(above, zero):
    with pytest.raises(AnswerError, match=r"^division by zero$"):
        evaluate("H/I", {"H": above, "I": zero})


def test_deep_nesting_is_refused_and_not_a_stack_overflow():
    for text in ("(" * 100 + "1" + ")" * 90, "-" * 199 + "1"):
        with pytest.raises(AnswerError):
            parse(text)


def test_the_exponent_of_an_answer_is_a_number():
    """Only expressions of families have sizes there: what a learner types is drawn from no list of them."""
    with pytest.raises(AnswerError, match="a power must be a whole number up to"):
        parse_tokens(["4", "^", "H"])
    assert parse_tokens(["4", "^", "H"], words=True) == ("^", ("n", 4), "H")
