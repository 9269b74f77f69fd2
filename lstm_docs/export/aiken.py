"""A paper as Aiken: plain lines that Moodle and others take in, for questions with one right option."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..formulas.texts import plain
from ..quiz.engine.letters import LETTERS
from .askable import ONE_RIGHT, askable, left_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..quiz.papers.paper import Paper
    from .askable import Asked
    from .format import Style


def aiken(paper: Paper, style: Style) -> str:
    """The questions, an empty line between them. Raises `LstmDocsError` if Aiken can ask none."""
    return "\n\n".join("\n".join(_lines(asked)) for asked in askable(paper, ONE_RIGHT, "Aiken")) + "\n"


def aiken_lost(paper: Paper) -> list[str]:
    """What Aiken does not carry."""
    kept = "Aiken keeps questions, options and right letters; feedback, solutions, marks, topics and levels are left out"
    return [*left_out(paper, ONE_RIGHT, "Aiken"), kept, "formulas are plain characters, and code is on one line"]


def _lines(asked: Asked) -> Iterator[str]:
    yield _line(asked.question.ask)
    for letter, option in zip(LETTERS, asked.question.options, strict=False):
        yield f"{letter}. {_line(option.text)}"
    yield f"ANSWER: {LETTERS[asked.question.key]}"


def _line(text: str) -> str:
    return " ".join(plain(text).split())
