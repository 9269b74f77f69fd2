"""The tables that quiz files name things from: answers and misconceptions.

Both are named functions in code, run once per case on symbols. A package can add its own through the
entry-point groups `lstm_docs.answers` and `lstm_docs.misconceptions`: each entry names a function with
the signatures below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from ..errors import LstmDocsError

if TYPE_CHECKING:
    import sympy

    from .case import Case
    from .texts import Said


Stated = tuple[tuple[str, str], ...]
"""Pairs of a placeholder's name and its text, in which sizes may stand as `{H}`."""


@dataclass(frozen=True)
class Key:
    """The right answer of a case: closed forms in the sizes, a worked solution, and a second road.

    `measured` takes the sizes drawn and gives the same numbers by building arrays or by counting; those of
    a rounded number in full, not rounded. `stated`: texts of this case for placeholders of the wording.
    `given`: quantities that the wording may state by name, `{count}` for one, in place of a size that is asked
    for; that they settle the answer is proved over the domain.
    """

    values: tuple[sympy.Expr, ...]
    solution: tuple[Said, ...]
    measured: Callable[[Mapping[str, int]], tuple[float, ...]]
    stated: Stated = ()
    given: tuple[tuple[str, sympy.Expr], ...] = ()


@dataclass(frozen=True)
class Wrong:
    """What a misconception answers, and a sentence that redoes its path with the learner's numbers."""

    values: tuple[sympy.Expr, ...]
    said: Said


@dataclass(frozen=True)
class Item:
    """One text of a question that is answered by choosing, ordering or matching.

    `right` is for choice and several; `partner` is what a match pairs the text with; `said` is told to
    whoever got this one wrong, and `misconception` names why.
    """

    text: Said
    right: bool = False
    partner: Said | None = None
    said: Said | None = None
    misconception: str = ""


@dataclass(frozen=True)
class Listed:
    """The right answer of a case that is made of texts.

    `choice`: one item is right, and the first others are the distractors. `truefalse`: one item, the
    statement's truth in `right`, its refutation in `said`. `several`: all items are shown. `order`: the items
    in the right order. `match`: every item with its partner. `measured` gives the truth of every item (for an
    order or a match: that each stands rightly) by a road of its own. `stated` as in `Key`: the statement of
    a `truefalse`, for one.
    """

    items: tuple[Item, ...]
    solution: tuple[Said, ...]
    measured: Callable[[Mapping[str, int]], tuple[bool, ...]]
    stated: Stated = ()


@dataclass(frozen=True)
class Open:
    """A question answered in words or code, for interviews: what earns marks, and a solution that runs."""

    rubric: tuple[tuple[str, int], ...]
    reference: str
    solution: tuple[Said, ...]
    stated: Stated = ()


Answer = Callable[["Case"], "Key | Listed | Open"]
Misconception = Callable[["Case", Key], "Wrong | None"]

_ANSWERS: dict[str, Answer] = {}
_MISCONCEPTIONS: dict[str, Misconception] = {}


def answer(name: str) -> Callable[[Answer], Answer]:
    """Register an answer under a name that quiz files use."""

    def register(function: Answer) -> Answer:
        if name in _ANSWERS:
            raise LstmDocsError(f"two answers are called {name!r}")
        _ANSWERS[name] = function
        return function

    return register


def misconception(name: str) -> Callable[[Misconception], Misconception]:
    """Register a misconception under a name that quiz files use. It returns None where it does not apply."""

    def register(function: Misconception) -> Misconception:
        if name in _MISCONCEPTIONS:
            raise LstmDocsError(f"two misconceptions are called {name!r}")
        _MISCONCEPTIONS[name] = function
        return function

    return register


@cache
def answers() -> dict[str, Answer]:
    """Every answer by name, ours and those of installed packages."""
    from . import keys  # noqa: F401 - importing registers

    return _ANSWERS | {e.name: e.load() for e in entry_points(group="lstm_docs.answers")}


@cache
def misconceptions() -> dict[str, Misconception]:
    """Every misconception by name, ours and those of installed packages."""
    from . import misconceptions as ours  # noqa: F401 - importing registers

    return _MISCONCEPTIONS | {e.name: e.load() for e in entry_points(group="lstm_docs.misconceptions")}
