"""Expressions of families: words are put in as trees, terms keep their order, and what is printed means the same."""

from __future__ import annotations

import re

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lstm_docs.cells.sizes import H, I, size
from lstm_docs.formulas.digits import AnswerError
from lstm_docs.formulas.grammar import evaluate
from lstm_docs.formulas.texts import Said, fill, spoken
from lstm_docs.quiz.engine.compiled import compile_family
from lstm_docs.quiz.engine.expressions import changed, from_sympy, parse_written, power, printed, put_in, to_sympy
from lstm_docs.quiz.engine.family import read

SIZES = {"H": 5, "I": 7, "T": 3}
WORDS = {"gates": ("n", 4), "read": parse_written("I + H"), "less": parse_written("T - 1"), "steps": ("n", 20)}


def _put(text):
    return put_in(parse_written(text), lambda name: WORDS.get(name, ("s", name)))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("gates * H * (read + 1)", "4*H*(I + H + 1)"),
        ("gates*H * read", "4*H*(I + H)"),
        ("H*I + H^2", "H*I + H^2"),
        ("2 * gates * H", "8*H"),
        ("gates * (2 * H)", "8*H"),
        ("H - (I - less)", "H - (I - (T - 1))"),
        ("H / (2 * I)", "H/(2*I)"),
        ("H / 2 / I", "H/2/I"),
        ("-(H + I) * 2", "(-(H + I))*2"),
        ("read^2", "(I + H)^2"),
        ("1 * H + 0", "H"),
        ("0 * H + I", "I"),
        ("H * (4 - gates + 1)", "H"),
        ("(1 / 2)^steps", "((1/2)^5)^4"),
    ],
)
def test_terms_stand_as_they_were_written(written, shown):
    assert printed(_put(written)) == shown


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("4H", "write a sign between '4' and 'H'"),
        ("H(I + 1)", "write a sign between 'H' and '('"),
        ("H ** 2", "'*' was not expected"),
        ("H × I", "'×' is not understood"),
        ("(H", "a parenthesis is not closed"),
        ("H^read", "the power read is not a whole number in every case"),
        ("H^9", "a power must be a whole number up to 8"),
        ("", "ends too early"),
        ("__import__", "'_' is not understood"),
        ("H" * 500, "longer than 400 characters"),
    ],
)
def test_what_is_no_expression_is_refused(written, why):
    with pytest.raises(AnswerError, match=re.escape(why)):
        _put(written)


def _trees():
    leaves = st.one_of(st.integers(0, 9).map(lambda n: ("n", n)), st.sampled_from(sorted(SIZES)).map(lambda name: ("s", name)))

    def grown(inner):
        pairs = st.tuples(st.sampled_from("+-*"), inner, inner)
        return st.one_of(pairs, st.tuples(st.just("^"), inner, st.integers(2, 3)))

    return st.recursive(leaves, grown, max_leaves=8)


def _value(tree):
    kind = tree[0]
    if kind == "n":
        return tree[1]
    if kind == "s":
        return SIZES[tree[1]]
    left = _value(tree[1])
    if kind == "^":
        return left ** tree[2]
    right = _value(tree[2])
    return {"+": left + right, "-": left - right, "*": left * right}[kind]


def _parts(tree):
    yield _value(tree)
    for part in tree[1:]:
        if isinstance(part, tuple):
            yield from _parts(part)


@settings(max_examples=300)
@given(_trees())
def test_what_is_printed_has_the_value_of_the_tree(tree):
    value = _value(tree)
    assume(max(map(abs, _parts(tree))) < 2**53)  # what is larger on the way is refused
    for shown in (printed(tree), printed(put_in(tree, lambda name: ("s", name)))):
        assert len(shown) > 200 or evaluate(shown, SIZES) == value
    assert to_sympy(tree).subs({size(name): number for name, number in SIZES.items()}) == value


@pytest.mark.parametrize("formula", [H * (H + I), 4 * H**2 - I, -H, H / 2 + sympy.Rational(1, 3), sympy.Integer(-7)])
def test_a_formula_of_code_is_the_same_tree(formula):
    assert sympy.expand(to_sympy(from_sympy(formula)) - formula) == 0


def test_sizes_are_changed_all_at_once():
    assert printed(changed(parse_written("4*H*(H + I)"), {"H": ("s", "I"), "I": ("s", "H")})) == "4*I*(I + H)"
    assert printed(changed(parse_written("T*B*H"), {"T": ("n", 1), "B": ("n", 1)})) == "H"


@pytest.mark.parametrize("exponent", range(12, 60, 7))
def test_high_powers_are_made_of_low_ones(exponent):
    assert to_sympy(power(("s", "H"), exponent)) == to_sympy(("s", "H")) ** exponent
    assert "^9" not in printed(power(("s", "H"), exponent))


SCALED = """
schema: 2
revision: 1
topic: scaled
families:
  - id: kept
    level: 1
    seconds: 60
    kind: number
    decimals: 2
    options: 3
    draw:
      Q: {from: 10, to: 80, step: 5, scale: 100}
      H: {from: 10, to: 20}
    ask: Dropout with rate {Q} acts on {H} units; {percent} percent. How many stay on average?
    given: {percent: 100 * Q}
    answer: H * (1 - Q)
    solution: ["{answer:with} = {answer}"]
    distract:
      - {is: H * Q, why: "{value} = {value:with}"}
      - {is: H - Q, why: "{value}"}
"""


def test_expressions_see_the_number_that_is_stated():
    (family,), _ = read(SCALED, "scaled.yml")
    (case,) = compile_family(family).cases
    drawn, scales = {"Q": 85, "H": 12}, {"Q": 100}
    assert dict(case.given) == {"percent": "Q"}  # whole numbers stay whole: the scale is cancelled
    assert evaluate(case.key[0], drawn) == pytest.approx(12 * 0.15)
    assert spoken(case.solution[0], drawn, scales) == "12·(1 − 0.85) = 1.80"
    assert spoken(case.wrong[0].said, drawn, scales) == "10.20 = 12·0.85"


@pytest.mark.parametrize(
    ("text", "sizes", "sentence"),
    [
        ("{L} layer{L:|s}, {L:which is|which are} one", {"L": 1}, "1 layer, which is one"),
        ("{L} layer{L:|s}", {"L": 2}, "2 layers"),
        ("{L} layer{L:|s}", {"L": 0}, "0 layers"),
        ("A {L} and an {L}", {"L": 8}, "An 8 and an 8"),
        ("a {L}, a {L}", {"L": 18000}, "an 18\u202f000, an 18\u202f000"),
        ("an {L}, banana {L}", {"L": 110}, "a 110, banana 110"),
    ],
)
def test_a_word_and_an_article_go_with_the_number(text, sizes, sentence):
    assert spoken(Said(text), sizes) == sentence


@pytest.mark.parametrize(
    "sentence",
    ["an int8", "a float32", "an LSTM", "a GRU", "a plain RNN", "an ONNX", "a unit", "a U", "an update", "a one", "a Haiku"],
)
def test_an_article_goes_with_the_word(sentence):
    article, word = sentence.split(" ", 1)
    for written in ("a", "an"):
        assert fill(f"{written} {{it}}", lambda name, mark: word) == f"{article} {word}"
