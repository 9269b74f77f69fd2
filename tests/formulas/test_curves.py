"""Curves of a text: read from their numbers, drawn to scale, told in words, and left as numbers where nothing is drawn."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from lstm_docs.export.anki_cards import anki_html
from lstm_docs.export.moodle_text import latex_html
from lstm_docs.export.qti.markup import rich, with_latex
from lstm_docs.export.typst_text import typst_text
from lstm_docs.formulas.curves import TOP, drawn, read
from lstm_docs.formulas.mathml import inline_html
from lstm_docs.formulas.texts import plain

LISTING = "curves over epoch\nloss 0.80 0.20 0.60\nh -1.5 0 1.5"
TEXT = f"Before. `\n{LISTING}\n` After."


def test_what_is_read_is_what_stands_there():
    curves = read(f"\n{LISTING}\n")
    assert curves.over == "epoch"
    assert curves.lines == (("loss", (0.8, 0.2, 0.6)), ("h", (-1.5, 0, 1.5)))
    assert curves.said == "Curves over the epoch. loss: 0.8, 0.2, 0.6; h: −1.5, 0, 1.5."


@pytest.mark.parametrize(
    "listing",
    [
        "curves over epoch",
        "loss 1 2",
        "curves over epoch\nloss 1",
        "curves over epoch\nloss 1 x",
        f"{LISTING}\nc 1 2",
        " 1  x = 2",
    ],
)
def test_other_listings_are_code(listing):
    assert read(listing) is None
    assert "<code>" in inline_html(f"`\n{listing}\n`")


def test_points_lie_where_their_numbers_are():
    svg = ET.fromstring(drawn(read(LISTING)))
    lines = next(path.get("d") for path in svg.iter() if path.get("stroke-width") == "1.6").split("M")[1:]
    places = [[float(pair.split()[1]) for pair in line.split("L")] for line in lines]
    for (name, values), ys in zip(read(LISTING).lines, places, strict=True):
        slopes = {round((ys[0] - y) / (value - values[0]), 1) for y, value in zip(ys[1:], values[1:], strict=True)}
        (slope,) = slopes
        assert slope > 0, name
    assert min(map(min, places)) >= TOP
    assert float(svg.get("height")) > max(map(max, places))


def test_pictures_and_numbers_each_where_they_belong():
    for written in (inline_html(TEXT), anki_html(TEXT)):
        assert "<svg" in written
        assert "0.8, 0.2, 0.6" in written
        assert "0.80 0.20" not in written
    assert 'format: "svg"' in typst_text(TEXT)
    assert "0.8, 0.2, 0.6" in typst_text(TEXT)
    for written in (rich(TEXT), with_latex(TEXT), latex_html(TEXT), plain(TEXT)):
        assert "<svg" not in written
        assert re.search(r"loss.0\.80.0\.20.0\.60", written)
