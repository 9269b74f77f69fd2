"""Questions in LaTeX of Auto Multiple Choice, with a scoring that earns what an answer earns by our own rule.

AMC knows questions with one right answer and with several. An order or a matching is asked as several, one for each
place; without partial credit the last one earns all the marks, if AMC's variables say that every place is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..quiz.engine.letters import LETTERS
from ..quiz.engine.scoring import Scoring
from .amc_text import amc_text
from .wording import counted, rubric_lines, said_of_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..quiz.engine.asking import Question

MOST_LINES = 14
SECONDS_A_LINE = 40
MOST_BOXES = 11
MOST_HEIGHT = 40  # lines of a page, less its heading
POINTS = "points"
"""What follows in the name of an open question, and then its marks: its boxes bear points, and not letters."""
# AMC counts the right and wrong options, NB and NM, those of them that are ticked, NBC and NMC, and all of them, N.
SEVERAL = {
    Scoring.BALANCED: "formula={}*(NBC/NB-NMC/NM),p=0",
    Scoring.ALL_OR_NOTHING: "mz={}",
    Scoring.PER_OPTION: "formula={}*(NBC+NM-NMC)/N",
}
RIGHT, WRONG = r"\correctchoice", r"\wrongchoice"


def question_lines(number: str, asked: Question, marks: int, scoring: Scoring) -> Iterator[str]:
    """The lines of question `number`, which are a block of their own."""
    stem = f"{amc_text(asked.ask)} ({counted(marks, 'mark')})"
    if asked.kind == "open":
        yield from _open(number, asked, stem, marks)
    elif asked.kind in ("order", "match"):
        yield from _places(number, asked, stem, marks, scoring)
    elif asked.kind == "several":
        rule = f"e=0,v=0,{SEVERAL[scoring].format(marks)}"
        yield from _question("questionmult", number, rule, stem + _explained(asked), _choices(asked, set(asked.answer)))
    else:
        rule = f"e=0,v=0,m=0,b={marks}"
        yield from _question("question", number, rule, stem + _explained(asked), _choices(asked, {asked.key}))


def _question(kind: str, name: str, rule: str, text: str, lines: Iterable[str]) -> Iterator[str]:
    yield rf"\begin{{{kind}}}{{{name}}}\scoring{{{rule}}}"
    yield text
    yield from lines
    yield rf"\end{{{kind}}}"


def _choices(asked: Question, right: set[int]) -> Iterator[str]:
    yield r"\begin{choices}[o]"
    for place, option in enumerate(asked.options):
        yield f"{RIGHT if place in right else WRONG}{{{_lettered(place, option.text)}}}"
    yield r"\end{choices}"


def _lettered(place: int, text: str) -> str:
    return rf"\textbf{{{LETTERS[place]}}}~ {amc_text(text)}"


def _explained(asked: Question) -> str:
    """The worked solution, what wrong options are told, and what earns points: AMC prints it in its correction only."""
    texts = [*asked.solution, *said_of_options(asked), *rubric_lines(asked)]
    return r" \explain{" + r" \par ".join(map(amc_text, texts)) + "}" if texts else ""


def _places(number: str, asked: Question, stem: str, marks: int, scoring: Scoring) -> Iterator[str]:
    """The options with their letters, then a question for each place, or for each option's partner."""
    listed = asked.partners or tuple(option.text for option in asked.options)
    # A page does not end between the letters and what they are for, if both fit on one.
    height = min(MOST_HEIGHT, len(listed) + 3 * len(asked.answer) + 2)
    yield rf"\needspace{{{height}\baselineskip}}\noindent\textbf{{Question {number}}}\enspace {stem}\par"
    yield r"\par ".join(_lettered(place, text) for place, text in enumerate(listed)) + r"\par\smallskip"
    last = len(asked.answer) - 1
    for place, right in enumerate(asked.answer):
        text = f"place {place + 1}" if asked.kind == "order" else amc_text(asked.options[place].text)
        lines = _letters(number, place, right, len(listed), scoring)
        rule = _place_scoring(number, place, last, marks, scoring)
        yield from _question("question", part(number, place), rule, text + (_explained(asked) if place == last else ""), lines)


def part(number: str, place: int) -> str:
    """What AMC calls the question about a place of an order or a matching: `5a`."""
    return f"{number}{LETTERS[place].lower()}"


def _letters(number: str, place: int, right: int, count: int, scoring: Scoring) -> Iterator[str]:
    yield r"\begin{choiceshoriz}[o]"
    for letter in range(count):
        known = rf"\scoring{{setglobal.{_variable(number, place)}=1}}" if scoring is Scoring.ALL_OR_NOTHING else ""
        yield f"{RIGHT}{{{LETTERS[letter]}}}{known}" if letter == right else f"{WRONG}{{{LETTERS[letter]}}}"
    yield r"\end{choiceshoriz}"


def _variable(number: str, place: int) -> str:
    return f"RIGHT{number}{LETTERS[place]}"


def _place_scoring(number: str, place: int, last: int, marks: int, scoring: Scoring) -> str:
    if scoring is not Scoring.ALL_OR_NOTHING:
        return f"e=0,v=0,m=0,b={marks}/{last + 1}"
    if place < last:
        return "e=0,v=0,m=0,b=0"
    known = [_variable(number, n) for n in range(last)]
    return ",".join(["e=0,v=0,m=0", *(f"default.{name}=0" for name in known), f"b={'*'.join([str(marks), *known])}"])


def points_to_tick(marks: int) -> list[int]:
    """The points that can be given on the sheet: all whole ones, or as many of them as there are boxes for."""
    return [*range(0, marks, -(-marks // (MOST_BOXES - 1))), marks]


def _open(number: str, asked: Question, stem: str, marks: int) -> Iterator[str]:
    """Lines to write on, and boxes for whoever marks, each with the marks that it gives."""
    lines = min(MOST_LINES, max(4, asked.seconds // SECONDS_A_LINE))
    boxes = (rf"{RIGHT if n == marks else WRONG}[{n}]{{{n}}}\scoring{{{n}}}" for n in points_to_tick(marks))
    choices = [rf"\AMCOpen{{lines={lines},lineheight=.8cm}}{{", *boxes, "}"]
    yield from _question("question", f"{number}{POINTS}{marks}", "e=0,v=0", stem + _explained(asked), choices)
