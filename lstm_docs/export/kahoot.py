"""A paper as the spreadsheet that Kahoot imports: short questions with two to four options, against the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..formulas.texts import plain
from ..ground.extras import needed
from .askable import CHOSEN, askable, left_out
from .office import repeatable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..quiz.papers.paper import Paper
    from .askable import Asked
    from .format import Style

LONGEST_QUESTION, LONGEST_OPTION, MOST_OPTIONS = 120, 75, 4
TIMES = (5, 10, 20, 30, 60, 90, 120, 240)
HEAD_ROW = 8
"""Kahoot's own template has its columns' names here, after seven lines for people, and reads what is below."""
HEAD = (
    f"Question - max {LONGEST_QUESTION} characters",
    *(f"Answer {n} - max {LONGEST_OPTION} characters" for n in range(1, MOST_OPTIONS + 1)),
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
)


def kahoot(paper: Paper, style: Style) -> bytes:
    """The workbook, the same bytes whenever it is made. Raises `LstmDocsError` without openpyxl, or as `askable`."""
    questions = askable(paper, CHOSEN, "Kahoot", _fits)
    workbook = needed("openpyxl", "xlsx").Workbook()
    sheet = workbook.active
    sheet["B2"] = "Quiz template"
    rows = [("", *HEAD), *((n, *_row(asked)) for n, asked in enumerate(questions, start=1))]
    for row, values in enumerate(rows, start=HEAD_ROW):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula
    return repeatable(workbook.save)


def kahoot_lost(paper: Paper) -> Iterator[str]:
    """What Kahoot does not carry: of how many questions is a matter of each paper, so the limits are told."""
    yield from left_out(paper, CHOSEN, "Kahoot")
    asked = [one.number for one in askable(paper, CHOSEN, "Kahoot", _fits)]
    if len(asked) < sum(one.kind in CHOSEN for one in paper.questions):
        yield (
            f"Kahoot takes questions of at most {LONGEST_QUESTION} characters with options of at most {LONGEST_OPTION}; "
            "longer ones are left out"
        )
    if any(len(paper.questions[n - 1].options) > MOST_OPTIONS for n in asked):
        yield f"Kahoot has {MOST_OPTIONS} options: of more, the right one and the first wrong ones are asked"
    yield f"Kahoot has no feedback, solutions, marks or topics, and at most {TIMES[-1]} seconds; formulas are plain characters"


def _kept(asked: Asked) -> list[int]:
    """The places of the options that there is room for, in the paper's order."""
    wrong = [place for place in range(len(asked.question.options)) if place not in asked.right]
    return sorted([*asked.right, *wrong[: max(0, MOST_OPTIONS - len(asked.right))]])


def _fits(asked: Asked) -> bool:
    options = [_line(asked.question.options[place].text) for place in _kept(asked)]
    short = len(_line(asked.question.ask)) <= LONGEST_QUESTION and all(len(text) <= LONGEST_OPTION for text in options)
    return short and len(options) <= MOST_OPTIONS and len(set(options)) == len(options) > len(asked.right)


def _row(asked: Asked) -> list[str | int]:
    kept = _kept(asked)
    options = [_line(asked.question.options[place].text) for place in kept]
    right = ",".join(str(n) for n, place in enumerate(kept, start=1) if place in asked.right)
    seconds = next((time for time in TIMES if time >= asked.question.seconds), TIMES[-1])
    return [_line(asked.question.ask), *options, *[""] * (MOST_OPTIONS - len(options)), seconds, right]


def _line(text: str) -> str:
    return " ".join(plain(text).split())
