"""A question as an item of QTI 1.2 in the form that Canvas writes and reads.

Canvas takes from an item its type, the options and which of them are right, and grades by rules of its own; other
readers of QTI 1.2 run the response conditions. Both come to full marks for the key and to none for a wrong option.
No space stands between elements: an importer takes what lies inside `and` for options.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...formulas.texts import plain
from ...quiz.engine.kinds import KINDS
from ...quiz.engine.scoring import Scoring
from .items import rubric
from .markup import element, identity, with_latex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...quiz.engine.asking import Question
    from ...quiz.papers.paper import Paper

ALL = 100
TYPES = {
    "truefalse": "true_false_question",
    "several": "multiple_answers_question",
    "order": "matching_question",
    "match": "matching_question",
    "open": "essay_question",
}


@dataclass(frozen=True)
class _Row:
    """One row of a matching: what stands on the left, the place of what belongs to it, and what is told if it is wrong."""

    text: str
    partner: int
    said: str


def fields(stated: dict[str, str]) -> ET.Element:
    """Metadata of a quiz or an item, by their labels."""
    fields = (
        element("qtimetadatafield", element("fieldlabel", label), element("fieldentry", entry))
        for label, entry in stated.items()
    )
    return element("qtimetadata", *fields)


def item(paper: Paper, place: int) -> ET.Element:
    """Question number `place` (from 1) with its key, conditions and feedback."""
    asked = paper.questions[place - 1]
    answers = _answers(asked, place)
    stated = {
        "question_type": TYPES.get(asked.kind, "multiple_choice_question"),
        "points_possible": str(paper.marks[place - 1]),
        "original_answer_ids": ",".join(map(str, answers)),
    }
    return element(
        "item",
        element("itemmetadata", fields(stated)),
        *_for_scorers(asked),
        element("presentation", _html("div", [asked.ask]), *_responses(asked, answers)),
        element("resprocessing", _outcomes(), *_conditions(asked, answers, paper.scoring)),
        *_feedback(asked, answers),
        ident=identity(paper, place),
        title=f"Question {place}",
    )


def _answers(asked: Question, place: int) -> list[int]:
    """Canvas names answers by numbers: 1000·question + answer."""
    return [1000 * place + n for n in range(1, len(asked.options) + 1)]


def _rows(asked: Question) -> list[_Row]:
    partners = asked.answer if asked.kind == "match" else [asked.answer.index(n) for n in range(len(asked.options))]
    return [_Row(option.text, place, option.said) for option, place in zip(asked.options, partners, strict=True)]


def _partners(asked: Question) -> dict[int, str]:
    """The right side of a matching, or the places of an order, by their numbers."""
    texts = asked.partners if asked.kind == "match" else [str(n) for n in range(1, len(asked.options) + 1)]
    return {n: plain(text) for n, text in enumerate(texts, start=1)}


def _responses(asked: Question, answers: list[int]) -> Iterator[ET.Element]:
    if asked.kind == "open":
        label = element("response_label", ident="answer1", rshuffle="No")
        yield element("response_str", element("render_fib", label), ident="response1", rcardinality="Single")
    elif asked.kind in ("order", "match"):
        for number, row in zip(answers, _rows(asked), strict=True):
            choices = (_label(n, element("mattext", text, texttype="text/plain")) for n, text in _partners(asked).items())
            parts = (_html("div", [row.text]), element("render_choice", *choices))
            yield element("response_lid", *parts, ident=f"response_{number}", rcardinality="Single")
    else:
        texts = (_text(asked, option.text) for option in asked.options)
        choices = (_label(number, text) for number, text in zip(answers, texts, strict=True))
        many = "Multiple" if asked.kind == "several" else "Single"
        yield element("response_lid", element("render_choice", *choices), ident="response1", rcardinality=many)


def _text(asked: Question, text: str) -> ET.Element:
    """An option; Canvas knows True and False by their plain words."""
    return element("mattext", text, texttype="text/plain") if asked.kind == "truefalse" else _mattext("span", [text])


def _label(number: int, text: ET.Element) -> ET.Element:
    return element("response_label", element("material", text), ident=str(number))


def _html(tag: str, texts: Iterable[str], more: str = "") -> ET.Element:
    return element("material", _mattext(tag, texts, more))


def _mattext(tag: str, texts: Iterable[str], more: str = "") -> ET.Element:
    html = "".join(ET.tostring(with_latex(tag, text), encoding="unicode", method="html") for text in texts)
    return element("mattext", html + more, texttype="text/html")


def _outcomes() -> ET.Element:
    return element(
        "outcomes", element("decvar", varname="SCORE", vartype="Decimal", defaultval="0", minvalue="0", maxvalue=str(ALL))
    )


def _conditions(asked: Question, answers: list[int], scoring: Scoring) -> Iterator[ET.Element]:
    """What shows which feedback, then what gives marks; SCORE is in per cent of the question's marks."""
    if asked.solution:
        yield _condition(element("other"), _show("general_fb"))
    if asked.kind in ("order", "match"):
        yield from _matching(asked, answers, scoring)
        return
    for place, number in enumerate(answers):
        if _tells(asked, place):
            yield _condition(_equal(number), _show(f"fb_{number}"))
    if KINDS[asked.kind].single:
        yield _condition(_equal(answers[asked.key]), _give(ALL), last=True)
    elif asked.kind == "several":
        tests = [_equal(number) if n in asked.answer else _not(_equal(number)) for n, number in enumerate(answers)]
        yield _condition(element("and", *tests), _give(ALL), last=True)
    else:
        yield element("respcondition", element("conditionvar", element("other")), **{"continue": "No"})


