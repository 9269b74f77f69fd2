"""Questions as lines of AMC-TXT, with a scoring that earns what an answer earns by our own rule.

AMC knows questions with one right answer and with several. An order or a matching is a group of them, one for each
place; without partial credit its last one earns all the marks, if AMC's variables say that every place is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..quiz.engine.letters import LETTERS
from ..quiz.engine.scoring import Scoring
from .amc_text import amc_text
from .wording import counted, rubric_lines, said_of_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..quiz.engine.asking import Question

MOST_LINES = 14
SECONDS_A_LINE = 40
MOST_BOXES = 11
# AMC counts the right and wrong options, NB and NM, those of them that are ticked, NBC and NMC, and all of them, N.
SEVERAL = {
    Scoring.BALANCED: "formula={}*(NBC/NB-NMC/NM),p=0",
    Scoring.ALL_OR_NOTHING: "mz={}",
    Scoring.PER_OPTION: "formula={}*(NBC+NM-NMC)/N",
}


def question_lines(number: str, asked: Question, marks: int, scoring: Scoring) -> Iterator[str]:
    """The lines of question `number`, which are a block of their own."""
    stem = f"{amc_text(asked.ask)} ({counted(marks, 'mark')})"
    yield ""
    if asked.kind == "open":
        yield from _open(number, asked, stem, marks)
    elif asked.kind in ("order", "match"):
        yield from _places(number, asked, stem, marks, scoring)
    elif asked.kind == "several":
        yield f"**[id={number},ordered]{{e=0,v=0,{SEVERAL[scoring].format(marks)}}} {stem}{_explained(asked)}"
        yield from _answers(asked, set(asked.answer))
    else:
        yield f"*[id={number},ordered]{{e=0,v=0,m=0,b={marks}}} {stem}{_explained(asked)}"
        yield from _answers(asked, {asked.key})


def _answers(asked: Question, right: set[int]) -> Iterator[str]:
    for place, option in enumerate(asked.options):
        yield f"{'+' if place in right else '-'}[]{{}} {_lettered(place, option.text)}"


def _lettered(place: int, text: str) -> str:
    return rf"\textbf{{{LETTERS[place]}}}~ {amc_text(text)}"


def _explained(asked: Question) -> str:
    """The worked solution, what wrong options are told, and what earns points: AMC prints it in its correction only."""
    texts = [*asked.solution, *said_of_options(asked), *rubric_lines(asked)]
    return r" \explain{" + r" \par ".join(map(amc_text, texts)) + "}" if texts else ""


def _places(number: str, asked: Question, stem: str, marks: int, scoring: Scoring) -> Iterator[str]:
    """The options with their letters, then a question for each place, or for each option's partner."""
    listed = asked.partners or tuple(option.text for option in asked.options)
    yield _group_head(number, stem, listed)
    last = len(asked.answer) - 1
    for place, right in enumerate(asked.answer):
        name = f"{number}{LETTERS[place].lower()}"
        text = f"place {place + 1}" if asked.kind == "order" else amc_text(asked.options[place].text)
        rule = _place_scoring(number, place, last, marks, scoring)
        yield f"*[id={name},ordered,horiz]{{{rule}}} {text}{_explained(asked) if place == last else ''}"
        for letter in range(len(listed)):
            scored = letter == right and scoring is Scoring.ALL_OR_NOTHING
            known = f"setglobal.{_variable(number, place)}=1" if scored else ""
            yield f"{'+' if letter == right else '-'}[]{{{known}}} {LETTERS[letter]}"
    yield "*)"


def _group_head(number: str, stem: str, listed: tuple[str, ...]) -> str:
    """The question and its letters; a page does not end between them and what they are for."""
    head = rf"*([needspace={len(listed) + 6}\baselineskip] \textbf{{Question {number}}}\enspace {stem}"
    return r"\par ".join([head, *(_lettered(place, text) for place, text in enumerate(listed))]) + r"\par\smallskip"


def _variable(number: str, place: int) -> str:
    return f"RIGHT{number}{LETTERS[place]}"


def _place_scoring(number: str, place: int, last: int, marks: int, scoring: Scoring) -> str:
    if scoring is not Scoring.ALL_OR_NOTHING:
        return f"e=0,v=0,m=0,b={marks}/{last + 1}"
    if place < last:
        return "e=0,v=0,m=0,b=0"
    known = [_variable(number, n) for n in range(last)]
    return ",".join(["e=0,v=0,m=0", *(f"default.{name}=0" for name in known), f"b={'*'.join([str(marks), *known])}"])


def _open(number: str, asked: Question, stem: str, marks: int) -> Iterator[str]:
    """Lines to write on, and boxes for whoever marks: the points of the rubric, each worth its share of the marks."""
    points = sum(points for _, points in asked.notes.rubric) or marks
    lines = min(MOST_LINES, max(4, asked.seconds // SECONDS_A_LINE))
    yield f"*<lines={lines},lineheight=.8cm>[id={number}]{{e=0,v=0}} {stem}{_explained(asked)}"
    step = -(-points // (MOST_BOXES - 1))
    for earned in (*range(0, points, step), points):
        yield f"{'+' if earned == points else '-'}[{earned}]{{{marks}*{earned}/{points}}} {earned}"
