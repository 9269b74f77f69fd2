"""A claim, its verdict, and what is right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .rendering import rendered

if TYPE_CHECKING:
    from collections.abc import Mapping

VERDICTS: Mapping[str, str] = {
    "right": "true as it stands",
    "right-if": "true under the condition that is stated",
    "wrong": "false",
    "misleading": "not false, but suggests something that is",
    "underdetermined": "cannot be judged or answered until something is added",
    "advice": "experience, not fact",
    "dated": "true of an earlier time, and no longer",
}

PAGES = (
    "home",
    "rnn-basics",
    "words",
    "cell-equations",
    "activations",
    "shapes",
    "notation",
    "parameters",
    "unrolling",
    "units-vs-timesteps",
    "choosing-units",
    "training",
    "debugging",
    "architecture",
    "stacking",
    "directions",
    "return-sequences",
    "layouts",
    "gate-order",
    "variable-length",
    "stateful",
    "gru",
    "gradients",
    "dropout",
    "heads-and-losses",
    "data-shaping",
    "whole-models",
    "macs-and-energy",
    "history",
    "myths",
)
"""The pages a claim may belong on, in learning order."""


@dataclass(frozen=True)
class Claim:
    """A claim by its `idea`, and the verdict on it.

    `template` is what is right, with placeholders for what is computed; `pages` are where it belongs, the main
    one first; `families` are the question families that ask about it, and where there is none, `reason` says why.
    `statements` are the true and false statements of the quiz that turn on it. `where` is its file:line.
    """

    id: str
    idea: str
    verdict: str
    template: str
    pages: tuple[str, ...]
    families: tuple[str, ...] = ()
    reason: str = ""
    statements: tuple[str, ...] = ()
    where: str = ""

    @cached_property
    def statement(self) -> str:
        """What is right, with its numbers: a text with LaTeX between dollar signs and code between backticks.

        Raises `LstmDocsError` at the claim's file:line if a placeholder asks for what cannot be computed.
        """
        return rendered(self.template, self.where)

    @property
    def holds(self) -> bool:
        """Whether the claim may be passed on, as it stands or with its condition."""
        return self.verdict in ("right", "right-if")
