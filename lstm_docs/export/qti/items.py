"""A question as a QTI 2.1 item; `dialect` makes a QTI 3 item of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...quiz.engine.kinds import KINDS
from ...quiz.engine.letters import LETTERS
from .markup import element, identity, rich
from .scoring import HIDDEN, RESPONSE, SHOWN, partner, points, processing, remarks, right_values

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Iterator

    from ...quiz.engine.asking import Question
    from ...quiz.engine.scoring import Scoring
    from ...quiz.papers.paper import Paper

CARDINALITY = {"several": "multiple", "order": "ordered", "match": "multiple"}
BASE_TYPE = {"match": "directedPair", "open": "string"}


def item(paper: Paper, place: int) -> ET.Element:
    """Question number `place` (from 1) with its key, scoring, feedback and worked solution."""
    asked, marks = paper.questions[place - 1], paper.marks[place - 1]
    return element(
        "assessmentItem",
        _response(asked, paper.scoring),
        *_outcomes(asked, marks),
        element("itemBody", rich("p", asked.ask), *_body(asked)),
        processing(asked, marks, paper.scoring),
        *_feedback(asked),
        identifier=identity(paper, place),
        title=f"Question {place}",
        adaptive="false",
        timeDependent="false",
    )


def _response(asked: Question, scoring: Scoring) -> ET.Element:
    kind = asked.kind
    declared = element(
        "responseDeclaration",
        identifier=RESPONSE,
        cardinality=CARDINALITY.get(kind, "single"),
        baseType=BASE_TYPE.get(kind, "identifier"),
    )
    if kind != "open":
        declared.append(element("correctResponse", *(element("value", value) for value in right_values(asked))))
    counts = points(asked, scoring)
    if counts:
        entries = [element("mapEntry", mapKey=value, mappedValue=str(count)) for value, count in counts.items()]
        declared.append(element("mapping", *entries, defaultValue="0"))
    return declared


def _outcomes(asked: Question, marks: int) -> Iterator[ET.Element]:
    yield _outcome("SCORE", "float", "0", normalMaximum=str(marks), normalMinimum="0")
    yield _outcome("MAXSCORE", "float", str(marks))
    if asked.kind == "order":
        yield _outcome("RIGHT", "integer", "0")
    if KINDS[asked.kind].single:
        yield element("outcomeDeclaration", identifier="FEEDBACK", cardinality="single", baseType="identifier")
    for n in range(len(remarks(asked))):
        yield _outcome(f"FEEDBACK_{n + 1}", "identifier", HIDDEN)
    yield _outcome("SOLUTION", "identifier", HIDDEN)


def _outcome(name: str, kind: str, value: str, **attributes: str) -> ET.Element:
    default = element("defaultValue", element("value", value))
    return element("outcomeDeclaration", default, identifier=name, cardinality="single", baseType=kind, **attributes)


def _body(asked: Question) -> Iterator[ET.Element]:
    if asked.kind == "open":
        yield element("extendedTextInteraction", responseIdentifier=RESPONSE, expectedLines="12")
        yield _for_scorers(asked)
    elif asked.kind == "match":
        yield _matching(asked)
    elif asked.kind == "order":
        yield element("orderInteraction", *_choices(asked), responseIdentifier=RESPONSE, shuffle="false")
    else:
        most = "0" if asked.kind == "several" else "1"
        yield element("choiceInteraction", *_choices(asked), responseIdentifier=RESPONSE, shuffle="false", maxChoices=most)


def _choices(asked: Question) -> Iterator[ET.Element]:
    for letter, option in zip(LETTERS, asked.options, strict=False):
        yield element("simpleChoice", rich("span", option.text), identifier=letter)


def _matching(asked: Question) -> ET.Element:
    """Each option has one partner; a partner may have several options, or none."""
    many = str(len(asked.options))
    left = [_associable(LETTERS[n], "1", option.text) for n, option in enumerate(asked.options)]
    right = [_associable(partner(n), many, text) for n, text in enumerate(asked.partners)]
    sets = [element("simpleMatchSet", *choices) for choices in (left, right)]
    return element("matchInteraction", *sets, responseIdentifier=RESPONSE, shuffle="false", maxAssociations=many)


def _associable(name: str, most: str, text: str) -> ET.Element:
    return element("simpleAssociableChoice", rich("span", text), identifier=name, matchMax=most)


def rubric(asked: Question) -> list[str]:
    """What earns how many points in an open question."""
    return [f"{text}: {earned} {'point' if earned == 1 else 'points'}" for text, earned in asked.notes.rubric]


def _for_scorers(asked: Question) -> ET.Element:
    """What earns points in an open question, and an answer that earns them all."""
    lines = [rich("li", line) for line in rubric(asked)]
    shown = [element("ul", *lines)] if lines else []
    if asked.notes.reference:
        shown.append(element("pre", asked.notes.reference))
    return element("rubricBlock", *(shown or [element("p", "Scored by hand.")]), view="scorer")


def _feedback(asked: Question) -> Iterator[ET.Element]:
    if KINDS[asked.kind].single:
        for place, option in enumerate(asked.options):
            if option.said and place != asked.key:
                yield _modal("FEEDBACK", LETTERS[place], "Your answer", [option.said])
    for n, text in enumerate(remarks(asked), start=1):
        yield _modal(f"FEEDBACK_{n}", SHOWN, "Your answer", [text])
    if asked.solution:
        yield _modal("SOLUTION", SHOWN, "Worked solution", asked.solution)


def _modal(outcome: str, value: str, title: str, texts: tuple[str, ...] | list[str]) -> ET.Element:
    lines = [rich("p", text) for text in texts]
    return element("modalFeedback", *lines, outcomeIdentifier=outcome, identifier=value, showHide="show", title=title)
