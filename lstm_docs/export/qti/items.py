"""A question as a QTI 2.1 item, in the dialect asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...ground.xml import tag
from ...quiz.engine.kinds import KINDS
from ...quiz.engine.letters import LETTERS
from .markup import identity, rich
from .scoring import HIDDEN, RESPONSE, SHOWN, partner, points, processing, remarks, right_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markupsafe import Markup

    from ...quiz.engine.asking import Question
    from ...quiz.engine.scoring import Scoring
    from ...quiz.papers.paper import Paper
    from .dialect import Dialect

CARDINALITY = {"several": "multiple", "order": "ordered", "match": "multiple"}
BASE_TYPE = {"match": "directedPair", "open": "string"}


def item(paper: Paper, place: int, dialect: Dialect) -> str:
    """Question number `place` (from 1) with its key, scoring, feedback and worked solution."""
    asked, marks = paper.questions[place - 1], paper.marks[place - 1]
    by_hand = dialect.scored_by_hand if asked.kind == "open" else {}
    return dialect.document(
        "assessmentItem",
        _response(asked, paper.scoring),
        *_outcomes(asked, marks, by_hand),
        tag("itemBody", tag("p", rich(asked.ask)), *_body(asked)),
        processing(asked, marks, paper.scoring),
        *_feedback(asked),
        identifier=identity(paper, place),
        title=f"Question {place}",
        adaptive="false",
        timeDependent="false",
    )


def _response(asked: Question, scoring: Scoring) -> Markup:
    kind = asked.kind
    key = tag("correctResponse", *(tag("value", value) for value in right_values(asked))) if kind != "open" else ""
    entries = [tag("mapEntry", mapKey=value, mappedValue=str(count)) for value, count in points(asked, scoring).items()]
    return tag(
        "responseDeclaration",
        key,
        tag("mapping", *entries, defaultValue="0") if entries else "",
        identifier=RESPONSE,
        cardinality=CARDINALITY.get(kind, "single"),
        baseType=BASE_TYPE.get(kind, "identifier"),
    )


def _outcomes(asked: Question, marks: int, of_score: Mapping[str, str]) -> Iterator[Markup]:
    yield _outcome("SCORE", "float", "0", normalMaximum=str(marks), normalMinimum="0", **of_score)
    yield _outcome("MAXSCORE", "float", str(marks))
    if asked.kind == "order":
        yield _outcome("RIGHT", "integer", "0")
    if KINDS[asked.kind].single:
        yield tag("outcomeDeclaration", identifier="FEEDBACK", cardinality="single", baseType="identifier")
    for n in range(len(remarks(asked))):
        yield _outcome(f"FEEDBACK_{n + 1}", "identifier", HIDDEN)
    yield _outcome("SOLUTION", "identifier", HIDDEN)


def _outcome(name: str, kind: str, value: str, **attributes: str) -> Markup:
    default = tag("defaultValue", tag("value", value))
    return tag("outcomeDeclaration", default, identifier=name, cardinality="single", baseType=kind, **attributes)


def _body(asked: Question) -> Iterator[Markup]:
    if asked.kind == "open":
        yield tag("extendedTextInteraction", responseIdentifier=RESPONSE, expectedLines="12")
        yield _for_scorers(asked)
    elif asked.kind == "match":
        yield _matching(asked)
    elif asked.kind == "order":
        yield tag("orderInteraction", *_choices(asked), responseIdentifier=RESPONSE, shuffle="false")
    else:
        most = "0" if asked.kind == "several" else "1"
        yield tag("choiceInteraction", *_choices(asked), responseIdentifier=RESPONSE, shuffle="false", maxChoices=most)


def _choices(asked: Question) -> Iterator[Markup]:
    for letter, option in zip(LETTERS, asked.options, strict=False):
        yield tag("simpleChoice", tag("span", rich(option.text)), identifier=letter)


def _matching(asked: Question) -> Markup:
    """Each option has one partner; a partner may have several options, or none."""
    many = str(len(asked.options))
    left = [_associable(LETTERS[n], "1", option.text) for n, option in enumerate(asked.options)]
    right = [_associable(partner(n), many, text) for n, text in enumerate(asked.partners)]
    sets = [tag("simpleMatchSet", *choices) for choices in (left, right)]
    return tag("matchInteraction", *sets, responseIdentifier=RESPONSE, shuffle="false", maxAssociations=many)


def _associable(name: str, most: str, text: str) -> Markup:
    return tag("simpleAssociableChoice", tag("span", rich(text)), identifier=name, matchMax=most)


def rubric(asked: Question) -> list[str]:
    """What earns how many points in an open question."""
    return [f"{text}: {earned} {'point' if earned == 1 else 'points'}" for text, earned in asked.notes.rubric]


def _for_scorers(asked: Question) -> Markup:
    """What earns points in an open question, and an answer that earns them all."""
    lines = [tag("li", rich(line)) for line in rubric(asked)]
    shown = [tag("ul", *lines)] if lines else []
    if asked.notes.reference:
        shown.append(tag("pre", asked.notes.reference))
    return tag("rubricBlock", *(shown or [tag("p", "Scored by hand.")]), view="scorer")


def _feedback(asked: Question) -> Iterator[Markup]:
    if KINDS[asked.kind].single:
        for place, option in enumerate(asked.options):
            if option.said and place != asked.key:
                yield _modal("FEEDBACK", LETTERS[place], "Your answer", [option.said])
    for n, text in enumerate(remarks(asked), start=1):
        yield _modal(f"FEEDBACK_{n}", SHOWN, "Your answer", [text])
    if asked.solution:
        yield _modal("SOLUTION", SHOWN, "Worked solution", asked.solution)


def _modal(outcome: str, value: str, title: str, texts: tuple[str, ...] | list[str]) -> Markup:
    lines = [tag("p", rich(text)) for text in texts]
    return tag("modalFeedback", *lines, outcomeIdentifier=outcome, identifier=value, showHide="show", title=title)
