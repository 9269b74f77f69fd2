"""Papers and keys as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..quiz.texts import THIN

if TYPE_CHECKING:
    from ..quiz.paper import Paper
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
            "answer": asked.answer[0] if len(asked.answer) == 1 else list(asked.answer),
            "option": asked.key if asked.key >= 0 else None,
            "solution": "\n".join(asked.solution),
            "distractors": [
                {"option": place, "misconception": option.misconception, "says": option.said}
                for place, option in enumerate(asked.options)
                if option.said and place != asked.key
            ],
            "hint": asked.notes.hint,
            "follow_up": asked.notes.follow_up,
            "rubric": [{"text": text, "points": points} for text, points in asked.notes.rubric],
            "reference": asked.notes.reference,
        }
        for place, asked in enumerate(paper.questions, start=1)
    ]
    return _json(_head(paper) | {"seed": paper.seed, "answers": answers})


def _head(paper: Paper) -> dict[str, Any]:
    return {"code": paper.code, "title": paper.title, "candidate": paper.candidate, "minutes": paper.minutes}


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
