"""A question as an item of QTI 1.2 in the form that Canvas writes and reads.

Canvas takes from an item its type, the options and which of them are right, and grades by rules of its own; other
readers of QTI 1.2 run the response conditions. Both come to full marks for the key and to none for a wrong option.
No space stands between elements: an importer takes what lies inside `and` for options.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...formulas.texts import plain
from ...ground.xml import tag
from ...quiz.engine.kinds import KINDS
from ...quiz.engine.scoring import Scoring
from .items import rubric
from .markup import identity, with_latex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markupsafe import Markup

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


def fields(stated: dict[str, str]) -> Markup:
    """Metadata of a quiz or an item, by their labels."""
    fields = (tag("qtimetadatafield", tag("fieldlabel", label), tag("fieldentry", entry)) for label, entry in stated.items())
    return tag("qtimetadata", *fields)


def item(paper: Paper, place: int) -> Markup:
    """Question number `place` (from 1) with its key, conditions and feedback."""
    asked = paper.questions[place - 1]
    answers = _answers(asked, place)
    stated = {
        "question_type": TYPES.get(asked.kind, "multiple_choice_question"),
        "points_possible": str(paper.marks[place - 1]),
        "original_answer_ids": ",".join(map(str, answers)),
    }
    return tag(
        "item",
        tag("itemmetadata", fields(stated)),
        *_for_scorers(asked),
        tag("presentation", _html("div", [asked.ask]), *_responses(asked, answers)),
        tag("resprocessing", _outcomes(), *_conditions(asked, answers, paper.scoring)),
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


def _responses(asked: Question, answers: list[int]) -> Iterator[Markup]:
    if asked.kind == "open":
        label = tag("response_label", ident="answer1", rshuffle="No")
        yield tag("response_str", tag("render_fib", label), ident="response1", rcardinality="Single")
    elif asked.kind in ("order", "match"):
        for number, row in zip(answers, _rows(asked), strict=True):
            choices = (_label(n, tag("mattext", text, texttype="text/plain")) for n, text in _partners(asked).items())
            parts = (_html("div", [row.text]), tag("render_choice", *choices))
            yield tag("response_lid", *parts, ident=f"response_{number}", rcardinality="Single")
    else:
        texts = (_text(asked, option.text) for option in asked.options)
        choices = (_label(number, text) for number, text in zip(answers, texts, strict=True))
        many = "Multiple" if asked.kind == "several" else "Single"
        yield tag("response_lid", tag("render_choice", *choices), ident="response1", rcardinality=many)


def _text(asked: Question, text: str) -> Markup:
    """An option; Canvas knows True and False by their plain words."""
    return tag("mattext", text, texttype="text/plain") if asked.kind == "truefalse" else _mattext("span", [text])


def _label(number: int, text: Markup) -> Markup:
    return tag("response_label", tag("material", text), ident=str(number))


def _html(name: str, texts: Iterable[str], more: str = "") -> Markup:
    return tag("material", _mattext(name, texts, more))


def _mattext(name: str, texts: Iterable[str], more: str = "") -> Markup:
    """HTML is a text in QTI 1.2: its tags are escaped."""
    html = "".join((*(tag(name, with_latex(text)) for text in texts), more))
    return tag("mattext", html, texttype="text/html")


def _outcomes() -> Markup:
    return tag("outcomes", tag("decvar", varname="SCORE", vartype="Decimal", defaultval="0", minvalue="0", maxvalue=str(ALL)))


def _conditions(asked: Question, answers: list[int], scoring: Scoring) -> Iterator[Markup]:
    """What shows which feedback, then what gives marks; SCORE is in per cent of the question's marks."""
    if asked.solution:
        yield _condition(tag("other"), _show("general_fb"))
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
        yield _condition(tag("and", *tests), _give(ALL), last=True)
    else:
        yield tag("respcondition", tag("conditionvar", tag("other")), **{"continue": "No"})


def _matching(asked: Question, answers: list[int], scoring: Scoring) -> Iterator[Markup]:
    """Each right row gives its share, which is taken back where only the whole counts.

    Feedback comes last: Canvas keeps for a row that of the last condition.
    """
    rows = _rows(asked)
    right = [_equal(row.partner + 1, f"response_{number}") for number, row in zip(answers, rows, strict=True)]
    share = f"{ALL / len(rows):.10f}"
    for test in right:
        yield _condition(test, tag("setvar", share, varname="SCORE", action="Add"))
    if scoring is Scoring.ALL_OR_NOTHING:
        yield _condition(_not(tag("and", *right)), _give(0))
    for test, number, row in zip(right, answers, rows, strict=True):
        if row.said:
            yield _condition(_not(test), _show(f"fb_{number}"))


def _condition(test: Markup, does: Markup, *, last: bool = False) -> Markup:
    """Conditions go on to the next unless they say so; it is said, since QTI's default is to stop."""
    return tag("respcondition", tag("conditionvar", test), does, **{"continue": "No" if last else "Yes"})


def _equal(number: int, response: str = "response1") -> Markup:
    return tag("varequal", str(number), respident=response)


def _not(test: Markup) -> Markup:
    return tag("not", test)


def _give(score: int) -> Markup:
    return tag("setvar", str(score), varname="SCORE", action="Set")


def _show(name: str) -> Markup:
    return tag("displayfeedback", feedbacktype="Response", linkrefid=name)


def _tells(asked: Question, place: int) -> bool:
    """Whether something is told to whoever chooses this option, and chooses wrongly."""
    right = (asked.key,) if KINDS[asked.kind].single else asked.answer
    return bool(asked.options[place].said) and place not in right


def _feedback(asked: Question, answers: list[int]) -> Iterator[Markup]:
    if asked.solution:
        yield _shown("general_fb", asked.solution)
    for place, (number, option) in enumerate(zip(answers, asked.options, strict=True)):
        if option.said if asked.kind in ("order", "match") else _tells(asked, place):
            yield _shown(f"fb_{number}", [option.said])


def _shown(name: str, texts: Iterable[str]) -> Markup:
    return tag("itemfeedback", tag("flow_mat", _html("p", texts)), ident=name)


def _for_scorers(asked: Question) -> Iterator[Markup]:
    """What earns points in an open question, for readers that know of graders."""
    if asked.kind != "open":
        return
    reference = tag("pre", asked.notes.reference) if asked.notes.reference else ""
    yield tag("rubric", _html("p", rubric(asked), reference), view="Scorer")
