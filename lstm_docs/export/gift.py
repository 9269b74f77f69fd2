"""A paper as GIFT, Moodle's text format: a category, and in it every question with its key, feedback and worked solution.

Every text is HTML on a line of its own. The signs of GIFT in it are escaped: without that, the braces of a formula
would make of its question another one, with another answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from .moodle import category, identity, name_of, tags
from .moodle_answers import answers, moodle_lost, moodle_type, pairs
from .moodle_text import JOINER, general_feedback, paragraphs
from .pool import groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..quiz.engine.asking import Question
    from ..quiz.engine.scoring import Scoring
    from ..quiz.papers.paper import Paper
    from .format import Style

_SIGNS = re.compile(r"[\\~=#{}:]")
_BEFORE_A_TEXT = {"[": Markup("&#91;"), "%": Markup("&#37;")}  # would be read as a format, and as a share of the marks


def gift(paper: Paper, style: Style) -> str:
    """The paper as a file for Moodle's question bank. Raises `LstmDocsError` for more options than Moodle can grade."""
    return "\n".join(_group(paper, name, places) for name, places in groups(paper))


def _group(paper: Paper, name: str, places: range) -> str:
    # A category is not unescaped, but for the backslash.
    where = category(paper, name).replace("\\", "\\\\")
    questions = (_question(paper, place) for place in places)
    return "\n".join((f"// Paper {' '.join(paper.code.split())}\n$CATEGORY: {where}\n", *questions))


def gift_lost(paper: Paper) -> list[str]:
    """What GIFT does not carry."""
    return [*moodle_lost(paper), *_lost(paper)]


def _lost(paper: Paper) -> Iterator[str]:
    if set(paper.marks) != {1}:
        yield "GIFT has no marks: every question counts 1 until the quiz says otherwise"
    yield "GIFT does not say whether options are shuffled: Moodle does what its settings say"
    if any(asked.kind == "open" for asked in paper.questions):
        yield "rubrics and reference answers of open questions are left out; they stand on the sheet"


def escaped(text: str) -> str:
    """A text in which nothing is a sign of GIFT, on one line."""
    return _SIGNS.sub(r"\\\g<0>", " ".join(text.splitlines()))


def _question(paper: Paper, place: int) -> str:
    asked = paper.questions[place]
    known = "".join(f" [{name}:{_in_brackets(text)}]" for name, text in _known(asked))
    head = f"::{escaped(name_of(paper, place))}::[html]{_html(paragraphs([asked.ask]))}"
    solution = general_feedback(asked)
    feedback = [f"####{_html(solution)}"] if solution else []
    return "\n".join((f"//{known}", head + "{", *_lines(asked, paper.scoring), *feedback, "}", ""))


def _known(asked: Question) -> Iterator[tuple[str, str]]:
    if identity(asked):
        yield "id", identity(asked)
    for tag in tags(asked):
        yield "tag", tag


def _in_brackets(text: str) -> str:
    return " ".join(text.split()).replace("]", r"\]")


def _lines(asked: Question, scoring: Scoring) -> Iterable[str]:
    kind = moodle_type(asked)
    if kind == "essay":
        return ()
    if kind == "truefalse":
        return (_truth(asked),)
    if kind == "matching":
        return (f"={_html(text)} -> {_plain(partner)}" for text, partner in pairs(asked))
    return _options(asked, scoring)


def _options(asked: Question, scoring: Scoring) -> Iterator[str]:
    """One right option is led by `=`; where there are several, each has its share of the marks."""
    for text, fraction, feedback in answers(asked, scoring):
        single = {"100": "=", "0": "~"}
        sign = f"~%{fraction}%" if asked.kind == "several" else single[fraction]
        yield f"{sign}{_html(text)}" + (f"#{_html(feedback)}" if feedback else "")


def _truth(asked: Question) -> str:
    """The right word, and what is told to whoever chooses the other."""
    wrong = asked.options[1 - asked.key].said
    return ("TRUE", "FALSE")[asked.key] + (f"#{_html(paragraphs([wrong]))}" if wrong else "")


def _plain(text: str) -> str:
    # Inside a file that it reads, Moodle has && and a number for an escaped sign.
    return escaped(text.replace("&&", f"&{JOINER}&"))


def _html(html: Markup) -> str:
    first = html[:1]
    return escaped(_BEFORE_A_TEXT.get(first, first) + html[1:])
