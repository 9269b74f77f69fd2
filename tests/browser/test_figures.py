"""Every figure in a real browser: nothing overlaps, nothing is cut off, everything can be read in either scheme."""

from __future__ import annotations

import base64
import os
from functools import cache

import pytest

from lstm_docs.formulas.mathfont import characters, woff2
from lstm_docs.site.fences.context import style_sheet
from tests.site.test_figures import FIGURES

from . import engines

LOOKS = {"light": 1280, "dark": 390}
"""Both schemes and both widths: colours do not depend on the width, nor sizes on the colours."""
GROUNDS = {"light": "#ffffff", "dark": "#1e2129"}
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Figures</title><style>
@font-face {{ font-family: "LSTM Math"; src: url(data:font/woff2;base64,{font}); }}
:root {{ color-scheme: light dark; }}
body {{ margin: 16px; font: 17px/1.6 serif; background: light-dark(#ffffff, #1e2129); color: light-dark(#1c1c1e, #dfe1e6);
        --lstm-ground: light-dark(#ffffff, #1e2129); }}
{style}</style>{figures}"""

# The ink of each piece of text: as wide as it is set, as high as its letters are. And every outline as points.
MEASURE = """() => {
    const pen = document.createElement('canvas').getContext('2d');
    const opacity = (e) => e.tagName === 'svg' ? 1 : Number(getComputedStyle(e).opacity) * opacity(e.parentElement);
    const pieces = (text) => {
        const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), found = [];
        for (let start = 0, node; (node = walker.nextNode()); start += node.data.length) {
            if (!node.data.trim()) continue;
            const style = getComputedStyle(node.parentElement);
            pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
            const ink = pen.measureText(node.data);
            const matrix = text.getScreenCTM(), placed = text.getCTM();  // a panel may stand in a group that is moved
            const { x, y } = text.getStartPositionOfChar(start).matrixTransform(placed);
            const end = text.getEndPositionOfChar(start + node.data.length - 1).matrixTransform(placed).x;
            found.push({ words: node.data, box: [x, y - ink.actualBoundingBoxAscent, end, y + ink.actualBoundingBoxDescent],
                size: parseFloat(style.fontSize) * matrix.a, fill: style.fill, opacity: opacity(text),
                clear: text.getAttribute('paint-order') === 'stroke' });
        }
        return found;
    };
    const outline = (shape) => {
        const length = shape.getTotalLength(), count = Math.min(400, Math.ceil(length / 2));
        const points = Array.from({ length: count + 1 }, (_, n) => shape.getPointAtLength(length * n / (count || 1)));
        return points.map((point) => point.matrixTransform(shape.getCTM())).map(({ x, y }) => [x, y]);
    };
    return [...document.querySelectorAll('svg')].map((svg) => ({
        view: [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height],
        texts: [...svg.querySelectorAll('text')].map(pieces),
        lines: [...svg.querySelectorAll('path, rect, circle')].map((shape) => ({
            drawn: getComputedStyle(shape).stroke !== 'none' && Number(shape.getAttribute('stroke-opacity') ?? 1) > 0.5
                && !(shape.getAttribute('stroke') || '').startsWith('var'),
            points: outline(shape) })),
    }));
}"""


FONTS = {"Liberation Serif": "", "DejaVu Serif": '"LSTM Wide"'}
"""Of the fonts that figures may be set in, those tried: one as wide as most of them, and the widest, which is set smaller."""


@cache
def measured(browser, scheme: str, width: int, font_family: str = "") -> dict[str, dict]:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    font = base64.b64encode(woff2(characters("".join(FIGURES.values())))).decode()
    figures = "".join(f'<div class="lstm lstm-scroll">{svg}</div>' for svg in FIGURES.values())
    style = style_sheet() + (f":root {{ --lstm-font: {font_family}; }}" if font_family else "")
    page.set_content(PAGE.format(font=font, style=style, figures=figures))
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    boxes = page.evaluate(MEASURE)
    context.close()
    return dict(zip(FIGURES, boxes, strict=True))


@pytest.fixture(scope="module", params=FONTS)
def wide(request, browser):
    return measured(browser, "light", LOOKS["light"], FONTS[request.param])


def test_the_fonts_are_there_and_differ(browser):
    """Without one of them a fallback would be measured twice."""
    if "fonts" in engines.missing() and not os.environ.get("CI"):
        pytest.skip("a font is not installed: python -m tests.browser.engines")
    page = browser.new_page()
    widths = """names => names.map(name => {
        const pen = document.createElement('canvas').getContext('2d');
        pen.font = `40px "${name}", monospace`;
        return pen.measureText('Words of a figure, 0123456789').width;
    })"""
    one, other, neither = page.evaluate(widths, [*FONTS, "no such font"])
    page.close()
    assert len({one, other, neither}) == 3
    assert other > 1.1 * one


def _meet(a: list[float], b: list[float], least: float = 0.6) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > least and min(a[3], b[3]) - max(a[1], b[1]) > least


@pytest.mark.parametrize("name", FIGURES)
def test_no_words_stand_on_others(wide, name):
    pieces = [(n, piece) for n, text in enumerate(wide[name]["texts"]) for piece in text]
    overlaps = [
        (a["words"], b["words"])
        for place, (n, a) in enumerate(pieces)
        for m, b in pieces[place + 1 :]
        if n != m and _meet(a["box"], b["box"])
    ]
    assert overlaps == []


@pytest.mark.parametrize("name", FIGURES)
def test_no_line_runs_through_words(wide, name):
    crossed = set()
    for piece in (piece for text in wide[name]["texts"] for piece in text if not piece["clear"]):
        left, top, right, bottom = piece["box"]
        for line in (line for line in wide[name]["lines"] if line["drawn"]):
            if any(left + 0.7 < x < right - 0.7 and top + 0.7 < y < bottom - 0.7 for x, y in line["points"]):
                crossed.add(piece["words"])
    assert crossed == set()


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_is_cut_off(wide, name):
    width, height = wide[name]["view"]
    for piece in (piece for text in wide[name]["texts"] for piece in text):
        left, top, right, bottom = piece["box"]
        assert (left >= -0.5, top >= -0.5, right <= width + 0.5, bottom <= height + 0.5) == (True,) * 4, piece
    for line in wide[name]["lines"]:
        assert all(-0.5 <= x <= width + 0.5 and -0.5 <= y <= height + 0.5 for x, y in line["points"])


@pytest.mark.parametrize(("scheme", "least"), [("light", 11), ("dark", 9)])
def test_words_are_large_enough_to_read(browser, scheme, least):
    small = {
        (name, piece["words"])
        for name, figure in measured(browser, scheme, LOOKS[scheme]).items()
        for text in figure["texts"]
        for piece in text
        if piece["size"] < least
    }
    assert small == set()


def _luminance(colour: list[float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(fill: str, ground: str, opacity: float) -> float:
    under = [int(ground[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    over = [float(part) / 255 for part in fill.removeprefix("rgb(").removesuffix(")").split(",")]
    mixed = [o * opacity + u * (1 - opacity) for o, u in zip(over, under, strict=True)]
    high, low = sorted((_luminance(mixed), _luminance(under)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", GROUNDS)
def test_words_stand_out_from_the_ground(browser, scheme):
    pale = {
        (name, piece["words"], round(_contrast(piece["fill"], GROUNDS[scheme], piece["opacity"]), 2))
        for name, figure in measured(browser, scheme, LOOKS[scheme]).items()
        if not name.startswith("heat")  # words on a dark cell have the ground's colour
        for text in figure["texts"]
        for piece in text
        if _contrast(piece["fill"], GROUNDS[scheme], piece["opacity"]) < (3 if piece["size"] >= 18.6 else 4.5)
    }
    assert pale == set()
