"""For renderers without MathML: whatever a formula of ours stacks or shifts has a rule of plain CSS."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from lstm_docs.formulas.mathml import mathml
from lstm_docs.site.build.served_files import styles
from lstm_docs.site.fences.context import asset
from tests.site.building import ROOT

LINED_UP = {"math", "mi", "mn", "mo", "mrow", "mtext", "mstyle", "mpadded"}
"""What stands in a line as it is read, with or without MathML."""
MORE = (r"\frac{a}{b}", r"\hat{y}", r"\sqrt{H}", r"\sum_{t=1}^{T} x_t^2")
GOLDEN = [case["latex"] for case in yaml.safe_load(Path(ROOT, "tests/golden/math.yml").read_text("utf-8")) if "mathml" in case]


def test_whatever_is_not_in_one_line_has_a_rule():
    used = {tag for formula in (*GOLDEN, *MORE) for tag in re.findall(r"<(m\w+)", mathml(formula, display=True))} - LINED_UP
    rules = set(re.findall(r"(?<![\w-])m\w+(?=[^{}]*\{)", re.sub(r"/\*.*?\*/", "", asset("flat-math.css"))))
    assert used >= {"msub", "msup", "msubsup", "mfrac", "munder", "mover", "msqrt", "mtable"}
    assert used - rules == set()


def test_it_is_served_and_no_page_loads_it():
    files = {file.path: str(file.content) for file in styles()}
    assert files["assets/lstm-docs/flat-math.css"] == asset("flat-math.css")
    assert "mfrac" not in files["assets/lstm-docs/lstm-docs.css"]
