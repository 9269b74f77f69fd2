"""A paper as quizdown: Markdown that a script turns into a quiz, in the browser and within other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .askable import CHOSEN, askable, left_out
from .inline import inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..quiz.papers.paper import Paper
    from .askable import Asked
    from .format import Style

ASKED = CHOSEN | {"order"}


def quizdown(paper: Paper, style: Style) -> str:
    """The quiz: options stand in the paper's order. Raises as `askable`."""
    questions = ("\n".join(_lines(asked)) for asked in askable(paper, ASKED, "quizdown"))
    return "\n\n".join(("---\nshuffleAnswers: false\n---", *questions)) + "\n"


def quizdown_lost(paper: Paper) -> list[str]:
    """What quizdown does not carry."""
    kept = "quizdown counts questions, not marks, wants the whole answer of each, and has no place for topics and levels"
    return [*left_out(paper, ASKED, "quizdown"), kept, "whoever reads the page's source has the answers"]


def quizdown_text(text: str) -> str:
    """A text as quizdown reads it from a page: its signs are resolved once before it is taken for Markdown."""
    return inline(text).replace("&#", "&amp;#")


def _lines(asked: Asked) -> Iterator[str]:
    question = asked.question
    yield f"### Question {asked.number}\n\n{quizdown_text(asked.question.ask)}\n"
    if question.notes.hint:
        yield f"> {quizdown_text(question.notes.hint)}\n"
    if question.kind == "order":
        yield from (f"1. {quizdown_text(question.options[place].text)}" for place in question.answer)
        return
    solution = " ".join(map(quizdown_text, question.solution))
    for place, option in enumerate(question.options):
        right = place in asked.right
        yield f"{'-' if question.kind == 'several' else '1.'} [{'x' if right else ' '}] {quizdown_text(option.text)}"
        if told := solution if right else quizdown_text(option.said):
            yield f"    > {told}"
