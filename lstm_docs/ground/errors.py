"""The one base class of every error this package raises for its user."""

from __future__ import annotations

from copy import copy
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_NAMED, FEW = 50, 3


class LstmDocsError(Exception):
    """Something the user can mend. The message says what is wrong, what was expected and what to do.

    `where` is a `file:line` when the fault lies in a file, and leads the printed message. `option` is the key of the option
    at fault, where one is, and after it the place in its list.
    """

    def __init__(self, message: str, *, where: str | None = None, option: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.option = option

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message

    def at(self, where: str) -> LstmDocsError:
        """The same error, placed at `where` unless it already knows its place."""
        return self if self.where else self._with(where=where)

    def of(self, *option: str | int) -> LstmDocsError:
        """The same error, told of an option unless it already knows which."""
        return self if self.option else self._with(option=option)

    def _with(self, **changes: object) -> LstmDocsError:
        placed = copy(self)
        vars(placed).update(changes)
        return placed


class SizeError(LstmDocsError):
    """A size that is not a whole number in range, or a count too large to state exactly."""


class ConformError(LstmDocsError):
    """Two sizes that cannot agree, or a size that nothing determines."""


class UnknownNameError(LstmDocsError):
    """A name that is not in a table: a cell, a gate, a framework, a fact, a family. `what` the table is of.

    `near` are the names most like it.
    """

    what: str = ""
    near: tuple[str, ...] = ()


class ConventionError(LstmDocsError):
    """Something a framework's convention cannot express."""


def reason(error: OSError) -> str:
    """Why the system refused: its own words, which an error that a program raised does not have."""
    return error.strerror or str(error) or type(error).__name__


def one_of(name: object, known: Iterable[str], what: str) -> str:
    """`name`, if it is among `known`; otherwise an `UnknownNameError` that suggests the nearest."""
    names = list(known)
    if isinstance(name, str) and name in names:
        return name
    near = get_close_matches(str(name), names, n=1) or get_close_matches(str(name).lower(), names, n=1)
    problem = f"no {what} is named" if name == "" else f"unknown {what} {str(name)[:60]!r}"
    error = UnknownNameError(f"{problem}; {f'did you mean {near[0]!r}?' if near else _known(str(name), names)}")
    error.what, error.near = what, tuple(near)
    raise error


def _known(name: str, known: list[str]) -> str:
    """All names of a table or, of a long one, those a little like the one that is not in it."""
    if len(known) <= MOST_NAMED:
        return "known: " + ", ".join(known)
    few = get_close_matches(name, known, n=FEW, cutoff=0.3) or known[:FEW]
    return f"there are {len(known)}, such as {', '.join(map(repr, few))}"
