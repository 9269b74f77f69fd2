"""The tables that quiz files name things from: words, second roads, and the answers that only code can give.

All are named functions. A package can add its own through the entry-point groups `lstm_docs.words`,
`lstm_docs.roads`, `lstm_docs.answers` and `lstm_docs.misconceptions`: each entry names a function with the
signatures below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, TypeVar

from ...ground.errors import LstmDocsError

if TYPE_CHECKING:
    import sympy

    from ...formulas.texts import Said
    from .case import Case


Stated = tuple[tuple[str, str], ...]
"""Pairs of a placeholder's name and its text, in which sizes may stand as `{H}`."""


@dataclass(frozen=True)
class Key:
    """The right answer of a case: closed forms in the sizes, a worked solution, and a second road.

    `measured` takes the sizes drawn and gives the same numbers by building arrays or by counting; those of
    a rounded number in full, not rounded; None where there is no second road. `stated`: texts of this case for
    placeholders of the wording.
    `given`: quantities that the wording may state by name, `{count}` for one, in place of a size that is asked
    for; that they settle the answer is proved over the domain.
    """

    values: tuple[sympy.Expr, ...]
    solution: tuple[Said, ...]
    measured: Callable[[Mapping[str, int]], tuple[float, ...]] | None = None
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
    measured: Callable[[Mapping[str, int]], tuple[bool, ...]] | None = None
    stated: Stated = ()


@dataclass(frozen=True)
class Open:
    """A question answered in words or code, for interviews: what earns marks, and a solution that runs."""

    rubric: tuple[tuple[str, int], ...]
    reference: str
    solution: tuple[Said, ...]
    stated: Stated = ()


@dataclass(frozen=True)
class Outcome:
    """What measuring a statement found: whether it holds, and the numbers that its sentences name."""

    holds: bool
    numbers: Mapping[str, str | float] = field(default_factory=dict)


Answer = Callable[["Case"], "Key | Listed | Open"]
Misconception = Callable[["Case", Key], "Wrong | None"]
Word = Callable[["Case"], "sympy.Expr | int | str"]
"""What a name stands for in a case: a number or formula for expressions and texts, or a text."""
Road = Callable[["Case", Mapping[str, int]], tuple[Any, ...]]
"""The second road of a family, from arrays or by counting: the numbers of its answer, or the truth of each item.

In place of truths it may give what is right as numbers or texts: what a match pairs each item with, the items in their
order, or those that are right.
"""
Measurement = Callable[[], Outcome]
"""The second road of a statement."""

T = TypeVar("T")


class Table(dict[str, T]):
    """Functions of ours by name, each registered where it is written, and those of installed packages."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what

    def __call__(self, name: str) -> Callable[[T], T]:
        """Register a function under a name that quiz files use."""

        def register(function: T) -> T:
            if name in self:
                raise LstmDocsError(f"two {self.what} are called {name!r}")
            self[name] = function
            return function

        return register


answer: Table[Answer] = Table("answers")
misconception: Table[Misconception] = Table("misconceptions")
"""Each returns None where it does not apply."""
word: Table[Word] = Table("words")
road: Table[Road] = Table("roads")
measurement: Table[Measurement] = Table("measurements")


@contextmanager
def serving(what: str, where: str = "") -> Iterator[None]:
    """What a function of a table raises that is asked of a case which it is not about, told at `where`."""
    try:
        yield
    except (LookupError, ValueError, TypeError, ArithmeticError, RuntimeError, StopIteration) as error:
        fault = f"{type(error).__name__}: {error}"
        problem = f"{what} does not serve here: it is about other things than are drawn, or another kind of answer ({fault})"
        raise LstmDocsError(problem, where=where) from error


@cache
def _all() -> Mapping[str, Table[Any]]:
    from .. import roads  # noqa: F401 - importing registers

    tables: dict[str, Table[Any]] = {
        "answers": answer,
        "misconceptions": misconception,
        "words": word,
        "roads": road,
        "measurements": measurement,
    }
    for group, table in tables.items():
        table.update({entry.name: entry.load() for entry in entry_points(group=f"lstm_docs.{group}")})
    return tables


def answers() -> Table[Answer]:
    """Every answer by name, ours and those of installed packages."""
    return _all()["answers"]


def misconceptions() -> Table[Misconception]:
    """Every misconception by name."""
    return _all()["misconceptions"]


def words() -> Table[Word]:
    """Every word of a case by name."""
    return _all()["words"]


def roads() -> Table[Road]:
    """Every second road by name."""
    return _all()["roads"]


def measurements() -> Table[Measurement]:
    """Every measurement of a statement, by the statement's slug."""
    return _all()["measurements"]
