"""A paper as a Markdown page for MkDocs with the plugin mkdocs-quiz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .askable import CHOSEN, askable, left_out
from .inline import inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..quiz.papers.paper import Paper
    from .askable import Asked
    from .format import Style


def mkdocs_quiz(paper: Paper, style: Style) -> str:
    """The page, with a block for each question. Raises as `askable`."""
    blocks = ("\n".join(_block(asked)) for asked in askable(paper, CHOSEN, "mkdocs-quiz"))
    return "\n\n".join((f"# {inline(paper.title)}", *blocks)) + "\n"


def mkdocs_quiz_lost(paper: Paper) -> list[str]:
    """What mkdocs-quiz does not carry."""
    kept = "mkdocs-quiz counts questions, not marks, and has no place for topics and levels"
    whole = ["of several right options mkdocs-quiz wants all"] if any(it.kind == "several" for it in paper.questions) else []
    return [*left_out(paper, CHOSEN, "mkdocs-quiz"), kept, *whole, "whoever reads the page's source has the answers"]


def _block(asked: Asked) -> Iterator[str]:
    yield f"<quiz>\n{inline(asked.question.ask)}\n"
    for place, option in enumerate(asked.question.options):
        yield f"- [{'x' if place in asked.right else ' '}] {inline(option.text)}"
        if option.said and place not in asked.right:
            yield f"> {inline(option.said)}"
    yield ""
    yield from (f"{inline(step)}\n" for step in asked.question.solution)
    yield "</quiz>"
