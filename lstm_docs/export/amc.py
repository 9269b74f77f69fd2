"""Papers for Auto Multiple Choice, which prints them, reads the scanned sheets and marks them: LaTeX in its style.

Questions and options stand in the paper's order under its numbers and letters, so that a sheet of AMC's and our key
speak of the same. Everybody has a copy of their own in one document, with their name, and AMC knows it by the end of its code.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError
from .amc_questions import POINTS, question_lines
from .amc_text import amc_plain, amc_text, foreign
from .wording import counted, fine_print

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..quiz.engine.asking import Question
    from ..quiz.papers.paper import Paper
    from .format import Style

MOST_SHEETS = 4095
"""AMC prints the number of a sheet as twelve boxes."""
PREAMBLE = r"""%%AMC:latex_engine=xelatex
\documentclass{article}
\usepackage{fontspec}
\usepackage[box]{automultiplechoice}
\usepackage{amsmath,amssymb,needspace}
\IfFontExistsTF{Linux Libertine O}{\setmainfont{Linux Libertine O}}{}
\setmonofont{Latin Modern Mono}[Scale=MatchLowercase]
\emergencystretch=3em
\makeatletter
% The numbers that the paper has: AMC counts the parts of a question as questions.
\def\PaperNumber#1POINTS#2\relax{#1}
\def\AMCbeginQuestion#1#2{\noindent{\bfseries Question \expandafter\PaperNumber\AMCid@name POINTS\relax}\enspace #2\hspace{1em}}
% Each copy stands here once, however many AMC is told to make.
\let\AMCNombreCopies\undefined
\def\PaperOf#1{\global\AMCid@etudstart=#1\relax}
\makeatother
""".replace("POINTS", POINTS)


def amc_latex(paper: Paper, style: Style) -> str:
    """The paper and its key as a document of AMC's."""
    return amc_head(style) + amc_copy(paper) + amc_end()


def amc_head(style: Style) -> str:
    """What stands before all copies."""
    return f"{PREAMBLE}\\geometry{{paper={style.page}paper}}\n\\begin{{document}}\n"


def amc_copy(paper: Paper) -> str:
    """The copy of one candidate. Raises `LstmDocsError` for a number that AMC cannot print."""
    if paper.number > MOST_SHEETS:
        raise LstmDocsError(f"AMC numbers sheets up to {MOST_SHEETS:,}; make several kits, of fewer candidates each")
    numbered = enumerate(zip(paper.questions, paper.marks, strict=True), start=1)
    questions = (question_lines(str(n), asked, marks, paper.scoring) for n, (asked, marks) in numbered)
    return "\n".join(chain(_heading(paper), *questions, [r"\AMCcleardoublepage", "}", ""]))


def amc_id(code: str) -> str:
    """What AMC knows a sheet by, of the end of its code, which is its own: `7-5eed5`. The rest may hold what LaTeX reads."""
    _, sitter, check = code.rsplit("~", 2)
    return f"{sitter}-{check}"


def amc_end() -> str:
    """What stands after all copies."""
    return "\\end{document}\n"


def _heading(paper: Paper) -> Iterator[str]:
    name, code = amc_plain(paper.candidate), rf"\texttt{{{_broken(paper.code)}}}"
    yield rf"\PaperOf{{{paper.number}}}\onecopy{{1}}{{"
    yield rf"\AMCassociation{{{amc_id(paper.code)}}}"
    yield rf"\AMCsetFoot{{\small {name or f'paper {paper.number}'}}}"
    yield rf"\noindent{{\Large\bfseries {amc_plain(paper.title)}}}\par\medskip"
    yield rf"\noindent\namefield{{\fbox{{\parbox{{.6\linewidth}}{{\strut Name: \textbf{{{name}}}\strut}}}}}}"
    yield rf"\par\medskip{{\sloppy\noindent {_size(paper)}, code {code}. {_rules(paper)}\par}}\bigskip"
    if paper.statement:
        yield rf"\noindent {amc_text(paper.statement)}\par\bigskip"


def _broken(code: str) -> str:
    """A code, which may be longer than a line if it names many families."""
    return amc_plain(code).replace("+", r"+\allowbreak{}").replace(r"\textasciitilde{}", r"\textasciitilde{}\allowbreak{}")


def _size(paper: Paper) -> str:
    size = (counted(len(paper.questions), "question"), counted(paper.minutes, "minute"), counted(sum(paper.marks), "mark"))
    return ", ".join(size)


def _rules(paper: Paper) -> str:
    """What a candidate must know before the first tick."""
    kinds = {asked.kind for asked in paper.questions}
    rules = ["Fill the box of an answer to choose it."]
    if "several" in kinds:
        rules.append(f"Where a question bears ♣, one or several answers are right{fine_print('several', paper.scoring)}.")
    if "open" in kinds:
        rules.append("Leave the boxes beside an answer that you write to whoever marks it.")
    return amc_plain(" ".join(rules))


def amc_lost(paper: Paper) -> list[str]:
    """What AMC cannot carry."""
    lost = ["hints and follow-up questions are left out; solutions stand in AMC's correction only"]
    kinds = {asked.kind for asked in paper.questions}
    if kinds & {"order", "match"}:
        lost.append("orders and matchings are asked as one question for each place, and a letter may be given twice")
    if "open" in kinds:
        lost.append("what is written to open questions is not read: fill one of the boxes beside it with its marks")
    return [*lost, *_lacking(text for asked in paper.questions for text in _texts(asked))]


def amc_names(names: Iterable[str], style: Style) -> Iterator[str]:
    """Whether AMC's font lacks letters of the title or the names."""
    return _lacking(names)


def _lacking(texts: Iterable[str]) -> Iterator[str]:
    if letters := dict.fromkeys(foreign("".join(texts))):
        yield rf"AMC's font lacks letters such as {''.join(letters)[:10]}: name another with \setmainfont in the file"


def _texts(asked: Question) -> Iterator[str]:
    yield from (asked.ask, *asked.partners, *asked.solution)
    for option in asked.options:
        yield from (option.text, option.said)