def _matching(asked: Question, answers: list[int], scoring: Scoring) -> Iterator[ET.Element]:
    """Each right row gives its share, which is taken back where only the whole counts.

    Feedback comes last: Canvas keeps for a row that of the last condition.
    """
    rows = _rows(asked)
    right = [_equal(row.partner + 1, f"response_{number}") for number, row in zip(answers, rows, strict=True)]
    share = f"{ALL / len(rows):.10f}"
    for test in right:
        yield _condition(test, element("setvar", share, varname="SCORE", action="Add"))
    if scoring is Scoring.ALL_OR_NOTHING:
        yield _condition(_not(element("and", *right)), _give(0))
    for test, number, row in zip(right, answers, rows, strict=True):
        if row.said:
            yield _condition(_not(test), _show(f"fb_{number}"))


def _condition(test: ET.Element, does: ET.Element, *, last: bool = False) -> ET.Element:
    """Conditions go on to the next unless they say so; it is said, since QTI's default is to stop."""
    return element("respcondition", element("conditionvar", test), does, **{"continue": "No" if last else "Yes"})


def _equal(number: int, response: str = "response1") -> ET.Element:
    return element("varequal", str(number), respident=response)


def _not(test: ET.Element) -> ET.Element:
    return element("not", test)


def _give(score: int) -> ET.Element:
    return element("setvar", str(score), varname="SCORE", action="Set")


def _show(name: str) -> ET.Element:
    return element("displayfeedback", feedbacktype="Response", linkrefid=name)


def _tells(asked: Question, place: int) -> bool:
    """Whether something is told to whoever chooses this option, and chooses wrongly."""
    right = (asked.key,) if KINDS[asked.kind].single else asked.answer
    return bool(asked.options[place].said) and place not in right


def _feedback(asked: Question, answers: list[int]) -> Iterator[ET.Element]:
    if asked.solution:
        yield _shown("general_fb", asked.solution)
    for place, (number, option) in enumerate(zip(answers, asked.options, strict=True)):
        if option.said if asked.kind in ("order", "match") else _tells(asked, place):
            yield _shown(f"fb_{number}", [option.said])


def _shown(name: str, texts: Iterable[str]) -> ET.Element:
    return element("itemfeedback", element("flow_mat", _html("p", texts)), ident=name)


def _for_scorers(asked: Question) -> Iterator[ET.Element]:
    """What earns points in an open question, for readers that know of graders."""
    if asked.kind != "open":
        return
    reference = ET.tostring(element("pre", asked.notes.reference), encoding="unicode") if asked.notes.reference else ""
    yield element("rubric", _html("p", rubric(asked), reference), view="Scorer")
