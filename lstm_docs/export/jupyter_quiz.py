"""A paper as JSON for JupyterQuiz, which asks it in a notebook and tells of each option what is wrong about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .askable import CHOSEN, askable, left_out
from .inline import inline

if TYPE_CHECKING:
    from ..quiz.papers.paper import Paper
    from .askable import Asked
    from .format import Style


def jupyter_quiz(paper: Paper, style: Style) -> str:
    """A list of questions, in ASCII, as JupyterQuiz reads files in the encoding of the system. Raises as `askable`."""
    questions = [_question(asked) for asked in askable(paper, CHOSEN, "JupyterQuiz")]
    return json.dumps(questions, indent=1) + "\n"


def jupyter_quiz_lost(paper: Paper) -> list[str]:
    """What JupyterQuiz does not carry."""
    kept = "JupyterQuiz counts no marks, shuffles the options unless told not to, and has no place for topics and levels"
    return [*left_out(paper, CHOSEN, "JupyterQuiz"), kept, "whoever has the file has the answers"]


def _question(asked: Asked) -> dict[str, Any]:
    several = len(asked.right) > 1
    return {
        "question": inline(asked.question.ask),
        "type": "many_choice" if several else "multiple_choice",
        "answers": [_answer(asked, place) for place in range(len(asked.question.options))],
    }


def _answer(asked: Asked, place: int) -> dict[str, Any]:
    option, right = asked.question.options[place], place in asked.right
    solution = "<br>".join(map(inline, asked.question.solution))
    told = ("Right. " + solution).strip() if right else inline(option.said)
    return {"answer": inline(option.text), "correct": right} | ({"feedback": told} if told else {})
