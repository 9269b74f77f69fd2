"""A paper as a QTI 1.2 package in the form that Canvas writes and reads: a manifest, the quiz, and its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...ground.xml import tag
from ...quiz.engine.scoring import Scoring
from ..pool import groups
from .canvas_items import fields, item
from .markup import document, paper_identity, title_of, zipped
from .package import manifest, qti_lost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from ...quiz.engine.asking import Question
    from ...quiz.papers.paper import Paper
    from ..format import Style

NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
QUIZ_NAMESPACE = "http://canvas.instructure.com/xsd/cccv1p0"
MANIFEST_NAMESPACE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
SETTINGS = "associatedcontent/imscc_xmlv1p1/learning-application-resource"


def qti12(paper: Paper, style: Style) -> bytes:
    """The paper as a ZIP file that Canvas imports as a quiz."""
    name = paper_identity(paper)
    questions, settings = f"{name}/{name}.xml", f"{name}/assessment_meta.xml"
    return zipped(
        {
            "imsmanifest.xml": _manifest(name, questions, settings),
            questions: _assessment(paper, name),
            settings: _settings(paper, name),
        }
    )


def qti12_lost(paper: Paper) -> Iterator[str]:
    """What Canvas does not keep as the paper has it."""
    kinds = {asked.kind for asked in paper.questions}
    yield from qti_lost(paper)
    if "order" in kinds:
        yield "an order is asked as a matching of each option with its place, which lets a place be given twice"
    if any(asked.kind == "several" and not _as_canvas(asked, paper.scoring) for asked in paper.questions):
        yield "where several options are right, Canvas takes off for a wrong one what a right one gives, by a rule of its own"
    if "several" in kinds and paper.scoring is not Scoring.ALL_OR_NOTHING:
        yield "where several options are right, readers of QTI 1.2 other than Canvas give all marks or none"
    if paper.scoring is Scoring.ALL_OR_NOTHING and kinds & {"several", "order", "match"}:
        yield "Canvas gives part of the marks for part of an answer, which this paper does not"
    if any("$" in text for asked in paper.questions for text in asked.partners):
        yield "formulas on the right of a matching are plain characters: Canvas shows them in a menu"
    if "open" in kinds:
        yield "Canvas shows graders no rubric and no reference answer for open questions; they stand on the sheet"


def _as_canvas(asked: Question, scoring: Scoring) -> bool:
    """Whether several options are scored alike: where as many are wrong as right, balance takes off what is given."""
    return scoring is Scoring.BALANCED and len(asked.options) == 2 * len(asked.answer)


def _manifest(name: str, questions: str, settings: str) -> str:
    resources = tag(
        "resources",
        tag(
            "resource",
            tag("file", href=questions),
            tag("dependency", identifierref=f"s-{name}"),
            identifier=name,
            type="imsqti_xmlv1p2",
        ),
        tag("resource", tag("file", href=settings), identifier=f"s-{name}", type=SETTINGS, href=settings),
    )
    return manifest(name, MANIFEST_NAMESPACE, ("IMS Content", "1.1.3"), resources)


def _settings(paper: Paper, name: str) -> str:
    """What Canvas keeps of a quiz besides its questions; nothing is shown of the key until the interviewer says so."""
    stated = {
        "title": title_of(paper),
        "description": f"Paper {paper.code}",
        "shuffle_answers": "false",
        "scoring_policy": "keep_highest",
        "quiz_type": "assignment",
        "points_possible": str(paper.most),
        "show_correct_answers": "false",
        "time_limit": str(paper.minutes),
        "allowed_attempts": "1",
    }
    parts = [tag(field, text) for field, text in stated.items()]
    return document("quiz", *parts, identifier=name, xmlns=QUIZ_NAMESPACE)


def _assessment(paper: Paper, name: str) -> str:
    parts = [part for name, places in groups(paper) for part in _group(paper, name, places)]
    limits = fields({"qmd_timelimit": str(paper.minutes), "cc_maxattempts": "1"})
    section = tag("section", *parts, ident="root_section")
    assessment = tag("assessment", limits, section, ident=name, title=title_of(paper))
    return document("questestinterop", assessment, xmlns=NAMESPACE)


def _group(paper: Paper, name: str, places: range) -> list[Markup]:
    """The questions at some places (from 0); variants are a section from which Canvas takes one."""
    items = [item(paper, place + 1) for place in places]
    if not paper.variants:
        return items
    taken = tag("selection_extension", tag("points_per_item", str(paper.marks[places[0]])))
    selection = tag("selection", tag("selection_number", "1"), taken)
    return [tag("section", tag("selection_ordering", selection), *items, ident=f"group_{places[0] + 1}", title=name)]
