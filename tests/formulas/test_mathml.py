"""Formulas: golden cases in tests/golden/math.yml, and what must hold for any text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lstm_docs.formulas.mathml import inline_html, mathml
from lstm_docs.formulas.texts import plain
from lstm_docs.ground.errors import LstmDocsError

CASES = yaml.safe_load((Path(__file__).parent.parent / "golden" / "math.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["latex"] for case in CASES])
def test_golden(case):
    if "error" in case:
        with pytest.raises(LstmDocsError) as caught:
            mathml(case["latex"])
        assert str(caught.value) == case["error"]
    else:
        display = case.get("display", False)
        tex = case["latex"].replace("&", "&amp;").replace("<", "&lt;")
        start = "<math" + ' display="block"' * display + f' data-tex="{tex}"'
        formula = mathml(case["latex"], display=display)
        named = re.sub(r' aria-label="[^"]+">', ">", formula, count=1)
        assert named == f"{start}>{case['mathml']}</math>"
        assert named != formula


SPOKEN = {
    r"f_t = \sigma(W_f x_t + b_f)": "f sub t equals σ open paren W sub f x sub t plus b sub f close paren",
    r"c_t = f_t \odot c_{t-1}": "c sub t equals f sub t element by element times c sub t minus 1",
    r"\bar{W}_f^\top H^2": "W bar sub f transposed H squared",
    r"\tanh x \le 4\,464": "tanh of x is at most 4 464",
    r"\frac{a}{b} > \sqrt{2}": "a over b is greater than the root of 2",
    r"\sum_{t=1}^{T} h_t^k": "the sum from t equals 1 to T of h sub t to the k",
    r"\begin{aligned} a &= 1 \\ b &= 2 \end{aligned}": "a equals 1; b equals 2",
}


@pytest.mark.parametrize("latex", SPOKEN)
def test_a_formula_is_named_in_words(latex):
    display = r"\sum" in latex
    assert ET.fromstring(mathml(latex, display=display)).get("aria-label") == SPOKEN[latex]


@given(st.text(alphabet="ab<>&\"'{}x ", max_size=30))
def test_text_stays_text(text):
    html = inline_html(text)
    assert "<" not in html
    assert html.unescape() == text


def test_code_and_math_in_a_text():
    assert (
        inline_html("{H} of `a<b`: $x$ $5")
        == '{H} of <code>a&lt;b</code>: <math data-tex="x" aria-label="x"><mi>x</mi></math> $5'
    )


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\frac{a}{b + \frac{c}{d}}", "(a)/(b + (c)/(d))"),
        (r"\frac{\frac{a}{b}}{\sqrt{\frac{c_{t}}{d}}}", "((a)/(b))/(√((c_t)/(d)))"),
    ],
)
def test_what_stands_in_itself_is_plain_text_all_the_way_down(latex, text):
    assert plain(f"${latex}$") == text
