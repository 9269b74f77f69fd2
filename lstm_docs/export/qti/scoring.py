"""How a QTI 2.1 item is scored, written out rule by rule: players score a template they do not know as 0.

Counts are whole numbers and divided last, so that every player comes to the same score. Each feedback has an
outcome of its own: players disagree on outcomes that grow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...ground.xml import tag
from ...quiz.engine.kinds import KINDS
from ...quiz.engine.letters import LETTERS
from ...quiz.engine.scoring import Scoring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from ...quiz.engine.asking import Question

RESPONSE = "RESPONSE"
SHOWN, HIDDEN = "shown", "hidden"


def partner(place: int) -> str:
    """The identifier of a partner in a matching."""
    return f"P{place + 1}"


def right_values(asked: Question) -> list[str]:
    """The right response in QTI's words: identifiers of options, or pairs of them."""
    if asked.kind == "match":
        return [f"{LETTERS[n]} {partner(place)}" for n, place in enumerate(asked.answer)]
    return [LETTERS[place] for place in ((asked.key,) if KINDS[asked.kind].single else asked.answer)]


def points(asked: Question, scoring: Scoring) -> dict[str, int]:
    """What each value of the response counts, where values are mapped: of a matching, 1.

    Of several options, where they are balanced, each of r right ones counts w and each of w wrong ones -r, else 1 and -1.
    """
    if asked.kind == "several":
        right, wrong = _weights(asked, scoring)
        return {LETTERS[n]: right if n in asked.answer else -wrong for n in range(len(asked.options))}
    return dict.fromkeys(right_values(asked), 1) if asked.kind == "match" else {}


def _weights(asked: Question, scoring: Scoring) -> tuple[int, int]:
    right = len(asked.answer)
    return (len(asked.options) - right, right) if scoring is Scoring.BALANCED else (1, 1)


def remarks(asked: Question) -> dict[str, list[int]]:
    """Where several places are chosen: each text that is told, and the options it is told about."""
    places: dict[str, list[int]] = {}
    if not KINDS[asked.kind].single:
        for place, option in enumerate(asked.options):
            if option.said:
                places.setdefault(option.said, []).append(place)
    return places


def processing(asked: Question, marks: int, scoring: Scoring) -> Markup:
    """The rules that set SCORE and the feedback."""
    return tag("responseProcessing", *_rules(asked, marks, scoring), _set("SOLUTION", _value("identifier", SHOWN)))


def _rules(asked: Question, marks: int, scoring: Scoring) -> Iterator[Markup]:
    if KINDS[asked.kind].single:
        yield _all_or_nothing(marks)
        yield _set("FEEDBACK", _variable(RESPONSE))
    elif asked.kind != "open":
        nothing = _match(tag("containerSize", _variable(RESPONSE)), _value("integer", "0"))
        counted = [_all_or_nothing(marks)] if scoring is Scoring.ALL_OR_NOTHING else _shared(asked, marks, scoring)
        yield _if(nothing, [_score(0)], [*counted, *_remarks(asked)])


def _all_or_nothing(marks: int) -> Markup:
    return _if(_match(_variable(RESPONSE), tag("correct", identifier=RESPONSE)), [_score(marks)], [_score(0)])


def _shared(asked: Question, marks: int, scoring: Scoring) -> Iterator[Markup]:
    """SCORE as the count of what is chosen, placed or paired rightly, by the count of the key."""
    count, whole = tag("mapResponse", identifier=RESPONSE), len(asked.options)
    if asked.kind == "several" and scoring is Scoring.PER_OPTION:
        count = tag("sum", _value("integer", str(whole - len(asked.answer))), count)
    elif asked.kind == "several":
        whole = len(asked.answer) * (whole - len(asked.answer))
    elif asked.kind == "order":
        yield from _in_place(asked)
        count = _variable("RIGHT")
    product = tag("product", count, _value("integer", str(marks)))
    yield _set("SCORE", tag("divide", product, _value("integer", str(whole))))
    if asked.kind == "several" and scoring is Scoring.BALANCED:
        yield _if(tag("lt", _variable("SCORE"), _value("float", "0")), [_score(0)])


def _in_place(asked: Question) -> Iterator[Markup]:
    """RIGHT as the number of options that stand in their place."""
    yield _set("RIGHT", _value("integer", "0"))
    for position, place in enumerate(asked.answer):
        yield _if(_at(position, place), [_set("RIGHT", tag("sum", _variable("RIGHT"), _value("integer", "1")))])


def _remarks(asked: Question) -> Iterator[Markup]:
    for n, places in enumerate(remarks(asked).values(), start=1):
        wrong = [_wrong(asked, place) for place in places]
        test = wrong[0] if len(wrong) == 1 else tag("or", *wrong)
        name = f"FEEDBACK_{n}"
        yield _if(test, [_set(name, _value("identifier", SHOWN))], [_set(name, _value("identifier", HIDDEN))])


def _wrong(asked: Question, place: int) -> Markup:
    """Whether an option is judged, placed or paired wrongly."""
    if asked.kind == "order":
        return tag("not", _at(asked.answer.index(place), place))
    kind, value = ("directedPair", right_values(asked)[place]) if asked.kind == "match" else ("identifier", LETTERS[place])
    chosen = tag("member", _value(kind, value), _variable(RESPONSE))
    return chosen if asked.kind == "several" and place not in asked.answer else tag("not", chosen)


def _at(position: int, place: int) -> Markup:
    return _match(tag("index", _variable(RESPONSE), n=str(position + 1)), _value("identifier", LETTERS[place]))


def _if(test: Markup, then: list[Markup], otherwise: list[Markup] | None = None) -> Markup:
    return tag("responseCondition", tag("responseIf", test, *then), tag("responseElse", *otherwise) if otherwise else "")


def _match(one: Markup, other: Markup) -> Markup:
    return tag("match", one, other)


def _set(name: str, value: Markup) -> Markup:
    return tag("setOutcomeValue", value, identifier=name)


def _score(marks: int) -> Markup:
    return _set("SCORE", _value("float", str(marks)))


def _variable(name: str) -> Markup:
    return tag("variable", identifier=name)


def _value(kind: str, value: str) -> Markup:
    return tag("baseValue", value, baseType=kind)
