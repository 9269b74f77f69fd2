"""What can be wrong with a port, by name; and the sentences that say it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. `name` is of a closed set, `said` a sentence.

    `apart` is the largest difference between two numbers that should be equal, where numbers were compared.
    """

    name: str
    said: str
    apart: float | None = None


KINDS = {
    "W": "the matrix of the input",
    "U": "the matrix of the state",
    "b": "the bias",
    "p": "the peepholes",
    "V": "the projection",
}


def listed(words: list[str]) -> str:
    """`i`, `i and f`, `i, f and g`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def gates_said(gates: list[str]) -> str:
    """`gate i`, `gates i and f`."""
    return f"gate{'s' if len(gates) > 1 else ''} {listed(gates)}"
