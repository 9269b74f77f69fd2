"""What Canvas makes of a QTI 1.2 item, written from how its importer works, not from our exporter.

Canvas turns an item into QTI 2 first and then picks from it what a quiz question of its own holds: a type, points,
answers with a weight of 100 or 0 and a comment each, for a matching what belongs to what. It grades with these alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from typing import Any

QTI1 = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
QTI2 = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"


@dataclass
class Question:
    """A quiz question of Canvas; `right` are answers, or for a matching what belongs to each row."""

    kind: str
    points: Fraction
    text: str
    answers: dict[str, str] = field(default_factory=dict)
    right: dict[str, str] = field(default_factory=dict)
    matches: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    general: str = ""


def read(item: ET.Element, migrated: Any) -> Question:
    """The question that Canvas keeps of an item and of the same item in QTI 2."""
    fields = {f[0].text: f[1].text for f in item.iter(f"{QTI1}qtimetadatafield")}
    asked = _material(item.find(f"{QTI1}presentation"))
    question = Question(fields["question_type"], Fraction(fields["points_possible"]), asked)
    two = ET.fromstring(str(migrated))
    (_matching if question.kind == "matching_question" else _choices)(question, item, two)
    feedback = {modal.get("ident"): _material(modal) for modal in item.iter(f"{QTI1}itemfeedback")}
    question.general = feedback.get("general_fb", "")
    question.comments = {answer: feedback.get(name, "") for answer, name in question.comments.items()}
    return question


def _material(parent: ET.Element) -> str:
    """The HTML of the first material, a text that is text escaped."""
    return next(parent.iter(f"{QTI1}mattext")).text or ""


def _choices(question: Question, item: ET.Element, two: ET.Element) -> None:
    for label in item.iter(f"{QTI1}response_label"):
        if question.kind != "essay_question":
            question.answers[label.get("ident")] = _material(label)
    for condition in two.iter(f"{QTI2}responseCondition"):
        gives = _gives(condition)
        every = condition.findall(f"{QTI2}responseIf/{QTI2}and/{QTI2}member/{QTI2}baseValue")
        one = [value for test in ("match", "member") for value in condition.findall(f".//{QTI2}{test}/{QTI2}baseValue")][:1]
        for value in every or one:
            number = value.text.removeprefix("_")
            question.comments[number] = question.comments.get(number) or _feedback(condition)
            question.right[number] = "100" if every or gives else question.right.get(number, "0")
    question.right = {number: weight for number, weight in question.right.items() if weight == "100"}


def _gives(condition: ET.Element) -> bool:
    sets = [s for s in condition.iter(f"{QTI2}setOutcomeValue") if s.get("identifier") == "SCORE"]
    return any(float(value.text) > 0 for s in sets for value in s.iter(f"{QTI2}baseValue"))


def _matching(question: Question, item: ET.Element, two: ET.Element) -> None:
    """Rows are prompts, the menu is that of the first row, and a sum that grows tells what belongs to a row."""
    lids = [*item.iter(f"{QTI1}response_lid")]
    for lid in lids:
        question.answers[lid.get("ident").removeprefix("response_")] = _material(lid)
    numbers = [re.search(r"\d+", label.get("ident"))[0] for label in lids[0].iter(f"{QTI1}response_label")]
    texts = [_material(label) for label in lids[0].iter(f"{QTI1}response_label")]
    question.matches = dict(zip(numbers, texts, strict=True))
    assert len(question.matches) == len(numbers), "a match is known by the first number in its name"
    for branch in two.iter(f"{QTI2}responseIf"):
        tested = branch.find(f"{QTI2}match")
        grows = branch.find(f"{QTI2}setOutcomeValue[@identifier='SCORE']/{QTI2}sum")
        first = next(branch.iter(f"{QTI2}match"), None)
        if first is not None:
            question.comments[_row(first)] = _feedback(branch)
        if tested is not None and grows is not None:
            question.right[_row(tested)] = tested.find(f"{QTI2}baseValue").text.removeprefix("_")


def _row(match: ET.Element) -> str:
    return match.find(f"{QTI2}variable").get("identifier").removeprefix("response_")


def _feedback(condition: ET.Element) -> str:
    """The name of the feedback that a condition shows."""
    shown = condition.find(f".//{QTI2}setOutcomeValue[@identifier='FEEDBACK']/{QTI2}multiple/{QTI2}baseValue")
    return "" if shown is None else shown.text


def grade(question: Question, chosen: tuple[str, ...]) -> Fraction:
    """Points for the answers chosen, or the matches given to the rows in order."""
    if question.kind == "matching_question":
        rows = zip(question.answers, chosen, strict=True)
        share = Fraction(sum(question.right[row] == given for row, given in rows), len(question.answers))
    elif question.kind == "multiple_answers_question":
        right = len(set(chosen) & set(question.right))
        share = max(Fraction(0), Fraction(right - len(set(chosen) - set(question.right)), len(question.right)))
    else:
        share = Fraction(set(chosen) <= set(question.right))
    return share * question.points
