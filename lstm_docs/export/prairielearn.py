"""A paper as folders for PrairieLearn: a question each, and an assessment that counts their marks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from markupsafe import Markup

from ..quiz.engine.kinds import KINDS
from ..quiz.engine.scoring import Scoring
from .askable import askable, left_out
from .inline import inline
from .qti.markup import identity, paper_identity, title_of, zipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..quiz.papers.paper import Paper
    from .askable import Asked
    from .format import Style

ASKED = frozenset(KINDS) - {"open"}
NAME = 'answers-name="answer"'
PARTIAL = {Scoring.BALANCED: "net-correct", Scoring.PER_OPTION: "each-answer", Scoring.ALL_OR_NOTHING: "off"}
"""What PrairieLearn gives for part of the right boxes."""


def prairielearn(paper: Paper, style: Style) -> bytes:
    """A ZIP file to unpack in a course's folder. Raises as `askable`."""
    files, zones = {}, []
    for asked in askable(paper, ASKED, "PrairieLearn"):
        name = f"lstm-docs/{identity(paper, asked.number)}"
        files[f"questions/{name}/info.json"] = _json(_info(asked, name))
        files[f"questions/{name}/question.html"] = "\n".join(_question(asked, paper.scoring)) + "\n"
        zones.append({"id": name, "points": asked.marks})
    assessment = _assessment(paper, zones)
    return zipped(files | {f"assessments/{paper_identity(paper)}/infoAssessment.json": _json(assessment)})


def prairielearn_lost(paper: Paper) -> list[str]:
    """What PrairieLearn does not carry."""
    several = any(asked.kind == "several" for asked in paper.questions) and paper.scoring is not Scoring.ALL_OR_NOTHING
    scored = ["of several right options PrairieLearn gives part of the marks by a rule of its own"] if several else []
    folder = "move the folder assessments into that of your course instance"
    return [*left_out(paper, ASKED, "PrairieLearn"), *scored, "PrairieLearn's questions have no minutes or hints", folder]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _info(asked: Asked, name: str) -> dict[str, object]:
    question = asked.question
    return {
        "uuid": str(uuid5(NAMESPACE_URL, name)),
        "title": question.family.replace("-", " "),
        "topic": question.topic,
        "tags": [f"level {question.level}"],
        "type": "v3",
        "singleVariant": True,
        "partialCredit": True,
    }


def _assessment(paper: Paper, zones: list[dict[str, object]]) -> dict[str, object]:
    return {
        "uuid": str(uuid5(NAMESPACE_URL, paper_identity(paper))),
        "type": "Exam",
        "title": title_of(paper),
        "set": "Quiz",
        "number": str(paper.number),
        "shuffleQuestions": False,
        "zones": [{"questions": zones}],
    }


def _question(asked: Asked, scoring: Scoring) -> Iterator[str]:
    yield f"<pl-question-panel><p>{inline(asked.question.ask)}</p></pl-question-panel>"
    yield from {"several": _boxes, "order": _blocks, "match": _pairs}.get(asked.question.kind, _buttons)(asked, scoring)
    if solution := "".join(f"<p>{inline(step)}</p>" for step in asked.question.solution):
        yield f"<pl-answer-panel>{solution}</pl-answer-panel>"


def _buttons(asked: Asked, scoring: Scoring) -> Iterator[str]:
    yield f'<pl-multiple-choice {NAME} order="fixed">'
    yield from _answers(asked)
    yield "</pl-multiple-choice>"


def _boxes(asked: Asked, scoring: Scoring) -> Iterator[str]:
    yield f'<pl-checkbox {NAME} order="fixed" partial-credit="{PARTIAL[scoring]}">'
    yield from _answers(asked)
    yield "</pl-checkbox>"


def _answers(asked: Asked) -> Iterator[str]:
    for place, option in enumerate(asked.question.options):
        right = place in asked.right
        told = Markup(' feedback="{}"').format(inline(option.said)) if option.said and not right else ""
        yield f'  <pl-answer correct="{str(right).lower()}"{told}>{inline(option.text)}</pl-answer>'


def _blocks(asked: Asked, scoring: Scoring) -> Iterator[str]:
    """The answers stand in the right order, and are shown shuffled."""
    yield f"<pl-order-blocks {NAME}>"
    ordered = (asked.question.options[place].text for place in asked.question.answer)
    yield from (f'  <pl-answer correct="true">{inline(text)}</pl-answer>' for text in ordered)
    yield "</pl-order-blocks>"


def _pairs(asked: Asked, scoring: Scoring) -> Iterator[str]:
    question = asked.question
    yield f'<pl-matching {NAME} fixed-order="true" fixed-options-order="true">'
    for option, partner in zip(question.options, question.answer, strict=True):
        yield f'  <pl-statement match="p{partner}">{inline(option.text)}</pl-statement>'
    yield from (f'  <pl-option name="p{n}">{inline(text)}</pl-option>' for n, text in enumerate(question.partners))
    yield "</pl-matching>"
