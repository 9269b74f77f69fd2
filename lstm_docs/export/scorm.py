"""A paper as a SCORM 1.2 package: a page that asks, counts, and tells a learning platform the score.

The page counts by itself, so the answers stand in it: it is for practice, and says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ground.xml import clean
from .askable import CHOSEN, askable, left_out
from .moodle_answers import answers
from .qti.markup import paper_identity, title_of, zipped
from .templating import fill
from .web_page import fill_page

if TYPE_CHECKING:
    from ..quiz.papers.paper import Paper
    from .askable import Asked
    from .format import Style

TOLD = "The answers stand in this page, where anybody can read them: practise with it, and take no exam by it."


def scorm(paper: Paper, style: Style) -> bytes:
    """The package. Raises as `askable`, or for more right options than `answers` can divide the marks among."""
    questions = [(asked, _shares(asked, paper)) for asked in askable(paper, CHOSEN, "a SCORM page")]
    page = fill_page("scorm.html.j2", style, paper=paper, questions=questions, told=TOLD)
    manifest = fill("scorm.xml.j2", style, identifier=paper_identity(paper), title=clean(title_of(paper)))
    return zipped({"imsmanifest.xml": manifest, "index.html": page})


def scorm_lost(paper: Paper) -> list[str]:
    """What the page does not carry."""
    seen = "a SCORM page counts by itself, so whoever reads its source has the answers: it is for practice, not for an exam"
    return [*left_out(paper, CHOSEN, "a SCORM page"), seen, "a SCORM page has no topics, levels or minutes"]


def _shares(asked: Asked, paper: Paper) -> list[float]:
    """What choosing each option adds to the share of the marks."""
    return [float(answer.fraction) / 100 for answer in answers(asked.question, paper.scoring)]
