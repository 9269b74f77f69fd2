"""A paper and its key as a table for spreadsheets: a row for each question."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from ..formulas.decimals import THIN
from ..formulas.texts import plain
from ..quiz.engine.judging import right_answer
from ..quiz.engine.letters import LETTERS
from .spreadsheet_cells import cell
from .wording import rubric_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..quiz.engine.asking import Question
    from ..quiz.papers.paper import Paper
    from .format import Style

MARK = "\ufeff"  # tells spreadsheets that it is UTF-8
BEFORE = ("number", "id", "family", "topic", "level", "kind", "marks", "seconds", "question")
AFTER = ("partners", "key", "answer", "solution", "rubric", "reference", "hint", "follow_up")

_TAKEN_WRONGLY = re.compile(r"\d+\s*[:/-]\s*\d+|\d{16,}")


def csv_table(paper: Paper, style: Style) -> str:
    """The table: columns for as many options as the longest question has, and for what is told of each if it is wrong."""
    most = max(len(asked.options) for asked in paper.questions)
    options = [f"option_{letter}" for letter in LETTERS[:most]]
    feedback = [f"feedback_{letter}" for letter in LETTERS[:most]]
    text = io.StringIO(MARK, newline="")
    text.seek(0, io.SEEK_END)
    rows = csv.DictWriter(text, (*BEFORE, *options, *AFTER[:-5], *feedback, *AFTER[-5:]), restval="", lineterminator="\n")
    rows.writeheader()
    for place in range(len(paper.questions)):
        rows.writerow({name: _guarded(value) for name, value in _row(paper, place).items()})
    return text.getvalue()


def csv_lost(paper: Paper) -> list[str]:
    """What a table does not carry."""
    formulas = any("$" in text for asked in paper.questions for text in (asked.ask, *(o.text for o in asked.options)))
    return ["formulas are plain characters"] if formulas else []


def _row(paper: Paper, place: int) -> dict[str, str]:
    asked = paper.questions[place]
    return {
        "number": str(place + 1),
        "id": asked.id,
        "family": asked.family,
        "topic": asked.topic,
        "level": str(asked.level),
        "kind": asked.kind,
        "marks": str(paper.marks[place]),
        "seconds": str(asked.seconds),
        "question": plain(asked.ask),
        "partners": _lines(f"{letter}. {text}" for letter, text in zip(LETTERS, asked.partners, strict=False)),
        "key": _key(asked),
        "answer": _number(right_answer(asked)),
        "solution": _lines(asked.solution),
        "rubric": _lines(rubric_lines(asked)),
        "reference": asked.notes.reference.rstrip(),
        "hint": plain(asked.notes.hint),
        "follow_up": plain(asked.notes.follow_up),
        **_options(asked),
    }


def _options(asked: Question) -> dict[str, str]:
    cells = {}
    for place, (letter, option) in enumerate(zip(LETTERS, asked.options, strict=False)):
        cells[f"option_{letter}"] = _number(option.text)
        cells[f"feedback_{letter}"] = "" if place == asked.key else plain(option.said)
    return cells


def _key(asked: Question) -> str:
    """The right letter or letters: all that are right, those in order, or the partner of each option."""
    places = (asked.key,) if asked.key >= 0 else asked.answer
    return ", ".join(LETTERS[place] for place in places)


def _number(text: str) -> str:
    """A text; a number without the spaces in it, so that a spreadsheet takes it for one."""
    return plain(text).replace(THIN, "")


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(map(plain, texts))


def _guarded(text: str) -> str:
    """A cell that no spreadsheet runs, takes for a date or time (3:6 are a start and a stop), or cuts to 15 digits."""
    return f"'{text}" if _TAKEN_WRONGLY.fullmatch(text) else cell(text)
