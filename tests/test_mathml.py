"""Formulas: golden cases in tests/golden/math.yml, and what must hold for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lstm_docs.errors import LstmDocsError
from lstm_docs.mathml import inline_html, mathml

CASES = yaml.safe_load((Path(__file__).parent / "golden" / "math.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["latex"] for case in CASES])
def test_golden(case):
    if "error" in case:
        with pytest.raises(LstmDocsError) as caught:
            mathml(case["latex"])
        assert str(caught.value) == case["error"]
    else:
        display = case.get("display", False)
        tex = case["latex"].replace("&", "&amp;").replace("<", "&lt;")
        start = "<math" + ' display="block"' * display + f' data-tex="{tex}">'
        assert mathml(case["latex"], display=display) == f"{start}{case['mathml']}</math>"


@given(st.text(alphabet="ab<>&\"'{}x ", max_size=30))
def test_text_stays_text(text):
    html = inline_html(text)
    assert "<" not in html
    assert html.unescape() == text


def test_code_and_math_in_a_text():
    assert inline_html("{H} of `a<b`: $x$ $5") == '{H} of <code>a&lt;b</code>: <math data-tex="x"><mi>x</mi></math> $5'
