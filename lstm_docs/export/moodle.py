"""A paper as Moodle XML: a category, and in it every question with its key, feedback, marks and worked solution."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from ..ground.xml import clean
from .moodle_answers import Answer, Pair, answers, moodle_lost, moodle_type, pairs
from .moodle_text import general_feedback, grader_information, paragraphs
from .pool import groups
from .templating import fill

if TYPE_CHECKING:
    from ..quiz.engine.asking import Question
    from ..quiz.papers.paper import Paper
    from .format import Style

__all__ = ["category", "identity", "moodle_lost", "moodle_xml", "name_of", "tags"]

LONGEST_ID = 100


class Item(NamedTuple):
    """What the template writes of a question. `several` options may be chosen; `code` is to be typed.

    A tuple, because the sandbox of the templates takes its time over every attribute.
    """

    type: str
    name: str
    ask: Markup
    solution: Markup
    marks: int
    id: str
    tags: tuple[str, ...]
    answers: tuple[Answer, ...]
    pairs: tuple[Pair, ...]
    grader: Markup
    several: bool
    code: bool


def moodle_xml(paper: Paper, style: Style) -> str:
    """The paper as a file for Moodle's question bank. Raises `LstmDocsError` for more options than Moodle can grade."""
    categories = [(category(paper, name), [_item(paper, place) for place in places]) for name, places in groups(paper)]
    return fill("moodle.xml.j2", style, categories=categories, paper=clean(paper.code))


def category(paper: Paper, group: str) -> str:
    """Where the questions go: below the set's title, a category for each paper, or for each question of a pool.

    A slash in a name is doubled.
    """
    whose = f"paper {paper.number}" + (f", {paper.candidate}" if paper.candidate else "")
    names = (" ".join(clean(name).split()).replace("/", "//") for name in (paper.title, group or whose))
    return "/".join(("$course$", "top", *names))


def name_of(paper: Paper, place: int) -> str:
    """What teachers see of question `place` (from 0) in a list, which Moodle sorts by name."""
    return f"{place + 1:0{len(str(len(paper.questions)))}} {paper.questions[place].family}"


def identity(asked: Question) -> str:
    """Moodle's ID number: what tells that a question is the same. It is left out where Moodle has no room for it."""
    return asked.id if len(asked.id) <= LONGEST_ID else ""


def tags(asked: Question) -> tuple[str, ...]:
    """The topic and the level."""
    return clean(asked.topic), f"level {asked.level}"


def _item(paper: Paper, place: int) -> Item:
    asked = paper.questions[place]
    kind = moodle_type(asked)
    return Item(
        type=kind,
        name=name_of(paper, place),
        ask=paragraphs([asked.ask]),
        solution=general_feedback(asked),
        marks=paper.marks[place],
        id=identity(asked),
        tags=tags(asked),
        answers=tuple(answers(asked, paper.scoring)) if kind in ("multichoice", "truefalse") else (),
        pairs=tuple(pairs(asked)) if kind == "matching" else (),
        grader=grader_information(asked) if kind == "essay" else Markup(""),
        several=asked.kind == "several",
        code=bool(asked.notes.reference),
    )
