"""A paper for Auto Multiple Choice, which prints it, reads the scanned sheets and marks them: AMC-TXT.

Questions and options stand in the paper's order under its numbers and letters, so that a sheet of AMC's and our key
speak of the same. Every text is LaTeX; AMC's own markup is switched off.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from .amc_questions import question_lines
from .amc_text import amc_plain, foreign
from .wording import counted, fine_print

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..quiz.engine.asking import Question
    from ..quiz.papers.paper import Paper
    from .format import Style

# The paper's own numbers, which are AMC's names of the questions: AMC counts the parts of a question as questions.
_NUMBERS = (
    r"\makeatletter"
    r"\def\AMCbeginQuestion#1#2{\noindent{\bfseries Question \AMCid@name}\enspace #2\hspace{1em}}"
    r"\makeatother\emergencystretch=3em"
)


def amc_txt(paper: Paper, style: Style) -> str:
    """The paper and its key as an AMC-TXT file."""
    numbered = enumerate(zip(paper.questions, paper.marks, strict=True), start=1)
    questions = (question_lines(str(n), asked, marks, paper.scoring) for n, (asked, marks) in numbered)
    return "\n".join(chain(_head(paper, style), *questions)) + "\n"


def _head(paper: Paper, style: Style) -> Iterator[str]:
    yield f"# AMC-TXT: paper {paper.code}"
    yield f"# AMC scales marks to 20 unless its maximum is set to 0: then a sheet has up to {sum(paper.marks)} marks."
    yield f"Title: {amc_plain(paper.title)}"
    yield f"Presentation: {_presentation(paper)}"
    yield f"PaperSize: {style.page}"
    yield "ShuffleQuestions: 0"
    yield "LaTeX: 1"
    yield "Disable: verbatim local_latex images embf title"
    yield r"LaTeX-Preambule: \usepackage{amsmath,amssymb}"
    yield f"LaTeX-BeginDocument: {_NUMBERS}"


def _presentation(paper: Paper) -> str:
    size = (counted(len(paper.questions), "question"), counted(paper.minutes, "minute"), counted(sum(paper.marks), "mark"))
    facts = f"{', '.join(size)}, code {paper.code}."
    several = any(asked.kind == "several" for asked in paper.questions)
    rule = f" Where a question bears ♣, none, one or several of the answers may be right{fine_print('several', paper.scoring)}."
    places_rule = rule if several else ""
    # A code that names many families is longer than a line.
    shown = amc_plain(facts).replace("+", r"+\allowbreak{}")
    name = rf"\textbf{{{amc_plain(paper.candidate)}}}\quad " if paper.candidate else ""
    return name + shown + amc_plain(places_rule)


def amc_lost(paper: Paper) -> list[str]:
    """What AMC cannot carry."""
    lost = ["hints and follow-up questions are left out; solutions stand in AMC's correction only"]
    kinds = {asked.kind for asked in paper.questions}
    if kinds & {"order", "match"}:
        lost.append("orders and matchings are asked as one question for each place, and a letter may be given twice")
    return [*lost, *_lacking(text for asked in paper.questions for text in _texts(asked))]


def amc_names(names: Iterable[str], style: Style) -> Iterator[str]:
    """Whether AMC's font lacks letters of the title or the names."""
    return _lacking(names)


def _lacking(texts: Iterable[str]) -> Iterator[str]:
    if letters := dict.fromkeys(foreign("".join(texts))):
        yield f"AMC's font lacks letters such as {''.join(letters)[:10]}: name another with a line Font: in the file"


def _texts(asked: Question) -> Iterator[str]:
    yield from (asked.ask, *asked.partners, *asked.solution)
    for option in asked.options:
        yield from (option.text, option.said)
