"""The HTML paper: one file with its font and colours in it, which asks no other file or host for anything."""

from __future__ import annotations

import base64
from functools import cache
from typing import TYPE_CHECKING

from ..formulas import mathfont
from ..ground.colours import COLOURS
from .templating import fill

if TYPE_CHECKING:
    from ..quiz.papers.paper import Paper
    from .format import Style


def html_paper(paper: Paper, style: Style) -> str:
    """The questions as a page that prints, and on screen takes the answers and saves them as a file."""
    return _page("paper.html.j2", paper, style)


def html_sheet(paper: Paper, style: Style) -> str:
    """What the interviewer keeps, as a page."""
    return _page("sheet.html.j2", paper, style)


def _page(template: str, paper: Paper, style: Style) -> str:
    return fill_page(template, style, paper=paper)


def fill_page(template: str, style: Style, **values: object) -> str:
    """A page that holds its font and colours, from a template that extends `base.html.j2`."""
    return fill(template, style, page=style.page, font=_font(), family=mathfont.FAMILY, colours=COLOURS, **values)


@cache
def _font() -> str:
    return base64.b64encode(mathfont.woff2()).decode()
