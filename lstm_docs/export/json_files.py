"""Papers and keys as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..formulas.decimals import THIN
from ..quiz.engine.kinds import KINDS, formula_text

if TYPE_CHECKING:
    from ..quiz.engine.asking import Question
    from ..quiz.papers.paper import Paper
    from .format import Style


def paper_json(paper: Paper, style: Style) -> str:
    """The questions as data, without anything that tells an answer."""
    questions = [
        {
            "id": str(place),
            "family": asked.family,
            "topic": asked.topic,
            "level": asked.level,
            "seconds": asked.seconds,
            "given": dict(asked.given),
            "ask": asked.ask,
            "kind": asked.kind,
            "options": [option.text.replace(THIN, "") for option in asked.options],
            "partners": list(asked.partners),
            "marks": marks,
        }
        for place, (asked, marks) in enumerate(zip(paper.questions, paper.marks, strict=True), start=1)
    ]
    return _json(_head(paper) | {"questions": questions})


def sheet_json(paper: Paper, style: Style) -> str:
    """The key as data, with what the interviewer has besides."""
    answers = [
        {
            "id": str(place),
            "question": asked.id,
            "kind": asked.kind,
            "answer": _answer(asked),
            "option": asked.key if asked.key >= 0 else None,
            "solution": "\n".join(asked.solution),
            "distractors": _told(asked, set(range(len(asked.options))) - _right(asked)),
            "remarks": _told(asked, set() if KINDS[asked.kind].single else _right(asked)),
            "hint": asked.notes.hint,
            "follow_up": asked.notes.follow_up,
            "rubric": [{"text": text, "points": points} for text, points in asked.notes.rubric],
            "reference": asked.notes.reference,
        }
        for place, asked in enumerate(paper.questions, start=1)
    ]
    return _json(_head(paper) | {"seed": paper.seed, "answers": answers})


def _answer(asked: Question) -> list[int] | float | str:
    """A list where the kind of answer has more than one value, though it hold one or none; else the value itself."""
    kind = KINDS[asked.kind]
    if kind.length > 1 or not kind.single:
        return list(asked.answer)
    value: float | str = asked.answer[0]
    if asked.kind == "formula":
        return formula_text(str(value))
    return value / 10**asked.decimals if isinstance(value, int) and asked.decimals else value


def _right(asked: Question) -> set[int]:
    """The options that belong to the right answer; of an order or a matching all do."""
    if KINDS[asked.kind].single:
        return {asked.key}
    return set(asked.answer if asked.kind == "several" else range(len(asked.options)))


def _told(asked: Question, places: set[int]) -> list[dict[str, Any]]:
    """What is told to whoever chooses one of these options, or leaves it out, misplaces it or pairs it wrongly."""
    return [
        {"option": place, "misconception": option.misconception, "says": option.said}
        for place, option in enumerate(asked.options)
        if option.said and place in places
    ]


def _head(paper: Paper) -> dict[str, Any]:
    return {
        "code": paper.code,
        "title": paper.title,
        "candidate": paper.candidate,
        "minutes": paper.minutes,
        "scoring": paper.scoring,
    } | ({"statement": paper.statement} if paper.statement else {})


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
