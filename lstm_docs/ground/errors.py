"""The one base class of every error this package raises for its user."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_NAMED = 50


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
        return self if self.where else type(self)(self.message, where=where, option=self.option)

    def of(self, *option: str | int) -> LstmDocsError:
        """The same error, told of an option unless it already knows which."""
        return self if self.option else type(self)(self.message, where=self.where, option=option)


class SizeError(LstmDocsError):
    """A size that is not a whole number in range, or a count too large to state exactly."""


class ConformError(LstmDocsError):
    """Two sizes that cannot agree, or a size that nothing determines."""


class UnknownNameError(LstmDocsError):
    """A name that is not in a table: a cell, a gate, a framework, a fact, a family."""


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
    near = get_close_matches(str(name), names, n=1)
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    hint = f"did you mean {near[0]!r}?" if near else "known: " + ", ".join(names[:MOST_NAMED]) + more
    raise UnknownNameError(f"unknown {what} {str(name)[:60]!r}; {hint}")
