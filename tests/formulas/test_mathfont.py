"""The font: what it must keep to set formulas, and that it is the same bytes each time."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from fontTools.ttLib import TTFont

from lstm_docs.formulas import mathfont as font
from lstm_docs.formulas.mathml import mathml


@pytest.fixture(scope="module")
def cut():
    return TTFont(io.BytesIO(font.woff2(font.characters(f"<p>no{mathml(r'W_{f}^{′} ⊙ σ')}</p>"))))


def test_keeps_what_formulas_need(cut):
    assert {"MATH", "GSUB"} <= set(cut.keys())
    assert any(record.FeatureTag == "ssty" for record in cut["GSUB"].table.FeatureList.FeatureRecord)
    assert cut["MATH"].table.MathVariants.VertGlyphCoverage.glyphs, "no parenthesis that stretches"
    assert {ord(sign) for sign in "W𝑊𝑓σ𝜎⊙′0123456789()"} <= set(cut.getBestCmap())


def test_a_root_is_drawn_and_grows_though_its_sign_stands_in_no_text():
    shown = mathml(r"\frac{1}{\sqrt{H}} x")
    assert "<msqrt>" in shown
    assert "√" not in shown
    root = TTFont(io.BytesIO(font.woff2(font.characters(shown))))
    assert root.getBestCmap()[ord("√")] in root["MATH"].table.MathVariants.VertGlyphCoverage.glyphs


def test_what_stands_in_scripts_has_one_form_for_them_and_nothing_else_has(cut):
    names = cut.getBestCmap()
    (forms,) = [table for table in font._script_forms(cut) if table]
    assert {names[ord(sign)] for sign in "𝑊𝑓𝜎1"} <= set(forms)
    assert not {names[ord(sign)] for sign in "W⊙("} & set(forms)
    assert {len(glyphs) for glyphs in forms.values()} == {1}


def test_leaves_out_what_is_not_shown(cut):
    assert not {ord(sign) for sign in "n𝑛∑Ω"} & set(cut.getBestCmap())


def test_has_a_name_of_its_own_and_keeps_its_licence(cut):
    names = {record.nameID: record.toUnicode() for record in cut["name"].names}
    assert names[1] == font.FAMILY
    assert "STIX" not in names[4] + names[6]
    assert "Open Font License" in names[13]


def test_primes_are_the_small_ones(cut):
    small = cut["glyf"][cut.getBestCmap()[ord("′")]]
    whole = TTFont(io.BytesIO(font._source()))
    large = whole["glyf"][whole.getBestCmap()[ord("′")]]
    assert small.yMin != large.yMin


def test_same_bytes_in_another_process(tmp_path):
    code = "import sys; from lstm_docs.formulas import mathfont as font; sys.stdout.buffer.write(font.woff2('Wf'))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert other == font.woff2("fW", tmp_path)
    (file,) = tmp_path.iterdir()
    assert file.read_bytes().endswith(other)
    assert other == font.woff2("Wf", tmp_path)
