"""A question as Moodle's question types have it: answers with fractions and feedback, or pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from ..formulas.texts import plain
from ..ground.errors import LstmDocsError
from ..ground.xml import clean
from ..quiz.engine.kinds import KINDS
from ..quiz.engine.scoring import Scoring
from .moodle_text import latex_html
from .qti import qti_lost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..quiz.engine.asking import Question
    from ..quiz.papers.paper import Paper

TYPES = {"truefalse": "truefalse", "order": "matching", "match": "matching", "open": "essay"}
MOST_SHARES = 10
NONE = Markup("")


class Answer(NamedTuple):
    """An option, the percentage of the marks that choosing it gives, as Moodle writes it, and what is then told."""

    text: Markup
    fraction: str
    feedback: Markup


class Pair(NamedTuple):
    """A row of a matching; `partner` stands in a menu, so it is plain characters."""

    text: Markup
    partner: str


def moodle_type(asked: Question) -> str:
    """The name of Moodle's question type. An order is a matching of each option with its place."""
    return TYPES.get(asked.kind, "multichoice")


def answers(asked: Question, scoring: Scoring) -> Iterator[Answer]:
    """The options of a question that has neither pairs nor an order.

    Raises `LstmDocsError` if Moodle's grades cannot be divided among so many.
    """
    for place, option in enumerate(asked.options):
        right = place in (asked.answer if asked.kind == "several" else (asked.key,))
        fraction = _fraction(asked, scoring, right=right)
        yield Answer(latex_html(option.text), fraction, NONE if right else latex_html(option.said))


def pairs(asked: Question) -> Iterator[Pair]:
    """The options of a matching or an order, with what belongs to each."""
    partners = _partners(asked)
    places = asked.answer if asked.kind == "match" else map(asked.answer.index, range(len(asked.options)))
    for option, place in zip(asked.options, places, strict=True):
        yield Pair(latex_html(option.text), partners[place])


def moodle_lost(paper: Paper) -> list[str]:
    """What Moodle does not keep as the paper has it."""
    return [*qti_lost(paper), *_lost(paper)]


def _lost(paper: Paper) -> Iterator[str]:
    kinds = {asked.kind for asked in paper.questions}
    yield "the minutes are set in Moodle's quiz, not in its questions"
    if "several" in kinds and paper.scoring is Scoring.PER_OPTION:
        yield "where r of n options are right, one left out costs 1/r of the marks, not 1/n: Moodle adds up what is chosen"
    if kinds & {"several", "order", "match"} and paper.scoring is Scoring.ALL_OR_NOTHING:
        yield "Moodle gives part of the marks for some of what is right, which this paper does not"
    if "order" in kinds:
        yield "an order is asked as a matching of each option with its place, which lets a place be given twice"
    if kinds & {"order", "match"}:
        yield "Moodle shuffles the menus of a matching, shows formulas in them as characters, and tells of all pairs at the end"


def _partners(asked: Question) -> list[str]:
    """The entries of the menus, all distinct: Moodle takes equal ones for one."""
    if asked.kind == "order":
        return [str(place) for place in range(1, len(asked.options) + 1)]
    shown = [clean(plain(text)) for text in asked.partners]
    return shown if len(set(shown)) == len(shown) else [clean(text) for text in asked.partners]


def _fraction(asked: Question, scoring: Scoring, *, right: bool) -> str:
    """What an option adds: of several, 1/r for each of r right ones, and for each of w wrong ones what the rule takes.

    `balanced` takes 1/w, and so adds up to our own score; `per-option` 1/n, which comes nearest to it.
    """
    if KINDS[asked.kind].single:
        return "100" if right else "0"
    if right:
        return _share(len(asked.answer))
    among = {Scoring.BALANCED: len(asked.options) - len(asked.answer), Scoring.PER_OPTION: len(asked.options)}
    return f"-{_share(among.get(scoring, 1))}"


def _share(count: int) -> str:
    """100/count with five decimals; Moodle refuses what is not in its list of grades, where the shares end at a tenth."""
    if not 1 <= count <= MOST_SHARES:
        raise LstmDocsError(f"Moodle divides the marks of a question among 1 to {MOST_SHARES} options, not {count}")
    return f"{100 / count:.5f}".rstrip("0").rstrip(".")
