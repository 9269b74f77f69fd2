"""The sizes, by the letters used everywhere: formulas, pages, quizzes, the answer grammar."""

from __future__ import annotations

import sympy

from ..ground.errors import SizeError

LARGEST_SIZE = 2**20
LARGEST_COUNT = 2**53 - 1  # the last whole number that JavaScript states exactly


def size(name: str) -> sympy.Symbol:
    """The SymPy symbol of a size: a positive whole number."""
    return sympy.Symbol(name, positive=True, integer=True)


I = size("I")  # noqa: E741 - the field's own letter for the input size
H = size("H")
P = size("P")
L = size("L")
T = size("T")
B = size("B")


def check_size(value: object, what: str) -> int:
    """`value` as a size: a whole number from 1 to 2^20.

    Raises `SizeError` naming `what` otherwise.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise SizeError(f"{what} must be a whole number from 1 to {LARGEST_SIZE:,}, not {str(value)[:40]!r}")
    if not 1 <= value <= LARGEST_SIZE:
        raise SizeError(f"{what} must be from 1 to {LARGEST_SIZE:,}, not {_shown(value)}")
    return value


def check_count(value: int, what: str) -> int:
    """`value`, unless it is too large for every reader to state exactly (above 2^53 - 1)."""
    if value > LARGEST_COUNT:
        raise SizeError(
            f"{what} would be {_shown(value)}, above 2^53 - 1, the last whole number that browsers state exactly; "
            "choose smaller sizes"
        )
    return value


def _shown(value: int) -> str:
    return f"{value:,}" if abs(value) < 10**24 else "a number of more than 24 digits"
