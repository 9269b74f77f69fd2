"""What may be handed out after an exam: a page for the class that names nobody, and one for each candidate.

Without keys no page tells a right answer, nor what a wrong one reveals, so that the questions can be asked again.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ..ground.worker_process import with_templates
from ..marks.statistics import misconceptions_shown, question_statistics
from .candidate_page import candidate_page, file_of
from .plots import bars, histogram
from .web_page import fill_page

if TYPE_CHECKING:
    from pathlib import Path

    from ..marks import Marked
    from ..quiz import Paper
    from .format import Style
    from .kit_marks import Marks

FOLDER = "hand-out"
KEYS = {"without-keys": False, "with-keys": True}


def write_class_page(marks: Marks, style: Style, folder: Path, *, keys: bool) -> None:
    """Write `class.html` into a new folder for what is handed out."""
    (folder / FOLDER).mkdir()
    page = with_templates(style.templates, _class_page, marks, style, keys)
    (folder / FOLDER / "class.html").write_text(page, encoding="utf-8", newline="\n")


def write_own_page(paper: Paper, marked: Marked, marks: Marks, style: Style, folder: Path, *, keys: bool) -> None:
    """Write the page of one candidate beside it."""
    page = with_templates(style.templates, _own_page, paper, marked, marks, style, keys)
    (folder / file_of(marked, FOLDER)).write_text(page, encoding="utf-8", newline="\n")


def _own_page(paper: Paper, marked: Marked, marks: Marks, style: Style, keys: bool) -> str:
    return candidate_page(paper, marked, marks.threshold, style, marks.oral(marked.code), keys=keys)


def _class_page(marks: Marks, style: Style, keys: bool) -> str:
    papers = marks.papers
    questions = question_statistics(papers)
    return fill_page(
        "class.html.j2",
        style,
        marks=marks,
        questions=questions,
        fallen=misconceptions_shown(papers),
        keys=keys,
        shares=histogram([float(paper.points / paper.most) for paper in papers]),
        difficulties=bars([(str(one.place), one.difficulty) for one in questions]),
        mean=float(sum((paper.points for paper in papers), Fraction(0)) / max(1, len(papers))),
        number_passed=sum(marks.passed(paper) is True for paper in papers),
    )
